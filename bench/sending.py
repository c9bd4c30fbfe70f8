"""Questionnaires of a whole programme: the job that sends them to everybody, and people who fill theirs
by a link. On a server that runs; its processor time."""
import html
import re
import time
import urllib.parse

TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


def make_room(server):
    """The questionnaires «before» that were copied become others, so that they can be sent anew."""
    server.execute("UPDATE survey_round SET phase = 'other' WHERE phase = 'before' AND programme_id ="
                   " (SELECT id FROM programme WHERE code = 'demo-school')")


def send(server):
    """The round, how many got a questionnaire, seconds of the processor and by the clock, MiB more memory."""
    g = server.one("SELECT id FROM programme WHERE code = 'demo-school'")
    page = f"/programmes/{g}/surveys/new"
    closes = re.search(r'name="closes"[^>]*value="([^"]+)"', server.get(page)).group(1)
    memory, cpu, begin = server.memory("VmHWM"), server.cpu(), time.perf_counter()
    answer = server.post(page, [("phase", "before"), ("closes", closes), ("remind", "0")], page)
    if answer.status != 303:
        raise RuntimeError(f"{page}: {answer.status}")
    r = int(answer.getheader("Location").rsplit("/", 1)[1])
    while server.one(f"SELECT count(*) FROM job WHERE object_id = {r} AND state IN ('queued', 'running')"):
        if time.perf_counter() - begin > 900:
            raise RuntimeError("the sending does not end")
        time.sleep(0.2)
    sent = server.one(f"SELECT sent FROM survey_round WHERE id = {r}")
    return r, sent, server.cpu() - cpu, time.perf_counter() - begin, (server.memory("VmHWM") - memory) / 1024


def fields(page):
    """What a person sends: the last choice of each question, a word where words are asked for."""
    form = re.search(r'<form[^>]*method="post".*?</form>', page, re.S).group(0)
    values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="(v\d+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' in tag:
            values[name.group(1)] = value.group(1)
        elif name:
            values[name.group(1)] = "Слово"
    for name in re.findall(r'<textarea[^>]*name="(v\d+)"', form):
        values[name] = "Слово"
    return [(n, html.unescape(v)) for n, v in values.items()]


def fill_one(server, key):
    path = f"/sheet?key={key}"
    for _ in range(30):
        page = server.ask("GET", path, cookie="lang=ru").data.decode()
        if 'method="post"' not in page:
            return
        answer = server.ask("POST", "/sheet", urllib.parse.urlencode(fields(page)), TYPE, cookie="lang=ru")
        if answer.status != 303:
            raise RuntimeError(f"/sheet: {answer.status} {answer.data.decode()[:2000]}")
        path = answer.getheader("Location")
    raise RuntimeError("the questionnaire does not end")


def fill(server, r, n):
    """Milliseconds of the processor for one questionnaire, all its pages."""
    ids = [server.one(f"SELECT id FROM survey_response WHERE round_id = {r} AND state = 'waiting' AND role = 'mentee'"
                      f" ORDER BY sort_key, id LIMIT 1 OFFSET {i}") for i in range(n)]
    keys = [re.search(r"key=([\w-]{20,})", server.get(f"/rounds/{r}/sheets/{i}")).group(1) for i in ids]
    cpu = server.cpu()
    for key in keys:
        fill_one(server, key)
    spent = server.cpu() - cpu
    done = server.one(f"SELECT done FROM survey_round WHERE id = {r}")
    if done < n:
        raise RuntimeError(f"{done} of {n} questionnaires are filled")
    return spent / n * 1000
