#!/usr/bin/env python3
"""Measures real training steps on one GPU with PyTorch alone: GPT-2 small to XL and LLaMA-like models of 1 to 7 billion
parameters, weights, gradients and moments in bf16, flash attention, fused AdamW, with and without torch.compile.

Writes a CSV: one row for each case with the median of the measured steps, the peak memory and the versions. Cases that
are in the file already are left out, so that the script can be run again until all are there.

  python3 scripts/measure-training-steps.py --out steps.csv [--seconds 500] [--cases gpt2,llama-1b]
"""
import argparse
import csv
import gc
import os
import statistics
import subprocess
import sys
import time

COLUMNS = [
    "case", "layers", "hidden", "heads", "kv_heads", "ffn", "vocabulary", "parameters", "sequence", "micro_batch", "compile",
    "step_seconds", "fastest_seconds", "slowest_seconds", "steps", "peak_allocated_bytes", "tokens_per_second", "gpu",
    "torch", "cuda", "cudnn", "driver", "attention", "precision", "optimizer",
]

# name: layers, hidden, heads, key-value heads, ffn, vocabulary, sequence, micro-batch. Sources of the shapes: GPT-2 paper and
# released configurations; LLaMA-2 7B; the 1B and 3B are those of LLaMA 3.2; vocabularies padded as training code does.
GPT2 = {
    "gpt2": (12, 768, 12, 12, 3072, 50304, 1024, 32),
    "gpt2-medium": (24, 1024, 16, 16, 4096, 50304, 1024, 16),
    "gpt2-large": (36, 1280, 20, 20, 5120, 50304, 1024, 8),
    "gpt2-xl": (48, 1600, 25, 25, 6400, 50304, 1024, 8),
}
LLAMA = {
    "llama-1b": (16, 2048, 32, 8, 8192, 128256, 4096, 4),
    "llama-3b": (28, 3072, 24, 8, 8192, 128256, 4096, 2),
    "llama-7b": (32, 4096, 32, 32, 11008, 32000, 4096, 2),
}
WARM_UP = 4
LEAST_STEPS = 8
MOST_STEPS = 30


def build(name):
    import torch
    from torch import nn
    from torch.nn import functional as F

    is_llama = name in LLAMA
    layers, hidden, heads, kv_heads, ffn, vocabulary, sequence, _ = (LLAMA if is_llama else GPT2)[name]
    head = hidden // heads

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.qkv = nn.Linear(hidden, (heads + 2 * kv_heads) * head, bias=not is_llama)
            self.out = nn.Linear(hidden, hidden, bias=not is_llama)

        def forward(self, x, rotation):
            b, s, _ = x.shape
            q, k, v = self.qkv(x).split([heads * head, kv_heads * head, kv_heads * head], dim=-1)
            q, k, v = (t.view(b, s, -1, head).transpose(1, 2) for t in (q, k, v))
            if rotation is not None:
                q, k = rotate(q, rotation), rotate(k, rotation)
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=kv_heads != heads)
            return self.out(y.transpose(1, 2).reshape(b, s, hidden))

    class GeluMlp(nn.Module):
        def __init__(self):
            super().__init__()
            self.up, self.down = nn.Linear(hidden, ffn), nn.Linear(ffn, hidden)

        def forward(self, x):
            return self.down(F.gelu(self.up(x), approximate="tanh"))

    class SwigluMlp(nn.Module):
        def __init__(self):
            super().__init__()
            self.gate_up = nn.Linear(hidden, 2 * ffn, bias=False)
            self.down = nn.Linear(ffn, hidden, bias=False)

        def forward(self, x):
            gate, up = self.gate_up(x).chunk(2, dim=-1)
            return self.down(F.silu(gate) * up)

    def rotate(x, rotation):
        cosine, sine = rotation
        first, second = x.chunk(2, dim=-1)
        return x * cosine + torch.cat((-second, first), dim=-1) * sine

    def norm():
        return nn.RMSNorm(hidden) if is_llama else nn.LayerNorm(hidden)

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.attention = norm(), Attention()
            self.norm2, self.mlp = norm(), SwigluMlp() if is_llama else GeluMlp()

        def forward(self, x, rotation):
            x = x + self.attention(self.norm1(x), rotation)
            return x + self.mlp(self.norm2(x))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.tokens = nn.Embedding(vocabulary, hidden)
            self.positions = None if is_llama else nn.Embedding(sequence, hidden)
            self.blocks = nn.ModuleList(Block() for _ in range(layers))
            self.norm = norm()
            self.head = nn.Linear(hidden, vocabulary, bias=False)
            if not is_llama:
                self.head.weight = self.tokens.weight
            angles = torch.outer(torch.arange(sequence), 10000.0 ** (-torch.arange(0, head, 2) / head)).repeat(1, 2)
            self.register_buffer("cosine", angles.cos(), persistent=False)
            self.register_buffer("sine", angles.sin(), persistent=False)

        def forward(self, ids, targets):
            x = self.tokens(ids)
            rotation = (self.cosine, self.sine) if is_llama else None
            if not is_llama:
                x = x + self.positions(torch.arange(ids.shape[1], device=ids.device))
            for block in self.blocks:
                x = block(x, rotation)
            logits = self.head(self.norm(x))
            return F.cross_entropy(logits.flatten(0, 1), targets.flatten())

    return Model


def measure(name, compiled, device, micro_batch=None):
    import torch

    shape = (LLAMA | GPT2)[name]
    sequence, batch = shape[6], micro_batch or shape[7]
    torch.manual_seed(1)
    with torch.device(device):
        torch.set_default_dtype(torch.bfloat16 if device == "cuda" else torch.float32)
        model = build(name)()
        torch.set_default_dtype(torch.float32)
    parameters = sum(p.numel() for p in model.parameters())
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=device == "cuda")
    step_model = torch.compile(model) if compiled else model
    ids = torch.randint(0, shape[5], (batch, sequence + 1), device=device)

    def synchronize():
        if device == "cuda":
            torch.cuda.synchronize()

    def step():
        start = time.perf_counter()
        loss = step_model(ids[:, :-1], ids[:, 1:])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        synchronize()
        return time.perf_counter() - start

    for _ in range(WARM_UP):
        step()
    times = []
    while len(times) < LEAST_STEPS or (len(times) < MOST_STEPS and sum(times) < 5):
        times.append(step())
    median = statistics.median(times)
    return {
        "case": name, "layers": shape[0], "hidden": shape[1], "heads": shape[2], "kv_heads": shape[3], "ffn": shape[4],
        "vocabulary": shape[5], "parameters": parameters, "sequence": sequence, "micro_batch": batch,
        "compile": "on" if compiled else "off", "step_seconds": f"{median:.6f}", "fastest_seconds": f"{min(times):.6f}",
        "slowest_seconds": f"{max(times):.6f}", "steps": len(times),
        "peak_allocated_bytes": torch.cuda.max_memory_allocated() if device == "cuda" else "",
        "tokens_per_second": f"{batch * sequence / median:.1f}",
        "gpu": torch.cuda.get_device_name() if device == "cuda" else "cpu", "torch": torch.__version__,
        "cuda": torch.version.cuda or "", "cudnn": torch.backends.cudnn.version() or "", "driver": driver(),
        "attention": "scaled_dot_product_attention", "precision": "bf16" if device == "cuda" else "fp32",
        "optimizer": "AdamW, all states as the weights",
    }


def driver():
    query = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        return subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return ""


def done_cases(path):
    if not os.path.exists(path):
        return set()
    with open(path, newline="") as file:
        return {(row["case"], row["compile"]) for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="CSV file; rows are added")
    parser.add_argument("--cases", default=",".join(GPT2 | LLAMA), help="names, by comma")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="start no case after so long")
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--micro-batch", type=int, help="instead of each case's own")
    arguments = parser.parse_args()
    names = arguments.cases.split(",")
    unknown = [name for name in names if name not in GPT2 | LLAMA]
    if unknown:
        sys.exit(f"--cases ({','.join(unknown)}) must be of {', '.join(GPT2 | LLAMA)}.")
    try:
        import torch
    except ImportError:
        sys.exit("PyTorch is needed: pip install torch")
    if tuple(int(part) for part in torch.__version__.split(".")[:2]) < (2, 5):
        sys.exit(f"PyTorch {torch.__version__} is too old: 2.5 or newer is needed.")
    if arguments.device == "cuda" and not torch.cuda.is_available():
        sys.exit("No NVIDIA GPU can be used here: PyTorch sees none.")
    start = time.monotonic()
    done = done_cases(arguments.out)
    for compiled in (False, True):
        for name in names:
            if (name, "on" if compiled else "off") in done or time.monotonic() - start > arguments.seconds:
                continue
            try:
                row = measure(name, compiled, arguments.device, arguments.micro_batch)
            except torch.cuda.OutOfMemoryError:
                print(f"{name}: out of device memory", file=sys.stderr)
                continue
            finally:
                gc.collect()
                torch.compiler.reset()
                if arguments.device == "cuda":
                    torch.cuda.empty_cache()
                    torch.cuda.reset_peak_memory_stats()
            is_new = not os.path.exists(arguments.out) or os.path.getsize(arguments.out) == 0
            with open(arguments.out, "a", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS)
                if is_new:
                    writer.writeheader()
                writer.writerow(row)
            print(f"{name}, compile {row['compile']}: {row['step_seconds']} s", file=sys.stderr)


if __name__ == "__main__":
    main()
