"""The two others of the table: nginx with the same bytes as a file, Flask with the same query."""
import os
import re
import socket
import subprocess
import time

from server import HOST, cpu_seconds, free_port

NGINX = """{2}
worker_processes 2;
daemon off;
pid {0}/pid;
error_log {0}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    default_type text/html;
    client_body_temp_path {0}/body;
    proxy_temp_path {0}/proxy;
    fastcgi_temp_path {0}/fastcgi;
    uwsgi_temp_path {0}/uwsgi;
    scgi_temp_path {0}/scgi;
    server {{ listen 127.0.0.1:{1}; root {0}/files; }}
}}
"""


def query_of(sql_file, name):
    """The text of one query of a .sql file."""
    with open(sql_file, encoding="utf-8") as f:
        text = f.read()
    body = re.search(rf"^-- name: {name} .*?\n(.*?);", text, re.S | re.M).group(1)
    return "\n".join(l for l in body.splitlines() if not l.startswith("--"))


class Rival:
    def __init__(self, name, command, port, path):
        self.name, self.port, self.path = name, port, path
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                socket.create_connection((HOST, port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{name} does not start")

    def cpu(self):
        return cpu_seconds(self.process.pid)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def nginx(folder, page):
    port = free_port()
    os.makedirs(f"{folder}/files")
    user = "user root;" if os.geteuid() == 0 else ""  # the folder is open to its owner only
    with open(f"{folder}/files/pairs.html", "wb") as f:
        f.write(page)
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as f:
        f.write(NGINX.format(folder, port, user))
    return Rival("nginx, the bytes as a file",
                 ["/usr/sbin/nginx", "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"],
                 port, "/pairs.html")


def flask(folder, data, sql_file, programme):
    port = free_port()
    query = f"{folder}/pairs.sql"
    with open(query, "w", encoding="utf-8") as f:
        f.write(query_of(sql_file, "pairs_page"))
    page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "flask_page.py")
    return Rival("Flask, the same query",
                 ["/usr/bin/python3", page, str(port), f"{data}/nastavnik.db", query,
                  str(programme)], port, f"/programmes/{programme}/pairs")
