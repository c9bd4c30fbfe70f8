"""Requests per second of the coordinator's list of pairs, against nginx and Flask.

The machine may be shared: rounds of the three follow each other, each round gives its own ratio,
the median counts. The second ratio is of requests per second of processor time that server and
client took together; it says the same on an idle machine and stays true on a busy one.
"""
import http.client
import os
import re
import resource
import statistics
import subprocess
import time

import rivals
from server import HOST


class Load:
    """One run of wrk against one server."""

    def __init__(self, target, path, seconds, cookie=""):
        before, client = target.cpu(), resource.getrusage(resource.RUSAGE_CHILDREN)
        out = subprocess.run(
            ["wrk", "-t2", "-c64", f"-d{seconds}", "--latency", "-H", f"Cookie: {cookie}",
             f"http://{HOST}:{target.port}{path}"],
            check=True, capture_output=True, text=True, timeout=seconds + 30).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.server_cpu = target.cpu() - before
        self.cpu = self.server_cpu + (after.ru_utime - client.ru_utime +
                                      after.ru_stime - client.ru_stime)
        self.requests = int(re.search(r"(\d+) requests in", out).group(1))
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
        self.p99 = re.search(r"99%\s+(\S+)", out).group(1)
        if "Non-2xx" in out or "Socket errors" in out:
            raise RuntimeError(out)

    def per_cpu(self):
        return self.requests / self.cpu

    def us(self):
        return self.server_cpu / self.requests * 1e6


def programme_of(server):
    """The programme with published pairs that the demo coordinator sees."""
    return server.one("SELECT x.programme_id FROM account a JOIN participation e"
                      " ON e.person_id = a.person_id JOIN pair x ON x.mentee_id = e.id"
                      " WHERE a.login = 'mentee' LIMIT 1")


def page_of(server):
    return f"/programmes/{programme_of(server)}/pairs"


def one_by_one(server, path, n=300):
    """Milliseconds of a page for one reader."""
    c = http.client.HTTPConnection(HOST, server.port, timeout=30)
    times = []
    for _ in range(n):
        begin = time.perf_counter()
        c.request("GET", path, headers={"Cookie": server.cookie})
        c.getresponse().read()
        times.append((time.perf_counter() - begin) * 1000)
    c.close()
    return statistics.median(times)


def statements(server, path):
    before = server.metric("nastavnik_db_statements_total")
    server.get(path)
    return server.metric("nastavnik_db_statements_total") - before


def plan(server, sql_file):
    query = rivals.query_of(sql_file, "pairs_page")
    names = dict.fromkeys(re.findall(r":(\w+)", query), 0)
    db = server.database()
    lines = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + query, names)]
    db.close()
    return lines


def rounds(servers, o):
    """One list of loads for each server, round by round."""
    for target, path, cookie in servers:
        Load(target, path, 1, cookie)
    runs = [[] for _ in servers]
    for _ in range(o.rounds):
        for i, (target, path, cookie) in enumerate(servers):
            runs[i].append(Load(target, path, o.seconds, cookie))
    return runs


def ratio(ours, others, figure):
    return statistics.median(figure(a) / figure(b) for a, b in zip(ours, others))


def against(table, name, ours, others, least):
    table.bound(f"ours / {name}, requests a second", ratio(ours, others, lambda l: l.rate), "",
                least=least)
    table.bound(f"ours / {name}, requests a CPU second", ratio(ours, others, Load.per_cpu), "",
                least=least)


def measure(table, server, temp, o, small):
    path = page_of(server)
    sql_file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../src/work/pair.sql")
    page = server.ask("GET", path).data
    assert page.count(b'<a href="/pairs/') == 50, "the page does not show 50 pairs"
    nginx = rivals.nginx(f"{temp}/nginx", page)
    flask = rivals.flask(temp, server.data, sql_file, programme_of(server))
    try:
        ours, theirs, pythons = rounds([(server, path, server.cookie),
                                        (nginx, nginx.path, ""), (flask, flask.path, "")], o)
    finally:
        nginx.stop()
        flask.stop()
    for name, runs in (("ours", ours), (nginx.name, theirs), (flask.name, pythons)):
        table.say(name, f"{statistics.median(l.rate for l in runs):.0f} a second, "
                        f"{statistics.median(l.us() for l in runs):.0f} µs of the server's CPU, "
                        f"99% in {runs[-1].p99}")
    against(table, "nginx", ours, theirs, 0.2)
    against(table, "Flask", ours, pythons, 20)
    table.say("memory after the load", f"{server.memory() / 1024:.1f} MiB")
    table.say("the page", f"{len(page)} bytes, {one_by_one(server, path):.2f} ms for one reader")
    table.say("SQL statements of the page", f"{statements(server, path):.0f}")
    for line in plan(server, sql_file):
        table.say("  plan of the rows", line)
    grows(table, server, small, path, o)


def grows(table, server, small, path, o):
    """The same page in a region 40 times smaller."""
    try:
        small.start()
        small.cookie = small.sign_in()
        large, tiny = rounds([(server, path, server.cookie),
                              (small, page_of(small), small.cookie)], o)
    finally:
        small.stop()
    table.bound(f"CPU of a page, {o.people} people / 2500",
                statistics.median(a.us() / b.us() for a, b in zip(large, tiny)), "", most=1.5)
