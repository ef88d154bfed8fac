#!/usr/bin/env python3
"""Training on a CSV file with 10,000,000 rows and 30 columns, 2.4 GB, with 512 MB of Java's memory:

    python3 benchmarks/tables/streaming.py FOLDER [UPDRAFT OPTION…]

Writes FOLDER/ten-million.csv unless it is there (some minutes), and its model, trains one epoch, and prints the largest resident set
of the process and how long it took. Options go to `updraft train`. The temporary file takes another 2.1 GB in Java's temporary folder.
"""
import math
import os
import pathlib
import random
import resource
import subprocess
import sys
import time

import reading

ROWS = 10_000_000
MODEL = """
/// Ten million rows.
model TenMillion {
    input row {
        %s
    }
    target y: class["no", "yes"]

    network   { row -> encode -> dense(32, activation: relu) -> dense(1) -> logit }
    loss      binary_crossentropy(logit, y)
    optimizer adam
    metrics   accuracy
    fit       { epochs: 1, batch_size: 1024, data: "ten-million.csv", test_split: 0.2, validation_split: 0.1 }
}
"""


def make(file):
    random.seed(7)
    numbers, whole, categories, dates = reading.names()
    colours = "red", "green", "blue", '"yellow, dark"', "none"
    with open(file, "w", encoding="utf-8") as out:
        out.write(",".join([*numbers, *whole, *categories, *dates, "y"]) + "\n")
        for row in range(ROWS):
            values = [random.gauss(0, 100) for _ in numbers]
            codes = [random.randrange(5) for _ in categories]
            logit = values[1] / 50 - values[2] / 80 + (codes[0] == 2) - (codes[1] == 0)
            cells = ["" if place % 6 == 0 and random.random() < 0.02 else f"{value:.4f}" for place, value in enumerate(values)]
            cells += [str(random.randrange(100_000)) for _ in whole]
            cells += [colours[code] for code in codes]
            cells.append(f"20{row % 24:02d}-{row % 12 + 1:02d}-{row % 28 + 1:02d}")
            cells.append("yes" if random.random() < 1 / (1 + math.exp(-logit)) else "no")
            out.write(",".join(cells) + "\n")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    data, model = folder / "ten-million.csv", folder / "ten-million.model"
    if not data.exists():
        make(data)
    model.write_text(MODEL % reading.columns("\n        "), encoding="utf-8")
    print(f"{data.stat().st_size / 1e9:.2f} GB, {ROWS} rows", flush=True)
    start = time.perf_counter()
    subprocess.run(
        [reading.ROOT / "updraft", "train", model, *sys.argv[2:]],
        check=True,
        env={**os.environ, "JAVA_TOOL_OPTIONS": "-Xmx512m"},
    )
    seconds = time.perf_counter() - start
    print(f"{seconds:.0f} s in all, {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB resident at most")


if __name__ == "__main__":
    main()
