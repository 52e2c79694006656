"""Writes calibration_cases.json beside this file: what scikit-learn and SciPy say of the same rows.

Python 3.11, scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1. Run: python calibration_cases.py

Logits are rounded to float32 first and widened exactly. Temperatures are the minimum of the log loss
that scipy.optimize finds; isotonic curves are sklearn.isotonic's, one label against the rest, divided
by their sum as sklearn.calibration does it (of two labels the second alone).
"""

import json
import pathlib

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax
from sklearn.isotonic import IsotonicRegression


def rows(seed, count, classes, sureness, steps=None):
    random = np.random.default_rng(seed)
    truth = random.integers(0, classes, count)
    logits = random.normal(size=(count, classes))
    logits[np.arange(count), truth] += 1
    logits *= sureness
    if steps:
        logits = np.round(logits * steps) / steps
    return truth, logits.astype(np.float32).astype(np.float64)


def minimum(loss):
    result = minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-12})
    return float(np.exp(-result.x))


def curve(scores, hits):
    """The probabilities are rounded to float32, as those that a classifier gives."""
    scores = scores.astype(np.float32).astype(np.float64)
    return IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, hits)


def one_label(name, truth, logits):
    classes = logits.shape[1]
    onehot = np.eye(classes)[truth]
    temperature = minimum(
        lambda f: -log_softmax(np.exp(f) * logits, axis=1)[np.arange(len(truth)), truth].mean())
    probabilities = softmax(logits, axis=1)
    narrow = probabilities.astype(np.float32).astype(np.float64)
    if classes == 2:
        second = curve(probabilities[:, 1], onehot[:, 1]).predict(narrow[:, 1])
        isotonic = np.stack([1 - second, second], axis=1)
    else:
        isotonic = np.stack(
            [curve(probabilities[:, i], onehot[:, i]).predict(narrow[:, i]) for i in range(classes)], axis=1)
        total = isotonic.sum(axis=1, keepdims=True)
        isotonic = np.where(total == 0, 1 / classes, isotonic / np.where(total == 0, 1, total))
    return {"name": name, "several": False, "truth": onehot.astype(int).tolist(), "logits": logits.tolist(),
            "temperature": temperature, "scaled": softmax(logits / temperature, axis=1).tolist(),
            "isotonic": isotonic.tolist()}


def several_labels(name, truth, logits):
    signs = 2 * truth - 1
    temperature = minimum(lambda f: np.logaddexp(0, -signs * np.exp(f) * logits).mean())
    probabilities = expit(logits)
    narrow = probabilities.astype(np.float32).astype(np.float64)
    isotonic = np.stack(
        [curve(probabilities[:, i], truth[:, i]).predict(narrow[:, i]) for i in range(truth.shape[1])], axis=1)
    return {"name": name, "several": True, "truth": truth.tolist(), "logits": logits.tolist(),
            "temperature": temperature, "scaled": expit(logits / temperature).tolist(),
            "isotonic": isotonic.tolist()}


def many(seed, count, labels, sureness):
    random = np.random.default_rng(seed)
    truth = (random.random((count, labels)) < 0.3).astype(int)
    logits = ((random.normal(size=(count, labels)) + truth - 0.5) * sureness).astype(np.float32)
    return truth, logits.astype(np.float64)


if __name__ == "__main__":
    cases = [
        one_label("too sure", *rows(1, 200, 4, 4)),
        one_label("not sure enough", *rows(2, 200, 3, 0.3)),
        one_label("two labels", *rows(3, 150, 2, 3)),
        one_label("ties", *rows(4, 150, 3, 2, steps=2)),
        one_label("ties of two labels", *rows(5, 60, 2, 2, steps=1)),
        several_labels("several labels", *many(6, 150, 4, 3)),
        several_labels("several labels, not sure enough", *many(7, 150, 2, 0.5)),
    ]
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text("[\n" + ",\n".join(json.dumps(one) for one in cases) + "\n]\n", encoding="utf-8")
