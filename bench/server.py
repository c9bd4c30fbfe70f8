"""A running nastavnik for the measurements: start, sign in as the demo coordinator, look inside."""
import http.client
import os
import re
import resource
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind((HOST, 0))
        return s.getsockname()[1]


def cpu_seconds(pid):
    """Of the process and its children, dead ones that were waited for included."""
    def own(p):
        try:
            with open(f"/proc/{p}/stat") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            with open(f"/proc/{p}/task/{p}/children") as f:
                children = f.read().split()
        except OSError:
            return 0
        return sum(map(int, fields[11:15])) + sum(own(c) for c in children)
    return own(pid) / TICKS


def memory_kib(pid, name):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(rf"^{name}:\s+(\d+)", f.read(), re.M).group(1))


class Server:
    def __init__(self, program, data, files=None):
        self.program, self.data, self.files = program, data, files
        self.port, self.metrics_port = free_port(), free_port()
        self.process = None
        self.cookie = ""
        self.more = []  # of the command line

    def start(self):
        """Seconds from the start of the program to its first answer."""
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            [self.program, "serve", "--demo", "--data", self.data, "--port", str(self.port),
             "--metrics", f"{HOST}:{self.metrics_port}", *self.more],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=self.bound_files)
        while True:
            try:
                self.get("/healthz")
                return time.perf_counter() - begin
            except OSError:
                if self.process.poll() is not None or time.perf_counter() - begin > 30:
                    raise RuntimeError("the server does not start")
                time.sleep(0.001)

    def bound_files(self):
        """As after a usual login, however many the client needs itself."""
        if self.files:
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, hard))

    def stop(self, how=signal.SIGTERM):
        """Seconds to the end of the process."""
        begin = time.perf_counter()
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
        return time.perf_counter() - begin

    def ask(self, method, path, body=None, headers=None, cookie=None):
        c = http.client.HTTPConnection(HOST, self.port, timeout=120)
        try:
            c.request(method, path, body, {"Cookie": cookie or self.cookie, **(headers or {})})
            answer = c.getresponse()
            answer.data = answer.read()
        finally:
            c.close()
        return answer

    def get(self, path):
        return self.ask("GET", path).data.decode()

    def post(self, path, pairs, page):
        """Send a form of the page as a browser would; the answer."""
        token = re.search(r'name="_token" value="([^"]+)"', self.get(page)).group(1)
        body = urllib.parse.urlencode([("_token", token), *pairs])
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def sign_in(self):
        """As the demo coordinator; the session's cookie."""
        page = self.ask("GET", "/login", cookie="lang=ru")
        visitor = [v.split(";")[0] for k, v in page.getheaders() if k.lower() == "set-cookie"]
        forms = re.findall(r'<form class="row".*?</form>', page.data.decode(), re.S)
        form = next(f for f in forms if ">куратор<" in f)
        body = urllib.parse.urlencode({
            "_token": re.search(r'name="_token" value="([^"]+)"', form).group(1),
            "account": re.search(r'name="account" value="(\d+)"', form).group(1), "next": "/"})
        answer = self.ask("POST", "/login/demo", body, cookie="; ".join(visitor),
                          headers={"Content-Type": "application/x-www-form-urlencoded"})
        cookies = [v.split(";")[0] for k, v in answer.getheaders() if k.lower() == "set-cookie"]
        return next(c for c in cookies if c.startswith("session="))

    def database(self):
        return sqlite3.connect(f"file:{self.data}/nastavnik.db?mode=ro", uri=True)

    def row(self, sql, *args):
        db = self.database()
        try:
            return db.execute(sql, args).fetchone()
        finally:
            db.close()

    def one(self, sql, *args):
        row = self.row(sql, *args)
        return row[0] if row else None

    def metric(self, name):
        c = http.client.HTTPConnection(HOST, self.metrics_port, timeout=10)
        c.request("GET", "/metrics")
        text = c.getresponse().read().decode()
        c.close()
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
        return float(found.group(1)) if found else None

    def memory(self, name="VmRSS"):
        return memory_kib(self.process.pid, name)

    def cpu(self):
        return cpu_seconds(self.process.pid)
