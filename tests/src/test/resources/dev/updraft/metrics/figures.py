"""Writes figures.txt: the metrics of MetricOracleTest, by scikit-learn 1.2.1.

Each case has its task, targets and float32 predictions, then every metric by the name it has in a report. `nan` stands
where scikit-learn gives NaN or refuses: an area under a ROC curve without samples of the class or with nothing else, Cohen's
kappa of one class rightly guessed, R² of one sample. Where the area of some classes is refused, macro and weighted averages
are taken here over the others. The Brier score of more than two classes and the accuracy of labels are written out, as this
version has neither; log loss and Brier score of labels are means over the labels.

Run: python3 figures.py > figures.txt
"""
import warnings
import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
EPSILON = 2.0 ** -23
AVERAGES = {"": "macro", "_micro": "micro", "_weighted": "weighted"}
random = np.random.default_rng(5)


def single(values):
    return np.asarray(values, dtype=np.float32).astype(np.float64)


def show(name, key, values):
    values = [f"{v:.17g}" if isinstance(v, float) else str(v) for v in np.ravel(values).tolist()]
    print(name, key, "=", *values)


def inputs(name, task, targets, predictions):
    print(name, "task =", *task)
    show(name, "targets", [int(v) if float(v).is_integer() else float(v) for v in np.ravel(targets)])
    print(name, "predictions =", *(f"{v:.9g}" for v in np.ravel(predictions)))


def area(truth, scores):
    return m.roc_auc_score(truth, scores) if 0 < truth.sum() < len(truth) else np.nan


def counted(name, truth, guess, labels):
    scores = {"precision": m.precision_score, "recall": m.recall_score, "f1": m.f1_score,
              "f0.5": lambda *a, **k: m.fbeta_score(*a, beta=0.5, **k), "f2": lambda *a, **k: m.fbeta_score(*a, beta=2, **k)}
    for key, score in scores.items():
        for suffix, average in AVERAGES.items():
            show(name, key + suffix, score(truth, guess, labels=labels, average=average, zero_division=0))
        for label, value in enumerate(score(truth, guess, labels=labels, average=None, zero_division=0)):
            show(name, f"{key}[{label}]", value)


def exclusive(name, truth, guess, labels):
    show(name, "accuracy", m.accuracy_score(truth, guess))
    show(name, "balanced_accuracy", m.balanced_accuracy_score(truth, guess))
    show(name, "cohen_kappa", m.cohen_kappa_score(truth, guess, labels=labels))
    show(name, "mcc", float(m.matthews_corrcoef(truth, guess)))
    counted(name, truth, guess, labels)


def ranked(name, truth, scores):
    """Of indicators: a column a class."""
    areas = np.array([area(truth[:, c], scores[:, c]) for c in range(truth.shape[1])])
    defined = ~np.isnan(areas)
    weights = truth.sum(0)[defined]
    for c, value in enumerate(areas):
        show(name, f"roc_auc[{c}]", value)
        show(name, f"pr_auc[{c}]", abs(m.average_precision_score(truth[:, c], scores[:, c])))
    show(name, "roc_auc_micro", m.roc_auc_score(truth, scores, average="micro"))
    if defined.all():
        show(name, "roc_auc", m.roc_auc_score(truth, scores, average="macro"))
        show(name, "roc_auc_weighted", m.roc_auc_score(truth, scores, average="weighted"))
    else:
        show(name, "roc_auc", areas[defined].mean() if defined.any() else np.nan)
        show(name, "roc_auc_weighted", areas[defined] @ weights / weights.sum() if defined.any() else np.nan)
    for suffix, average in AVERAGES.items():
        show(name, "pr_auc" + suffix, m.average_precision_score(truth, scores, average=average))


def ranked_binary(name, truth, scores):
    for suffix in AVERAGES:
        show(name, "roc_auc" + suffix, area(truth, scores))
        show(name, "pr_auc" + suffix, abs(m.average_precision_score(truth, scores)))
    for c, (is_class, score) in enumerate([(1 - truth, np.float32(1) - scores.astype(np.float32)), (truth, scores)]):
        show(name, f"roc_auc[{c}]", area(is_class, score))
        show(name, f"pr_auc[{c}]", abs(m.average_precision_score(is_class, score)))


def calibrated(name, happened, probability):
    share, mean = calibration_curve(happened, probability, n_bins=10)
    show(name, "calibration_share", share)
    show(name, "calibration_probability", mean)


def classes(name, truth, scores, task="classes"):
    scores, count = single(scores), np.shape(scores)[1]
    labels, indicator = list(range(count)), np.eye(count)[truth]
    inputs(name, (task, count), indicator if task == "onehot" else truth, scores)
    guess = scores.argmax(1)
    exclusive(name, truth, guess, labels)
    for k in (1, 2):
        ranks = scores[:, 1] if count == 2 else scores
        show(name, f"top_{k}_accuracy", m.top_k_accuracy_score(truth, ranks, k=k, labels=labels))
    show(name, "log_loss", m.log_loss(truth, scores, labels=labels, eps=EPSILON))
    if count == 2:
        show(name, "brier", m.brier_score_loss(truth, scores[:, 1], pos_label=1))
        calibrated(name, truth, scores[:, 1])
        ranked_binary(name, truth, scores[:, 1])
    else:
        show(name, "brier", ((scores - indicator) ** 2).sum(1).mean())
        calibrated(name, guess == truth, scores.max(1))
        ranked(name, indicator, scores)


def binary(name, truth, scores):
    scores = single(scores)
    inputs(name, ("binary", 2), truth, scores)
    exclusive(name, truth, (scores > 0.5).astype(int), [0, 1])
    for k in (1, 2):
        show(name, f"top_{k}_accuracy", m.top_k_accuracy_score(truth, scores, k=k, labels=[0, 1]))
    show(name, "log_loss", m.log_loss(truth, scores, labels=[0, 1], eps=EPSILON))
    show(name, "brier", m.brier_score_loss(truth, scores, pos_label=1))
    calibrated(name, truth, scores)
    ranked_binary(name, truth, scores)


def labels(name, truth, scores):
    scores, guess = single(scores), (single(scores) > 0.5).astype(int)
    inputs(name, ("labels", truth.shape[1]), truth, scores)
    show(name, "accuracy", (truth == guess).mean())
    # A single column is no indicator to scikit-learn, but classes 0 and 1.
    counted(name, truth, guess, list(range(truth.shape[1])) if truth.shape[1] > 1 else [1])
    columns = list(zip(truth.T, scores.T))
    show(name, "log_loss", np.mean([m.log_loss(t, s, labels=[0, 1], eps=EPSILON) for t, s in columns]))
    show(name, "brier", np.mean([m.brier_score_loss(t, s, pos_label=1) for t, s in columns]))
    calibrated(name, truth.ravel(), scores.ravel())
    ranked(name, truth, scores)


def values(name, truth, guess):
    truth, guess = single(truth), single(guess)
    inputs(name, ("values", truth.shape[1]), truth, guess)
    show(name, "mae", m.mean_absolute_error(truth, guess))
    show(name, "mse", m.mean_squared_error(truth, guess))
    show(name, "rmse", m.mean_squared_error(truth, guess, squared=False))
    show(name, "mape", m.mean_absolute_percentage_error(truth, guess))
    show(name, "r2", m.r2_score(truth, guess))


def softmax(count, width, coarse=None):
    """Random probabilities; coarse ones are multiples of a power of two, so that many are equal."""
    if coarse:
        return random.multinomial(coarse, np.full(width, 1 / width), count) / coarse
    logits = random.normal(size=(count, width)) * 2
    return np.exp(logits) / np.exp(logits).sum(1, keepdims=True)


def likely(scores):
    """Classes that the scores foretell in about half of the cases."""
    count, width = scores.shape
    return np.where(random.random(count) < 0.5, scores.argmax(1), random.integers(0, width, count))


if __name__ == "__main__":
    for name, scores in (("ten_classes", softmax(150, 10)), ("ties", softmax(80, 4, 8)), ("two_outputs", softmax(40, 2)),
                         ("two_outputs_tied", softmax(30, 2, 4)), ("onehot", softmax(30, 3, 16))):
        classes(name, likely(scores), scores, "onehot" if name == "onehot" else "classes")
    classes("all_equal", np.arange(12) % 4, np.full((12, 4), 0.25))
    classes("certain", np.array([0, 1, 2, 2, 1]), np.eye(3)[[0, 1, 2, 0, 1]])
    scores = softmax(40, 5)
    classes("absent_class", likely(scores[:, :3]), scores)
    classes("never_guessed", np.array([3, 0, 1, 2, 3]), np.eye(4)[[0, 0, 1, 2, 1]] * 0.6 + 0.1)
    classes("one_class", np.full(9, 1), softmax(9, 3, 8))
    classes("one_class_right", np.full(4, 2), np.tile([0.125, 0.25, 0.625], (4, 1)))
    classes("one_sample", np.array([2]), [[0.2, 0.5, 0.3]])

    truth = random.integers(0, 2, 60)
    binary("binary", truth, np.clip(truth * 0.3 + random.random(60) * 0.7, 0, 1))
    binary("binary_tied", truth[:25], random.integers(0, 5, 25) / 4)
    binary("binary_all_second", np.ones(5, dtype=int), [0.2, 0.5, 0.6, 0.9, 0.9])
    binary("binary_all_first", np.zeros(5, dtype=int), [0.2, 0.5, 0.6, 0.9, 0.9])
    binary("binary_one_sample", np.array([1]), [0.75])

    scores = random.random((50, 4))
    labels("labels", (random.random((50, 4)) < scores).astype(int), scores)
    labels("labels_tied", random.integers(0, 2, (20, 3)), random.integers(0, 4, (20, 3)) / 4)
    truth = random.integers(0, 2, (15, 4))
    truth[:, 1], truth[:, 2] = 0, 1
    labels("labels_absent_and_everywhere", truth, random.random((15, 4)))
    labels("one_label", random.integers(0, 2, (20, 1)), random.integers(0, 9, (20, 1)) / 8)
    labels("labels_one_sample", np.array([[1, 0, 1]]), [[0.75, 0.25, 0.125]])

    truth = random.normal(size=(30, 2)) * [1, 100] + [0, 1000]
    values("values", truth, truth + random.normal(size=(30, 2)) * [0.5, 80])
    values("values_with_zeros", [[0.0], [1.0], [2.0]], [[0.0], [1.5], [2.0]])
    values("values_constant", [[2.0], [2.0], [2.0]], [[2.0], [2.5], [1.0]])
    values("values_constant_and_right", [[2.0, 1.0], [2.0, 3.0]], [[2.0, 1.5], [2.0, 3.0]])
    values("values_one_sample", [[4.0]], [[3.0]])
