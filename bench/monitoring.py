#!/usr/bin/env python3
"""Numbers of a region: counting all indicators, and the pages that show them, with few people and
with many. monitoring.py NASTAVNIK [--db URL] [PEOPLE …] (200 and 200000); a table on stdout.
With --db the database must be empty, and one size is measured."""
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from server import Server

PAGES = ["indicators", "indicators/one?code=mentees_10_19", "report", "reports", "figures"]


class Region(Server):
    def __init__(self, program, data, url):
        super().__init__(program, data)
        self.url = url

    def start(self):
        if self.url:  # the same, on another database
            self.program_args = ["--db", self.url]
            real, url = subprocess.Popen, self.url
            subprocess.Popen = lambda args, **kw: real([*args, "--db", url], **kw)
            try:
                return super().start()
            finally:
                subprocess.Popen = real
        return super().start()

    def sign_in_as(self, role):
        page = self.ask("GET", "/login", cookie="lang=ru")
        visitor = [v.split(";")[0] for k, v in page.getheaders() if k.lower() == "set-cookie"]
        forms = re.findall(r'<form class="row".*?</form>', page.data.decode(), re.S)
        form = next(f for f in forms if f">{role}<" in f)
        body = urllib.parse.urlencode({
            "_token": re.search(r'name="_token" value="([^"]+)"', form).group(1),
            "account": re.search(r'name="account" value="(\d+)"', form).group(1), "next": "/"})
        answer = self.ask("POST", "/login/demo", body, cookie="; ".join(visitor),
                          headers={"Content-Type": "application/x-www-form-urlencoded"})
        cookies = [v.split(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie"]
        self.cookie = next(c for c in cookies if c.startswith("session="))
        return self.ask("GET", "/").getheader("Location")


def measure(program, people, url):
    with tempfile.TemporaryDirectory() as data:
        more = ["--db", url] if url else []
        subprocess.run([program, "demo", "--data", data, "--people", str(people), *more], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = Region(program, data, url)
        server.start()
        try:
            unit = server.sign_in_as("региональный оператор")
            page = f"{unit}/indicators"
            period = re.search(r'<option value="(\d{4}-\d\d)" selected', server.get(page)).group(1)
            begin = time.perf_counter()
            answer = server.post(page, [("period", period), ("reason", "")], page)
            job = answer.getheader("Location")
            while "предварительные, посчитаны" not in server.get(page):
                if time.perf_counter() - begin > 300:
                    raise RuntimeError(f"{job}: it does not end")
                time.sleep(0.02)
            counted = time.perf_counter() - begin
            times = []
            for name in PAGES:
                runs = []
                for _ in range(15):
                    begin = time.perf_counter()
                    if server.ask("GET", f"{unit}/{name}").status != 200:
                        raise RuntimeError(name)
                    runs.append(time.perf_counter() - begin)
                times.append(statistics.median(runs) * 1000)
            return counted, times
        finally:
            server.stop()


def main():
    args = sys.argv[1:]
    url = args.pop(args.index("--db") + 1) if "--db" in args else None
    args = [a for a in args if a != "--db"]
    program, sizes = args[0], [int(a) for a in args[1:]] or [200, 200000]
    print("| people | counting, s | " + " | ".join(f"{p}, ms" for p in PAGES) + " |")
    print("|---" * (len(PAGES) + 2) + "|")
    for people in sizes:
        counted, times = measure(program, people, url)
        print(f"| {people} | {counted:.2f} | " + " | ".join(f"{t:.1f}" for t in times) + " |", flush=True)


main()
