#!/usr/bin/env python3
"""`nastavnik rank` from outside, against a reckoning of its own. rank_test.py NASTAVNIK; TAP."""
import json
import os
import pty
import random
import struct
import subprocess
import sys
import tempfile

PROGRAM = os.path.abspath(sys.argv[1])
FOLDER = tempfile.TemporaryDirectory()
number = failures = 0


def check(name, good, seen=""):
    global number, failures
    number += 1
    failures += not good
    print(("ok" if good else "not ok"), number, "-", name, flush=True)
    if not good:
        print("\n".join("# " + line for line in str(seen).splitlines()), flush=True)


def path(name, text=None):
    full = f"{FOLDER.name}/{name}"
    if text is not None:
        with open(full, "w", encoding="utf-8") as f:
            f.write(text)
    return full


def read(name, mode="r"):
    with open(path(name), mode, **({} if "b" in mode else {"encoding": "utf-8"})) as f:
        return f.read()


def run(*args, lang="ru"):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True,
                          env={"LANG": lang, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")})


# ---- the definitions of nastavnik-rank(1), once more ---------------------------------------

def terms(cell):
    """[(term, strength)] as listed."""
    out = []
    for part in filter(None, cell.split(",")):
        name, colon, strength = part.partition(":")
        out.append((name, int(strength) if colon else 10))
    return out


def span(cell):
    if not cell:
        return None
    low, dash, high = cell.partition("-")
    return int(low or 0), int((high or 65535) if dash else low)


class Unfit(Exception):
    pass


def set_part(c, a, b):
    a, b, p = terms(a), dict(terms(b)), 64 * c["points"]
    if c["seen"]:
        a.sort(key=lambda term: c["seen"].index(term[0]))
    common = sum(t in b for t, _ in a)
    fits = {"overlap": common > 0, "all": common == len(a), "within": common == len(b),
            "differ": common == 0, None: True}[c["rule"]]
    if not fits:
        raise Unfit
    if c["measure"] == "count":
        return p if common >= c["enough"] else common * (p // c["enough"])
    if c["measure"] == "jaccard":
        return common * (p // (len(a) + len(b) - common))
    total, done, value = sum(s for _, s in a), 0, 0
    for t, s in a:
        unit = p // 10 * (done + s) // total - p // 10 * done // total
        value += unit * b.get(t, 0)
        done += s
    return value


def range_part(c, a, b):
    (low, high), (least, most), p = span(a), span(b), 64 * c["points"]
    gap = max(0, low - most, least - high)
    if c["rule"] == "overlap" and gap or c["rule"] == "within" and not least <= low <= high <= most:
        raise Unfit
    return 0 if gap > c["slack"] else max(0, p - gap * -(-p // (c["slack"] + 1)))


def path_part(c, a, b):
    a, b, n = a.split("/"), b.split("/"), 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    if c["rule"] and min(len(a), len(b)) >= c["depth"] and (n >= c["depth"]) != (c["rule"] == "same"):
        raise Unfit
    if c["rule"] == "same" and c["strict"] and min(len(a), len(b)) < c["depth"]:
        raise Unfit
    levels = c["levels"] + [c["levels"][-1]] * 8
    return 64 * c["points"] * levels[n - 1] // 1000 if n else 0


def value(criteria, mentee, mentor):
    total = 0
    for c in criteria:
        a, b = mentee[c["name"]], mentor[c["name"]]
        if not a or not b:
            if c["rule"] not in (None, "differ") and c["strict"]:
                raise Unfit
            total += 64 * c["points"] * c["unknown"] // 1000
            continue
        total += {"set": set_part, "bits": set_part, "range": range_part, "path": path_part}[c["kind"]](
            c, a, b)
    return total


# ---- random profiles ------------------------------------------------------------------------

def criterion(rnd, k, points):
    kind = rnd.choice(["set", "set", "bits", "range", "path"])
    rules = {"range": ["overlap", "within"], "path": ["same", "differ"]}.get(
        kind, ["overlap", "all", "within", "differ"])
    return {"name": f"c{k}", "kind": kind, "points": points, "unknown": rnd.choice([0, 300, 1000]),
            "rule": rnd.choice(rules + [None] * 6), "strict": rnd.random() < .3,
            "measure": rnd.choice(["share", "count", "jaccard"]), "enough": rnd.randint(1, 3),
            "slack": rnd.choice([0, 2, 7]), "depth": rnd.randint(1, 3),
            "levels": sorted(rnd.randint(0, 1000) for _ in range(rnd.randint(1, 4)))}


def line(c):
    out = ["criterion", c["name"], c["kind"], f"points={c['points']}", f"unknown={c['unknown']}"]
    if c["rule"]:
        out += [f"rule={c['rule']}"] + (["strict=yes"] if c["strict"] else [])
    if c["kind"] in ("set", "bits"):
        out += [f"measure={c['measure']}", f"enough={c['enough']}"]
    elif c["kind"] == "range":
        out.append(f"slack={c['slack']}")
    else:
        out += [f"depth={c['depth']}", "levels=" + ",".join(map(str, c["levels"]))]
    return "\t".join(out)


def cell(rnd, c):
    if rnd.random() < .15:
        return ""
    if c["kind"] == "range":
        low = rnd.randint(0, 20)
        return rnd.choice([f"{low}", f"{low}-{low + rnd.randint(0, 5)}", f"{low}-", f"-{low}"])
    if c["kind"] == "path":
        return "/".join(rnd.choice("АБ") for _ in range(rnd.randint(1, 4)))
    names = rnd.sample(["алгебра", "физика", "химия", "бег", "шахматы", "хор"], rnd.randint(1, 4))
    if c["kind"] == "set":
        names = [n if rnd.random() < .5 else f"{n}:{rnd.randint(1, 10)}" for n in names]
    return ",".join(names)


def profiles(rnd, n, m):
    count = rnd.randint(0, 5)
    left, criteria = 1000, []
    for k in range(count):
        criteria.append(criterion(rnd, k, rnd.randint(0, left)))
        left -= criteria[-1]["points"]
    people = [("mentee", f"e{i}", "") for i in range(n)]
    people += [("mentor", f"m{j}", str(rnd.randint(0, 3))) for j in range(m)]
    rnd.shuffle(people)
    rows = [(*who, {c["name"]: cell(rnd, c) for c in criteria}) for who in people]
    for c in criteria:  # bits are numbered as they come
        seen = dict.fromkeys(t for r in rows for t, _ in terms(r[3][c["name"]]))
        c["seen"] = list(seen) if c["kind"] == "bits" else None
    order = [c["name"] for c in criteria]
    rnd.shuffle(order)
    text = "\n".join([line(c) for c in criteria] + ["\t".join(["id", *order, "side", "note", "capacity"])] +
                     ["\t".join([i, *(cells[o] for o in order), side, "x", room])
                      for side, i, room, cells in rows])
    return criteria, rows, text + "\n"


def instance(name):
    edges, capacity = {}, []
    for row in read(name).splitlines():
        kind, *rest = row.split()
        if kind == "p":
            edges = {i: {} for i in range(int(rest[0]))}
        elif kind == "m":
            capacity.append(int(rest[1]))
        else:
            edges[int(rest[0])][int(rest[1])] = int(rest[2])
    return capacity, edges


def wrong_lists(criteria, rows, keep):
    """What is wrong with the instance x.txt, or None. Equals may be told apart by the seed."""
    mentees = [r for r in rows if r[0] == "mentee"]
    mentors = [r for r in rows if r[0] == "mentor"]
    capacity, edges = instance("x.txt")
    if capacity != [int(r[2]) for r in mentors]:
        return "capacities"
    for i, e in enumerate(mentees):
        all_values = {}
        for j, m in enumerate(mentors):
            try:
                if m[2] != "0":
                    all_values[j] = value(criteria, e[3], m[3])
            except Unfit:
                pass
        best = sorted(all_values.values(), reverse=True)[:keep]
        if sorted((all_values.get(j, -1) for j in edges[i]), reverse=True) != best:
            return f"list of {e[1]}: {edges[i]}, all: {all_values}"
        if any((all_values[j] + 32) // 64 != s for j, s in edges[i].items()):
            return f"scores of {e[1]}"
    return None


def test_lists():
    wrong = []
    for seed in range(150):
        rnd = random.Random(seed)
        criteria, rows, text = profiles(rnd, rnd.randint(0, 8), rnd.randint(0, 80))
        keep = rnd.choice([1, 3, 10])
        done = run("rank", path("x.tsv", text), "-o", path("x.txt"), "--keep", str(keep))
        bad = done.stderr if done.returncode else wrong_lists(criteria, rows, keep)
        if bad:
            wrong.append((seed, bad, text))
    check("the best of every mentee, in random profiles", not wrong, wrong[:1])


def test_names_and_binary():
    criteria, rows, text = profiles(random.Random(3), 30, 40)
    file = path("x.tsv", text)
    run("rank", file, "-o", path("x.txt"), "--names", path("names"), "--threads", "3", "--seed", "5")
    run("rank", file, "-o", path("x.bin"), "--binary", "--seed", "5")
    want = ["side\tnumber\tid"]
    for side in ("mentee", "mentor"):
        want += [f"{side}\t{k}\t{i}" for k, i in enumerate(r[1] for r in rows if r[0] == side)]
    check("who has which number", read("names").splitlines() == want, read("names"))
    data = read("x.bin", "rb")
    n, m, n_edges = struct.unpack_from("<IIQ", data, 8)
    capacity, edges = instance("x.txt")
    check("binary: the head", data[:8] == b"MTCH1\0\0\0" and (n, m) == (30, 40), data[:24])
    at = 24 + (m + 7) // 8 * 8
    offset = struct.unpack_from(f"<{n + 1}Q", data, at)
    mentor = struct.unpack_from(f"<{n_edges}I", data, at + 8 * (n + 1))
    score = struct.unpack_from(f"<{n_edges}H", data, at + 8 * (n + 1) + 4 * n_edges)
    same = {i: dict(zip(mentor[offset[i]:offset[i + 1]], score[offset[i]:offset[i + 1]]))
            for i in range(n)}
    check("binary: the same as the text", same == edges and list(data[24:24 + m]) == capacity)
    run("rank", file, "-o", path("y.txt"), "--seed", "5", "--threads", "2")
    check("threads do not matter", read("x.txt") == read("y.txt"))


HEAD = "side\tid\tcapacity"


def test_large_capacity():
    file = path("x.tsv", f"{HEAD}\nmentor\tm\t256\nmentee\te\t\n")
    path("x.bin", "before")
    done = run("rank", file, "-o", path("x.bin"), "--binary", lang="en")
    check("256 places do not fit a byte", done.returncode == 1 and "255" in done.stderr, done.stderr)
    check("and nothing was written", read("x.bin") == "before")
    check("but the text has them",
          run("rank", file, "-o", path("x.txt")).returncode == 0 and "m 0 256" in read("x.txt"))


def test_solve():
    criteria, rows, text = profiles(random.Random(8), 300, 120)
    done = run("rank", path("x.tsv", text), "-o", path("x.txt"), "--keep", "4", "--gap", "--json")
    said = json.loads(done.stdout)
    run("solve", path("x.txt"), "-o", path("x.result"))
    check("solve takes it, verify agrees", run("verify", path("x.txt"), path("x.result")).stdout == "ok\n")
    cut = json.loads(run("solve", path("x.txt"), "--json").stdout)
    run("rank", path("x.tsv"), "-o", path("all.txt"), "--keep", "1024")
    whole = json.loads(run("solve", path("all.txt"), "--json").stdout)
    check("--gap solves the same", (said["matched"], said["score"]) == (cut["matched"], cut["score"]), said)
    more = whole["matched"] - cut["matched"]
    check("--gap bounds what all pairs would give", 0 <= more <= said["more_pairs"] and
          (more or whole["score"] - cut["score"] <= said["more_score"]), (said, cut, whole))
    for figure in ("mentees", "mentors", "edges", "keep", "cut", "first", "outside", "read_s", "cpu_s",
                   "wall_s", "peak_bytes"):
        check(f"--json says {figure}", figure in said, said)
    table = run("rank", path("x.tsv"), "-o", path("x.txt"), "--gap", lang="en").stdout
    check("the table in English", "Mentees" in table and "Lists that were cut" in table, table)


def test_errors():
    cases = [("criterion\ta\tset\tpoints=1001", 1), ("criterion\ta\tset\n" + HEAD, 2),
             (f"{HEAD}\n# x\n\nmentor\ta\t1\nmentor\ta\t1", 5), (f"{HEAD}\nmentor\ta\tmany", 2),
             (f"criterion\ta\trange\n{HEAD}\ta\nmentee\te\t\t9-", 0),
             (f"criterion\ta\trange\n{HEAD}\ta\nmentee\te\t\t9-8", 3), ("", 0),
             (f"criterion\ta\tset\n{HEAD}\ta\nmentee\te\t\tx:11", 3)]
    for text, bad in cases:
        done = run("rank", path("x.tsv", text + "\n"), "-o", path("x.txt"))
        named = f"строка {bad}:" in done.stderr if bad else True
        check(f"line {bad} of {text!r:.60}", done.returncode == (0 if "9-'" in repr(text[-3:]) else 1)
              and named, done.stderr)
    for args, word in ((["--keep", "0"], "--keep"), (["--keep", "x"], "--keep"), (["--no"], "параметра"),
                       ([], "-o"), (["-o", "y", "z"], "один файл")):
        done = run("rank", path("x.tsv"), *args)
        check(f"wrong options {args}", done.returncode == 2 and word in done.stderr, done.stderr)
    done = run("rank", path("absent"), "-o", path("x.txt"), lang="en")
    check("no such file", done.returncode == 1 and "absent" in done.stderr, done.stderr)
    done = run("rank", path("x.tsv", f"{HEAD}\nmentee\te\t\n"), "-o", path("x.txt"), "--memory-limit", "1")
    check("the limit of memory", done.returncode == 1 and "--memory-limit" in done.stderr, done.stderr)


def test_terminal():
    path("x.tsv", profiles(random.Random(9), 50, 50)[2])
    leader, follower = pty.openpty()
    subprocess.run([PROGRAM, "rank", path("x.tsv"), "-o", path("x.txt")], stdout=subprocess.DEVNULL,
                   stderr=follower, check=True, env={"LANG": "ru"})
    os.close(follower)
    shown = os.read(leader, 4096).decode()
    check("a terminal sees how far the work is", "Поиск наставников: 100 %" in shown, shown)
    check("a file does not", "\r" not in run("rank", path("x.tsv"), "-o", path("x.txt")).stderr)


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
print(f"1..{number}")
sys.exit(failures > 0)
