"""Coefficients of scikit-learn's logistic regression on examples/iris/iris.csv, standardized, for LbfgsTest.

Run from the repository's root with scikit-learn 1.9.1; prints what logistic_regression.txt holds: for each C a line of the
kernel, column by column, then the intercepts.
"""

import csv

import numpy as np
from sklearn.linear_model import LogisticRegression

with open("examples/iris/iris.csv") as file:
    rows = list(csv.reader(file))[1:]
x = np.array([[float(value) for value in row[:4]] for row in rows])
x = ((x - x.mean(axis=0)) / x.std(axis=0)).astype(np.float32).astype(np.float64)
y = np.array([["setosa", "versicolor", "virginica"].index(row[4]) for row in rows])
for c in (0.1, 1, 10):
    model = LogisticRegression(C=c, tol=1e-8, max_iter=10_000).fit(x, y)
    values = np.concatenate([model.coef_.reshape(-1), model.intercept_])
    print(c, *(f"{value:.9g}" for value in values))
