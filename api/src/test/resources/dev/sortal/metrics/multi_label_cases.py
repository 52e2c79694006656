"""Writes multi_label_cases.json beside this file: what scikit-learn says of the same examples.

scikit-learn 1.9.1. Run: python multi_label_cases.py
"""

import json
import pathlib
import warnings

import numpy as np
from sklearn import metrics

warnings.simplefilter("ignore")  # 0/0 is what some of the cases are about


def case(name, truth, scores, thresholds):
    scores = scores.astype(np.float32)
    given = (scores.astype(float) >= np.asarray(thresholds)).astype(int)
    prf = {}
    for average in ("micro", "macro", "weighted"):
        p, r, f, _ = metrics.precision_recall_fscore_support(
            truth, given, average=average, zero_division=0)
        prf[average] = [p, r, f]
    per_label = metrics.precision_recall_fscore_support(truth, given, zero_division=0)
    return {
        "name": name,
        "truth": truth.tolist(),
        "scores": scores.astype(float).tolist(),
        "thresholds": list(thresholds),
        "averages": prf,
        "labels": [list(map(float, row)) for row in np.array(per_label).T],
        "samplesF1": metrics.f1_score(truth, given, average="samples", zero_division=0),
        "jaccard": metrics.jaccard_score(truth, given, average="samples", zero_division=0),
        "subsetAccuracy": metrics.accuracy_score(truth, given),
        "hammingLoss": metrics.hamming_loss(truth, given),
        "rankingPrecision": metrics.label_ranking_average_precision_score(truth, scores),
        "rankingLoss": metrics.label_ranking_loss(truth, scores),
        "coverageError": metrics.coverage_error(truth, scores),
        "microRocAuc": metrics.roc_auc_score(truth.ravel(), scores.ravel()) if 0 < truth.sum() < truth.size else None,
        "averagePrecision": [
            float(metrics.average_precision_score(truth[:, i], scores[:, i]))
            if truth[:, i].any() else 0.0 for i in range(truth.shape[1])],
    }


random = np.random.default_rng(3)
truth = (random.random((60, 5)) < [0.5, 0.1, 0.3, 0.8, 0.02]).astype(int)
noisy = np.clip(0.5 * truth + random.random((60, 5)) * 0.6, 0, 1)
cases = [
    case("noisy", truth, noisy, [0.5] * 5),
    case("own thresholds", truth, noisy, [0.3, 0.7, 0.5, 0.25, 0.9]),
    case("ties", truth, np.round(noisy * 4) / 4, [0.5] * 5),
    case("nothing given", truth, noisy * 0.1, [0.5] * 5),
    case("nothing true", np.zeros((4, 3), int), random.random((4, 3)), [0.5] * 3),
    case("all true", np.ones((4, 3), int), random.random((4, 3)), [0.5] * 3),
]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases), encoding="utf-8")
