"""Trains small networks with Keras itself and writes what it did: the cases of KerasChecks.

Python 3.11, keras 3.15.0, jax 0.10.2 (CPU), numpy 2.4.6, safetensors 0.8.0; a few minutes:
    KERAS_BACKEND=jax python keras_golden.py ../resources/dev/sortal/tck/keras [GROUP..]

A case is a network in the JSON of a bundle, batches, and what came of some epochs over them in
order: the loss of every step, the weights, what the optimizer remembers and the logits. Layers,
losses, optimizers and steps are Keras's own; this script draws numbers and turns layouts. Dropout
is a multiplication with a mask that the script draws as the SDK does.

Tensors are named <case>/<initial | final | state>/<parameter> and <case>/logits, in the layouts of
the SDK. Where "sampled" of a case names a parameter with n, its final tensor is kept in part: each
n-th element of it, row-major, from the first.
"""

import json
import math
import pathlib
import sys
import zlib

import keras
import numpy as np
from keras import layers as kl
from safetensors.numpy import save_file

assert keras.__version__ == "3.15.0", keras.__version__
assert keras.config.backend() == "jax", keras.config.backend()

EPOCHS = 4
ROWS = (6, 6, 6, 6, 3)
CLASSES = 3
VOCABULARY = 20
LENGTH = 9
MOST_STORED = 2048
BITS = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


# The layers of the spec.


def embedding(width):
    return {"type": "embedding", "width": width}


def conv1d(filters, kernel, stride=1, padding="valid", activation="relu"):
    return {
        "type": "conv1d",
        "filters": filters,
        "kernel": kernel,
        "stride": stride,
        "padding": padding,
        "activation": activation,
    }


def max_pool(size, stride=None, padding="valid"):
    return {"type": "maxpool1d", "size": size, "stride": stride or size, "padding": padding}


def conv2d(filters, kernel, strides=(1, 1), padding="valid", activation="relu"):
    return {
        "type": "conv2d",
        "filters": filters,
        "kernelHeight": kernel[0],
        "kernelWidth": kernel[1],
        "strideDown": strides[0],
        "strideAcross": strides[1],
        "padding": padding,
        "activation": activation,
    }


def pool2d(kind, size, strides=None, padding="valid"):
    strides = strides or size
    return {
        "type": kind,
        "height": size[0],
        "width": size[1],
        "strideDown": strides[0],
        "strideAcross": strides[1],
        "padding": padding,
    }


def batch_norm(momentum=0.99, epsilon=0.001):
    return {"type": "batchnorm", "momentum": momentum, "epsilon": epsilon}


def dense(units, activation="linear"):
    return {"type": "dense", "units": units, "activation": activation}


def dropout(rate):
    return {"type": "dropout", "rate": rate, "unit": "elements"}


def parallel(*branches, join="concat"):
    return {"type": "parallel", "branches": [list(branch) for branch in branches], "join": join}


def source(name):
    return {"type": "from", "input": name}


FLATTEN = {"type": "flatten"}
GLOBAL_MAX = {"type": "globalmaxpool"}
GLOBAL_AVERAGE = {"type": "globalaveragepool", "scope": "all"}


def tokens(name="text", vocabulary=VOCABULARY, length=LENGTH, padding="post"):
    return {
        "type": "tokens",
        "name": name,
        "vocabulary": vocabulary,
        "length": length,
        "padding": padding,
    }


def values(name, *shape):
    return {"type": "values", "name": name, "shape": list(shape)}


def network(*layers, inputs=None, padding="post"):
    return {"inputs": inputs or [tokens(padding=padding)], "layers": list(layers)}


# The generator of the SDK, for masks and the first weights of presets.


def mix(bits):
    bits = np.atleast_1d(np.asarray(bits, np.uint64))
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def derive(seed, purpose):
    return int(mix(int(mix((seed + GAMMA) & BITS)[0]) ^ ((purpose * GAMMA + 1) & BITS))[0])


def draws(key, count):
    return mix(np.uint64(key) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(GAMMA))


def mask(seed, step, layer, rate, shape):
    bits = draws(derive(derive(seed, step), layer), math.prod(shape))
    kept = (bits >> np.uint64(40)).astype(np.float64) * 2.0**-24 >= rate
    return np.where(kept, np.float32(1 / (1 - rate)), np.float32(0)).reshape(shape)


# A network as a Keras model.


class Built:
    """The model of a spec, its variables by the parameter's name, and its inputs of masks."""

    def __init__(self, spec):
        self.variables = {}
        self.masks = []
        self.nodes = 0
        self.inputs = {}
        self.vocabularies = {}
        for column in spec["inputs"]:
            shape = (column["length"],) if column["type"] == "tokens" else tuple(column["shape"])
            kind = "int32" if column["type"] == "tokens" else "float32"
            self.inputs[column["name"]] = keras.Input(shape, dtype=kind)
            self.vocabularies[column["name"]] = column.get("vocabulary")
        first = spec["inputs"][0]["name"] if len(spec["inputs"]) == 1 else None
        _, logits = self.sequence(spec["layers"], "", (first, self.inputs.get(first)))
        columns = list(self.inputs.values()) + [place for place, _, _ in self.masks]
        self.model = keras.Model(columns, logits)
        self.variables = {
            name: (getattr(layer, attribute), turn)
            for name, (layer, attribute, turn) in self.variables.items()
        }

    def sequence(self, layers, prefix, value):
        for i, layer in enumerate(layers):
            value = self.apply(layer, f"{prefix}{i}.{layer['type']}", value)
        return value

    def apply(self, layer, path, value):
        if layer["type"] == "from":
            return layer["input"], self.inputs[layer["input"]]
        if layer["type"] == "parallel":
            outputs = [
                self.sequence(branch, f"{path}.{i}.", value)[1]
                for i, branch in enumerate(layer["branches"])
            ]
            self.nodes += 1
            if len(outputs) == 1:
                return None, outputs[0]
            join = kl.Add() if layer["join"] == "add" else kl.Concatenate(axis=-1)
            return None, join(outputs)
        node = self.nodes
        self.nodes += 1
        return None, getattr(self, layer["type"])(layer, path, node, *value)

    def remember(self, layer, path, attribute, turn):
        self.variables[f"{path}.weight"] = (layer, attribute, turn)
        if attribute == "kernel":
            self.variables[f"{path}.bias"] = (layer, "bias", lambda a: a)

    def embedding(self, layer, path, node, name, x):
        made = kl.Embedding(self.vocabularies[name], layer["width"])
        self.remember(made, path, "embeddings", lambda a: a)
        return made(x)

    def conv1d(self, layer, path, node, name, x):
        full = layer["padding"] == "full"
        made = kl.Conv1D(
            layer["filters"],
            layer["kernel"],
            strides=layer["stride"],
            padding="valid" if full else layer["padding"],
            activation=layer["activation"],
        )
        # [filters, in, kernel] here, [kernel, in, filters] in Keras: its own inverse.
        self.remember(made, path, "kernel", lambda a: a.transpose(2, 1, 0))
        return made(kl.ZeroPadding1D(layer["kernel"] - 1)(x) if full else x)

    def maxpool1d(self, layer, path, node, name, x):
        return kl.MaxPooling1D(layer["size"], layer["stride"], layer["padding"])(x)

    def conv2d(self, layer, path, node, name, x):
        full = layer["padding"] == "full"
        kernel = (layer["kernelHeight"], layer["kernelWidth"])
        made = kl.Conv2D(
            layer["filters"],
            kernel,
            strides=(layer["strideDown"], layer["strideAcross"]),
            padding="valid" if full else layer["padding"],
            activation=layer["activation"],
        )
        self.remember(
            made,
            path,
            "kernel",
            # [filters, in, height, width] here, [height, width, in, filters] in Keras.
            lambda a, to_keras=False: a.transpose((2, 3, 1, 0) if to_keras else (3, 2, 0, 1)),
        )
        return made(kl.ZeroPadding2D((kernel[0] - 1, kernel[1] - 1))(x) if full else x)

    def maxpool2d(self, layer, path, node, name, x):
        return self.pool2d(kl.MaxPooling2D, layer, x)

    def averagepool2d(self, layer, path, node, name, x):
        return self.pool2d(kl.AveragePooling2D, layer, x)

    def pool2d(self, kind, layer, x):
        size = (layer["height"], layer["width"])
        return kind(size, (layer["strideDown"], layer["strideAcross"]), layer["padding"])(x)

    def batchnorm(self, layer, path, node, name, x):
        made = kl.BatchNormalization(momentum=layer["momentum"], epsilon=layer["epsilon"])
        for parameter, attribute in (
            ("gamma", "gamma"),
            ("beta", "beta"),
            ("mean", "moving_mean"),
            ("variance", "moving_variance"),
        ):
            self.variables[f"{path}.{parameter}"] = (made, attribute, lambda a: a)
        return made(x)

    def globalmaxpool(self, layer, path, node, name, x):
        return (kl.GlobalMaxPooling1D if len(x.shape) == 3 else kl.GlobalMaxPooling2D)()(x)

    def globalaveragepool(self, layer, path, node, name, x):
        kind = kl.GlobalAveragePooling1D if len(x.shape) == 3 else kl.GlobalAveragePooling2D
        return kind()(x)

    def flatten(self, layer, path, node, name, x):
        return kl.Flatten()(x)

    def dense(self, layer, path, node, name, x):
        made = kl.Dense(layer["units"], activation=layer["activation"])
        self.remember(made, path, "kernel", lambda a: a.T)
        return made(x)

    def dropout(self, layer, path, node, name, x):
        place = keras.Input(tuple(x.shape[1:]))
        self.masks.append((place, node, layer["rate"]))
        return kl.Multiply()([x, place])

    def columns(self, columns, seed, step):
        """The arrays of a batch: what the inputs get, then the masks; no step for evaluation."""
        masks = []
        for place, node, rate in self.masks:
            shape = (len(columns[0]), *place.shape[1:])
            masks.append(mask(seed, step, node, rate, shape) if step else np.ones(shape))
        return columns + masks

    def put(self, weights):
        for name, (variable, turn) in self.variables.items():
            own = weights[name]
            variable.assign(turn(own, to_keras=True) if own.ndim == 4 else turn(own))

    def take(self):
        return {
            name: np.ascontiguousarray(turn(np.asarray(variable)))
            for name, (variable, turn) in self.variables.items()
        }


# First weights.


def limit(name, shape):
    """Of the uniform first weights: Glorot's, but for an embedding."""
    kernel = math.prod(shape[2:])
    return 0.05 if "embedding" in name else math.sqrt(6 / ((shape[0] + shape[1]) * kernel))


def drawn_weights(built, seed):
    """The SDK's own first weights for a seed: one stream for each parameter."""
    weights = {}
    for i, (name, array) in enumerate(built.take().items()):
        if name.endswith(("bias", "beta", "mean")):
            weights[name] = np.zeros_like(array)
        elif name.endswith(("gamma", "variance")):
            weights[name] = np.ones_like(array)
        else:
            uniform = (draws(derive(seed, i + 1), array.size) >> np.uint64(11)) * 2.0**-53
            drawn = (uniform * 2 - 1) * limit(name, array.shape)
            weights[name] = drawn.astype(np.float32).reshape(array.shape)
    return weights


def random_weights(built, random):
    """Weights of which none is zero, so that a forgotten bias shows."""
    weights = {}
    for name, array in built.take().items():
        if "batchnorm" in name:
            middle = 1 if name.endswith(("gamma", "variance")) else 0
            weights[name] = random.uniform(middle - 0.3, middle + 0.3, array.shape)
            weights[name] = weights[name].astype(np.float32)
            continue
        most = 0.2 if name.endswith("bias") else limit(name, array.shape)
        most = 0.5 if "embedding" in name else most
        weights[name] = random.uniform(-most, most, array.shape).astype(np.float32)
    return weights


# Batches.


def texts(column, rows, random):
    """Texts of every length, the first ones full, empty and of one word."""
    # The last ids never occur: their vectors get no gradient.
    most = column["vocabulary"] - 3
    lengths = [column["length"], 0, 1] + list(random.integers(0, column["length"] + 1, rows))
    return [random.integers(0, most, lengths[row]).tolist() for row in range(rows)]


def numbers(column, rows, random):
    return (random.integers(-64, 65, (rows, math.prod(column["shape"]))) / 64).tolist()


def batch(spec, rows, random, weighted):
    return {
        "columns": [
            (texts if column["type"] == "tokens" else numbers)(column, rows, random)
            for column in spec["inputs"]
        ],
        "classes": random.integers(0, CLASSES, rows).tolist(),
        "rowWeights": (random.integers(0, 9, rows) / 4 if weighted else np.ones(rows)).tolist(),
    }


def array(column, rows):
    if column["type"] == "tokens":
        return keras.utils.pad_sequences(rows, column["length"], padding=column["padding"])
    return np.asarray(rows, np.float32).reshape(-1, *column["shape"])


# Optimizers: the record of the spec, and Keras's.


def sgd(momentum=0.0, nesterov=False):
    return (
        {"type": "sgd", "momentum": momentum, "nesterov": nesterov, "lazy": False},
        lambda rate, clip: keras.optimizers.SGD(
            rate, momentum=momentum, nesterov=nesterov, global_clipnorm=clip
        ),
        {"v": "momentums"} if momentum else {},
    )


def adam(beta1=0.9, beta2=0.999, epsilon=1e-7):
    return (
        {"type": "adam", "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "lazy": False},
        lambda rate, clip: keras.optimizers.Adam(
            rate, beta1, beta2, epsilon, global_clipnorm=clip
        ),
        {"m": "_momentums", "v": "_velocities"},
    )


def adam_w(decay=0.004, beta1=0.9, beta2=0.999, epsilon=1e-7):
    spec, _, slots = adam(beta1, beta2, epsilon)
    return (
        {**spec, "type": "adamw", "weightDecay": decay},
        lambda rate, clip: keras.optimizers.AdamW(
            rate, decay, beta1, beta2, epsilon, global_clipnorm=clip
        ),
        slots,
    )


def adagrad(initial=0.1, epsilon=1e-7):
    return (
        {"type": "adagrad", "initial": initial, "epsilon": epsilon, "lazy": False},
        lambda rate, clip: keras.optimizers.Adagrad(
            rate, initial, epsilon, global_clipnorm=clip
        ),
        {"a": "_accumulators"},
    )


def adadelta(rho=0.95, epsilon=1e-7):
    return (
        {"type": "adadelta", "rho": rho, "epsilon": epsilon, "lazy": False},
        lambda rate, clip: keras.optimizers.Adadelta(rate, rho, epsilon, global_clipnorm=clip),
        {"a": "_accumulated_grads", "u": "_accumulated_delta_vars"},
    )


def rms_prop(rho=0.9, epsilon=1e-7):
    return (
        {"type": "rmsprop", "rho": rho, "epsilon": epsilon, "lazy": False},
        lambda rate, clip: keras.optimizers.RMSprop(
            rate, rho, epsilon=epsilon, global_clipnorm=clip
        ),
        {"a": "_velocities"},
    )


# Cases.


class Group:
    """Some cases: one file of JSON and one of tensors."""

    def __init__(self, name):
        self.name = name
        self.cases = []
        self.tensors = {}

    def add(
        self,
        name,
        spec,
        optimizer,
        rate,
        clip=None,
        smoothing=0.0,
        weighted=False,
        class_weight=None,
        stored=True,
    ):
        seed = zlib.crc32(name.encode())
        random = np.random.default_rng(seed)
        built = Built(spec)
        first = random_weights(built, random) if stored else drawn_weights(built, seed)
        batches = [batch(spec, rows, random, weighted) for rows in ROWS]
        record, make, slots = optimizer
        run = Run(built, spec, batches, smoothing, weighted, class_weight, seed)
        losses, made = run.steps(first, make(rate, clip))
        final = built.take()
        if class_weight is not None:
            run.check_fit(first, make(rate, clip), losses, final)
            for one in batches:
                one["rowWeights"] = [class_weight[c] for c in one["classes"]]
        sampled = {}
        if stored:
            self.store(name, "initial", first)
            self.store(name, "state", state(built, made, slots))
        for parameter, tensor in final.items():
            step = sample_step(tensor)
            if step > 1:
                sampled[parameter] = step
                final[parameter] = tensor.reshape(-1)[::step].copy()
        self.store(name, "final", final)
        self.tensors[f"{name}/logits"] = run.logits
        self.cases.append(
            {
                "name": name,
                "network": spec,
                "optimizer": record,
                "learningRate": rate,
                "loss": {"type": "softmaxcrossentropy", "labelSmoothing": smoothing},
                "clipNorm": clip,
                "seed": seed,
                "initial": "stored" if stored else "drawn",
                "epochs": EPOCHS,
                "batches": batches,
                "losses": losses,
                "sampled": sampled,
            }
        )
        print(f"{self.name}: {name}: {losses[0]:.4f} to {losses[-1]:.4f}")

    def store(self, name, what, tensors):
        for parameter, tensor in tensors.items():
            self.tensors[f"{name}/{what}/{parameter}"] = tensor

    def write(self, folder):
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in self.cases)
        text = '{"cases":[\n' + lines + "\n]}\n"
        (folder / f"{self.name}.json").write_text(text, encoding="utf-8", newline="\n")
        save_file(self.tensors, folder / f"{self.name}.safetensors")


class Run:
    """The training of one case."""

    def __init__(self, built, spec, batches, smoothing, weighted, class_weight, seed):
        self.built = built
        self.columns = [
            [array(column, one["columns"][i]) for i, column in enumerate(spec["inputs"])]
            for one in batches
        ]
        classes = [np.asarray(one["classes"]) for one in batches]
        self.targets = classes
        self.loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        if smoothing:
            self.targets = [keras.utils.to_categorical(c, CLASSES) for c in classes]
            self.loss = keras.losses.CategoricalCrossentropy(
                from_logits=True, label_smoothing=smoothing
            )
        self.weights = [np.asarray(one["rowWeights"]) if weighted else None for one in batches]
        self.class_weight = class_weight
        self.seed = seed

    def steps(self, first, optimizer):
        model = self.built.model
        self.built.put(first)
        model.compile(optimizer, self.loss)
        losses = []
        for step in range(1, EPOCHS * len(ROWS) + 1):
            i = (step - 1) % len(ROWS)
            losses.append(
                float(
                    model.train_on_batch(
                        self.built.columns(self.columns[i], self.seed, step),
                        self.targets[i],
                        sample_weight=self.weights[i],
                        class_weight=self.class_weight,
                    )
                )
            )
        everything = [np.concatenate(parts) for parts in zip(*self.columns)]
        self.logits = model.predict_on_batch(self.built.columns(everything, self.seed, None))
        return losses, optimizer

    def check_fit(self, first, optimizer, losses, final):
        """That fit, which most scripts call, does what the steps did."""
        model = self.built.model
        self.built.put(first)
        model.compile(optimizer, self.loss)
        history = model.fit(
            [np.concatenate(parts) for parts in zip(*self.columns)],
            np.concatenate(self.targets),
            batch_size=ROWS[0],
            epochs=EPOCHS,
            shuffle=False,
            class_weight=self.class_weight,
            verbose=0,
        ).history["loss"]
        epochs = np.asarray(losses).reshape(EPOCHS, len(ROWS)) @ ROWS / sum(ROWS)
        np.testing.assert_allclose(history, epochs, rtol=1e-5)
        for name, tensor in self.built.take().items():
            np.testing.assert_allclose(tensor, final[name], rtol=1e-5, atol=1e-6)


def state(built, optimizer, slots):
    """What the optimizer remembers, named as in the SDK."""
    tensors = {}
    for name, (variable, turn) in built.variables.items():
        if not variable.trainable:
            continue
        index = optimizer._get_variable_index(variable)
        for slot, attribute in slots.items():
            kept = np.asarray(getattr(optimizer, attribute)[index])
            tensors[f"{name}.{slot}"] = np.ascontiguousarray(turn(kept))
    return tensors


def sample_step(tensor):
    """1, or a prime that shares no factor with an axis, so that every index of an axis is met."""
    step = -(-tensor.size // MOST_STORED)
    while step > 1 and any(math.gcd(step, axis) > 1 for axis in tensor.shape):
        step += 1
    return step


def layers():
    group = Group("layers")
    cases = {}
    for side in ("pre", "post"):
        cases[f"embedding, flatten and dense, {side}"] = network(
            embedding(4), FLATTEN, dense(CLASSES), padding=side
        )
    for f in ("linear", "relu", "tanh", "sigmoid", "gelu"):
        cases[f"conv1d and dense, {f}"] = network(
            embedding(3),
            conv1d(4, 3, activation=f),
            FLATTEN,
            dense(5, f),
            dense(CLASSES),
        )
    for padding in ("valid", "same", "full"):
        for stride in (1, 2, 3):
            cases[f"conv1d, {padding}, stride {stride}"] = network(
                embedding(3),
                conv1d(4, 4, stride, padding, "tanh"),
                FLATTEN,
                dense(CLASSES),
                padding="pre",
            )
    for padding in ("valid", "same"):
        for size, stride in ((2, 2), (3, 2), (2, 3), (4, 1)):
            cases[f"maxpool1d, {padding}, size {size}, stride {stride}"] = network(
                embedding(3),
                conv1d(4, 2, activation="tanh"),
                max_pool(size, stride, padding),
                FLATTEN,
                dense(CLASSES),
            )
    cases["globalmaxpool"] = network(
        embedding(4), conv1d(5, 3, activation="tanh"), GLOBAL_MAX, dense(CLASSES)
    )
    cases["globalaveragepool"] = network(
        embedding(4), conv1d(5, 3), GLOBAL_AVERAGE, dense(CLASSES), padding="pre"
    )
    cases["parallel, concat"] = network(
        embedding(4),
        parallel([conv1d(3, 2, 1, "same")], [conv1d(4, 3, 1, "same")], []),
        FLATTEN,
        dense(CLASSES),
    )
    cases["parallel, add"] = network(
        embedding(4),
        parallel([conv1d(4, 3, 1, "same")], [], join="add"),
        GLOBAL_AVERAGE,
        dense(CLASSES),
    )
    cases["nested parallel"] = network(
        embedding(4),
        parallel(
            [parallel([conv1d(2, 2), GLOBAL_MAX], [GLOBAL_AVERAGE])],
            [conv1d(3, 4), GLOBAL_MAX],
        ),
        dense(CLASSES),
        padding="pre",
    )
    cases["dropout"] = network(
        embedding(4),
        dropout(0.25),
        parallel([conv1d(3, 2), GLOBAL_MAX], [conv1d(3, 3), GLOBAL_MAX, dropout(0.1)]),
        dense(6, "relu"),
        dropout(0.5),
        dense(CLASSES),
    )
    cases["numbers"] = network(
        conv1d(5, 3, 2, "same"),
        max_pool(2, 1),
        FLATTEN,
        dense(CLASSES),
        inputs=[values("numbers", 8, 3)],
    )
    cases["two inputs"] = network(
        parallel(
            [source("text"), embedding(4), GLOBAL_AVERAGE, dense(CLASSES)],
            [source("numbers"), dense(4, "tanh"), dense(CLASSES)],
            join="add",
        ),
        inputs=[tokens(), values("numbers", 4)],
    )
    # Plain descent: the only optimizer that shows the size of a gradient as it is.
    for name, spec in cases.items():
        group.add(name, spec, sgd(), 0.25)
    return group


def plain(padding="post"):
    return network(
        embedding(5),
        conv1d(6, 3),
        max_pool(2),
        FLATTEN,
        dense(7, "relu"),
        dense(CLASSES),
        padding=padding,
    )


def optimizers():
    group = Group("optimizers")
    group.add("sgd", plain(), sgd(), 0.1)
    group.add("sgd, momentum", plain("pre"), sgd(0.9), 0.05)
    group.add("sgd, nesterov", plain(), sgd(0.8, True), 0.05)
    group.add("adam", plain("pre"), adam(), 0.005)
    group.add("adam, other betas and epsilon", plain(), adam(0.8, 0.95, 1e-3), 0.01)
    group.add("adamw", plain("pre"), adam_w(), 0.005)
    group.add("adamw, strong decay", plain(), adam_w(0.5, 0.8, 0.95, 1e-4), 0.02)
    group.add("adagrad", plain("pre"), adagrad(), 0.05)
    group.add("adagrad, other start and epsilon", plain(), adagrad(0.01, 0.05), 0.05)
    group.add("rmsprop", plain("pre"), rms_prop(), 0.002)
    group.add("rmsprop, other rho and epsilon", plain(), rms_prop(0.7, 0.01), 0.01)
    group.add("adadelta", plain("pre"), adadelta(), 1.0)
    group.add("adadelta, other rho and epsilon", plain(), adadelta(0.8, 1e-3), 0.5)
    return group


def losses():
    group = Group("losses")
    class_weight = {0: 0.5, 1: 1.0, 2: 3.5}
    group.add("clipped at every step", plain(), sgd(), 0.5, clip=0.05)
    group.add("clipped at some steps", plain("pre"), sgd(0.9), 0.1, clip=0.6)
    group.add("clipped before the decay", plain(), adam_w(0.5), 0.01, clip=0.01)
    group.add("clipped, rmsprop", plain(), rms_prop(), 0.002, clip=0.2)
    group.add("smoothed labels", plain("pre"), sgd(), 0.25, smoothing=0.2)
    group.add("row weights", plain(), sgd(), 0.25, weighted=True)
    group.add("row weights, smoothed", plain(), adam(), 0.005, smoothing=0.1, weighted=True)
    group.add("class weights", plain("pre"), sgd(), 0.1, class_weight=class_weight)
    group.add(
        "class weights, smoothed and clipped",
        plain(),
        adam(),
        0.005,
        clip=0.3,
        smoothing=0.1,
        class_weight=class_weight,
    )
    return group


def maps():
    group = Group("maps")
    image = [values("image", 6, 7, 2)]

    def over(*layers):
        return network(*layers, inputs=image)

    for padding in ("valid", "same", "full"):
        for strides in ((1, 1), (1, 2), (3, 2)):
            group.add(
                f"conv2d, {padding}, strides {strides[0]} and {strides[1]}",
                over(conv2d(3, (2, 3), strides, padding, "tanh"), FLATTEN, dense(CLASSES)),
                sgd(),
                0.25,
            )
    for kind in ("maxpool2d", "averagepool2d"):
        for padding in ("valid", "same"):
            for size, strides in (((2, 2), (2, 2)), ((3, 2), (1, 2)), ((2, 3), (3, 1))):
                group.add(
                    f"{kind}, {padding}, {size[0]} x {size[1]}, strides {strides[0]}, {strides[1]}",
                    over(
                        conv2d(3, (2, 2), activation="tanh"),
                        pool2d(kind, size, strides, padding),
                        FLATTEN,
                        dense(CLASSES),
                    ),
                    sgd(),
                    0.25,
                )
    for name, pool in (("globalmaxpool", GLOBAL_MAX), ("globalaveragepool", GLOBAL_AVERAGE)):
        layers = (conv2d(4, (3, 3), activation="tanh"), pool, dense(CLASSES))
        group.add(f"{name} over maps", over(*layers), sgd(), 0.25)
    group.add(
        "batchnorm over rows",
        network(
            dense(6, "tanh"), batch_norm(0.9), dense(CLASSES), inputs=[values("numbers", 5)]
        ),
        sgd(),
        0.1,
    )
    group.add(
        "batchnorm over texts",
        network(embedding(4), conv1d(5, 3), batch_norm(), GLOBAL_MAX, dense(CLASSES)),
        sgd(),
        0.1,
    )
    group.add(
        "batchnorm over maps",
        over(
            batch_norm(0.5, 0.1),
            conv2d(3, (3, 2)),
            batch_norm(),
            pool2d("maxpool2d", (2, 2)),
            FLATTEN,
            dense(CLASSES),
        ),
        adam(),
        0.005,
    )
    group.add(
        "a residual network",
        over(
            conv2d(4, (3, 3), (1, 1), "same"),
            batch_norm(),
            parallel(
                [
                    conv2d(4, (3, 3), (1, 1), "same"),
                    batch_norm(),
                    conv2d(4, (3, 3), (1, 1), "same"),
                    batch_norm(),
                ],
                [],
                join="add",
            ),
            conv2d(6, (3, 3), (2, 2), "same"),
            batch_norm(),
            GLOBAL_AVERAGE,
            dropout(0.2),
            dense(CLASSES),
        ),
        adam(),
        0.005,
    )
    return group


def presets():
    group = Group("presets")
    for side in ("pre", "post"):
        text = [tokens(vocabulary=40, length=14, padding=side)]
        keras_text = network(
            embedding(32),
            conv1d(64, 3),
            max_pool(2),
            FLATTEN,
            dense(64, "relu"),
            dense(CLASSES),
            inputs=text,
        )
        group.add(f"kerasText, {side}", keras_text, adam(), 0.001, stored=False)
    kim_cnn = network(
        embedding(128),
        parallel(*([conv1d(100, k), GLOBAL_MAX] for k in (3, 4, 5))),
        dropout(0.5),
        dense(CLASSES),
        inputs=text,
    )
    group.add("kimCnn, post", kim_cnn, adam(), 0.001, stored=False)
    return group


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    wanted = set(sys.argv[2:])
    for made in (layers, optimizers, losses, maps, presets):
        if not wanted or made.__name__ in wanted:
            made().write(target)
