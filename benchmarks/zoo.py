#!/usr/bin/env python3
"""Runs the networks of the zoo beside PyTorch, in turns, and prints Markdown tables of what came out:

    zoo.py [NETWORK …] [--rounds N] [--what steps|predictions|roofline] [--batches N,N] [--results FILE.csv] [--threads N]
           [--modes eager,compile] [--python PYTHON] [--updraft COMMAND] [--table]

Every measurement is a process of its own and a line of the results (default: zoo.csv); what stands there already is not run
again, so that a run can be stopped and resumed. --python is one that finds PyTorch; the better of eager and compiled counts, with
images channels-last and a malloc that keeps its pages, and of predictions for one sample the better of one thread and all.
--updraft takes the place of benchmarks/run. --table prints the results and runs nothing. WINDOW_SECONDS in the environment makes
windows shorter than a second.
"""

import argparse
import csv
import math
import os
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HOME = Path(__file__).resolve().parent
MODELS = {
    "cifar10": "examples/cifar10/cifar10.model",
    "lenet": "examples/mnist/lenet.model",
    "resnet": "examples/resnet/resnet.model",
    "mlp": "benchmarks/zoo/mlp.model",
    "vgg": "benchmarks/zoo/vgg.model",
    "mobilenet": "benchmarks/zoo/mobilenet.model",
    "autoencoder": "benchmarks/zoo/autoencoder.model",
    "wide-and-deep": "benchmarks/zoo/wide-and-deep.model",
    "transformer": "benchmarks/zoo/transformer.model",
}
BATCHES = {"steps": {"mlp": (32, 128, 512)}, "predictions": {}, "roofline": {}}
USUAL = {"steps": (32, 128), "predictions": (1, 32, 256), "roofline": (128,)}
PROGRAMS = {"steps": "Steps", "predictions": "Serving", "roofline": "Roofline"}
KEY = ("network", "what", "batch", "variant", "round")
MEASURED = ("rate", "clean", "firstMs", "rssMB", "parameters", "boundMs", "farthest")
UPDRAFT = "updraft"
# Memory that is free stays with the process.
MALLOC = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40)}


def variants(options, what, batch):
    """PyTorch's modes, each with the threads it is run on."""
    if what == "roofline":
        return {}
    counts = {1, options.threads} if what == "predictions" and batch == 1 else {options.threads}
    return {f"{mode}, {count} threads": (mode, count) for mode in options.modes for count in sorted(counts)}


def ours(options, network, what, batch):
    model = str(HOME.parent / MODELS[network])
    callers = ["1"] if what == "predictions" else []
    return [options.updraft, PROGRAMS[what], model, str(batch), *callers, str(options.threads)], {}


def theirs(options, network, what, batch, mode, threads):
    command = [options.python, str(HOME / "pytorch.py"), what, network, str(batch), mode, "cpu", str(threads)]
    return command, {**MALLOC, "OMP_NUM_THREADS": str(threads)}


def measured(command, environment):
    """The figures of one run; None if it failed."""
    run = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True)
    line = next((line for line in run.stdout.splitlines() if line.startswith("RESULT ")), None)
    if run.returncode == 3:
        print(f"{command[0]} finds no PyTorch: not run", file=sys.stderr)
        return None
    if line is None:
        print(f"failed: {' '.join(command)}\n{(run.stderr or run.stdout)[-2000:]}", file=sys.stderr)
        return None
    found = dict(re.findall(r"([^ ]+)=([^ ]+)", line))
    return {"rate": found.get("calls/s", found.get("median")), **{name: found.get(name, "") for name in MEASURED[1:]}}


def read(file):
    if not file.exists():
        return []
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def append(file, row):
    new = not file.exists()
    with file.open("a", newline="") as lines:
        writer = csv.DictWriter(lines, KEY + MEASURED)
        if new:
            writer.writeheader()
        writer.writerow(row)


def batches(options, network, what):
    return options.batches or BATCHES[what].get(network, USUAL[what])


def run(options):
    done = {tuple(row[name] for name in KEY) for row in read(options.results)}
    for number in range(1, options.rounds + 1):
        for network in options.networks:
            for what in options.what:
                for batch in batches(options, network, what):
                    commands = {UPDRAFT: ours(options, network, what, batch)}
                    for variant, settings in variants(options, what, batch).items():
                        commands[variant] = theirs(options, network, what, batch, *settings)
                    for variant, command in commands.items():
                        key = (network, what, str(batch), variant, str(number))
                        figures = None if key in done else measured(*command)
                        if figures:
                            append(options.results, {**dict(zip(KEY, key)), **figures})
                            print(*key, figures, file=sys.stderr, flush=True)


class Results:
    """Medians over the rounds."""

    def __init__(self, rows):
        self.rows = defaultdict(list)
        for row in rows:
            self.rows[row["network"], row["what"], int(row["batch"]), row["variant"]].append(row)

    def median(self, key, figure):
        return statistics.median(float(row[figure]) for row in self.rows[key])

    def disturbed(self, key):
        """Whether other processes took part of the machine in some of the windows."""
        return any(int(row["clean"]) < 5 for row in self.rows[key])

    def cases(self, what):
        cases = {key[:3] for key in self.rows if key[1] == what}
        return sorted(cases, key=lambda case: (list(MODELS).index(case[0]), case[2]))

    def parameters(self):
        """The numbers of weights of each network, which must be one."""
        known = defaultdict(set)
        for key, rows in self.rows.items():
            known[key[0]] |= {int(row["parameters"]) for row in rows}
        return known

    def best(self, case, mode):
        """The fastest of PyTorch's runs in a mode, or in any; None if there is none."""
        keys = [(*case, variant) for *of, variant in self.rows if tuple(of) == case and variant.startswith(mode)
                and variant != UPDRAFT]
        return max(keys, key=lambda key: self.median(key, "rate"), default=None)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(results, what):
    lines = [
        f"| {'training' if what == 'steps' else 'predictions'} | batch | Updraft | PyTorch eager | compiled | ratio to the better"
        " | memory, MB, Updraft and PyTorch | first, s |",
        "|---|---|---|---|---|---|---|---|"]
    ratios = []
    for case in results.cases(what):
        our = (*case, UPDRAFT)
        best = results.best(case, "")
        cells = [case[0], str(case[2])]
        for key in (our if our in results.rows else None, results.best(case, "eager"), results.best(case, "compile")):
            cells.append(number(results.median(key, "rate")) + "*" * results.disturbed(key) if key else "not run")
        if our in results.rows and best:
            ratios.append(results.median(our, "rate") / results.median(best, "rate"))
            cells.append(f"**{ratios[-1]:.2f}**" if ratios[-1] < 1 else f"{ratios[-1]:.2f}")
        else:
            cells.append("")
        pair = [key for key in (our, best) if key in results.rows]
        cells.append(", ".join(f"{results.median(key, 'rssMB'):.0f}" for key in pair))
        cells.append(", ".join(f"{results.median(key, 'firstMs') / 1000:.1f}" for key in pair))
        lines.append("| " + " | ".join(cells) + " |")
    if ratios:
        mean = math.exp(statistics.fmean(map(math.log, ratios)))
        lines.append(f"| geometric mean | | | | | {mean:.2f} | | |")
    return "\n".join(lines)


def roofline(results):
    lines = ["| roofline | batch | step, ms | bound, ms | share | farthest operation |", "|---|---|---|---|---|---|"]
    shares = []
    for case in results.cases("roofline"):
        key = (*case, UPDRAFT)
        step, bound = 1000 / results.median(key, "rate"), results.median(key, "boundMs")
        shares.append(bound / step)
        farthest = results.rows[key][-1]["farthest"].replace("\u00a0", " ")
        lines.append(f"| {case[0]} | {case[2]} | {step:.1f}{'*' * results.disturbed(key)} | {bound:.1f} | {shares[-1]:.2f} | {farthest} |")
    lines.append(f"| geometric mean | | | | {math.exp(statistics.fmean(map(math.log, shares))):.2f} | |")
    return "\n".join(lines)


def printed(results):
    for network, counts in results.parameters().items():
        if len(counts) > 1:
            sys.exit(f"{network} has {' and '.join(map(str, sorted(counts)))} weights: they are not the same network")
    tables = [table(results, what) for what in ("steps", "predictions") if results.cases(what)]
    if results.cases("roofline"):
        tables.append(roofline(results))
    print("Batches per second, medians of the rounds; * other processes took part of the machine.\n\n" + "\n\n".join(tables))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("networks", nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--what", choices=USUAL, action="append")
    parser.add_argument("--batches", type=lambda text: tuple(map(int, text.split(","))))
    parser.add_argument("--modes", type=lambda text: text.split(","), default=["eager", "compile"])
    parser.add_argument("--results", type=Path, default=Path("zoo.csv"))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--updraft", default=str(HOME / "run"))
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    options.what = options.what or list(USUAL)
    unknown = [name for name in options.networks if name not in MODELS]
    if unknown:
        parser.error(f"there is no network {unknown[0]}; there are {', '.join(MODELS)}")
    options.networks = options.networks or list(MODELS)
    if not options.table:
        run(options)
    printed(Results(read(options.results)))


if __name__ == "__main__":
    main()
