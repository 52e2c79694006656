# Trains and serves a preset with PyTorch on one thread. Takes a file of rows (see TextRows), the preset,
# the number of single rows and, optionally, "trimmed": batches end a widest kernel behind their longest
# row, which is exact where a network ends in global pooling; one that flattens positions needs them all.
# Answers each line on standard input: "train", one pass over batches that are ready in memory, with seconds of
# processor time of the process and of wall time; "one" with the microseconds that each of the single
# rows of ids took; "bulk", all rows in batches of 64, like "train".
# Made with Python 3.11 and torch==2.15.0 (any 2.x does).
import sys
import time

import torch

BATCH, BULK = 32, 64
FILE, PRESET, CALLS = sys.argv[1], sys.argv[2], int(sys.argv[3])
TRIMMED = "trimmed" in sys.argv[4:]

torch.set_num_threads(1)
torch.manual_seed(1)

with open(FILE) as lines:
    VOCABULARY, LENGTH, CLASSES = map(int, next(lines).split())
    rows = [list(map(int, line.split())) for line in lines]
labels = torch.tensor([row[0] for row in rows])
ids = torch.zeros(len(rows), LENGTH, dtype=torch.long)
for i, row in enumerate(rows):
    ids[i, : len(row) - 1] = torch.tensor(row[1:])


class KerasText(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, 32)
        self.convolution = torch.nn.Conv1d(32, 64, 3)
        self.hidden = torch.nn.Linear((LENGTH - 2) // 2 * 64, 64)
        self.output = torch.nn.Linear(64, CLASSES)

    def forward(self, ids):
        x = self.embedding(ids).transpose(1, 2)
        x = torch.nn.functional.max_pool1d(torch.relu(self.convolution(x)), 2)
        return self.output(torch.relu(self.hidden(x.flatten(1))))


class KimCnn(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, 128)
        self.convolutions = torch.nn.ModuleList(torch.nn.Conv1d(128, 100, width) for width in (3, 4, 5))
        self.dropout = torch.nn.Dropout(0.5)
        self.output = torch.nn.Linear(300, CLASSES)

    def forward(self, ids):
        x = self.embedding(ids).transpose(1, 2)
        pooled = [torch.relu(convolution(x)).amax(2) for convolution in self.convolutions]
        return self.output(self.dropout(torch.cat(pooled, 1)))


def trim(ids):
    return ids[:, : int((ids != 0).sum(1).max()) + 5]


if TRIMMED and PRESET != "kimCnn":
    sys.exit("Only kimCnn can be trimmed: " + PRESET + " needs every position.")
model = {"kerasText": KerasText, "kimCnn": KimCnn}[PRESET]()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)
loss = torch.nn.CrossEntropyLoss()
prepare = trim if TRIMMED else lambda ids: ids
batches = [(prepare(x).contiguous(), y) for x, y in zip(ids.split(BATCH), labels.split(BATCH))]
singles = [prepare(ids[i % len(ids)][None]).contiguous() for i in range(CALLS)]
many = [prepare(x).contiguous() for x in ids.split(BULK)]


def train():
    model.train()
    for x, y in batches:
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()


def one():
    model.eval()
    micros = []
    with torch.no_grad():
        for row in singles:
            start = time.perf_counter()
            model(row).softmax(1).argmax().item()
            micros.append((time.perf_counter() - start) * 1e6)
    return micros


def bulk():
    model.eval()
    with torch.no_grad():
        for x in many:
            model(x).softmax(1).argmax(1).tolist()


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return [time.process_time() - cpu, time.perf_counter() - wall]


work = {"train": lambda: timed(train), "one": one, "bulk": lambda: timed(bulk)}
print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    print(*work[line.strip()](), flush=True)
