#!/usr/bin/env python3
"""scikit-learn's pipelines on the tables of tables.csv, 5 x 5-fold:

    python3 benchmarks/tables/peers.py FOLDER [NAME ...]     # after fetch.py FOLDER
    python3 benchmarks/tables/peers.py FOLDER --encode [NAME ...]    # only FOLDER/encoded/<name>.csv, for ../XgboostTables.java
    python3 benchmarks/tables/peers.py FOLDER --summary      # only the Markdown table of what is there

Writes FOLDER/folds/<name>.csv, one line per data row of the file in its order and one column per repeat with the fold, 0 to 4, that
has the row in its test part. Rows that are not used (no target, or past the first 50,000) have empty cells. Of tables with more
than 20,000 rows only the first repeat is run, as each of its folds tests on thousands of rows already. Each line of
FOLDER/peers.csv is one fit: name, repeat, fold, model, metric, value, seconds (preparation, training and prediction). Tables that
are complete there are not run again. FOLDER/kinds.csv tells what each column was taken for.

Models: `linear` (LogisticRegression, Ridge), `mlp` (one hidden layer of 64), `trees` (HistGradientBoosting), `forest` (RandomForest)
and `lightgbm`, if that is installed. XGBoost, from the JVM, adds its lines to the same file. Everything else than what is set here is
the libraries' default. What has to be known about the data, medians and categories included, is learnt from the training part of the
fold only.

Each column's kind follows from its values: numbers; texts with at most 64 different values are categories; texts that are ISO dates
are dates; other texts are left out. The columns `categories` and `dates` of tables.csv override that.
"""
import csv
import fnmatch
import os
import pathlib
import sys
import time
import warnings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, balanced_accuracy_score, r2_score, roc_auc_score
from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from fetch import tables

try:
    import lightgbm
except ImportError:
    lightgbm = None

ROWS = 50_000
LARGE = 20_000
CATEGORIES = 64
REPEATS = FOLDS = 5
MODELS = "linear", "mlp", "trees", "forest", "lightgbm"


def words(cell):
    return cell.split("|") if cell else []


def read(table, folder):
    """The file as a frame: every column of it but row names that have no header, texts stripped of blanks around them."""
    separator = {"tab": "\t", "blanks": r"\s+"}.get(table["separator"], table["separator"] or ",")
    names = words(table["names"])
    frame = pd.read_csv(
        folder / table["file"], sep=separator, quotechar=table["quote"] or '"', skiprows=int(table["skip"] or 0),
        header=None if names else 0, names=names or None, skipinitialspace=True, encoding="utf-8-sig", comment=table["comment"] or None,
        # Only what the table of contents says is missing: "None" and "NA" are values in some of the files.
        keep_default_na=False, na_values=[""] + words(table["missing"]), low_memory=False)
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool:
            frame[name] = frame[name].astype("object").map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
    return frame


def ignored(table, columns):
    """Names of ignored columns; in tables.csv they may be patterns, or #1 for the first column where names are missing or double."""
    patterns = words(table["ignore"])
    return [name for number, name in enumerate(columns, 1)
            if f"#{number}" in patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]


def dates(column, pattern):
    """Days, month and weekday, and the hour where the times differ, as numbers."""
    times = pd.to_datetime(column.map(lambda cell: cell if pd.isna(cell) else str(cell)), format=pattern, utc=True)
    days = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)
    parts = {"days": np.floor(days), "month": times.dt.month, "weekday": times.dt.weekday}
    if times.dt.hour.nunique() > 1:
        parts["hour"] = times.dt.hour
    return pd.DataFrame({f"{column.name} {part}": values.astype("float64") for part, values in parts.items()})


def inputs(table, frame):
    """Prepared frames of numbers and of categories, and the kind of every column of the file."""
    left_out, categories = ignored(table, frame.columns), words(table["categories"])
    date_patterns = dict(entry.split("=") for entry in words(table["dates"]))
    numbers, texts, kinds = [], [], []
    for name in frame.columns:
        column = frame[name]
        filled = column.dropna()
        if name == table["target"]:
            kind = "target"
        elif name in left_out:
            kind = "ignored"
        elif name in date_patterns:
            kind = "date"
        elif name in categories or column.dtype == bool:
            kind = "category"
        elif pd.api.types.is_numeric_dtype(column):
            kind = "number"
        elif len(filled) and filled.astype(str).str.match(r"\d{4}-\d{2}-\d{2}([T ][\d:.]+Z?)?$").all():
            kind = "date"
        else:
            kind = "category" if filled.nunique() <= CATEGORIES else "text"
        if kind == "date":
            numbers.append(dates(column, date_patterns.get(name, "ISO8601")))
        elif kind == "number":
            numbers.append(column.astype("float64"))
        elif kind == "category":
            texts.append(column.map(lambda cell: np.nan if pd.isna(cell) else str(cell)).astype("object"))
        kinds.append((table["name"], name, kind, int(column.isna().sum()), int(column.nunique())))
    empty = pd.DataFrame(index=frame.index)
    return pd.concat([empty, *numbers], axis=1), pd.concat([empty, *texts], axis=1), kinds


def prepared(numbers, categories):
    """What linear models and networks need."""
    steps = []
    if len(numbers):
        steps.append(("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers))
    if len(categories):
        steps.append(("categories", make_pipeline(
            SimpleImputer(strategy="most_frequent"),
            OneHotEncoder(handle_unknown="ignore", max_categories=32, sparse_output=False)), categories))
    return ColumnTransformer(steps)


def model(kind, classes, numbers, categories):
    if kind == "linear":
        return make_pipeline(prepared(numbers, categories), LogisticRegression(max_iter=1000) if classes else Ridge())
    if kind == "mlp":
        more = dict(hidden_layer_sizes=(64,), early_stopping=False, max_iter=200, random_state=0)
        last = MLPClassifier(**more) if classes else TransformedTargetRegressor(MLPRegressor(**more), transformer=StandardScaler())
        return make_pipeline(prepared(numbers, categories), last)
    codes = ColumnTransformer([
        ("categories", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan), categories),
        ("numbers", "passthrough", numbers)])
    if kind == "forest":
        return make_pipeline(codes, (RandomForestClassifier if classes else RandomForestRegressor)(random_state=0))
    if kind == "lightgbm":
        boosted = (lightgbm.LGBMClassifier if classes else lightgbm.LGBMRegressor)(n_jobs=1, verbose=-1, random_state=0)
        last = make_pipeline(codes, boosted)
        return last.set_params(**{f"{last.steps[-1][0]}__categorical_feature": list(range(len(categories)))})
    trees = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
    return make_pipeline(codes, trees(categorical_features=list(range(len(categories))), random_state=0))


def measured(metric, fitted, x, y):
    if metric == "auc":
        return roc_auc_score(y == fitted.classes_[1], fitted.predict_proba(x)[:, 1])
    return {"accuracy": accuracy_score, "balanced_accuracy": balanced_accuracy_score, "r2": r2_score}[metric](y, fitted.predict(x))


def folds(x, y, classes):
    """For each repeat the fold of each row."""
    splitter = RepeatedStratifiedKFold if classes else RepeatedKFold
    found = np.empty((REPEATS, len(y)), int)
    for number, (_, test) in enumerate(splitter(n_splits=FOLDS, n_repeats=REPEATS, random_state=0).split(x, y)):
        found[number // FOLDS, test] = number % FOLDS
    return found


def repeats(table):
    return 1 if int(table["rows"]) > LARGE else REPEATS


def checked(table, folder):
    frame = read(table, folder)
    if len(frame) != int(table["rows"]):
        sys.exit(f"{table['name']} has {len(frame)} rows instead of {table['rows']}")
    return frame


def encode(table, folder):
    """Writes what XgboostTables.java reads: categories as codes, which say nothing of the target."""
    frame = checked(table, folder)
    numbers, categories, _ = inputs(table, frame)
    target = frame[table["target"]]
    classes = table["task"] == "classes"
    names = sorted(target.dropna().astype(str).unique()) if classes else []
    codes = {name: pd.Series(pd.Categorical(categories[name]).codes).replace(-1, np.nan) for name in categories.columns}
    x = pd.concat([numbers, pd.DataFrame(codes, index=frame.index)], axis=1)
    x["target"] = target.astype(str).map({name: code for code, name in enumerate(names)}) if classes else target
    (folder / "encoded").mkdir(exist_ok=True)
    with open(folder / "encoded" / f"{table['name']}.csv", "w", newline="") as file:
        file.write(f"{table['metric']},{len(names)}\n")
        file.write(",".join("q" * len(numbers.columns) + "c" * len(categories.columns)) + "\n")
        x.to_csv(file, index=False, header=False)


def run(table, folder, missing, write):
    frame = checked(table, folder)
    classes = table["task"] == "classes"
    target = frame[table["target"]]
    used = (target.notna() & (np.arange(len(frame)) < ROWS)).to_numpy()
    y = target[used].astype(str).to_numpy() if classes else target[used].astype("float64").to_numpy()
    numbers, categories, kinds = inputs(table, frame)
    x = pd.concat([numbers, categories], axis=1)[used].reset_index(drop=True)
    of_rows = folds(x, y, classes)

    cells = np.full((len(frame), REPEATS), "", object)
    cells[used] = of_rows.T
    pd.DataFrame(cells, columns=[f"repeat{repeat}" for repeat in range(REPEATS)]).to_csv(
        folder / "folds" / f"{table['name']}.csv", index=False)
    kinds_file = folder / "kinds.csv"
    before = pd.read_csv(kinds_file, keep_default_na=False) if kinds_file.exists() else pd.DataFrame()
    now = pd.DataFrame(kinds, columns=["name", "column", "kind", "missing", "distinct"])
    pd.concat([before[before["name"] != table["name"]] if len(before) else before, now]).to_csv(kinds_file, index=False)

    for repeat in range(repeats(table)):
        for fold in range(FOLDS):
            test = of_rows[repeat] == fold
            # HistGradientBoosting fails on a column without values; SimpleImputer leaves it out.
            there = [name for name in numbers.columns if x[name][~test].notna().any()]
            for kind in missing:
                start = time.perf_counter()
                fitted = model(kind, classes, there, list(categories.columns)).fit(x[~test], y[~test])
                value = measured(table["metric"], fitted, x[test], y[test])
                write([table["name"], repeat, fold, kind, table["metric"], f"{value:.6f}", f"{time.perf_counter() - start:.3f}"])
        print(f"{table['name']} {repeat}", flush=True)


def summary(results):
    print("| table | metric | " + " | ".join(MODELS) + " | seconds per fit |")
    print("|---|---|" + "---|" * len(MODELS) + "---|")
    for name, rows in results.groupby("name", sort=False):
        means = []
        for kind in MODELS:
            if not (rows["model"] == kind).any():
                means.append("–")
                continue
            values = rows[rows["model"] == kind]["value"]
            means.append(f"{values.mean():.3f} ± {values.std() / len(values) ** 0.5:.3f}")
        seconds = [f"{rows[rows['model'] == kind]['seconds'].mean():.2f}" for kind in MODELS]
        print(f"| {name} | {rows['metric'].iloc[0]} | {' | '.join(means)} | {', '.join(seconds)} |")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    # A warning for each MLP that is not done after 200 epochs says nothing new.
    warnings.filterwarnings("ignore")
    folder = pathlib.Path(sys.argv[1])
    if "--encode" in sys.argv:
        for table in tables([name for name in sys.argv[2:] if name != "--encode"]):
            encode(table, folder)
        return
    (folder / "folds").mkdir(exist_ok=True)
    results = folder / "peers.csv"
    header = ["name", "repeat", "fold", "model", "metric", "value", "seconds"]
    if not results.exists():
        results.write_text(",".join(header) + "\n")
    if "--summary" not in sys.argv:
        done = pd.read_csv(results).groupby(["name", "model"]).size()
        for table in tables(sys.argv[2:]):
            missing = [kind for kind in MODELS if kind != "lightgbm" or lightgbm
                       if done.get((table["name"], kind), 0) != repeats(table) * FOLDS]
            if not missing:
                continue
            # What an interrupted run left of this table would be there twice.
            rest = pd.read_csv(results, dtype=str)
            rest[(rest["name"] != table["name"]) | ~rest["model"].isin(missing)].to_csv(results, index=False)
            with open(results, "a", newline="") as file:
                def write(line):
                    csv.writer(file, lineterminator="\n").writerow(line)
                    file.flush()
                run(table, folder, missing, write)
    summary(pd.read_csv(results))


if __name__ == "__main__":
    main()
