#!/usr/bin/env python3
"""Microseconds a call of the operators of `MedSsl.Benchmarks operators`, in PyTorch's own Python. Prints one line of JSON."""
import json
import time

import torch


def timed(call, calls=2_000):
    best = float("inf")
    for _ in range(100):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        best = min(best, (time.perf_counter() - start) / calls * 1e6)
    return round(best, 3)


torch.set_num_threads(1)
one, two, weight = torch.ones(1), torch.ones(1, 1), torch.ones(1, requires_grad=True)
print(json.dumps({
    "add": timed(lambda: one.add(one)), "add_": timed(lambda: one.add_(one)), "mm": timed(lambda: two.mm(two)), "sum": timed(lambda: one.sum()),
    "reshape": timed(lambda: two.reshape(1)), "item": timed(lambda: one.item()), "add_backward": timed(lambda: weight.add(one).sum().backward()),
}))
