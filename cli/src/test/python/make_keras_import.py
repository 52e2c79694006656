"""Writes the folders of resources/dev/sortal/cli/keras: small trained models, as a user exports them.

Python 3.11, keras 3.15.0, jax 0.10.2, numpy 2.4.6; run it in this folder:
    KERAS_BACKEND=jax python make_keras_import.py
"""

import pathlib
import sys

import keras
from keras import layers
from keras.src.legacy.preprocessing.text import Tokenizer

sys.path.insert(0, str(pathlib.Path("../../main/python")))
from export_keras import export  # noqa: E402

assert keras.__version__ == "3.15.0", keras.__version__
assert keras.backend.backend() == "jax", keras.backend.backend()

RESOURCES = pathlib.Path("../resources/dev/sortal/cli/keras")
GOOD = [
    "The plot never lets go!",
    "A warm, funny and clever film",
    "I laughed; I cried; I loved it",
    "what a good day for a good film",
    "The best film of the year, by far",
    "Wonderful music and a wonderful cast",
]
BAD = [
    "The plot goes nowhere",
    "A cold, dull and silly film",
    "I yawned, I slept, I hated it",
    "what a bad night for a bad film",
    "The worst film of the year, by far",
    "Terrible music, and a terrible cast",
]
ASIDE = ["It is on at nine", "The tickets cost ten", "The film is two hours long"]
AWKWARD = [
    "",
    " \t\n",
    "completely unfamiliar vocabulary",
    "a good unfamiliar film",
    "THE PLOT: never_lets go & never goes",
    "good " * 40 + "bad",
    "bad " + "good " * 40,
    "\u0130stanbul it\u2019s \u00c9COLE \U0001f44d",
]


def make(name, model, tokenizer, texts, classes, labels, loss, **settings):
    keras.utils.set_random_seed(7)
    tokenizer.fit_on_texts(texts)
    sides = {side: settings.get(side, "pre") for side in ("padding", "truncating")}
    rows = keras.utils.pad_sequences(
        tokenizer.texts_to_sequences(texts), settings["maxlen"], **sides
    )
    model = model()
    model.compile(keras.optimizers.Adam(0.02), loss)
    model.fit(rows, keras.ops.array(classes), epochs=15, batch_size=4, verbose=0)
    export(
        model, tokenizer, RESOURCES / name, labels=labels, texts=texts + AWKWARD, **settings
    )


def keras_text():
    """The usual script: ids of dropped words have rows that nothing reaches."""
    return keras.Sequential(
        [
            layers.Input((12,)),
            layers.Embedding(40, 8),
            layers.Conv1D(6, 3, activation="relu"),
            layers.MaxPooling1D(2),
            layers.Flatten(),
            layers.Dense(5, activation="relu"),
            layers.Dense(2, activation="softmax"),
        ]
    )


def kim_cnn():
    """Three branches and their join, ending in logits; words that are unknown have an id."""
    ids = keras.Input((None,), dtype="int32")
    vectors = layers.Embedding(70, 6)(ids)
    branches = [
        layers.GlobalMaxPooling1D()(layers.Conv1D(4, width, activation="relu")(vectors))
        for width in (3, 4, 5)
    ]
    joined = layers.Dropout(0.5)(layers.Concatenate(axis=1)(branches))
    return keras.Model(ids, layers.Dense(3)(joined))


def binary():
    """One sigmoid output over characters, with the settings that the others leave alone."""
    return keras.Sequential(
        [
            layers.Input((30,)),
            layers.Embedding(45, 5, mask_zero=True),
            layers.Dropout(0.1),
            layers.Conv1D(6, 4, strides=2, padding="same", use_bias=False, activation="tanh"),
            layers.MaxPooling1D(3, strides=2, padding="same"),
            layers.Conv1D(4, 2),
            layers.Activation("gelu"),
            layers.GlobalAveragePooling1D(),
            layers.Dense(4, activation="sigmoid"),
            layers.Dense(1),
            layers.Activation("sigmoid"),
        ]
    )


make(
    "keras-text",
    keras_text,
    Tokenizer(num_words=30),
    GOOD + BAD,
    [1] * 6 + [0] * 6,
    ["negative", "positive"],
    "sparse_categorical_crossentropy",
    maxlen=12,
)
make(
    "kim-cnn",
    kim_cnn,
    Tokenizer(oov_token="<OOV>"),
    GOOD + BAD + ASIDE,
    [2] * 6 + [0] * 6 + [1] * 3,
    ["bad", "aside", "good"],
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    maxlen=10,
    padding="post",
    truncating="post",
)
make(
    "binary",
    binary,
    # The unknown token is a character of the texts: its id is that character's, and 1 has no word.
    Tokenizer(num_words=25, char_level=True, lower=False, oov_token="e"),
    GOOD + BAD,
    [1] * 6 + [0] * 6,
    ["no", "yes"],
    "binary_crossentropy",
    maxlen=30,
    padding="post",
)
