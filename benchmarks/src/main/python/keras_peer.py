# Trains and serves the reference model of the benchmarks with Keras on TensorFlow, on one thread, as
# its users do: `fit` and `predict`. Answers each line on standard input with two numbers, seconds of
# processor time of the process and of wall time: "train" is one epoch of STEPS batches, "predict"
# classifies CALLS single rows.
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

VOCABULARY, LENGTH, BATCH = 20_000, 100, 32
STEPS, CALLS = int(sys.argv[1]), int(sys.argv[2])

keras.utils.set_random_seed(1)
model = keras.Sequential(
    [
        keras.Input((LENGTH,), dtype="int32"),
        layers.Embedding(VOCABULARY, 32),
        layers.Conv1D(64, 3, activation="relu"),
        layers.MaxPooling1D(2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(2, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
random = np.random.default_rng(1)
ids = (1 + np.exp(random.random((STEPS * BATCH, LENGTH)) * np.log(VOCABULARY - 2.0))).astype("int32")
classes = random.integers(0, 2, STEPS * BATCH).astype("int32")


def train():
    model.fit(ids, classes, batch_size=BATCH, epochs=1, verbose=0)


def predict():
    for _ in range(CALLS):
        model.predict(ids[:1], verbose=0).argmax()


work = {"train": train, "predict": predict}
print("Keras", keras.__version__, "on TensorFlow", tf.__version__, flush=True)
for line in sys.stdin:
    cpu, wall = time.process_time(), time.perf_counter()
    work[line.strip()]()
    print(time.process_time() - cpu, time.perf_counter() - wall, flush=True)
