"""Writes optuna_regrets.json: what Optuna's TPE and random search reach on the functions of
SyntheticFunctions. Run by hand (pip install optuna)."""

import json
import math
import pathlib
import statistics

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
SEEDS = 50


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    b, c, t = 5.1 / (4 * math.pi ** 2), 5 / math.pi, 1 / (8 * math.pi)
    return (y - b * x * x + c * x - 6) ** 2 + 10 * (1 - t) * math.cos(x) + 10 - 0.39788735772973816


def mixed(trial):
    rate = math.log10(trial.suggest_float("rate", 1e-5, 1, log=True))
    kind = trial.suggest_categorical("kind", ["a", "b", "c", "d"])
    size = trial.suggest_int("size", 1, 30)
    flag = trial.suggest_categorical("flag", [True, False])
    share = trial.suggest_float("share", 0, 1)
    loss = 0.3 * (rate + 3) ** 2 + {"c": 0, "a": 0.5}.get(kind, 1)
    loss += ((size - 12) / 10) ** 2 * (1 if kind == "c" else 0.2)
    return loss + (0.3 if flag else 0) + 0.1 * abs(share - 0.7)


def bowl(trial):
    return sum((trial.suggest_float(f"x{i}", 0, 1) - 0.2 - 0.1 * i) ** 2 for i in range(6))


def median(function, sampler, trials):
    best = []
    for seed in range(SEEDS):
        study = optuna.create_study(sampler=sampler(seed))
        study.optimize(function, n_trials=trials)
        best.append(study.best_value)
    return statistics.median(best)


results = []
for function in (branin, mixed, bowl):
    for trials in (20, 40, 80):
        results.append({
            "function": function.__name__, "trials": trials,
            "tpe": median(function, lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True), trials),
            "random": median(function, lambda seed: optuna.samplers.RandomSampler(seed=seed), trials)})
        print(results[-1])
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps({"optuna": optuna.__version__, "seeds": SEEDS, "medians": results}, indent=1) + "\n")
