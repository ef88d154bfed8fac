"""Writes more_figures.txt: further metrics of the cases of figures.txt, by scikit-learn 1.9.1 and NumPy 2.4.

`nan` stands where a metric is not defined: a rate of a class that does not occur, or for specificity of one that always does; a
correlation with a constant; a logarithm of a number below -1. Specificity and rates at a threshold are written out over scikit-learn's
confusion matrices and curves, Pearson's correlation is NumPy's, and quantiles of errors are NumPy's averaged_inverted_cdf.

Run: python3 more_figures.py > more_figures.txt
"""
import pathlib
import warnings

import numpy as np
from sklearn import metrics as m

from figures import AVERAGES, show

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def read():
    cases = {}
    for line in (pathlib.Path(__file__).parent / "figures.txt").read_text().splitlines():
        left, right = line.split(" = ", 1)
        name, key = left.split(" ", 1)
        cases.setdefault(name, {})[key] = right
    return cases


def numbers(text):
    return np.array([float(word) for word in text.split()])


def ratio(a, b):
    return float(a) / float(b) if b else 0.0


def averaged(name, key, each, weights, micro):
    each, weights = np.array(each), np.array(weights, dtype=float)
    defined = ~np.isnan(each)
    mean = lambda w: float((each * w)[defined].sum() / w[defined].sum()) if w[defined].sum() > 0 else np.nan
    show(name, key, mean(np.ones_like(weights)))
    show(name, key + "_micro", micro)
    show(name, key + "_weighted", mean(weights))
    for c, value in enumerate(each):
        show(name, f"{key}[{c}]", float(value))


def rates(truth, scores):
    """By name, as Keras defines them: the largest of one rate where the other is large enough."""
    if truth.sum() == 0:
        return dict.fromkeys(RATES, np.nan)
    precision, recall, _ = m.precision_recall_curve(truth, scores)
    precision, recall = precision[:-1], recall[:-1]
    found = {"precision_at_recall_0.7": max(precision[recall >= 0.7]),
             "recall_at_precision_0.6": max(recall[precision >= 0.6], default=0.0)}
    if truth.sum() == len(truth):
        return found | {"sensitivity_at_specificity_0.8": np.nan, "specificity_at_sensitivity_0.75": np.nan}
    fpr, tpr, _ = m.roc_curve(truth, scores, drop_intermediate=False)
    return found | {"sensitivity_at_specificity_0.8": max(tpr[1 - fpr >= 0.8]),
                    "specificity_at_sensitivity_0.75": max(1 - fpr[tpr >= 0.75])}


RATES = ("precision_at_recall_0.7", "recall_at_precision_0.6", "sensitivity_at_specificity_0.8", "specificity_at_sensitivity_0.75")


def of_classes(name, case, task, count):
    scores = numbers(case["predictions"]).astype(np.float32).astype(np.float64)
    targets = numbers(case["targets"])
    if task == "binary":
        guess, truth = (scores > 0.5).astype(int), targets.astype(int)
        columns = np.stack([(np.float32(1) - scores.astype(np.float32)).astype(np.float64), scores], axis=1)
        indicator, guessed = np.eye(2)[truth], np.eye(2)[guess]
    else:
        columns = scores.reshape(-1, count)
        if task == "labels":
            indicator, guessed = targets.reshape(-1, count), (columns > 0.5).astype(float)
        else:
            truth = targets.reshape(-1, count).argmax(1) if task == "onehot" else targets.astype(int)
            indicator, guessed = np.eye(count)[truth], np.eye(count)[columns.argmax(1)]
    support = indicator.sum(0)
    each = [m.jaccard_score(indicator[:, c], guessed[:, c], zero_division=0) for c in range(count)]
    micro = m.jaccard_score(indicator.ravel(), guessed.ravel(), zero_division=0)
    averaged(name, "iou", each, support, micro)
    matrices = m.multilabel_confusion_matrix(indicator, guessed, labels=list(range(count))) if count > 1 else \
        np.array([m.confusion_matrix(indicator[:, 0], guessed[:, 0], labels=[0, 1])])
    tn, fp = matrices[:, 0, 0], matrices[:, 0, 1]
    averaged(name, "specificity", [ratio(a, a + b) for a, b in zip(tn, fp)], support, ratio(tn.sum(), tn.sum() + fp.sum()))
    show(name, "perplexity", float(np.exp(numbers(case["log_loss"])[0])))
    each = [rates(indicator[:, c], columns[:, c]) for c in range(count)]
    micro = rates(indicator.ravel(), columns.ravel())
    for key in RATES:
        if count == 2 and task != "labels":
            for suffix in AVERAGES:
                show(name, key + suffix, float(each[1][key]))
            for c in range(2):
                show(name, f"{key}[{c}]", float(each[c][key]))
        else:
            averaged(name, key, [of[key] for of in each], support, float(micro[key]))


def of_values(name, case, width):
    truth = numbers(case["targets"]).astype(np.float32).astype(np.float64).reshape(-1, width)
    guess = numbers(case["predictions"]).astype(np.float32).astype(np.float64).reshape(-1, width)
    errors = np.abs(guess - truth)
    logs = np.log1p(guess) - np.log1p(truth)
    show(name, "rmsle", float(np.sqrt((logs**2).mean(0)).mean()))
    if not np.isnan(logs).any():
        assert np.isclose(m.root_mean_squared_log_error(truth, guess), np.sqrt((logs**2).mean(0)).mean())
    show(name, "median_absolute_error", m.median_absolute_error(truth, guess))
    show(name, "error_quantile_0.9", float(np.quantile(errors, 0.9, axis=0, method="averaged_inverted_cdf").mean()))
    show(name, "max_error", float(np.mean([m.max_error(t, g) for t, g in zip(truth.T, guess.T)])))
    show(name, "explained_variance", m.explained_variance_score(truth, guess))
    show(name, "pearson", float(np.mean([np.corrcoef(t, g)[0, 1] for t, g in zip(truth.T, guess.T)])))
    lengths = np.linalg.norm(truth, axis=1) * np.linalg.norm(guess, axis=1)
    show(name, "cosine_similarity", float(np.where(lengths > 0, (truth * guess).sum(1) / np.where(lengths > 0, lengths, 1), 0).mean()))


if __name__ == "__main__":
    for name, case in read().items():
        task, count = case["task"].split()
        if task == "values":
            of_values(name, case, int(count))
        else:
            of_classes(name, case, task, int(count))
