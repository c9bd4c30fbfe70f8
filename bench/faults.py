"""Many idle readers, an end by SIGTERM under load, an end by kill -9 under load."""
import http.client
import signal
import socket
import threading
import time

import pages
from server import HOST

IDLE = 1000  # connections; nearly all files that a usual login allows


def ask_on(sock, path, cookie):
    sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\n\r\n".encode())
    data = b""
    while b"\r\n\r\n" not in data:
        got = sock.recv(65536)
        if not got:
            return None
        data += got
    return data


def idle_readers(table, server):
    before = server.memory()
    socks = []
    try:
        for _ in range(IDLE):
            s = socket.create_connection((HOST, server.port), 10)
            socks.append(s)
            assert ask_on(s, "/healthz", ""), "a connection was refused"
        took = pages.one_by_one(server, pages.page_of(server), 50)
        table.bound(f"a page beside {IDLE} idle connections", took, "ms", most=50)
        table.say("  memory of them", f"{(server.memory() - before) / 1024:.1f} MiB")
        again = sum(ask_on(s, "/healthz", "") is not None for s in socks)
        table.bound("  of them still served", again, "", least=IDLE)
    finally:
        for s in socks:
            s.close()


class Readers:
    """Threads that ask for a page until the server is gone; torn: answers that broke off."""

    def __init__(self, server, path, n=16):
        self.server, self.path = server, path
        self.whole = self.torn = 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.read) for _ in range(n)]
        for t in self.threads:
            t.start()

    def read(self):
        try:
            c = http.client.HTTPConnection(HOST, self.server.port, timeout=20)
            while True:
                c.request("GET", self.path, headers={"Cookie": self.server.cookie})
                answer = c.getresponse()
                try:
                    data = answer.read()
                    whole = data.endswith(b"</html>")
                except (OSError, http.client.HTTPException):
                    whole = False
                with self.lock:
                    self.whole += whole
                    self.torn += not whole
        except (OSError, http.client.HTTPException):
            pass  # closed between two answers: nothing was promised

    def wait(self):
        for t in self.threads:
            t.join(timeout=60)


def graceful_stop(table, server):
    readers = Readers(server, pages.page_of(server))
    time.sleep(1)
    took = server.stop(signal.SIGTERM)
    readers.wait()
    table.bound("SIGTERM under load to the end", took * 1000, "ms", most=5000)
    table.bound("  answers torn", readers.torn, "", most=0)
    table.bound("  code of the end", server.process.returncode, "", most=0)


def kill(table, server):
    """Sessions that were promised by an answer, then kill -9 between two of them."""
    server.start()
    promised, stop = [], threading.Event()

    def promise():
        try:
            while not stop.is_set():
                promised.append(server.sign_in())
        except (OSError, http.client.HTTPException, StopIteration):
            pass

    threads = [threading.Thread(target=promise) for _ in range(4)]
    for t in threads:
        t.start()
    time.sleep(1)
    server.stop(signal.SIGKILL)
    stop.set()
    for t in threads:
        t.join(timeout=60)
    took = server.start()
    path = pages.page_of(server)
    lost = sum(server.ask("GET", path, cookie=c).status != 200 for c in promised)
    table.say("kill -9 while people sign in", f"{len(promised)} sessions promised, started again "
              f"in {took * 1000:.0f} ms")
    table.bound("  promised and lost", lost, "", most=0)


def measure(table, server):
    idle_readers(table, server)
    graceful_stop(table, server)
    kill(table, server)
