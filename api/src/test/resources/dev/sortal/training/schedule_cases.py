"""Writes the learning rates of Keras's and PyTorch's own schedules: the cases of ScheduleTest.

Python 3.11, keras 3.15.0, jax 0.10.2, torch 1.13.0 (CPU); seconds:
    KERAS_BACKEND=jax JAX_ENABLE_X64=1 python schedule_cases.py schedule_cases.json

A case is a schedule by name, how many steps there are, how many of them make an epoch, and the
factor of each step. Those of a plateau are by epoch: figures, of which lower is better, and the
rate after each.
"""

import json
import sys

import keras
import torch
from torch.optim import lr_scheduler

keras.config.set_floatx("float64")
STEPS = 40
EPOCH = 8


def of_keras(schedule):
    return [float(schedule(step)) for step in range(STEPS)]


def of_torch(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = make(optimizer)
    rates = []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(rates) < STEPS:
            schedule.step()
    return rates


def warm(steps, rest):
    def make(optimizer):
        rise = lr_scheduler.LinearLR(optimizer, start_factor=1 / steps, total_iters=steps - 1)
        return lr_scheduler.SequentialLR(optimizer, [rise, rest(optimizer)], milestones=[steps])

    return make


decay = keras.optimizers.schedules
cases = {
    "constant": [1.0] * STEPS,
    "stepDecay(0.5, steps 10)": of_keras(decay.ExponentialDecay(1.0, 10, 0.5, staircase=True)),
    "stepDecay(0.1, epochs 2)": of_torch(lambda o: lr_scheduler.StepLR(o, 2 * EPOCH, 0.1)),
    "cosine(0)": of_keras(decay.CosineDecay(1.0, STEPS)),
    "cosine(0.1)": of_keras(decay.CosineDecay(1.0, STEPS, alpha=0.1)),
    "linear": of_keras(decay.PolynomialDecay(1.0, STEPS, end_learning_rate=0.0)),
    "oneCycle(0.3)": of_torch(lambda o: lr_scheduler.OneCycleLR(o, 1.0, STEPS)),
    "oneCycle(0.15)": of_torch(lambda o: lr_scheduler.OneCycleLR(o, 1.0, STEPS, pct_start=0.15)),
    "cosine(0.2) warmUp steps 5": of_torch(
        warm(5, lambda o: lr_scheduler.CosineAnnealingLR(o, STEPS - 5, eta_min=0.2))
    ),
    "linear warmUp share 0.25": of_torch(
        warm(10, lambda o: lr_scheduler.PolynomialLR(o, STEPS - 10, power=1.0))
    ),
}

figures = [1.0, 0.9, 0.91, 0.92, 0.93, 0.85, 0.85, 0.86, 0.86, 0.86, 0.86, 0.8, 0.81, 0.81]


class Model:
    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.stop_training = False


def plateau(patience):
    model = Model(keras.optimizers.SGD(learning_rate=1.0))
    callback = keras.callbacks.ReduceLROnPlateau(
        monitor="val_loss", factor=0.5, patience=patience, min_delta=0, mode="min"
    )
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for number, figure in enumerate(figures):
        callback.on_epoch_end(number, {"val_loss": figure})
        rates.append(float(model.optimizer.learning_rate))
    return rates


with open(sys.argv[1], "w", encoding="utf-8") as out:
    json.dump(
        {
            "steps": STEPS,
            "ofEpoch": EPOCH,
            "factors": cases,
            "plateau": {"figures": figures, "2": plateau(2), "3": plateau(3)},
        },
        out,
        indent=1,
    )
    out.write("\n")
