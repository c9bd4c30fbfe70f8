"""The long work of a coordinator: a table of 50,000 rows, other weights of a draft."""
import os
import re
import statistics
import subprocess
import sys
import time
import uuid
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pages

ROWS = 50000
HERE = os.path.dirname(os.path.abspath(__file__))


def import_bench():
    loader = SourceFileLoader("import_bench", f"{HERE}/import_bench")
    module = module_from_spec(spec_from_loader("import_bench", loader))
    loader.exec_module(module)
    return module


def import_library(table, root, build):
    """Reading alone, against openpyxl: bench/import_bench prints its own lines."""
    out = subprocess.run([sys.executable, f"{HERE}/import_bench", build, str(ROWS)], cwd=root,
                         capture_output=True, text=True, timeout=900)
    print(out.stdout, end="")
    times = [float(t) for t in re.findall(r"([\d.]+) times slower", out.stdout)]
    kib = [float(m) for m in re.findall(r"([\d.]+) MiB above", out.stdout)]
    table.bound(f"reading {ROWS} rows of XLSX, openpyxl / ours", min(times), "", least=10)
    table.bound("  memory of it", max(kib), "MiB", most=64)


def wait_for(server, import_id, states, seconds=300):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        state = server.one("SELECT state FROM import WHERE id = ?", import_id)
        if state in states:
            return state
        time.sleep(0.02)
    raise RuntimeError(f"the import stays in the state {state}")


def upload(server, path, file):
    """A file through the form, as a browser sends it; the number of the import."""
    mark = uuid.uuid4().hex
    token = re.search(r'name="_token" value="([^"]+)"', server.get(path)).group(1)
    with open(file, "rb") as f:
        data = f.read()
    fields = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'
                     for k, v in (("_token", token), ("side", "mentor")))
    body = (fields + f'--{mark}\r\nContent-Disposition: form-data; name="file"; '
            'filename="mentors.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
            ).encode() + data + f"\r\n--{mark}--\r\n".encode()
    answer = server.ask("POST", path, body,
                        {"Content-Type": f"multipart/form-data; boundary={mark}"})
    assert answer.status == 303, answer.data.decode()
    return server.one("SELECT max(id) FROM import")


def import_file(table, server, temp):
    """The whole path of a table through the server: upload, columns, check, apply."""
    file = f"{temp}/mentors.xlsx"
    bench = import_bench()
    bench.write(file, ROWS)
    begin = time.perf_counter()
    rival_cpu = bench.read_openpyxl(file, True)[0] / 1000
    rival = time.perf_counter() - begin
    server.stop()
    server.start()
    server.cookie = server.sign_in()
    programme = pages.programme_of(server)
    people = server.one("SELECT count(*) FROM person")
    idle, cpu = server.memory(), server.cpu()
    times = [time.perf_counter()]
    number = upload(server, f"/programmes/{programme}/import?side=mentor", file)
    times.append(time.perf_counter())
    state = wait_for(server, number, ("columns", "ready", "failed"))
    if state == "columns":
        page = server.get(f"/imports/{number}")
        codes = re.findall(r'<select[^>]*name="code".*?</select>', page, re.S)
        chosen = [re.search(r'value="([^"]*)"[^>]*selected', c) for c in codes]
        server.post(f"/imports/{number}/columns",
                    [("code", c.group(1) if c else "") for c in chosen], f"/imports/{number}")
    times.append(time.perf_counter())
    wait_for(server, number, ("ready", "failed"))
    times.append(time.perf_counter())
    server.post(f"/imports/{number}/apply", [], f"/imports/{number}?show=ready")
    state = wait_for(server, number, ("applied", "failed"))
    times.append(time.perf_counter())
    assert state == "applied", server.one("SELECT message FROM import WHERE id = ?", number)
    added = server.one("SELECT count(*) FROM person") - people
    read, check, write = (b - a for a, b in zip(times[1:], times[2:]))
    spent, took = server.cpu() - cpu, times[-1] - times[1]
    table.say(f"{ROWS} rows through the server",
              f"{took:.1f} s (reading {read:.1f}, checking {check:.1f}, writing {write:.1f}), "
              f"{spent:.1f} s of CPU, {added} new people; openpyxl {rival:.1f} s")
    table.bound("  openpyxl only reading / all of it, by the clock", rival / took, "", least=10)
    table.say("  the same, of processor time", f"{rival_cpu / spent:.1f}")
    table.bound("  peak of memory above idle", (server.memory("VmHWM") - idle) / 1024, "MiB",
                most=64)


def what_if(table, server):
    """Other weights for the draft of a whole region of the usual size."""
    try:
        server.start()
        server.cookie = server.sign_in()
        run, mentees, mentors = server.row("SELECT id, n_mentees, n_mentors FROM run")
        times = []
        for k in range(10):
            begin = time.perf_counter()
            page = server.get(f"/drafts/{run}/variant?w_topics={20 + k}&w_age={30 - k}")
            times.append((time.perf_counter() - begin) * 1000)
            assert 'id="result"' in page, "there is no comparison on the page"
    finally:
        server.stop()
    table.say(f"what-if of {mentees} × {mentors}", f"{statistics.median(times):.0f} ms")
