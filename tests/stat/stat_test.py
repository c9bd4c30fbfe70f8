#!/usr/bin/env python3
"""Paired statistics against reckonings that are not ours: sums over every signing in whole
fractions, and SciPy. stat_test.py STAT_TOOL; TAP."""
import itertools
import math
import random
import statistics
import subprocess
import sys
from fractions import Fraction

from scipy import stats

NONE, WILCOXON, STUDENT = range(3)
ORDINAL, MEASURE = range(2)
number = failures = 0


def check(name, good, seen=""):
    global number, failures
    number += 1
    failures += not good
    print("ok" if good else "not ok", number, "-", name, flush=True)
    if not good:
        print("#", seen, flush=True)


def ours(cases):
    text = "\n".join(f"{kind} {len(b)} " + " ".join(map(repr, [*b, *a])) for kind, b, a in cases)
    out = subprocess.run([sys.argv[1]], input=text, capture_output=True, text=True, check=True).stdout
    names = "test exact before after mean low high statistic p effect up down".split()
    return [dict(zip(names, map(float, line.split()))) for line in out.splitlines()]


def ranks(changes):
    """Mean ranks of the sizes, in whole fractions; differences to nine places are what they look like."""
    sizes = [abs(Fraction(str(round(c, 9)))) for c in changes]
    return [Fraction(sum(s < x for s in sizes) * 2 + sum(s == x for s in sizes) + 1, 2) for x in sizes]


def by_all_signs(changes):
    changes = [c for c in changes if round(c, 9) != 0]
    r = ranks(changes)
    seen = sum(x for x, c in zip(r, changes) if c > 0)
    middle = sum(r) / 2
    far = sum(abs(sum(itertools.compress(r, signs)) - middle) >= abs(seen - middle)
              for signs in itertools.product((0, 1), repeat=len(r)))
    return float(seen), far / 2 ** len(r), float((2 * seen - sum(r)) / sum(r))


def close(a, b, bound=1e-8):
    return math.isclose(a, b, rel_tol=bound, abs_tol=bound)


dice = random.Random(4)


def scale(n, shift=0):
    before = [dice.randint(1, 10) for _ in range(n)]
    return before, [min(10, max(1, x + shift + dice.randint(-2, 3))) for x in before]


def marks(n):
    before = [round(dice.uniform(2.5, 5), 1) for _ in range(n)]
    return before, [round(min(5, x + dice.gauss(.15, .4)), 1) for x in before]


def compare(name, cases, reckon):
    for (kind, before, after), got in zip(cases, ours(cases)):
        bad = {k: (got[k], v) for k, v in reckon(kind, before, after).items() if not close(got[k], v)}
        if bad:
            check(name, False, f"{kind} {before} {after}: {bad}")
            return
    check(f"{name}: {len(cases)} cases", True)


def means(kind, before, after):
    changes = [a - b for a, b in zip(after, before)]
    mean, n = statistics.fmean(changes), len(changes)
    half = stats.t.ppf(.975, n - 1) * statistics.stdev(changes) / math.sqrt(n)
    return {"before": statistics.fmean(before), "after": statistics.fmean(after), "mean": mean,
            "low": mean - half, "high": mean + half,
            "up": sum(round(c, 9) > 0 for c in changes), "down": sum(round(c, 9) < 0 for c in changes)}


def all_signs(kind, before, after):
    changes = [a - b for a, b in zip(after, before)]
    if not any(round(c, 9) for c in changes):
        return {"test": NONE, "p": 1, "effect": 0}
    statistic, p, effect = by_all_signs(changes)
    return {"test": WILCOXON, "exact": 1, "statistic": statistic, "p": p, "effect": effect}


def untied(kind, before, after):
    got = stats.wilcoxon(after, before, mode="exact")
    return {"test": WILCOXON, "exact": 1, "p": got.pvalue}


def by_the_curve(kind, before, after):
    got = stats.wilcoxon(after, before, mode="approx", correction=False)
    return {"test": WILCOXON, "exact": 0, "p": got.pvalue}


def student(kind, before, after):
    changes = [a - b for a, b in zip(after, before)]
    got = stats.ttest_rel(after, before)
    return {"test": STUDENT, "statistic": got.statistic, "p": got.pvalue,
            "effect": statistics.fmean(changes) / statistics.stdev(changes)}


few = [(ORDINAL, *scale(n, shift)) for n in range(2, 13) for shift in (-1, 0, 1, 3) for _ in range(3)]
few += [(MEASURE, *marks(n)) for n in range(2, 13) for _ in range(3)]
compare("means and their bounds", few, means)
compare("every signing of few people, with equals and zeros", few, all_signs)
plain = [(ORDINAL, [0] * n, [dice.choice((-1, 1)) * k for k in dice.sample(range(1, 90), n)])
         for n in (5, 13, 25, 40, 60)]
compare("exact without equals", plain, untied)
many = [(ORDINAL, *scale(n, shift)) for n in (150, 300, 5000) for shift in (0, 1)]
compare("many people by the normal curve", many, by_the_curve)
compare("means of many", many, means)
measured = [(MEASURE, *marks(n)) for n in (30, 31, 80, 400)]
compare("paired t of measures", measured, student)
got = ours([(ORDINAL, [5, 5], [5, 5]), (ORDINAL, [5], [9]), (MEASURE, [3] * 40, [4] * 40)])
check("nobody changed", (got[0]["test"], got[0]["p"]) == (NONE, 1), got[0])
check("one person tells nothing", (got[1]["test"], got[1]["p"], got[1]["mean"]) == (NONE, 1, 4), got[1])
check("all changed alike", got[2]["test"] == WILCOXON and close(got[2]["p"], 2 / 2 ** 40) and got[2]["low"] == 1, got[2])
print(f"1..{number}")
sys.exit(failures > 0)
