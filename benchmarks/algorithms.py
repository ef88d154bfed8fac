"""What scikit-learn takes for what `benchmarks/run Algorithms ROWS FEATURES THREADS FILE` has written and timed.

    algorithms.py FILE FEATURES
"""

import sys
import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

file, features = sys.argv[1], int(sys.argv[2])
table = np.fromfile(file, dtype="<f4").reshape(-1, features + 1)
x, y = table[:, :features].astype(np.float64), table[:, features]
rows = len(x)
everything = rows


def run(name, model, most, labels=True):
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        scaled = StandardScaler().fit_transform(x[:most])
        model.fit(scaled, y[:most]) if labels else model.fit(scaled)
        seconds.append(time.perf_counter() - start)
    print(f"{name:28} {min(most, rows):7,} rows  {min(seconds):.2f} s  ({', '.join(f'{s:.2f}' for s in seconds)})")


run("logistic regression, ridge", LogisticRegression(C=1.0, tol=1e-8, max_iter=1000), everything)
run("logistic regression, lasso", LogisticRegression(C=0.01, l1_ratio=1.0, solver="saga", tol=1e-6, max_iter=1000), everything)
run("ridge", Ridge(alpha=0.001 * rows), everything)
run("lasso", Lasso(alpha=0.01, tol=1e-8, max_iter=10000), everything)
run("linear support vectors", SVC(kernel="linear", C=0.001), 20_000)
run("k-means, 8 clusters", KMeans(8, n_init=1), everything, False)
run("principal components, 10", PCA(10), everything, False)
run("isolation forest", IsolationForest(n_estimators=100, max_samples=256), everything, False)
run("naive Bayes", GaussianNB(), everything)
run("kernel support vectors", SVC(), 5000)
