#!/usr/bin/env python3
"""Expected weights for OptimizerTests after 50 steps, written to tests/MedSsl.MLNet.Tests/Training/OptimizerCases.cs.

SGD, Adam and AdamW are PyTorch's, in double precision; LARS (You et al. 2017 in SimCLR's form), clipping and the moving average are written out here
from their definitions. The gradient of step s is w - t(s), times 1 + s % 3 so that clipping acts in some steps only."""
import os

import numpy as np
import torch

STEPS, MOMENTUM, DECAY = 50, 0.9, 0.01


def uniform(count, phase):
    raw = np.sin(12.9898 * np.arange(1, count + 1, dtype=np.float64) + phase) * 43758.5453
    return 2 * (raw - np.floor(raw)) - 1


def gradients(params, step):
    targets = (uniform(12, 100 + step).reshape(3, 4), uniform(4, 200 + step))
    return [(p - t) * (1 + step % 3) for p, t in zip(params, targets)]


def clipped(grads, maximum):
    norm = np.sqrt(sum((g * g).sum() for g in grads))
    return [g * min(1.0, maximum / (norm + 1e-6)) for g in grads] if maximum else grads


def run(rate, update, clip=0.0, average=0.0):
    params = [uniform(12, 1).reshape(3, 4), uniform(4, 2)]
    means = [p.copy() for p in params]
    for step in range(STEPS):
        grads = clipped(gradients(params, step), clip)
        params = update(params, grads, rate * (step + 1) / STEPS)
        if average:
            d = min(average, (2.0 + step) / (11.0 + step))
            means = [d * m + (1 - d) * p for m, p in zip(means, params)]
    return np.concatenate([p.ravel() for p in (means if average else params)])


def lars(nesterov=False, adapt_all=False, decay_all=False, trust=0.01):
    velocity = [np.zeros((3, 4)), np.zeros(4)]

    def update(params, grads, rate):
        result = []
        for i, (w, g) in enumerate(zip(params, grads)):
            matrix = i == 0
            if matrix or decay_all:
                g = g + DECAY * w
            ratio = 1.0
            if matrix or adapt_all:
                a, b = np.linalg.norm(w), np.linalg.norm(g)
                ratio = trust * a / b if a > 0 and b > 0 else 1.0
            velocity[i] = MOMENTUM * velocity[i] + rate * ratio * g
            result.append(w - (MOMENTUM * velocity[i] + rate * ratio * g) if nesterov else w - velocity[i])
        return result

    return update


def library(make):
    state = {}

    def update(params, grads, rate):
        if not state:
            state["p"] = [torch.nn.Parameter(torch.tensor(p)) for p in params]
            state["o"] = make([{"params": [state["p"][0]], "weight_decay": DECAY}, {"params": [state["p"][1]], "weight_decay": 0.0}])
        for group in state["o"].param_groups:
            group["lr"] = rate
        for p, g in zip(state["p"], grads):
            p.grad = torch.tensor(g)
        state["o"].step()
        return [p.detach().numpy().copy() for p in state["p"]]

    return update


def main():
    sgd = lambda nesterov: library(lambda groups: torch.optim.SGD(groups, lr=1, momentum=MOMENTUM, nesterov=nesterov))
    cases = {
        "Sgd": run(0.05, sgd(False)),
        "SgdNesterov": run(0.05, sgd(True)),
        "Adam": run(0.05, library(lambda groups: torch.optim.Adam(groups, lr=1))),
        "AdamW": run(0.05, library(lambda groups: torch.optim.AdamW(groups, lr=1))),
        "Lars": run(0.5, lars()),
        "LarsNesterov": run(0.5, lars(nesterov=True)),
        "LarsEverything": run(0.5, lars(adapt_all=True, decay_all=True, trust=0.02)),
        "SgdClipped": run(0.05, sgd(False), clip=1.5),
        "AdamWAveraged": run(0.05, library(lambda groups: torch.optim.AdamW(groups, lr=1)), average=0.9),
        "LarsNesterovClippedAveraged": run(0.5, lars(nesterov=True), clip=1.5, average=0.9),
    }
    path = os.path.join(os.path.dirname(__file__), "../MedSsl.MLNet.Tests/Training/OptimizerCases.cs")
    with open(path, "w", encoding="utf-8") as out:
        out.write("namespace MedSsl.MLNet.Tests;\n\n")
        out.write("/// <summary>Written by tests/peers/optimizer_cases.py: a 3 × 4 weight and 4 biases after 50 steps.</summary>\n")
        out.write("internal static class OptimizerCases\n{\n")
        for name, values in cases.items():
            out.write(f"    internal static readonly double[] {name} =\n    [\n")
            for row in values.reshape(4, 4):
                out.write("        " + ", ".join(f"{v:.9f}" for v in row) + ",\n")
            out.write("    ];\n" + ("" if name == list(cases)[-1] else "\n"))
        out.write("}\n")


main()
