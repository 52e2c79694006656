# Trains and serves a preset with Keras on TensorFlow, on one thread, as its users do: `fit` and
# `predict`. Takes a file of rows (see TextRows), the preset, the number of single rows and, optionally, "trimmed":
# batches end a widest kernel behind their longest row, which is exact where a network ends in global
# pooling; one that flattens positions needs them all. `fit` takes rows of one length, so that trimmed
# batches go through `train_on_batch`.
# Answers each line on standard input: "train", one pass over all rows, with seconds of processor time
# of the process and of wall time; "one" with the microseconds that each of some single rows of ids
# took; "bulk", all rows in batches of 64, like "train".
# Made with Python 3.11, keras==3.15.1, tensorflow-cpu==2.21.0 and numpy==2.4.6.
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np
import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

import keras
from keras import layers

BATCH, BULK = 32, 64
FILE, PRESET, CALLS = sys.argv[1], sys.argv[2], int(sys.argv[3])
TRIMMED = "trimmed" in sys.argv[4:]

keras.utils.set_random_seed(1)
with open(FILE) as lines:
    VOCABULARY, LENGTH, CLASSES = map(int, next(lines).split())
    rows = [list(map(int, line.split())) for line in lines]
classes = np.array([row[0] for row in rows], dtype="int32")
ids = np.zeros((len(rows), LENGTH), dtype="int32")
for i, row in enumerate(rows):
    ids[i, : len(row) - 1] = row[1:]


def keras_text():
    return keras.Sequential(
        [
            keras.Input((LENGTH,), dtype="int32"),
            layers.Embedding(VOCABULARY, 32),
            layers.Conv1D(64, 3, activation="relu"),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def kim_cnn():
    tokens = keras.Input((None if TRIMMED else LENGTH,), dtype="int32")
    x = layers.Embedding(VOCABULARY, 128)(tokens)
    pooled = [
        layers.GlobalMaxPooling1D()(layers.Conv1D(100, width, activation="relu")(x)) for width in (3, 4, 5)
    ]
    x = layers.Dropout(0.5)(layers.Concatenate()(pooled))
    return keras.Model(tokens, layers.Dense(CLASSES, activation="softmax")(x))


def trim(ids):
    return ids[:, : (ids != 0).sum(1).max() + 5]


if TRIMMED and PRESET != "kimCnn":
    sys.exit("Only kimCnn can be trimmed: " + PRESET + " needs every position.")
model = {"kerasText": keras_text, "kimCnn": kim_cnn}[PRESET]()
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def train():
    if TRIMMED:
        for i in range(0, len(ids), BATCH):
            model.train_on_batch(trim(ids[i : i + BATCH]), classes[i : i + BATCH])
    else:
        model.fit(ids, classes, batch_size=BATCH, epochs=1, verbose=0)


def one():
    micros = []
    # A call takes milliseconds: a few say enough.
    for i in range(max(1, CALLS // 25)):
        row = ids[i % len(ids)][None]
        start = time.perf_counter()
        model.predict(row, verbose=0).argmax()
        micros.append((time.perf_counter() - start) * 1e6)
    return micros


def bulk():
    model.predict(ids, batch_size=BULK, verbose=0).argmax(1)


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return [time.process_time() - cpu, time.perf_counter() - wall]


work = {"train": lambda: timed(train), "one": one, "bulk": lambda: timed(bulk)}
print("Keras", keras.__version__, "on TensorFlow", tf.__version__, flush=True)
for line in sys.stdin:
    print(*work[line.strip()](), flush=True)
