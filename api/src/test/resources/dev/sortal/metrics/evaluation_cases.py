"""Writes evaluation_cases.json beside this file: what scikit-learn says of the same rows.

Python 3.11, scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1. Run: python evaluation_cases.py

Probabilities are rounded to float32 first and widened exactly, so both sides see the same numbers.
Some cases have weights of rows, which go to scikit-learn as sample_weight. NaN is written as null. What scikit-learn lacks is defined here: the expected calibration error
(Guo et al. 2017, equation 3) and top-k with ties to the lowest index.
"""

import json
import math
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

assert sklearn.__version__ == "1.9.1", sklearn.__version__
assert sys.version_info[:2] == (3, 11), sys.version

warnings.simplefilter("ignore")  # 0/0 is what some of the cases are about


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def noisy(seed, rows, classes, truth=None, signal=1.5):
    """Truth and probabilities of a classifier that is often right."""
    random = np.random.default_rng(seed)
    if truth is None:
        truth = random.integers(0, classes, rows)
    truth = np.asarray(truth)
    logits = random.normal(size=(rows, classes))
    logits[np.arange(rows), truth] += signal
    return truth, softmax(logits)


def quantised(probabilities, steps):
    return np.round(probabilities * steps) / steps


def calibration_error(confidence, right, weights, bins=15):
    error = 0.0
    for i in range(bins):
        inside = (confidence > i / bins) & (confidence <= (i + 1) / bins)
        if weights[inside].sum() > 0:
            gap = np.average(right[inside], weights=weights[inside]) - np.average(
                confidence[inside], weights=weights[inside])
            error += abs(gap) * weights[inside].sum() / weights.sum()
    return error


def bins_of(scores, hits, bins):
    """sklearn.calibration.calibration_curve leaves empty bins out and does not take weights."""
    shares, means = calibration_curve(hits, scores, n_bins=bins, strategy="uniform")
    return {"confidence": means.tolist(), "accuracy": shares.tolist()}


def coverage(confidence, right):
    points = []
    for least in sorted(set(confidence.tolist()), reverse=True):
        taken = confidence >= least
        points.append([least, float(taken.mean()), float(right[taken].mean())])
    return points


def specificity(matrix, label):
    others = np.delete(matrix, label, axis=0)
    total = others.sum()
    return 0.0 if total == 0 else 1 - others[:, label].sum() / total


def one_versus_one(truth, scores, average):
    """sklearn's own, where all classes occur; of the pairs that do otherwise."""
    classes = scores.shape[1]
    values, weights = [], []
    for i in range(classes):
        for j in range(i):
            pair = (truth == i) | (truth == j)
            own = truth[pair] == i
            if own.all() or not own.any():
                if average == "macro":
                    return math.nan
                continue
            values.append((metrics.roc_auc_score(own, scores[pair, i])
                           + metrics.roc_auc_score(~own, scores[pair, j])) / 2)
            weights.append(pair.mean())
    result = mean(values, weights if average == "weighted" else None) if values else math.nan
    if classes > 2 and set(truth) == set(range(classes)) and np.allclose(scores.sum(axis=1), 1):
        assert math.isclose(result, metrics.roc_auc_score(
            truth, scores, multi_class="ovo", average=average), rel_tol=1e-12)
    return result


def top_hits(truth, scores, k):
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return (best == truth[:, None]).any(axis=1)


def mean(values, weights=None):
    return float(np.average(values, weights=weights))


def case(name, truth, scores, positive=1, unknown=(), curves=2, weights=None):
    """unknown: (label, scores) rows whose truth the model does not know."""
    truth = np.asarray(truth, dtype=int)
    scores = np.asarray(scores).astype(np.float32).astype(np.float64)
    classes = scores.shape[1]
    labels = [f"c{i:02d}" for i in range(classes)]
    rest = np.asarray([s for _, s in unknown]).astype(np.float32).astype(np.float64)
    strange = sorted({label for label, _ in unknown})
    all_truth = np.concatenate([truth, [classes + strange.index(label) for label, _ in unknown]]).astype(int)
    all_scores = np.concatenate([scores, rest.reshape(-1, classes)])
    answers = all_scores.argmax(axis=1)
    all_weights = np.ones(len(all_truth)) if weights is None else np.asarray(weights, dtype=float)
    own_weights = all_weights[:len(truth)]
    weigh = {} if weights is None else {"sample_weight": all_weights}
    weigh_own = {} if weights is None else {"sample_weight": own_weights}
    every = list(range(classes))
    matrix = metrics.confusion_matrix(all_truth, answers, labels=list(range(classes + len(strange))))
    weighted_matrix = metrics.confusion_matrix(
        all_truth, answers, labels=list(range(classes + len(strange))), **weigh)
    assert not matrix[:, classes:].any()

    def prf(average):
        p, r, f, s = metrics.precision_recall_fscore_support(
            all_truth, answers, labels=every, average=average, zero_division=0, **weigh)
        return p, r, f, s

    precision, recall, f1, support = prf(None)
    auc, average_precision = [], []
    for i in every:
        own = (truth == i).astype(int)
        auc.append(metrics.roc_auc_score(own, scores[:, i], **weigh_own))
        average_precision.append(metrics.average_precision_score(own, scores[:, i], **weigh_own))
    seen = support > 0
    balanced = float(recall[seen].mean()) if seen.any() else math.nan
    if not strange:
        assert math.isclose(balanced, metrics.balanced_accuracy_score(truth, answers, **weigh_own), rel_tol=1e-12)
    costs = np.array([[0 if i == j else 1 + i + 2 * j for j in range(classes)] for i in range(classes + len(strange))])
    cost = float((weighted_matrix[:, :classes] * costs).sum() / all_weights.sum())
    ravel = np.eye(classes)[truth].ravel()
    micro_weights = {} if weights is None else {"sample_weight": np.repeat(own_weights, classes)}
    macro_auc = mean(auc)
    weighted_auc = mean(np.asarray(auc)[seen], support[seen])
    if classes > 2 and seen.all() and np.allclose(scores.sum(axis=1), 1):
        for average, value in (("macro", macro_auc), ("weighted", weighted_auc)):
            assert math.isclose(
                value, metrics.roc_auc_score(truth, scores, multi_class="ovr", average=average, **weigh_own), rel_tol=1e-12)
    if classes == 2:
        brier = metrics.brier_score_loss((truth == positive).astype(int), scores[:, positive], pos_label=1, **weigh_own)
    else:
        # Without scikit-learn's check that the rows sum to 1, which float32 and coarse steps miss.
        brier = mean(((scores - np.eye(classes)[truth]) ** 2).sum(axis=1), own_weights)
        if np.allclose(scores.sum(axis=1), 1, rtol=1e-7, atol=0):
            assert math.isclose(brier, metrics.brier_score_loss(truth, scores, labels=every, **weigh_own), rel_tol=1e-12)
    top = {k: float((top_hits(truth, scores, k) * own_weights).sum() / all_weights.sum()) for k in (1, 2, 3, 5)}
    distinct = all(len(set(row)) == classes for row in scores.tolist())
    if distinct and not strange and classes > 3:
        assert math.isclose(top[3], metrics.top_k_accuracy_score(truth, scores, k=3, labels=every, **weigh_own), rel_tol=1e-12)
    roc = []
    for i in every[:curves]:
        false_rate, true_rate, thresholds = metrics.roc_curve(
            (truth == i).astype(int), scores[:, i], drop_intermediate=False, **weigh_own)
        precisions, recalls, _ = metrics.precision_recall_curve(
            (truth == i).astype(int), scores[:, i], drop_intermediate=False, **weigh_own)
        if not (truth == i).any():
            recalls[:] = math.nan  # scikit-learn says 1
        roc.append({"label": labels[i], "thresholds": thresholds[1:].tolist(),
                    "truePositiveRates": true_rate.tolist(), "falsePositiveRates": false_rate.tolist(),
                    "precisions": precisions[::-1].tolist(), "recalls": recalls[::-1].tolist(),
                    "bins": bins_of(scores[:, i], (truth == i).astype(int), 7) if weights is None else None})
    return clean({
        "name": name, "labels": labels, "positive": positive,
        "rows": [{"truth": labels[t], "scores": s} for t, s in zip(truth, scores.tolist())]
        + [{"truth": label, "scores": s} for (label, _), s in zip(unknown, rest.tolist())],
        "weights": all_weights.tolist(),
        "accuracy": metrics.accuracy_score(all_truth, answers, **weigh),
        "balancedAccuracy": balanced, "cost": cost,
        "microPrecision": prf("micro")[0], "microRecall": prf("micro")[1],
        "macroF2": metrics.fbeta_score(
            all_truth, answers, beta=2, labels=every, average="macro", zero_division=0, **weigh),
        "specificity": [specificity(weighted_matrix, i) for i in every],
        "microRocAuc": metrics.roc_auc_score(ravel, scores.ravel(), **micro_weights),
        "microAveragePrecision": metrics.average_precision_score(ravel, scores.ravel(), **micro_weights),
        "macroOneVersusOne": one_versus_one(truth, scores, "macro") if weights is None else None,
        "weightedOneVersusOne": one_versus_one(truth, scores, "weighted") if weights is None else None,
        "coverage": coverage(all_scores.max(axis=1), answers == all_truth) if weights is None else None,
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
        "support": np.asarray(matrix).sum(axis=1)[:classes].tolist(), "rocAucs": auc, "averagePrecision": average_precision,
        "macroPrecision": prf("macro")[0], "macroRecall": prf("macro")[1], "macroF1": prf("macro")[2],
        "weightedPrecision": prf("weighted")[0], "weightedRecall": prf("weighted")[1],
        "weightedF1": prf("weighted")[2], "microF1": prf("micro")[2],
        "macroRocAuc": macro_auc, "weightedRocAuc": weighted_auc,
        "rocAuc": auc[positive] if classes == 2 else macro_auc,
        "macroAveragePrecision": mean(average_precision),
        "weightedAveragePrecision": mean(average_precision, support),
        "confusion": matrix[:, :classes].tolist(), "truths": labels + strange,
        "logLoss": metrics.log_loss(truth, scores, labels=every, **weigh_own),
        "matthews": metrics.matthews_corrcoef(all_truth, answers, **weigh),
        "kappa": metrics.cohen_kappa_score(all_truth, answers, **weigh),
        "brier": brier, "top": top,
        "calibrationError": calibration_error(scores.max(axis=1), scores.argmax(axis=1) == truth, own_weights),
        "curves": roc,
    })


def clean(value):
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(inner) for inner in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and math.isnan(value) else value


def cases():
    yield case("binary", *noisy(1, 100, 2))
    yield case("binary, the positive class is the first", *noisy(2, 40, 2), positive=0)
    truth, scores = noisy(3, 120, 2)
    yield case("binary with ties", truth, quantised(scores, 8))
    yield case("binary, rare positives", *noisy(4, 150, 2, truth=[1] * 4 + [0] * 146))
    yield case("three classes", *noisy(5, 70, 3), curves=3)
    truth, scores = noisy(6, 90, 4)
    yield case("four classes with ties", truth, quantised(scores, 4), curves=4)
    random = np.random.default_rng(7)
    yield case("a class that never occurs", *noisy(8, 60, 4, truth=random.choice([0, 1, 3], 60)))
    truth, scores = noisy(9, 60, 4)
    scores[:, 2] *= 0.01
    scores /= scores.sum(axis=1, keepdims=True)
    yield case("a class that is never predicted", truth, scores)
    truth, scores = noisy(10, 60, 4, truth=random.choice([0, 1, 3], 60))
    scores[:, 2] *= 0.01
    scores /= scores.sum(axis=1, keepdims=True)
    yield case("a class that neither occurs nor is predicted", truth, scores, curves=3)
    truth = np.arange(30) % 3
    yield case("perfect", truth, noisy(11, 30, 3, truth=truth, signal=40)[1])
    yield case("perfect and certain", truth, np.eye(3)[truth])
    yield case("all wrong", truth, noisy(12, 30, 3, truth=(truth + 1) % 3, signal=40)[1])
    yield case("all wrong and certain", truth, np.eye(3)[(truth + 1) % 3])
    yield case("binary, all wrong", [0, 1, 0, 1, 1], [[.1, .9], [.8, .2], [.3, .7], [.6, .4], [.9, .1]])
    yield case("one row", [1], [[.25, .75]])
    yield case("one row, wrong", [0], [[.25, .75]])
    yield case("two rows", [0, 1], [[.6, .4], [.7, .3]])
    yield case("two rows of five classes", [4, 2], [[.1, .2, .3, .15, .25], [.2, .2, .2, .2, .2]], curves=5)
    yield case("constant scores", [0, 1, 1, 0, 1, 1], [[.5, .5]] * 6)
    yield case("constant scores of three classes", [0, 1, 2, 2], [[1 / 3, 1 / 3, 1 / 3]] * 4, curves=3)
    yield case("one class is the truth of all rows", [1, 1, 1], [[.2, .8], [.6, .4], [.1, .9]])
    yield case("one class is truth and answer of all rows", [0, 0], [[.9, .1], [.8, .2]])
    yield case("tiny probabilities", [0, 1, 0, 1, 0],
               [[1e-40, 1], [1, 1e-30], [1e-20, 1], [1 - 6e-8, 6e-8], [1e-12, 1]])
    truth, scores = noisy(13, 40, 3)
    yield case("rows that do not sum to one", truth, scores * 0.8)
    truth, scores = noisy(14, 50, 3)
    strange, more = noisy(15, 9, 3)
    yield case("labels that the model does not know", truth, scores,
               unknown=[("new", s) for s in more[:6].tolist()] + [("later", s) for s in more[6:].tolist()])
    truth, scores = noisy(16, 100, 77, truth=np.arange(100) % 77, signal=4)
    yield case("77 classes", truth, quantised(scores, 256))


def weighted_cases():
    random = np.random.default_rng(100)
    truth, scores = noisy(17, 90, 2)
    yield case("binary, weighted", truth, quantised(scores, 16), weights=random.integers(0, 4, 90))
    truth, scores = noisy(18, 80, 4)
    yield case("four classes, weighted", truth, scores, weights=np.round(random.random(80) * 8) / 4, curves=4)
    truth, scores = noisy(19, 50, 3)
    strange, more = noisy(20, 5, 3)
    yield case("labels that the model does not know, weighted", truth, scores,
               unknown=[("new", s) for s in more.tolist()], weights=random.integers(1, 5, 55) / 2)


if __name__ == "__main__":
    target = pathlib.Path(__file__).with_suffix(".json")
    lines = ",\n".join(json.dumps(one, allow_nan=False) for one in [*cases(), *weighted_cases()])
    target.write_text("[\n" + lines + "\n]\n", encoding="utf-8")
