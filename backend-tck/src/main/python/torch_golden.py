"""Trains small networks over bags with PyTorch's EmbeddingBag and writes what it did.

Python 3.11, torch 1.13.0 (CPU); seconds:
    python torch_golden.py ../resources/dev/sortal/tck/torch

The files are those of keras_golden.py. A bag is a list of [id, weight]; a row of an input without
positions is one bag, else a list of bags. PyTorch's layer takes weights with "sum" and none with
"mean": a mean with weights is its sum with weights that are divided by their sum.
"""

import json
import pathlib
import random
import struct
import sys
import zlib

import torch

assert torch.__version__.startswith("1.13.0"), torch.__version__

EPOCHS = 4
ROWS = (6, 6, 6, 3)
CLASSES = 3
VOCABULARY = 20
POSITIONS = 4
RATE = 0.25


def bag(numbers, weighted):
    """Ids may occur twice; the last ones never do, so that their vectors get no gradient."""
    ids = [numbers.randrange(VOCABULARY - 3) for _ in range(numbers.randrange(6))]
    return [[i, numbers.randrange(1, 9) / 4 if weighted else 1.0] for i in ids]


def row(numbers, positions, weighted):
    if positions == 0:
        return bag(numbers, weighted)
    return [bag(numbers, weighted) for _ in range(numbers.randrange(positions + 1))]


def padded(row, positions, padding):
    """A row's bags at every position; the missing ones are empty."""
    if positions == 0:
        return [row]
    missing = [[] for _ in range(positions - len(row))]
    return missing + row if padding == "pre" else row + missing


class Model(torch.nn.Module):
    def __init__(self, width, mode, weighted, positions, padding):
        super().__init__()
        kind = "mean" if mode == "mean" and not weighted else "sum"
        self.bags = torch.nn.EmbeddingBag(VOCABULARY, width, mode=kind)
        self.dense = torch.nn.Linear(width * max(1, positions), CLASSES)
        self.mode, self.weighted = mode, weighted
        self.positions, self.padding = positions, padding

    def forward(self, rows):
        bags = [bag for one in rows for bag in padded(one, self.positions, self.padding)]
        ids, weights, offsets = [], [], []
        for one in bags:
            offsets.append(len(ids))
            total = sum(weight for _, weight in one)
            for i, weight in one:
                ids.append(i)
                weights.append(weight / total if self.mode == "mean" else weight)
        given = torch.tensor(weights) if self.bags.mode == "sum" else None
        vectors = self.bags(
            torch.tensor(ids, dtype=torch.long), torch.tensor(offsets), per_sample_weights=given
        )
        return self.dense(vectors.reshape(len(rows), -1))


def spec(width, mode, positions, padding):
    layers = [{"type": "embeddingbag", "width": width, "mode": mode}]
    if positions:
        layers.append({"type": "flatten"})
    layers.append({"type": "dense", "units": CLASSES, "activation": "linear"})
    bags = {
        "type": "bags",
        "name": "bags",
        "vocabulary": VOCABULARY,
        "positions": positions,
        "padding": padding,
    }
    return {"inputs": [bags], "layers": layers}


def parameters(model, positions):
    dense = "2.dense" if positions else "1.dense"
    return {
        "0.embeddingbag.weight": model.bags.weight,
        f"{dense}.weight": model.dense.weight,
        f"{dense}.bias": model.dense.bias,
    }


def case(name, tensors, mode, weighted, positions=0, padding="post", width=4):
    seed = zlib.crc32(name.encode())
    numbers = random.Random(seed)
    torch.manual_seed(seed)
    model = Model(width, mode, weighted, positions, padding)
    batches = [
        {
            "columns": [[row(numbers, positions, weighted) for _ in range(rows)]],
            "classes": [numbers.randrange(CLASSES) for _ in range(rows)],
            "rowWeights": [1.0] * rows,
        }
        for rows in ROWS
    ]

    def store(what):
        for parameter, tensor in parameters(model, positions).items():
            tensors[f"{name}/{what}/{parameter}"] = tensor.detach().clone()

    store("initial")
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    losses = []
    for step in range(EPOCHS * len(ROWS)):
        one = batches[step % len(ROWS)]
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(
            model(one["columns"][0]), torch.tensor(one["classes"])
        )
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    store("final")
    everything = [one for batch in batches for one in batch["columns"][0]]
    tensors[f"{name}/logits"] = model(everything).detach()
    print(f"{name}: {losses[0]:.4f} to {losses[-1]:.4f}")
    return {
        "name": name,
        "network": spec(width, mode, positions, padding),
        "optimizer": {"type": "sgd", "momentum": 0.0, "nesterov": False, "lazy": False},
        "learningRate": RATE,
        "loss": {"type": "softmaxcrossentropy", "labelSmoothing": 0.0},
        "clipNorm": None,
        "seed": seed,
        "initial": "stored",
        "epochs": EPOCHS,
        "batches": batches,
        "losses": losses,
        "sampled": {},
    }


def write(folder, cases, tensors):
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
    (folder / "bags.json").write_text('{"cases":[\n' + lines + "\n]}\n", encoding="utf-8")
    header, data = {}, b""
    for name, tensor in tensors.items():
        values = tensor.flatten().tolist()
        raw = struct.pack(f"<{len(values)}f", *values)
        header[name] = {
            "dtype": "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (folder / "bags.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    tensors = {}
    cases = [
        case("sum", tensors, "sum", False),
        case("sum, weighted", tensors, "sum", True),
        case("mean", tensors, "mean", False),
        case("mean, weighted", tensors, "mean", True),
        case("sum at positions, weighted, post", tensors, "sum", True, POSITIONS),
        case("mean at positions, pre", tensors, "mean", False, POSITIONS, "pre"),
        case("mean at positions, weighted, post", tensors, "mean", True, POSITIONS),
    ]
    write(pathlib.Path(sys.argv[1]), cases, tensors)
