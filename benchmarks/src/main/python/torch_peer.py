# Trains the reference model of the benchmarks with PyTorch, a block of steps for each line on standard
# input, and answers with the processor seconds of the training thread.
# Made with Python 3.11 and torch==2.15.0 (any 2.x does).
import sys
import time

import torch

VOCABULARY, LENGTH, BATCH = 20_000, 100, 32
STEPS = int(sys.argv[1])

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
print("PyTorch", torch.__version__, flush=True)
for _ in sys.stdin:
    start = time.thread_time()
    for ids, classes in batches:
        optimizer.zero_grad()
        loss(model(ids), classes).backward()
        optimizer.step()
    print(time.thread_time() - start, flush=True)
