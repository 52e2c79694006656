"""Weights and objectives of scikit-learn's LinearSVC (LIBLINEAR) on small made-up problems.

Writes linear_svm.json beside it: python linear_svm.py. The constant feature 1 is a column of the
rows, so that its weight counts in the penalty: fit_intercept is off.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy import sparse
from sklearn.svm import LinearSVC


def problem(random, rows, width, classes, noise):
    x = sparse.random(rows, width, density=0.25, random_state=random, format="csr")
    x = sparse.hstack([x, np.ones((rows, 1))]).tocsr().astype(np.float32)
    truth = random.normal(size=(width + 1, classes))
    scores = x @ truth + noise * random.normal(size=(rows, classes))
    return x, (scores - np.median(scores, axis=0)).argmax(axis=1)


def objective(w, x, y, c, weights):
    total = 0.0
    for k, row in enumerate(w):
        side = np.where(y == (1 if len(w) == 1 else k), 1.0, -1.0)
        missing = np.maximum(0, 1 - side * (x @ row))
        total += 0.5 * row @ row + c * np.sum(weights * missing**2)
    return total


cases = []
for seed, (rows, width, classes, c, noise, weighted) in enumerate(
    [
        (40, 12, 2, 1.0, 0.3, False),
        (60, 20, 2, 0.1, 1.0, True),
        (90, 15, 3, 1.0, 0.3, False),
        (120, 30, 5, 4.0, 0.5, True),
        (30, 60, 2, 1.0, 0.1, False),
    ]
):
    random = np.random.RandomState(seed)
    x, y = problem(random, rows, width, classes, noise)
    weights = random.uniform(0, 3, rows) if weighted else np.ones(rows)
    weights = weights.astype(np.float32)
    model = LinearSVC(C=c, fit_intercept=False, tol=1e-10, max_iter=1_000_000, random_state=0)
    model.fit(x, y, sample_weight=weights)
    x = x.tocsr()
    cases.append(
        {
            "c": c,
            "classes": classes,
            "width": width + 1,
            "labels": y.tolist(),
            "weights": [float(w) for w in weights],
            "rows": [
                [
                    [int(i), float(v)]
                    for i, v in zip(
                        x.indices[x.indptr[r] : x.indptr[r + 1]], x.data[x.indptr[r] : x.indptr[r + 1]]
                    )
                ]
                for r in range(rows)
            ],
            "w": model.coef_.tolist(),
            "objective": float(objective(model.coef_, x, y, c, weights)),
        }
    )

out = Path(__file__).with_name("linear_svm.json")
out.write_text(json.dumps({"sklearn": sklearn.__version__, "cases": cases}) + "\n")
