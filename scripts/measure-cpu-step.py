#!/usr/bin/env python3
"""Times training steps of a GPT-2-like model on the processor with PyTorch alone, in one process of one thread or in several that
sum their gradients by Gloo. An independent check of Stepcast: no part of it runs here. Needs PyTorch 1.13 (Debian 12) or newer.

  python3 scripts/measure-cpu-step.py --layers 4 --hidden 256 --heads 4 --batch-size 2 --seq-length 128 --out report.json
  ... --rank 0 --world-size 2 --master 127.0.0.1:29500      and the same with --rank 1
"""
import argparse
import json
import math
import os
import statistics
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read at the import; PyTorch does not tell OpenBLAS

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F


def attention(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    future = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool).triu(1)
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    return scores.masked_fill(future, -math.inf).softmax(-1) @ v


class Block(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, 4 * hidden), nn.Linear(4 * hidden, hidden)

    def forward(self, x):
        b, s, hidden = x.shape
        q, k, v = (t.view(b, s, self.heads, -1).transpose(1, 2) for t in self.qkv(self.norm1(x)).chunk(3, dim=-1))
        x = x + self.out(attention(q, k, v).transpose(1, 2).reshape(b, s, hidden))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Gpt2(nn.Module):
    def __init__(self, layers, hidden, heads, vocabulary, positions=1024):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, hidden), nn.Embedding(positions, hidden)
        self.blocks = nn.ModuleList(Block(hidden, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(hidden)
        for table in (self.tokens, self.positions):
            nn.init.normal_(table.weight, std=0.02)  # larger ones make logits whose softmax is full of slow, tiny numbers

    def forward(self, ids, targets):
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        logits = F.linear(self.norm(x), self.tokens.weight)
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def average_gradients(parameters, ranks):
    """All gradients in one message after the backward pass."""
    flat = torch.cat([p.grad.flatten() for p in parameters])
    dist.all_reduce(flat)
    flat /= ranks
    for p, mean in zip(parameters, flat.split([p.numel() for p in parameters])):
        p.grad.copy_(mean.view_as(p))


def measure(arguments):
    torch.manual_seed(1)
    model = Gpt2(arguments.layers, arguments.hidden, arguments.heads, arguments.vocabulary)
    parameters = list(model.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=1e-3)
    steps = []
    for _ in range(arguments.warm_up + arguments.steps):
        ids, targets = torch.randint(0, arguments.vocabulary, (2, arguments.batch_size, arguments.seq_length))
        marks = [time.perf_counter()]
        loss = model(ids, targets)
        marks.append(time.perf_counter())
        loss.backward()
        marks.append(time.perf_counter())
        if arguments.world_size > 1:
            average_gradients(parameters, arguments.world_size)
        marks.append(time.perf_counter())
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        marks.append(time.perf_counter())
        steps.append([end - start for start, end in zip(marks, marks[1:])])
    measured = steps[arguments.warm_up :]
    names = ["forwardSeconds", "backwardSeconds", "gradientExchangeSeconds", "optimizerSeconds"]
    return {
        "torch": torch.__version__,
        "parameters": sum(p.numel() for p in parameters),
        "stepSecondsP50": statistics.median(map(sum, measured)),
        **{name: statistics.median(part) for name, part in zip(names, zip(*measured))},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("layers", "hidden", "heads", "batch-size", "seq-length"):
        parser.add_argument("--" + name, type=int, required=True)
    parser.add_argument("--vocabulary", type=int, default=50257)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warm-up", type=int, default=3)
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--world-size", type=int, default=1)
    parser.add_argument("--master", default="127.0.0.1:29500", help="HOST:PORT where rank 0 listens")
    parser.add_argument("--out", required=True, help="JSON file that rank 0 writes")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.world_size > 1:
        dist.init_process_group(
            "gloo", init_method="tcp://" + arguments.master, rank=arguments.rank, world_size=arguments.world_size)
    report = measure(arguments)
    if arguments.rank == 0:
        with open(arguments.out, "w") as file:
            json.dump(report, file, indent=2)


if __name__ == "__main__":
    main()
