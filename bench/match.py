"""The matching engine against LEMON: processor time, memory, the same answers."""
import json
import math
import os
import resource
import statistics
import subprocess

import plot

PLENTY = ["scarce", "ample", "balanced"]  # what the digit of an instance's name says
PEERS = ["simplex", "scaling"]
ROUNDS = {"S": 5, "R": 5, "L": 3, "N": 1}
SEED = 101

# Figure: (must, target). Ratios are the better LEMON's processor time to ours on one thread; the
# instances that they count, N1 and N2 taking LEMON half an hour.
COUNTED = ["R0", "R1", "R2", "L0", "L1", "L2", "N0"]
AT_LEAST = {"the least ratio to LEMON": (6, 10), "geometric mean of the ratios": (12, 20)}
AT_MOST = {"processor time at N0, s": (8, 4), "processor time at N2, s": (16, 7),
           "peak at N, MiB": (400, 280), "slope of time by edges": (1.35, 1.2),
           "one change at R2, median of the dearest kind, ms": (2, 0.5),
           "stable pairs at R2, s": (0.012, 0.006), "stable pairs at L2, s": (0.2, 0.08),
           "stable pairs at N2, s": (3, 1.5)}


class Late(Exception):
    """The run took more processor time than it was given."""


def run(program, engine, file, threads=1, limit=None):
    """What one process of match_bench says."""
    def bound():
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    done = subprocess.run([program, engine, file, str(threads)], capture_output=True, text=True,
                          preexec_fn=bound if limit else None)
    if done.returncode < 0 and limit:
        raise Late
    if done.returncode:
        raise RuntimeError(f"match_bench {engine} {file}: {done.stderr or done.returncode}")
    return json.loads(done.stdout)


def instances(build, folder, sizes):
    """(name, file) of each, made when nobody gave a folder."""
    for size in sizes:
        for k, plenty in enumerate(PLENTY):
            file = f"{folder or build + '/instances'}/{size}{k}.bin"
            if not os.path.exists(file):
                if folder:
                    raise RuntimeError(f"there is no {file}")
                os.makedirs(os.path.dirname(file), exist_ok=True)
                with open(file + ".tmp", "wb") as out:
                    subprocess.run([f"{build}/bench/make_instance", size, str(SEED), plenty],
                                   check=True, stdout=out)
                os.rename(file + ".tmp", file)
            yield f"{size}{k}", file


def edges(file):
    with open(file, "rb") as f:
        return int.from_bytes(f.read(24)[16:], "little")


def middle(runs):
    """The run with the median processor time."""
    return sorted(runs, key=lambda r: r["cpu_s"])[len(runs) // 2]


class Instance:
    def __init__(self, program, name, file, peer_limit):
        rounds = range(ROUNDS[name[0]])
        self.name, self.edges, self.late = name, edges(file), []
        self.ours = middle([run(program, "ours", file) for _ in rounds])
        self.two = middle([run(program, "ours", file, threads=2) for _ in rounds])
        self.peers = {}
        for peer in PEERS:
            try:
                times = [run(program, peer, file, limit=peer_limit)]
                while times[0]["cpu_s"] < 5 and len(times) < len(rounds):
                    times.append(run(program, peer, file, limit=peer_limit))
                self.peers[peer] = middle(times)
            except Late:
                self.late.append(peer)
        self.best = min([p["cpu_s"] for p in self.peers.values()] +
                        ([peer_limit] if self.late else []))
        self.ratio = self.best / self.ours["cpu_s"]
        same = {(r["matched"], r["score"]) for r in (self.ours, self.two, *self.peers.values())}
        self.same = len(same) == 1

    def at_least(self):
        """Is the ratio only a lower bound?"""
        return all(p["cpu_s"] > self.best for p in self.peers.values())

    def cells(self):
        yield self.name
        yield f"{self.edges:,}"
        yield f"{self.ours['matched']:,}"
        yield number(self.ours["cpu_s"])
        yield number(self.two["wall_s"])
        for peer in PEERS:
            yield number(self.peers[peer]["cpu_s"]) if peer in self.peers else "late"
        yield ("> " if self.at_least() else "") + f"{self.ratio:.1f}"
        yield f"{self.ours['peak_mib']:.0f}"
        yield " / ".join(f"{self.peers[p]['peak_mib']:.0f}" if p in self.peers else "?" for p in PEERS)
        yield "DIFFER" if not self.same else "same" if self.peers else "alone"


HEAD = ["", "edges", "pairs", "CPU s", "2 threads, s", "simplex s", "scaling s", "ratio", "MiB",
        "LEMON MiB", "answers"]


def number(x):
    return f"{x:.3f}" if x < 1 else f"{x:.2f}" if x < 10 else f"{x:.1f}"


def print_rows(rows):
    """As a table of Markdown, so that it can stand in docs/benchmarks.md."""
    rows = [list(r) for r in rows]
    wide = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for k, row in enumerate(rows):
        print("| " + " | ".join(c.rjust(w) for c, w in zip(row, wide)) + " |", flush=True)
        if not k:
            print("| " + " | ".join("-" * (w - 1) + ":" for w in wide) + " |")


def slope(points):
    """Of the line through the logarithms."""
    x, y = [math.log(p[0]) for p in points], [math.log(p[1]) for p in points]
    return statistics.linear_regression(x, y).slope if len(set(x)) > 1 else 0


def changes(program, file):
    """What single changes of the best answer cost; the program fails when it is not the best any more."""
    done = subprocess.run([program, file], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def judge_changes(table, found):
    name = "one change at R2, median of the dearest kind, ms"
    must, target = AT_MOST[name]
    table.bound(name, max(c["median_ms"] for c in found), "", most=must, target=target)
    table.say("the worst of all changes at R2, ms", f"{max(c['worst_ms'] for c in found):.2f}")


def judge(table, found, stable):
    table.holds("same count and score in every run", all(i.same for i in found))
    ratios = [i.ratio for i in found if i.name in COUNTED]
    large = [i for i in found if i.name[0] == "N"]
    figures = {"slope of time by edges": slope([(i.edges, i.ours["cpu_s"]) for i in found])}
    if ratios:
        figures["the least ratio to LEMON"] = min(ratios)
        figures["geometric mean of the ratios"] = statistics.geometric_mean(ratios)
    for i in large:
        if i.name in ("N0", "N2"):
            figures[f"processor time at {i.name}, s"] = i.ours["cpu_s"]
    if large:
        figures["peak at N, MiB"] = max(i.ours["peak_mib"] for i in large)
    figures.update(stable)
    for name, value in figures.items():
        if name in AT_LEAST:
            must, target = AT_LEAST[name]
            table.bound(name, value, "", least=must, target=target)
        else:
            must, target = AT_MOST[name]
            table.bound(name, value, "", most=must, target=target)


def draw(root, found):
    lines = {f"ours, {plenty}": [(i.edges, i.ours["cpu_s"]) for i in found if i.name[1] == str(k)]
             for k, plenty in enumerate(PLENTY)}
    lines["the better LEMON"] = [(i.edges, i.best) for i in found
                                 if i.name[1] == "2" and not i.at_least()]
    title = f"Processor time by edges; slope {slope([(i.edges, i.ours['cpu_s']) for i in found]):.2f}"
    plot.log_log(f"{root}/docs/engine-scaling.svg", title, "edges", "s", lines)


def measure(table, root, build, o):
    subprocess.run(["ninja", "-C", build, "bench/make_instance", "bench/live_bench", "bench/match_bench"],
                   check=True, stdout=subprocess.DEVNULL)
    program, found, stable = f"{build}/bench/match_bench", [], {}
    for name, file in instances(build, o.instances, o.sizes):
        found.append(Instance(program, name, file, o.peer_limit))
        print("  " + "  ".join(found[-1].cells()), flush=True)
        if name in ("R2", "L2", "N2"):
            stable[f"stable pairs at {name}, s"] = run(program, "stable", file)["cpu_s"]
        if name == "R2":
            judge_changes(table, changes(f"{build}/bench/live_bench", file))
    print()
    print_rows([HEAD] + [i.cells() for i in found])
    print()
    judge(table, found, stable)
    draw(root, found)
