"""Pages of a programme and of a region with 200 participations and with 200,000: the server's
processor time of a page, as ratios of one run; and the time of a snapshot of all indicators, on
SQLite and, under tests/with_postgres, on PostgreSQL."""
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import time

import region_rows
from server import Server

SMALL, LARGE = 8, 8695  # copies of a programme of 23 people
SEARCH = "?q=%D0%B0"    # «а»
FIRST_ID = 10**17


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
            (f"{name}: mentors", f"{p}/mentors"), (f"{name}: mentors, a search", f"{p}/mentors{SEARCH}"),
            (f"{name}: enrolment", f"{p}/enrolment"),
            (f"{name}: applications", f"{p}/applications?side=mentee&state=new"),
            (f"{name}: pairs", f"{p}/pairs"), (f"{name}: meetings", f"{p}/meetings"),
            (f"{name}: who needs help", f"{p}/help"), (f"{name}: papers", f"{p}/papers"),
            (f"{name}: register of papers", f"{p}/papers/register"),
            (f"{name}: questionnaires", f"{p}/surveys"), (f"{name}: monitoring", f"{p}/monitoring"),
            (f"{name}: rubric", f"{p}/rubric"), (f"{name}: SWOT", f"{p}/swot"),
            (f"{name}: before and after", f"{p}/impact")]


def pages(server):
    """Names and addresses; the same in both regions. One programme has all the people that were
    copied, the other is a municipality's of 230 people in both regions."""
    g = server.one("SELECT id FROM programme WHERE code = 'demo-school'")
    usual = server.one("SELECT id FROM programme WHERE title = 'Старшие помогают младшим'")
    before, after = server.row("SELECT min(id), max(id) FROM survey_round")
    region = server.one("SELECT id FROM unit WHERE region_code = '59'")
    town, school = FIRST_ID, FIRST_ID + 1
    code = "mentees_10_19"
    return [*of_programme("a programme", f"/programmes/{usual}"), *of_programme("all in one", f"/programmes/{g}"),
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


def snapshot(server, unit):
    """Seconds from the button to the numbers on the page."""
    page = f"/units/{unit}/indicators"
    period = re.search(r'<option value="(\d{4}-\d\d)" selected', server.get(page)).group(1)
    begin = time.perf_counter()
    server.post(page, [("period", period), ("reason", "")], page)
    while "предварительные, посчитаны" not in server.get(page):
        if time.perf_counter() - begin > 300:
            raise RuntimeError("the snapshot does not end")
        time.sleep(0.02)
    return time.perf_counter() - begin


def region_of(server):
    return server.one("SELECT id FROM unit WHERE region_code = '59'")


def compare(table, small, large, rounds):
    for name, path in pages(large):
        few, many = [], []
        for _ in range(rounds):  # in turns
            few.append(cost(small, path))
            many.append(cost(large, path))
        ratio = statistics.median(b / a for a, b in zip(few, many))
        table.bound(f"{name} ({statistics.median(few):.2f} ms, {statistics.median(many):.2f} ms)", ratio, "",
                    most=1.5)


def measure(table, program, build, temp, copy_of, rounds):
    small = Server(program, copy_of(make(program, build, SMALL), temp))
    large = Server(program, copy_of(make(program, build, LARGE), temp))
    try:
        for s in (small, large):
            s.start()
            s.cookie = s.sign_in()
        people = large.one("SELECT count(*) FROM participation")
        seconds = [snapshot(s, region_of(s)) for s in (small, large)]
        table.say("snapshot of all indicators, 200 participations, SQLite", f"{seconds[0]:.2f} s")
        table.bound(f"snapshot of all indicators, {people} participations, SQLite", seconds[1], "s", most=5)
        compare(table, small, large, rounds)
    finally:
        small.stop()
        large.stop()
    url = os.environ.get("NASTAVNIK_TEST_PG")
    if url:
        postgres(table, program, url, temp)


class OnPostgres(Server):
    """The same server on a database of that URL."""

    def __init__(self, program, data, url):
        super().__init__(program, data)
        self.more = ["--db", url]


def postgres(table, program, url, temp):
    psql(url, "CREATE DATABASE bench_region")
    url = url.replace("/postgres?", "/bench_region?")  # of tests/with_postgres
    data = f"{temp}/postgres"
    subprocess.run([program, "demo", "--data", data, "--db", url], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    fill_postgres(url, LARGE)
    server = OnPostgres(program, data, url)
    server.start()
    try:
        server.cookie = server.sign_in()
        region = psql(url, "SELECT id FROM unit WHERE region_code = '59'")
        table.bound("snapshot of all indicators, PostgreSQL", snapshot(server, region), "s", most=5)
    finally:
        server.stop()
        psql(os.environ["NASTAVNIK_TEST_PG"], "DROP DATABASE bench_region")
