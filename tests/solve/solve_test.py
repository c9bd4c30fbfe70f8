#!/usr/bin/env python3
"""`nastavnik solve` and `nastavnik verify` from outside. solve_test.py NASTAVNIK; TAP."""
import json
import os
import stat
import pty
import random
import signal
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from instances import Instance, make  # noqa: E402

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


def path(name, data=None):
    full = f"{FOLDER.name}/{name}"
    if data is not None:
        with open(full, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
    return full


def read(name):
    with open(path(name), encoding="utf-8") as f:
        return f.read()


def environment(lang):
    return {"LANG": lang, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}


def run(*args, lang="ru"):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True, env=environment(lang))


def figures(*args):
    done = run("solve", *args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_best():
    wrong = []
    for seed in range(60):
        x = make(seed, 6, 4, 4, top=(1, 10, 65535)[seed % 3], capacity=2)
        file = path("x.txt", x.text(random.Random(seed)))
        for mode in ("count", "score"):
            for floor in (0, 5):
                answer = figures(file, "--mode", mode, "--floor", str(floor), "-o", path("x.result"))
                pairs, score = x.best(mode, floor)
                proved = run("verify", file, path("x.result"))
                if answer["score"] != score or proved.stdout != "ok\n" or (
                        mode == "count" and answer["matched"] != pairs):
                    wrong.append((seed, mode, floor, answer, proved.stdout))
    check("the best of all matchings, in both modes, with a floor and without", not wrong, wrong)


def test_stable():
    wrong = []
    for seed in range(40):
        x = make(seed, 12, 6, 5, top=(3, 1000)[seed % 2], capacity=2)
        file, floor = path("x.txt", x.text()), seed % 3
        answer = figures(file, "--mode", "stable", "--floor", str(floor), "-o", path("x.result"))
        pairs = [line.split() for line in read("x.result").splitlines() if line[0].isdigit()]
        mates = {int(i): (int(j), int(s)) for i, j, s in pairs}
        proved = run("verify", file, path("x.result"))
        if x.blocking(mates, floor) or proved.stdout != "ok\n" or answer["matched"] != len(mates):
            wrong.append((seed, mates, proved.stdout))
    check("stable pairs: nobody would rather have each other", not wrong, wrong)
    check("their JSON", answer["bound"] is None and answer["blocking"] == 0 and
          answer["mode"] == "stable", answer)
    x = Instance([1, 1], [[(0, 9), (1, 5)], [(0, 3), (1, 8)]])
    file = path("x.txt", x.text())
    for name, pairs, line, words in (
            ("a pair that blocks", ["0 1 5", "1 0 3"], 1, "наставляемый 0 и наставник 0"),
            ("somebody left out", ["1 1 8"], 2, "наставляемый 0 и наставник 0"),
            ("a line twice", ["0 0 9", "1 1 8", "stable"], 4, "повторяет строку 3"),
            ("stable and more", ["0 0 9", "1 1 8", "stable 1"], 3, "лишнее")):
        done = run("verify", file, path("x.bad", "\n".join(pairs + ["stable"]) + "\n"))
        check(f"verify, stable: {name}", done.returncode == 1 and f"строка {line}: " in done.stdout and
              words in done.stdout, done)


def test_forms():
    x = make(1, 300, 80, 12)
    answers = []
    for name, data in (("a.txt", x.text()), ("b.txt", x.text(random.Random(2))),
                       ("c.txt", x.text().replace("\n", "\r\n")), ("d.bin", x.binary())):
        done = run("solve", path(name, data), "-o", path(name + ".result"))
        answers.append((done.returncode, read(name + ".result")))
    check("text in any order and binary give the same answer", len(set(answers)) == 1 and answers[0][0] == 0)
    fifo = path("fifo")
    os.mkfifo(fifo)
    with subprocess.Popen([PROGRAM, "solve", fifo, "-o", "-"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as p:
        with open(fifo, "wb") as f:
            f.write(x.binary())
        seen = p.stdout.read()
    check("a pipe is read, and -o - writes the same to the screen", seen == answers[0][1])
    seeds = {run("solve", path("a.txt"), "--seed", "7", "--threads", t, "-o", "-").stdout
             for t in ("1", "2")}
    check("the same seed, the same pairs, whatever the threads", len(seeds) == 1)
    nobody = path("nobody.txt", "p 0 0 0\n")
    check("nobody at all", figures(nobody, "-o", path("n.result"))["matched"] == 0 and
          run("verify", nobody, path("n.result")).stdout == "ok\n")


def test_json_and_table():
    file = path("x.txt", make(3, 50, 20, 8).text())
    answer = figures(file)
    check("--json", list(answer) == ["matched", "score", "bound", "mode", "cpu_s", "wall_s",
                                     "peak_bytes", "certificate"], answer)
    check("its values", answer["bound"] == answer["score"] and answer["certificate"] == "ok" and
          answer["mode"] == "count" and 0 <= answer["cpu_s"] < 60 and
          (1 << 20) < answer["peak_bytes"] < (1 << 31), answer)
    table = run("solve", file)
    check("a table for people", "Составлено пар" in table.stdout and "Доказано" in table.stdout and
          not table.stderr, table)
    table = run("solve", file, lang="en_GB.UTF-8")
    check("in English", "Pairs made" in table.stdout and table.stdout.isascii(), table.stdout)


def test_usage():
    file = path("x.txt", make(3, 5, 5, 3).text())
    for args in ((), (file, file), (file, "--mode", "best"), (file, "--floor", "65536"),
                 (file, "--floor", "x"), (file, "--threads", "0"), (file, "--seed", "-1"),
                 (file, "--memory-limit", "0"), (file, "--nonsense"), (file, "--json", "-o", "-"),
                 (file, "-o")):
        done = run("solve", *args)
        check(f"solve {' '.join(args).replace(FOLDER.name, '')} is wrong usage",
              done.returncode == 2 and "--help" in done.stderr and not done.stdout, done)
    for args in ((), (file,), (file, file, file), (file, file, "--nonsense")):
        check(f"verify with {len(args)} arguments is wrong usage", run("verify", *args).returncode == 2)
    for command in ("solve", "verify"):
        done = run(command, "--help")
        check(f"{command} --help", done.returncode == 0 and f"nastavnik {command}" in done.stdout)
    done = run("solve", file, "-o", file)
    check("the instance is not written over", done.returncode == 2 and os.path.getsize(file) > 20, done)
    done = run("solve", path("none.txt"))
    check("a file that is not there", done.returncode == 1 and "none.txt" in done.stderr)
    check("for verify too", run("verify", path("none.txt"), file).returncode == 2 and
          run("verify", file, path("none.txt")).returncode == 2)
    done = run("solve", file, "-o", path("no/such/folder"))
    check("a result that cannot be written", done.returncode == 1 and not done.stdout, done)
    pipe = path("pipe")
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    done = run("solve", file, "-o", pipe)
    said = reader.communicate(timeout=60)[0]
    check("a pipe is written into and stays a pipe", done.returncode == 0 and "k " in said and
          stat.S_ISFIFO(os.stat(pipe).st_mode), (done, said))
    many = path("many.txt", Instance([1], [[]] * 200000).text())
    done = run("solve", many, "--memory-limit", "1", "-o", path("limited"))
    check("a memory limit", done.returncode == 1 and "--memory-limit" in done.stderr and
          not os.path.exists(path("limited")), done)


def test_typed_by_hand():
    plain = figures(path("plain.txt", "p 2 1 2\nm 0 1\ne 0 0 5\ne 1 0 6\n"))
    typed = figures(path("typed.txt", "\ufeff# by hand\r\n\r\np 2 1 2\r\nm 0 1 \r\n# edges\r\n"
                                      "e 0 0 5\r\n\r\ne 1 0 6\r\n\r\n"))
    check("comments, empty lines, a mark of the encoding",
          (plain["matched"], plain["score"]) == (typed["matched"], typed["score"]) == (1, 6))


BAD_TEXTS = [
    ("", 1, "нужна строка «p", "a line “p"),
    ("x 1 1 0\n", 1, "нужна строка «p", "a line “p"),
    ("p 1 1\n", 1, "число рёбер: нужно целое число", "number of edges: a whole number"),
    ("p 1 1 0 5\n", 1, "лишнее в конце", "goes on"),
    ("p 4000001 1 0\n", 1, "число наставляемых: нужно целое число от 0 до 4000000", "0 to 4000000"),
    ("p -1 1 0\n", 1, "число наставляемых", "number of mentees"),
    ("p 1 1 0\nx\n", 2, "нужна строка «m", "a line “m"),
    ("# c\n\np 1 1 0\n\n# c\nx\n", 6, "нужна строка «m", "a line “m"),
    ("p 1 1 0\nm 0 1001\n", 2, "число мест: нужно целое число от 0 до 1000", "capacity"),
    ("p 1 1 0\nm 1 1\n", 2, "номер наставника: нужно целое число от 0 до 0", "number of the mentor"),
    ("p 1 0 0\nm 0 1\n", 2, "таких людей нет", "no such people"),
    ("p 1 1 0\nm 0 1\nm 0 2\n", 3, "наставник 0 уже был", "mentor 0 was there"),
    ("p 1 1 1\nm 0 1\ne 1 0 5\n", 3, "номер наставляемого", "number of the mentee"),
    ("p 1 1 1\nm 0 1\ne 0 0 65536\n", 3, "балл: нужно целое число от 0 до 65535", "score"),
    ("p 1 1 1\nm 0 1\ne 0 0 5x\n", 3, "балл", "score"),
    ("p 1 1 1\nm 0 1\ne 0 0 5 5\n", 3, "лишнее", "goes on"),
    ("p 1 1 1\nm 0 1\ne 0 0 5\ne 0 0 6\n", 4, "рёбер больше", "more edges"),
    ("p 1 1 2\nm 0 1\ne 0 0 5\n", 3, "рёбер 1 из 2", "1 edges of the 2"),
    ("p 1 2 1\nm 1 1\ne 0 0 5\n", 3, "строки «m 0 …» в нём нет", "without a line “m 0"),
    ("p 1 1 1\nm 0 " + " " * 5000 + "1\n", 2, "слишком длинная", "too long"),
]


def test_bad_texts():
    for k, (text, line, words, english) in enumerate(BAD_TEXTS):
        file = path(f"bad{k}.txt", text)
        done, other = run("solve", file), run("solve", file, lang="en")
        check(f"line {line}: {english}", done.returncode == 1 and not done.stdout and
              f"строка {line}: " in done.stderr and words in done.stderr and
              f"line {line}: " in other.stderr and english in other.stderr,
              done.stderr + other.stderr)


def test_bad_binaries():
    good = Instance([1, 2], [[(0, 5), (1, 4)], [(1, 1)], [(0, 9)]]).binary()

    def patched(at, fmt, value):
        return good[:at] + struct.pack(fmt, value) + good[at + struct.calcsize(fmt):]

    cases = [
        ("magic", b"MTCH2" + good[5:], "байт 0, magic"),
        ("header", good[:20], "обрывается на байте 20"),
        ("mentees", patched(8, "<I", 4000001), "байт 8, mentees"),
        ("mentors", patched(12, "<I", 4000001), "байт 12, mentors"),
        ("edges", patched(16, "<Q", 1 << 63), "байт 16, edges"),
        ("edges and the size", patched(16, "<Q", 1 << 39), "обрывается на байте"),
        ("end", good[:-1], f"обрывается на байте {len(good) - 1}, а по заголовку в нём {len(good)}"),
        ("after the end", good + b"\0", "больше байт"),
        ("offset[0]", patched(32, "<Q", 1), "байт 32, offset[0]"),
        ("offset", patched(48, "<Q", 1), "байт 48, offset: меньше"),
        ("last offset", patched(56, "<Q", 5), "байт 56, offset: последнее"),
        ("mentor", patched(72, "<I", 2), "байт 72, mentor"),
    ]
    for name, data, words in cases:
        done = run("solve", path("bad.bin", data))
        check(f"binary: {name}", done.returncode == 1 and words in done.stderr, done.stderr)
        with subprocess.Popen([PROGRAM, "solve", path("fifo")], stderr=subprocess.PIPE, text=True,
                              stdout=subprocess.DEVNULL, env=environment("ru")) as p:
            try:
                with open(path("fifo"), "wb") as f:
                    f.write(data)
            except BrokenPipeError:
                pass
            seen = p.stderr.read()
        check(f"the same out of a pipe: {name}", p.returncode == 1 and
              ("байт" in seen or "памяти" in seen), seen)


def test_interrupt():
    out = path("interrupted")
    path("large.txt", make(4, 20000, 6000, 6).text())
    for wait in (False, True):
        with subprocess.Popen([PROGRAM, "solve", path("fifo"), "-o", out], env=environment("ru"),
                              stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as p:
            with open(path("fifo"), "wb") as f:  # opens when the program does
                f.write(b"p 1 1 1\nm 0 1\n" + (b"" if wait else b"e 0 0 1\n"))
                f.flush()
                p.send_signal(signal.SIGINT)
            seen = p.stdout.read() + p.stderr.read()
        check("Ctrl-C while it reads: 130 and no result", p.returncode == 130 and "прервано" in seen and
              not os.path.exists(out), f"{p.returncode} {seen}")
    with subprocess.Popen([PROGRAM, "solve", path("large.txt"), "-o", "-"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as p:
        p.stdout.read(1)  # more than a pipe holds: it waits for us
        p.send_signal(signal.SIGINT)
        p.stdout.read()
    check("Ctrl-C while it writes", p.returncode == 130, p.returncode)
    check("nothing half is left", not [f for f in os.listdir(FOLDER.name) if ".tmp" in f])


def test_progress():
    main, other = pty.openpty()
    done = subprocess.run([PROGRAM, "solve", path("large.txt")], stderr=other, env=environment("ru"),
                          stdout=subprocess.DEVNULL)
    os.close(other)
    seen = b""
    try:
        while piece := os.read(main, 4096):
            seen += piece
    except OSError:  # how a terminal ends
        pass
    check("progress on a terminal, taken away at the end", done.returncode == 0 and
          "Подбор пар: ".encode() in seen and seen.endswith(b"\r\x1b[K"), seen)


class Tampered:
    """A good result with one thing changed; the line that verify must name."""

    def __init__(self, mode):
        self.mode, self.x = mode, make(11, 40, 12, 5, top=50, capacity=2)
        self.x.capacity.append(2)  # mentor 12 stands in no list
        self.file = path("t.txt", self.x.text())
        run("solve", self.file, "--mode", mode, "-o", path("t.result"))
        self.lines = read("t.result").splitlines()

    def at(self, start):
        return next(k for k, line in enumerate(self.lines) if line.startswith(start))

    def refused(self, name, lines, line, words=""):
        done = run("verify", self.file, path("t.bad", "\n".join(lines) + "\n"))
        check(f"verify, {self.mode}: {name}", done.returncode == 1 and not done.stderr and
              f"строка {line}: " in done.stdout and words in done.stdout, done)

    def changed(self, name, k, line, words=""):
        self.refused(name, self.lines[:k] + [line] + self.lines[k + 1:], k + 1, words)


def test_tampered_pairs():
    t = Tampered("count")
    i, j, s = map(int, t.lines[3].split())
    strange = next(m for m in range(12) if m not in dict(t.x.lists[i]))
    t.changed("another mentor", 3, f"{i} {strange} {s}", "в задаче нет")
    t.changed("another score", 3, f"{i} {j} {s + 1}", f"в задаче {s}")
    t.changed("an unknown mentee", 3, f"40 {j} {s}", "номер наставляемого 40")
    t.changed("an unknown mentor", 3, f"{i} 13 {s}", "номер наставника 13")
    t.changed("a word", 3, "x 1 2", "нужна пара")
    t.changed("an empty line", 3, "", "нужна пара")
    t.changed("half a pair", 3, f"{i} {j}", "балл")
    t.changed("a pair and more", 3, t.lines[3] + " 1", "лишнее")
    t.changed("a mentee twice", 4, t.lines[3], "уже в паре в строке 4")
    paired = [tuple(map(int, line.split())) for line in t.lines if line[0].isdigit()]
    alone = set(range(40)) - {p[0] for p in paired}
    mentee, mentor, score = next((a, m, s) for a in alone for m, s in t.x.lists[a]
                                if t.x.capacity[m])
    last = max(k for k, p in enumerate(paired) if p[1] == mentor)
    t.refused("a mentor over capacity", t.lines[:last + 1] + [f"{mentee} {mentor} {score}"] +
              t.lines[last + 1:], last + 2, "больше пар, чем мест")
    done = run("verify", t.file, path("t.bad", "\n".join(t.lines[:3] + t.lines[4:]) + "\n"))
    check("verify: a pair less", done.returncode == 1 and "строка" in done.stdout, done)


def test_tampered_proof():
    t = Tampered("count")
    k, v, r = t.at("k "), t.at("v "), t.at("r ")
    weight, (_, mentor, price) = int(t.lines[k].split()[1]), t.lines[v].split()
    t.refused("no k", t.lines[:k] + t.lines[k + 1:], len(t.lines), "строки k в нём нет")
    done = run("verify", t.file, path("t.bad", ""))
    check("verify: an empty file", "строка 1: " in done.stdout and "строки k" in done.stdout, done)
    t.refused("two k", t.lines + [t.lines[k]], len(t.lines) + 1, f"повторяет строку {k + 1}")
    t.changed("a negative k", k, f"k -{weight}", "вес пары k")
    t.changed("a huge k", k, f"k {1 << 63}", "вес пары k")
    t.changed("a negative price", v, f"v {mentor} -{price}", "цена")
    t.changed("a price of nobody", v, f"v 13 {price}", "номер наставника 13")
    t.refused("a price twice", t.lines + [t.lines[v]], len(t.lines) + 1, f"повторяет строку {v + 1}")
    t.refused("reached twice", t.lines + [t.lines[r]], len(t.lines) + 1, f"повторяет строку {r + 1}")
    t.changed("reached and more", r, t.lines[r] + " 1", "лишнее")
    t.refused("a price where there is room", t.lines + ["v 12 1"], len(t.lines) + 1, "есть место")
    t.refused("a reached mentor with room", t.lines + ["r 12"], len(t.lines) + 1, "есть место")
    for name, change in (("a lower price", -1), ("a higher price", 1)):
        lines = t.lines[:v] + [f"v {mentor} {int(price) + change * (weight + 1)}"] + t.lines[v + 1:]
        done = run("verify", t.file, path("t.bad", "\n".join(lines) + "\n"))
        check(f"verify: {name}", done.returncode == 1 and "строка" in done.stdout, done)
    t.refused("no cover", t.lines[:r] + [x for x in t.lines[r:] if x[0] != "r"], k + 1, "строкой r")
    t.refused("stable with prices", t.lines[:k] + ["stable"] + t.lines[k + 1:], v + 1, "нет строк v и r")
    t.refused("a floor above a pair", t.lines + ["floor 51"], 1, "ниже floor")
    t.refused("a floor twice", t.lines + ["floor 0", "floor 0"], len(t.lines) + 2, "floor")
    done = run("verify", t.file, path("t.bad", "\n".join(reversed(t.lines))))
    check("the lines may stand in any order", done.stdout == "ok\n", done)
    s = Tampered("score")
    s.changed("a worth of pairs where only the score counts", s.at("k "), "k 1000")
    s.refused("reached mentors where only the score counts", s.lines + ["r 0"], len(s.lines) + 1, "k 0")


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
print(f"1..{number}")
sys.exit(failures > 0)
