"""Small models of LightGBM beside this file, each with its predictions for the rows of rows.csv, of which it has seen some.

Run in this folder with lightgbm 4.7.0 and pandas 3.0.6. A line of NAME.predictions has the raw scores of a row, then what is
predicted.
"""

import lightgbm as lgb
import numpy as np
import pandas as pd

ROWS = 150
TRAINED = 135

random = np.random.default_rng(11)
age = np.where(random.random(ROWS) < 0.15, np.nan, random.integers(18, 80, ROWS).astype(float))
income = np.where(random.random(ROWS) < 0.1, np.nan, (random.normal(0, 1000, ROWS)).astype(np.float32).astype(float))
visits = np.where(random.random(ROWS) < 0.5, 0.0, random.integers(-3, 5, ROWS).astype(float))
names = np.array(["red", "green", "blue", "deep, dark \"black\"", "white", "NA"], dtype=object)
colour = random.integers(0, 6, ROWS)
colour[TRAINED:] = random.integers(0, 6, ROWS - TRAINED)
gone = random.random(ROWS) < 0.1
effect = (
    np.nan_to_num(age, nan=30) / 40
    + np.nan_to_num(income, nan=500) / 1000
    + visits / 3
    + (colour * 5 % 7) / 2
    + random.normal(0, 0.25, ROWS)
)

frame = pd.DataFrame({"age": age, "Income_(EUR)": income, "visits": visits})
frame["colour"] = pd.Categorical(np.where(gone, None, names[colour]), categories=list(names))
SHOWN = slice(ROWS - 50, ROWS)
frame[SHOWN].to_csv("rows.csv", index=False, na_rep="")
numbers = frame[["age", "Income_(EUR)", "visits"]]
codes = numbers.assign(colour=np.where(gone, np.nan, colour.astype(float)))
codes[SHOWN].astype({"colour": "Int64"}).to_csv("codes.csv", index=False, na_rep="")
numbers[SHOWN].set_axis(["Column_0", "Column_1", "Column_2"], axis=1).to_csv("numbers.csv", index=False, na_rep="")


def classes(count):
    return np.argsort(np.argsort(effect)) * count // ROWS


def save(name, target, rounds=5, data=frame, group=None, categorical="auto", **settings):
    parameters = {
        "num_leaves": 6, "min_data_in_leaf": 5, "learning_rate": 0.3, "verbose": -1, "num_threads": 1, "max_bin": 31,
        "deterministic": True, "seed": 1, "cat_smooth": 1, "cat_l2": 1, "min_data_per_group": 5, **settings,
    }
    train = lgb.Dataset(
        data[:TRAINED], target[:TRAINED], group=group, categorical_feature=categorical, params=parameters)
    model = lgb.train(parameters, train, rounds)
    model.save_model(name + ".txt")
    if settings.get("linear_tree"):
        return
    shown = data[SHOWN]
    raw = model.predict(shown, raw_score=True).reshape(len(shown), -1)
    if settings.get("boosting") == "rf":
        raw /= rounds  # What is predicted is a mean, the raw score a sum.
    predicted = model.predict(shown).reshape(len(shown), -1)
    with open(name + ".predictions", "w") as file:
        for row in range(len(shown)):
            print(*(repr(float(value)) for value in [*raw[row], *predicted[row]]), file=file)


save("regression", effect)
save("one-hot", effect, max_cat_to_onehot=20)
save("codes", effect, data=codes, categorical=["colour"])
save("numbers", effect, data=numbers.to_numpy(), rounds=3)
save("zero-as-missing", effect, zero_as_missing=True)
save("no-missing", effect, use_missing=False)
save("absolute", effect, objective="regression_l1")
save("huber", effect, objective="huber", alpha=0.7)
save("fair", effect, objective="fair")
save("quantile", effect, objective="quantile", alpha=0.8)
save("mape", effect, objective="mape")
save("poisson", np.maximum(0, np.rint(effect)), objective="poisson")
save("gamma", np.exp(effect), objective="gamma")
save("tweedie", np.maximum(0, np.rint(effect)), objective="tweedie", tweedie_variance_power=1.3)
save("root", effect, objective="regression", reg_sqrt=True)
save("binary", classes(2), objective="binary", sigmoid=0.7)
save("share", 1 / (1 + np.exp(-effect)), objective="cross_entropy")
save("share-lambda", 1 / (1 + np.exp(-effect)), objective="cross_entropy_lambda")
save("multiclass", classes(3), objective="multiclass", num_class=3, rounds=3)
save("one-against-all", classes(3), objective="multiclassova", num_class=3, rounds=3)
save("rank", classes(3), objective="lambdarank", group=[45, 45, 45])
save("forest", effect, boosting="rf", bagging_freq=1, bagging_fraction=0.6)
save("forest-binary", classes(2), objective="binary", boosting="rf", bagging_freq=1, bagging_fraction=0.6)
save("dart", effect, boosting="dart", drop_rate=0.5, rounds=6)
save("stump", effect, min_data_in_leaf=1000, rounds=2)
save("linear", effect, data=numbers, linear_tree=True, rounds=2)
