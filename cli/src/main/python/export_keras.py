"""Writes a trained Keras 3 text classifier and its Tokenizer as a folder that `sortal import` reads.

From the command line, with the Keras that trained the model:

    python export_keras.py --model model.keras --tokenizer tokenizer.json \\
        --maxlen 100 --labels negative,positive --texts some_texts.txt --out export

or from the script that trained it:

    from export_keras import export
    export(model, tokenizer, "export", maxlen=100, labels=["negative", "positive"], texts=some_texts)

The tokenizer is the legacy Tokenizer itself, the file of its `to_json()`, or its pickle.
`padding` and `truncating` are those of `pad_sequences`. Of `texts`, where given, Keras's own
predictions are written too; `sortal import` then proves that its answers are the same.

Needs Keras 3 and numpy, nothing else.
"""

import argparse
import collections
import json
import pathlib
import pickle
import struct
import types

import keras
import numpy as np

TOKENIZER_SETTINGS = ("num_words", "filters", "lower", "split", "char_level", "oov_token")


def export(
    model, tokenizer, folder, *, maxlen, labels, padding="pre", truncating="pre", texts=None
):
    """Writes model.json, weights.safetensors, tokenizer.json and, of texts, predictions.json."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "model.json", {**_graph(model), "labels": [str(label) for label in labels]})
    _write_safetensors(folder / "weights.safetensors", _tensors(model))
    settings = _settings(tokenizer)
    settings |= {"maxlen": maxlen, "padding": padding, "truncating": truncating}
    _write(folder / "tokenizer.json", settings)
    predictions = folder / "predictions.json"
    if texts is None:
        predictions.unlink(missing_ok=True)
    else:
        _write(predictions, _predictions(model, settings, list(texts)))


def _graph(model):
    """Each call of a layer, with the layer's settings and the layers that the call reads."""
    if not model.built:
        raise ValueError("The model is not built: call it once on a batch, then export it.")
    layers = []
    for entry in model.get_config()["layers"]:
        before = [layers[-1]["name"]] if layers else []
        calls = [list(_read_by(node)) for node in entry.get("inbound_nodes", [])]
        for inputs in calls or [[] if "inbound_nodes" in entry else before]:
            layers.append(
                {
                    "name": entry["config"]["name"],
                    "class": entry["class_name"],
                    "config": entry["config"],
                    "inputs": inputs,
                }
            )
    return {
        "format": "sortal-keras-export",
        "version": 1,
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "layers": layers,
        "outputs": [layer.name for layer in _output_layers(model)],
    }


def _output_layers(model):
    return [tensor._keras_history.operation for tensor in model.outputs]


def _read_by(node):
    """The names of the layers whose outputs a call takes, in order."""
    if isinstance(node, dict):
        if node.get("class_name") == "__keras_tensor__":
            yield node["config"]["keras_history"][0]
        else:
            for value in node.values():
                yield from _read_by(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _read_by(value)


def _tensors(model):
    tensors = {}
    for layer in model.layers:
        for kind in ("embeddings", "kernel", "bias"):
            variable = getattr(layer, kind, None)
            if variable is not None:
                array = keras.ops.convert_to_numpy(variable)
                tensors[f"{layer.name}/{kind}"] = np.ascontiguousarray(array, dtype="<f4")
    return tensors


def _settings(tokenizer):
    """The settings of a Tokenizer and its word index."""
    if getattr(tokenizer, "analyzer", None) is not None:
        raise ValueError("The Tokenizer has an analyzer of its own, which cannot be exported.")
    settings = {name: getattr(tokenizer, name) for name in TOKENIZER_SETTINGS}
    return settings | {"word_index": tokenizer.word_index}


def _predictions(model, settings, texts):
    """Keras's own tokens and probabilities, one for each label."""
    from keras.src.legacy.preprocessing.text import Tokenizer

    tokenizer = Tokenizer(**{name: settings[name] for name in TOKENIZER_SETTINGS})
    tokenizer.word_index = settings["word_index"]
    rows = keras.utils.pad_sequences(
        tokenizer.texts_to_sequences(texts),
        settings["maxlen"],
        padding=settings["padding"],
        truncating=settings["truncating"],
    )
    scores = np.asarray(model.predict(rows, verbose=0), dtype="float64")
    activation = getattr(_output_layers(model)[0], "activation", None)
    if scores.shape[1] == 1 and activation is keras.activations.sigmoid:
        scores = np.concatenate([1 - scores, scores], axis=1)
    elif activation is not keras.activations.softmax:
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
    return [{"text": t, "probabilities": s} for t, s in zip(texts, scores.tolist())]


def _write(path, value):
    path.write_text(json.dumps(value, indent=1, default=_plain) + "\n", encoding="ascii")


def _plain(scalar):
    """A number of numpy, as it comes from max() or unique()."""
    return scalar.item()


def _write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, array in tensors.items():
        end = offset + array.nbytes
        header[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            file.write(array.tobytes())


class _Tokenizer:
    """Stands for the Tokenizer of a pickle, whichever package it was from."""

    analyzer = None


class _TokenizerUnpickler(pickle.Unpickler):
    """Reads the pickle of a Tokenizer and of nothing else."""

    def find_class(self, module, name):
        if name == "Tokenizer" and "preprocessing" in module:
            return _Tokenizer
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("collections", "defaultdict"):
            return collections.defaultdict
        if (module, name) == ("builtins", "int"):
            return int
        raise pickle.UnpicklingError(f"This is no pickle of a Tokenizer: it holds {module}.{name}.")


def load_tokenizer(path):
    """The Tokenizer of a file: the JSON of `to_json()`, or a pickle."""
    data = pathlib.Path(path).read_bytes()
    if data[:1] != b"{":
        with open(path, "rb") as file:
            return _TokenizerUnpickler(file).load()
    config = json.loads(data)["config"]
    config["word_index"] = json.loads(config["word_index"])
    return types.SimpleNamespace(**config)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="a .keras or .h5 file")
    parser.add_argument("--tokenizer", required=True, help="to_json() of the Tokenizer, or a pickle")
    parser.add_argument("--maxlen", required=True, type=int, help="as given to pad_sequences")
    parser.add_argument("--labels", required=True, help="a,b,c in the order of the model's outputs")
    parser.add_argument("--padding", choices=("pre", "post"), default="pre")
    parser.add_argument("--truncating", choices=("pre", "post"), default="pre")
    parser.add_argument("--texts", help="a UTF-8 file, a text a line, to compare predictions on")
    parser.add_argument("--out", required=True, help="the folder to write")
    options = parser.parse_args()
    texts = None
    if options.texts:
        texts = pathlib.Path(options.texts).read_text(encoding="utf-8").splitlines()
    export(
        keras.models.load_model(options.model, compile=False),
        load_tokenizer(options.tokenizer),
        options.out,
        maxlen=options.maxlen,
        labels=options.labels.split(","),
        padding=options.padding,
        truncating=options.truncating,
        texts=texts,
    )


if __name__ == "__main__":
    main()
