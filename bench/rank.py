"""Candidates from profiles of a country: processor time and memory of `nastavnik rank`."""
import json
import os
import subprocess

PEOPLE = {"N": (1000000, 250000, 80), "L": (100000, 30000, 16)}
SEED = 101
MUST, TARGET = 60, 20  # processor seconds at N, all threads together, pairs inside of regions


def profiles(build, size, scope):
    """The file, made once."""
    file = f"{build}/instances/profiles-{size}-{scope}.tsv"
    if not os.path.exists(file):
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file + ".tmp", "wb") as out:
            subprocess.run([f"{build}/bench/gen_profiles", *map(str, PEOPLE[size]), str(SEED), scope],
                           check=True, stdout=out)
        os.rename(file + ".tmp", file)
    return file


def measure(table, build, size):
    subprocess.run(["ninja", "-C", build, "bench/gen_profiles"], check=True, stdout=subprocess.DEVNULL)
    for scope in ("region", "country"):
        file, out = profiles(build, size, scope), f"{build}/instances/ranked.bin"
        done = subprocess.run([f"{build}/nastavnik", "rank", file, "-o", out, "--binary", "--threads", "2",
                               "--json"], capture_output=True, text=True, check=True)
        os.remove(out)
        said = json.loads(done.stdout)
        what = f"candidates at {size}, pairs in the {scope}"
        if scope == "region" and size == "N":
            table.bound(f"{what}, processor", said["cpu_s"], "s", most=MUST, target=TARGET)
        else:
            table.say(f"{what}, processor", f"{said['cpu_s']:.1f} s")
        table.say(f"{what}, reading", f"{said['read_s']:.1f} s")
        table.say(f"{what}, peak", f"{said['peak_bytes'] >> 20} MiB")
