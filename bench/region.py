"""Pages of a programme and of a region with 200 participations and with 200,000: the processor time of
a page, as ratios of one run, of pages that show the same number of rows; a snapshot of all indicators;
questionnaires sent to all and filled. On SQLite and, under tests/with_postgres, on PostgreSQL, whose
backends count with the server."""
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import time

import region_rows
import sending
from server import Server, cpu_seconds

SMALL, MIDDLE, LARGE = 8, 60, 8695  # copies of a programme of 23 people
SEARCH = "?q=1"         # with this all names of copies begin
FIRST_ID = 10**17
# These show fewer rows among 200 people than a page has room for: they are compared with the middling
# region, the least that fills them.
FILLED = ("all in one: a round", "all in one: without a pair")


def fill(path, copies):
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = off", "journal_mode = memory", "cache_size = -400000"):
        db.execute(f"PRAGMA {pragma}")
    region, root = db.execute("SELECT id, parent_id FROM unit WHERE region_code = '59'").fetchone()

    def columns(table):
        return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]

    kept = db.execute(region_rows.KEPT).fetchall()
    for piece in region_rows.statements(columns, kept, root, region, FIRST_ID, copies):
        db.execute("BEGIN")
        for statement in piece:
            db.execute(statement)
        db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = wal")
    db.close()


def psql(url, text):
    return subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", url], input=text, text=True, check=True,
                          capture_output=True).stdout.strip()


def fill_postgres(url, copies):
    region, root = psql(url, "SELECT id, parent_id FROM unit WHERE region_code = '59'").split("|")

    def columns(table):
        return psql(url, "SELECT column_name FROM information_schema.columns"
                         f" WHERE table_name = '{table}' ORDER BY ordinal_position").split("\n")

    kept = [row.split("|") for row in psql(url, region_rows.KEPT).split("\n")]
    for piece in region_rows.statements(columns, kept, root, region, FIRST_ID, copies):
        psql(url, "BEGIN;\nSET session_replication_role = replica;\n" + ";\n".join(piece) + ";\nCOMMIT;")
    psql(url, "ANALYZE")


def make(program, build, copies):
    """A folder of data; kept for the next run while the schema stays."""
    folder = f"{build}/copies-{copies}"
    ready = f"{folder}/ready"
    schema = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../schema")
    newest = max(os.path.getmtime(f"{schema}/{f}") for f in os.listdir(schema))
    if not os.path.exists(ready) or os.path.getmtime(ready) < newest:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"making {copies + 1} programmes' people …", flush=True)
        subprocess.run([program, "demo", "--data", folder], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        fill(f"{folder}/nastavnik.db", copies)
        open(ready, "w").close()
    return folder


def of_programme(name, p):
    return [(f"{name}: roadmap", p), (f"{name}: mentees", f"{p}/mentees"),
            (f"{name}: mentees, a search", f"{p}/mentees{SEARCH}"),
            (f"{name}: mentees, a state", f"{p}/mentees?state=paired"),
            (f"{name}: mentees, a state of nobody", f"{p}/mentees?state=left"),
            (f"{name}: mentees of a state, a search", f"{p}/mentees?state=left&{SEARCH[1:]}"),
            (f"{name}: mentors", f"{p}/mentors"), (f"{name}: mentors, a search", f"{p}/mentors{SEARCH}"),
            (f"{name}: enrolment", f"{p}/enrolment"),
            (f"{name}: applications", f"{p}/applications?side=mentee&state=new"),
            (f"{name}: pairs", f"{p}/pairs"), (f"{name}: pairs of a state", f"{p}/pairs?state=ended"),
            (f"{name}: pairs, a search", f"{p}/pairs{SEARCH}"), (f"{name}: without a pair", f"{p}/support"),
            (f"{name}: candidates", f"{p}/mentors/paper"), (f"{name}: drafts of pairs", f"{p}/drafts"), (f"{name}: meetings", f"{p}/meetings"),
            (f"{name}: who needs help", f"{p}/help"), (f"{name}: papers", f"{p}/papers"),
            (f"{name}: register of papers", f"{p}/papers/register"),
            (f"{name}: questionnaires", f"{p}/surveys"), (f"{name}: monitoring", f"{p}/monitoring"),
            (f"{name}: rubric", f"{p}/rubric"), (f"{name}: SWOT", f"{p}/swot"),
            (f"{name}: before and after", f"{p}/impact")]


def pages(server):
    """Names and addresses; the same pages in both regions. One programme has all the people that were
    copied, the other is a municipality's of 230 people in both regions."""
    g = server.one("SELECT id FROM programme WHERE code = 'demo-school'")
    usual = server.one("SELECT id FROM programme WHERE title = 'Старшие помогают младшим'")
    before, after = server.row("SELECT min(id), max(id) FROM survey_round")
    region = server.one("SELECT id FROM unit WHERE region_code = '59'")
    town, school = FIRST_ID, FIRST_ID + 1
    code = "mentees_10_19"
    return [*of_programme("a programme", f"/programmes/{usual}"), *of_programme("all in one", f"/programmes/{g}"),
            ("who has reported", f"/units/{region}/reports"),
            ("all in one: a round", f"/rounds/{before}"), ("all in one: its results", f"/rounds/{after}/results"),
            ("all in one: its people and links", f"/rounds/{after}/people"),
            ("region", f"/units/{region}"),
            ("indicators of the region", f"/units/{region}/indicators"),
            ("one, its parts", f"/units/{region}/indicators/one?code={code}"),
            ("indicators of a municipality", f"/units/{town}/indicators"),
            ("one of a municipality", f"/units/{town}/indicators/one?code={code}"),
            ("indicators of a school", f"/units/{school}/indicators"),
            ("one of a school, its people", f"/units/{school}/indicators/one?code={code}"),
            ("public page", "/mentoring/123456789")]


def cost(server, path, seconds=0.25):
    """Milliseconds of the server's processor for a page: so many that its clock of 10 ms will do."""
    answer = server.ask("GET", path)
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    n, before, begin = 0, server.cpu(), time.perf_counter()
    while server.cpu() - before < seconds and time.perf_counter() - begin < 10 * seconds:
        for _ in range(20):
            server.ask("GET", path)
        n += 20
    return (server.cpu() - before) / n * 1000


def snapshot(server):
    """Seconds of the processor and by the clock, from the button to the numbers; what the program counts
    by itself after its start is over then."""
    unit = server.one("SELECT id FROM unit WHERE region_code = '59'")
    waiting = "SELECT count(*) FROM snapshot WHERE state = 'counting'"
    while server.one(waiting):
        time.sleep(0.2)
    page = f"/units/{unit}/indicators"
    period = re.search(r'<option value="(\d{4}-\d\d)" selected', server.get(page)).group(1)
    cpu, begin = server.cpu(), time.perf_counter()
    if server.post(page, [("period", period), ("reason", "")], page).status != 303:
        raise RuntimeError("the snapshot does not begin")
    while server.one(waiting):
        if time.perf_counter() - begin > 300:
            raise RuntimeError("the snapshot does not end")
        time.sleep(0.1)
    return server.cpu() - cpu, time.perf_counter() - begin


def in_turns(sides, rounds):
    """Milliseconds of a page of each of the sides, (server, path)."""
    costs = [[cost(server, path) for server, path in sides] for _ in range(rounds)]
    return list(zip(*costs))


def words(costs):
    return ", ".join(f"{statistics.median(c):.2f} ms" for c in costs)


def compare(table, engine, small, middle, large, rounds):
    for (name, path), (_, middle_path), (_, large_path) in zip(pages(small), pages(middle), pages(large)):
        sides = [(small, path), (large, large_path)]
        if name in FILLED:
            sides.insert(1, (middle, middle_path))
        costs = in_turns(sides, rounds)
        if name in FILLED:
            table.say(f"{engine}, {name}, with the fewer rows of 200 people", words(costs[:1]))
            costs = costs[1:]
        ratio = statistics.median(b / a for a, b in zip(*costs))
        table.bound(f"{engine}, {name} ({words(costs)})", ratio, "", most=1.5)


def questionnaires(table, engine, servers):
    filled = []
    for server in servers:
        r, sent, cpu, seconds, memory = sending.send(server)
        filled.append(sending.fill(server, r, 40))
    table.say(f"{engine}, sending of {sent} questionnaires", f"{cpu:.1f} s of processor, {seconds:.0f} s by the clock")
    table.bound(f"{engine}, memory of the sending", memory, "MiB", most=16)
    table.bound(f"{engine}, a questionnaire filled by a link ({filled[0]:.1f} ms, {filled[1]:.1f} ms)",
                filled[1] / filled[0], "", most=1.5)


def measure_engine(table, engine, small, middle, large, rounds):
    """Ends the servers."""
    try:
        for server in (small, middle, large):
            server.start()
            server.cookie = server.sign_in()
            sending.make_room(server)
        people = large.one("SELECT count(*) FROM participation")
        snapshot(middle)
        for server, n in ((small, 200), (large, people)):
            cpu, seconds = snapshot(server)
            table.bound(f"{engine}, snapshot of all indicators, {n} participations ({seconds:.2f} s by the clock)", cpu,
                        "s", most=5)
        compare(table, engine, small, middle, large, rounds)
        questionnaires(table, engine, (small, large))
    finally:
        for server in (small, middle, large):
            server.stop()


class OnSqlite(Server):
    def execute(self, sql):
        with sqlite3.connect(f"{self.data}/nastavnik.db", timeout=30) as db:
            db.execute(sql)


class OnPostgres(Server):
    """The same server on a database of that URL; its processor time is that of the backends, too."""

    def __init__(self, program, data, url):
        super().__init__(program, data)
        self.more = ["--db", url]
        self.url = url
        self.title = f"postgres: nastavnik {url.split('///')[1].split('?')[0]} "

    def execute(self, sql):
        psql(self.url, sql)

    def row(self, sql):
        row = psql(self.url, sql).split("|")
        return [int(v) if v.lstrip("-").isdigit() else v for v in row] if row != [""] else None

    def cpu(self):
        spent = super().cpu()
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline") as f:
                    ours = f.read().startswith(self.title)
            except OSError:
                continue
            spent += cpu_seconds(int(pid)) if ours else 0
        return spent


def on_postgres(program, temp, cluster, copies):
    name = f"bench_region_{copies}"
    psql(cluster, f"CREATE DATABASE {name}")
    url = cluster.replace("/postgres?", f"/{name}?")  # of tests/with_postgres
    data = f"{temp}/{name}"
    subprocess.run([program, "demo", "--data", data, "--db", url], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    fill_postgres(url, copies)
    return OnPostgres(program, data, url)


def measure(table, program, build, temp, copy_of, rounds):
    sizes = (SMALL, MIDDLE, LARGE)
    measure_engine(table, "SQLite", *(OnSqlite(program, copy_of(make(program, build, n), temp)) for n in sizes),
                   rounds)
    cluster = os.environ.get("NASTAVNIK_TEST_PG")
    if cluster:
        print("filling PostgreSQL …", flush=True)
        measure_engine(table, "PostgreSQL", *(on_postgres(program, temp, cluster, n) for n in sizes), rounds)
        for n in sizes:
            psql(cluster, f"DROP DATABASE bench_region_{n}")
