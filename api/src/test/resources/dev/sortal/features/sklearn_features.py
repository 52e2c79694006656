"""Writes sklearn_features.json beside itself: what scikit-learn makes of numbers and categories.

Run by hand with scikit-learn 1.9: python sklearn_features.py
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.impute import MissingIndicator
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer, StandardScaler

random = np.random.default_rng(20240607)


def plain(values):
    return [None if np.isnan(value) else float(value) for value in np.ravel(values)]


def column(values):
    return np.asarray(values, dtype=float).reshape(-1, 1)


def missing(values, share):
    values = np.array(values, dtype=float)
    values[random.random(len(values)) < share] = np.nan
    return values


def signed_log(values):
    return np.sign(values) * np.log1p(np.abs(values))


NUMBERS = {
    "normal": (random.normal(3, 2, 400), random.normal(3, 3, 100)),
    "skewed": (random.lognormal(3, 2, 700), random.lognormal(3, 3, 100)),
    "gaps": (missing(random.normal(-1, 5, 300), 0.3), missing(random.normal(-1, 5, 100), 0.3)),
    "ties": (random.integers(0, 6, 500), random.integers(-1, 8, 60)),
    "few": (random.normal(0, 1, 7), random.normal(0, 1, 30)),
    "constant": (np.full(150, 4.5), np.array([4.4, 4.5, 4.6])),
}


def number_case(name):
    train, test = (column(part) for part in NUMBERS[name])
    standard = StandardScaler().fit(train)
    logarithm = StandardScaler().fit(signed_log(train))
    count = int(np.sum(~np.isnan(train)))
    quantile = QuantileTransformer(n_quantiles=min(101, count), subsample=None).fit(train)
    case = {
        "name": name,
        "train": plain(train),
        "test": plain(test),
        "standard": plain(np.nan_to_num(standard.transform(test), nan=0.0)),
        "log": plain(np.nan_to_num(logarithm.transform(signed_log(test)), nan=0.0)),
        "quantile": plain(np.nan_to_num(quantile.transform(test), nan=0.5)),
    }
    if np.isnan(train).any():
        case["missing"] = plain(MissingIndicator().fit(train).transform(test).astype(float))
    return case


def category_case(minimum, most):
    names = np.array(["Bern", "Genf", "Chur", "Zug", "Ölten", "Biel"], dtype=object)
    train = random.choice(names, 60, p=[0.4, 0.25, 0.2, 0.08, 0.05, 0.02])
    test = np.concatenate([names, ["Rom"]]).astype(object)
    # Rarer ones share a column, which is the last; of max_categories it is one.
    encoder = OneHotEncoder(
        min_frequency=minimum,
        max_categories=None if most is None else most + 1,
        handle_unknown="infrequent_if_exist",
        sparse_output=False,
    ).fit(train.reshape(-1, 1))
    rows = encoder.transform(test.reshape(-1, 1))
    columns = [name.removeprefix("x0_") for name in encoder.get_feature_names_out()]
    return {
        "minCount": minimum,
        "maxSize": most,
        "train": list(train),
        "test": list(test),
        "columns": columns,
        "rows": rows.tolist(),
    }


cases = {
    "scikit-learn": sklearn.__version__,
    "numbers": [number_case(name) for name in NUMBERS],
    "categories": [category_case(1, None), category_case(5, None), category_case(1, 3)],
}
target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
