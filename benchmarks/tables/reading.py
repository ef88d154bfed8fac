#!/usr/bin/env python3
"""Reading a CSV file with 1,000,000 rows and 30 columns, beside pandas and DuckDB, each in a process of its own, in turns:

    python3 benchmarks/tables/reading.py FOLDER [ROUNDS]       # needs pandas and duckdb

Writes FOLDER/million.csv (numbers of 6 digits, whole numbers, categories, dates; 2 % of some are missing) unless it is there, and its
model. Of each process the first and the best of three readings are printed, and its largest resident set.
"""
import pathlib
import random
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).parent.parent.parent
ROWS, NUMBERS, WHOLE, CATEGORIES, DATES = 1_000_000, 18, 6, 4, 1
MODEL = """
model Million {
    input row {
        %s
    }
    target y: number
    network { row -> encode -> dense(1) -> p }
    loss mse(p, y)
    optimizer adam
}
"""


def names():
    return ([f"n{i}" for i in range(NUMBERS)], [f"w{i}" for i in range(WHOLE)],
            [f"c{i}" for i in range(CATEGORIES)], [f"d{i}" for i in range(DATES)])


def make(file):
    random.seed(7)
    numbers, whole, categories, dates = names()
    with open(file, "w", encoding="utf-8") as out:
        out.write(",".join([*numbers, *whole, *categories, *dates, "y"]) + "\n")
        for row in range(ROWS):
            cells = [f"{random.gauss(0, 100):.4f}" if place % 6 or random.random() > 0.02 else "" for place in range(NUMBERS)]
            cells += [str(random.randrange(100_000)) for _ in range(WHOLE)]
            cells += [random.choice(("red", "green", "blue", "yellow, dark", "none")) for _ in range(CATEGORIES)]
            cells = [f'"{cell}"' if "," in cell else cell for cell in cells]
            cells += [f"20{row % 24:02d}-{row % 12 + 1:02d}-{row % 28 + 1:02d}", f"{random.random():.6f}"]
            out.write(",".join(cells) + "\n")


def columns(separator):
    numbers, whole, categories, dates = names()
    lines = [f"{name}: number(optional: true)" for name in numbers] + [f"{name}: number" for name in whole]
    lines += [f"{name}: category" for name in categories] + [f"{name}: date" for name in dates]
    return separator.join(lines)


def write_model(file):
    file.write_text(MODEL % columns("\n        "), encoding="utf-8")


def timed(read, rounds=3):
    for _ in range(rounds):
        start = time.perf_counter()
        read()
        print(f"{time.perf_counter() - start:.2f} s", end=", ")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB resident at most")


def peer(name, file):
    if name == "pandas":
        import pandas
        dates = names()[3]
        timed(lambda: pandas.read_csv(file, parse_dates=dates, engine="c"))
    else:
        import duckdb
        threads = int(name.removeprefix("duckdb"))

        def read():
            with duckdb.connect(config={"threads": threads}) as connection:
                connection.execute("create table t as select * from read_csv(?)", [file])
        timed(read)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--peer":
        return peer(*sys.argv[2:])
    folder = pathlib.Path(sys.argv[1])
    data, model = folder / "million.csv", folder / "million.model"
    if not data.exists():
        make(data)
    write_model(model)
    print(f"{data.stat().st_size / 1e6:.0f} MB", flush=True)
    commands = {"updraft": [ROOT / "benchmarks" / "run", "Reading", model, data, "3"]}
    for name in "pandas", "duckdb1", "duckdb2":
        commands[name] = [sys.executable, __file__, "--peer", name, data]
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 3):
        for name, command in commands.items():
            print(name, subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().replace("\n", "; "), flush=True)


if __name__ == "__main__":
    main()
