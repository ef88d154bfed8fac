#!/usr/bin/env python3
"""Updraft on the tables and folds of peers.py:

    python3 benchmarks/tables/updraft.py FOLDER [--with KIND] [--all-rows] [NAME ...]     # after peers.py FOLDER

For each table, `updraft new`, with a KIND of model if one is given, writes FOLDER/models/<name>.model for the file as it comes. Lines
are changed only where tables.csv says that a person would leave a column out, or take a number for a category; how many is printed.
The model is trained on the rows of each fold by benchmarks/run Tables, one thread; its fit block holds rows back for early stopping,
the peers train on all. With --all-rows and trees it does so, too: `boosted_trees` as it is by default, without early stopping. Each
line of FOLDER/updraft.csv (updraft-KIND.csv, updraft-KIND-all.csv) is one fit, as in peers.csv. Tables that are complete there are not
run again. Prints the table of README.md, and mean differences to each peer.

Differences are paired by fold, with the standard error of their mean.
"""
import collections
import csv
import difflib
import fnmatch
import math
import pathlib
import re
import statistics
import subprocess
import sys

from fetch import HERE, tables

ROOT = HERE.parent.parent
FOLDS = 5
LARGE = 20_000
# What a file without headers calls its target.
PLACES = {"wine": "column_14", "breast_cancer": "column_31"}


def words(cell):
    return cell.split("|") if cell else []


def as_name(header):
    """A header as `updraft new` makes a name of it."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header)
    return re.sub(r"[^a-z0-9*?]+", "_", apart.lower()).strip("_")


def changed(lines, table):
    """The lines of a model with columns that are left out, and numbers that are categories."""
    ignored, categories = words(table["ignore"]), words(table["categories"])
    for line in lines:
        column = re.match(r"( {8})([\w, ]+?):(\s+)((?:number|bool|category|text|date)\b.*)$", line)
        if not column:
            yield line
            continue
        indent, names, space, kind = column.groups()
        header = re.search(r'"([^"]*)"\s*(?://.*)?$', kind)

        def is_one(name, patterns):
            return any(fnmatch.fnmatchcase(name, as_name(pattern)) or header and fnmatch.fnmatchcase(header[1], pattern)
                       for pattern in patterns)

        names = names.split(", ")
        out = [name for name in names if is_one(name, ignored)]
        codes = [name for name in names if kind.startswith(("number", "bool")) and is_one(name, categories) and name not in out]
        rest = [name for name in names if name not in out + codes]
        if not out + codes:
            yield line
            continue
        end = f' "{header[1]}"' if header else ""
        for some, what in (out, "ignore" + end), (codes, "category" + end), (rest, kind):
            if some:
                yield f"{indent}{', '.join(some)}:{space}{what}"


def without_early_stopping(lines):
    text = "\n".join(lines).replace("boosted_trees(trees: 500)", "boosted_trees").replace(" validation_split: 0.2,", "")
    return re.sub(r",\s*callbacks: \[early_stopping[^]]*\]", "", text).split("\n")


def draft(table, folder, kind, all_rows):
    """The model's file, and how many of its lines were changed, not counting those of early stopping."""
    model = folder / "models" / f"{table['name']}.model"
    target = PLACES.get(table["name"], table["target"])
    subprocess.run(
        [ROOT / "updraft", "new", folder / table["file"], "--target", target, "--output", model, "--force",
         "--with", kind]
        + (["--classes"] if table["task"] == "classes" else []),
        check=True, stdout=subprocess.DEVNULL)
    before = model.read_text(encoding="utf-8").splitlines()
    after = list(changed(before, table))
    model.write_text("\n".join(without_early_stopping(after) if all_rows else after) + "\n", encoding="utf-8")
    return model, sum(line.startswith("+ ") for line in difflib.ndiff(before, after))


def run(table, folder, model):
    lines = subprocess.run(
        [ROOT / "benchmarks" / "run", "Tables", model, folder / table["file"], folder / "folds" / f"{table['name']}.csv",
         table["metric"], "1" if int(table["rows"]) > LARGE else "5"],
        check=True, capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        repeat, fold, value, seconds = line.split(",")
        yield [table["name"], repeat, fold, "updraft", table["metric"], value, seconds]


def read(file):
    """Values by table and model, in the order of the folds."""
    values = collections.defaultdict(lambda: collections.defaultdict(dict))
    with open(file, newline="", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            values[line["name"]][line["model"]][line["repeat"], line["fold"]] = float(line["value"]), float(line["seconds"])
    return values


def mean_and_error(values):
    return statistics.mean(values), statistics.stdev(values) / math.sqrt(len(values))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, names, kind = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:], "network"
    if names[:1] == ["--with"]:
        kind, names = names[1], names[2:]
    all_rows, names = "--all-rows" in names, [name for name in names if name != "--all-rows"]
    others = ("linear", "mlp") if kind == "network" else ("trees", "forest", "lightgbm", "xgboost")
    (folder / "models").mkdir(exist_ok=True)
    results = folder / ("updraft.csv" if kind == "network" else f"updraft-{kind}{'-all' if all_rows else ''}.csv")
    peers, lines = read(folder / "peers.csv"), {}
    if not results.exists():
        results.write_text("name,repeat,fold,model,metric,value,seconds\n")
    chosen = [table for table in tables(names) if table["name"] in peers]
    for table in chosen:
        model, lines[table["name"]] = draft(table, folder, kind, all_rows)
        if lines[table["name"]] <= 5 and len(read(results)[table["name"]]["updraft"]) != len(peers[table["name"]]["linear"]):
            found = list(run(table, folder, model))
            with open(results, "a", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows(found)
    good, differences = 0, collections.defaultdict(list)
    shown = ("linear", "mlp", "trees") if kind == "network" else others
    print(f"| table | metric | lines changed | updraft | {' | '.join(shown)} | less the best of {', '.join(others)} | seconds |")
    print("|---|---|---|---|" + "---|" * len(shown) + "---|---|")
    mine = read(results)
    chosen = [table for table in chosen if mine[table["name"]]["updraft"]]
    for table in chosen:
        name = table["name"]
        updraft, of = mine[name]["updraft"], peers[name]
        cells = []
        for found in updraft, *(of[peer] for peer in shown):
            mean, error = mean_and_error([found[fold][0] for fold in updraft])
            cells.append(f"{mean:.3f} ± {error:.3f}")
        for peer in shown:
            paired = mean_and_error([updraft[fold][0] - of[peer][fold][0] for fold in updraft])
            differences[peer].append((paired[0], paired[0] >= -2 * paired[1]))
        better = max(others, key=lambda peer: statistics.mean(of[peer][fold][0] for fold in updraft))
        difference, error = mean_and_error([updraft[fold][0] - of[better][fold][0] for fold in updraft])
        is_good = difference >= -2 * error
        good += is_good
        seconds = statistics.mean(found[1] for found in updraft.values())
        print(f"| {name} | {table['metric']} | {lines[name]} | {' | '.join(cells)} |"
              f" {'' if is_good else '**'}{difference:+.4f} ± {error:.4f}{'' if is_good else '**'} | {seconds:.2f} |")
    print(f"\nNot worse by more than two standard errors: {good} of {len(chosen)}.")
    for peer, found in differences.items():
        mean, error = mean_and_error([difference for difference, _ in found])
        print(f"Less {peer}: {mean:+.4f} ± {error:.4f} over the tables; not worse by more than two standard errors on"
              f" {sum(is_good for _, is_good in found)}.")


if __name__ == "__main__":
    main()
