# Trains and serves the reference model of the benchmarks with PyTorch on one thread. Answers each line
# on standard input with two numbers, seconds of processor time of the process and of wall time:
# "train" trains for STEPS batches, "predict" classifies CALLS single rows.
# Made with Python 3.11 and torch==2.15.0 (any 2.x does).
import sys
import time

import torch

VOCABULARY, LENGTH, BATCH = 20_000, 100, 32
STEPS, CALLS = int(sys.argv[1]), int(sys.argv[2])

torch.set_num_threads(1)
torch.manual_seed(1)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, 32)
        self.convolution = torch.nn.Conv1d(32, 64, 3)
        self.hidden = torch.nn.Linear(49 * 64, 64)
        self.output = torch.nn.Linear(64, 2)

    def forward(self, ids):
        x = self.embedding(ids).transpose(1, 2)
        x = torch.nn.functional.max_pool1d(torch.relu(self.convolution(x)), 2)
        return self.output(torch.relu(self.hidden(x.flatten(1))))


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, eps=1e-7)
loss = torch.nn.CrossEntropyLoss()
batches = [
    (
        (1 + torch.exp(torch.rand(BATCH, LENGTH) * torch.log(torch.tensor(VOCABULARY - 2.0)))).long(),
        torch.randint(0, 2, (BATCH,)),
    )
    for _ in range(STEPS)
]
row = batches[0][0][:1]


def train():
    for ids, classes in batches:
        optimizer.zero_grad()
        loss(model(ids), classes).backward()
        optimizer.step()


def predict():
    with torch.no_grad():
        for _ in range(CALLS):
            model(row).softmax(1).argmax().item()


work = {"train": train, "predict": predict}
print("PyTorch", torch.__version__, flush=True)
for line in sys.stdin:
    cpu, wall = time.process_time(), time.perf_counter()
    work[line.strip()]()
    print(time.process_time() - cpu, time.perf_counter() - wall, flush=True)
