"""Writes fold_figures.json: means and intervals over folds as SciPy gives them. Run by hand."""

import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(5)
cases = []
for folds in (2, 3, 5, 10, 30):
    values = rng.normal(0.8, 0.03, folds)
    held_out = 1 / (folds - 1)
    for level in (0.5, 0.9, 0.95, 0.99):
        mean, error = values.mean(), stats.sem(values)
        plain = stats.t.interval(level, folds - 1, mean, error)
        widened = np.sqrt((1 / folds + held_out) * values.var(ddof=1))
        corrected = stats.t.interval(level, folds - 1, mean, widened)
        cases.append({
            "values": values.tolist(), "heldOut": held_out, "level": level, "mean": mean,
            "standardDeviation": values.std(ddof=1), "interval": list(plain), "corrected": list(corrected)})
quantiles = [
    {"degrees": degrees, "level": level, "bound": stats.t.ppf((1 + level) / 2, degrees)}
    for degrees in (1, 2, 3, 4, 7, 9, 30, 101) for level in (0.01, 0.5, 0.9, 0.95, 0.999)]
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps({"figures": cases, "quantiles": quantiles}, indent=1) + "\n")
