#!/usr/bin/env python3
"""Expected numbers for NtXentTests: written from the definitions with loops over numpy and math, apart from PyTorch's autograd for gradients."""
import math

import numpy as np
import torch


def uniform(count, phase):
    raw = np.sin(12.9898 * np.arange(1, count + 1, dtype=np.float64) + phase) * 43758.5453
    return 2 * (raw - np.floor(raw)) - 1


def nt_xent_by_definition(z, tau):
    """Loops over anchors, exactly as equation 1 of arXiv 2002.05709 with the mean over the 2N anchors."""
    n = len(z) // 2
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    total = 0.0
    for i in range(2 * n):
        j = (i + n) % (2 * n)
        denominator = sum(math.exp(float(z[i] @ z[k]) / tau) for k in range(2 * n) if k != i)
        total -= math.log(math.exp(float(z[i] @ z[j]) / tau) / denominator)
    return total / (2 * n)


def sup_con_by_definition(z, bags, tau):
    """Loops over anchors: L_out, equation 2 of arXiv 2004.11362, as a mean over the anchors that have a partner."""
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    losses = []
    for i in range(len(z)):
        partners = [p for p in range(len(z)) if p != i and bags[p] == bags[i]]
        if partners:
            denominator = sum(math.exp(float(z[i] @ z[k]) / tau) for k in range(len(z)) if k != i)
            losses.append(-sum(math.log(math.exp(float(z[i] @ z[p]) / tau) / denominator) for p in partners) / len(partners))
    return sum(losses) / len(losses)


def main():
    for bags, d, tau in (([0, 0, 1, 1, 1], 7, 0.1), ([0, 0, 0, 0, 1, 1, 2, 2, 2], 16, 0.5), ([0, 0, 1, 2, 2, 2], 8, 0.2)):
        z = uniform(len(bags) * d, 3).reshape(len(bags), d)
        value = sup_con_by_definition(z, bags, tau)
        t = torch.tensor(z, requires_grad=True)
        u = torch.nn.functional.normalize(t, dim=1)
        same = torch.tensor([[float(a == b and i != j) for j, b in enumerate(bags)] for i, a in enumerate(bags)], dtype=torch.float64)
        p = torch.log_softmax((u @ u.t() / tau).masked_fill(torch.eye(len(bags), dtype=torch.bool), -1e300), 1)
        n = same.sum(1)
        loss = -((p * same).sum(1)[n > 0] / n[n > 0]).mean()
        loss.backward()
        assert abs(loss.item() - value) < 1e-12
        g = t.grad
        print(f"supcon [InlineData(new[] {{ {', '.join(map(str, bags))} }}, {d}, {tau}, {value:.12g}, {g[0, 0]:.10g}, {g[-1, -1]:.10g}, {g.abs().sum():.10g})]")
    for n, d, tau in ((5, 7, 0.1), (8, 16, 0.5), (32, 128, 0.1)):
        z = uniform(2 * n * d, 3).reshape(2 * n, d)
        value = nt_xent_by_definition(z, tau)
        t = torch.tensor(z, requires_grad=True)
        u = torch.nn.functional.normalize(t, dim=1)
        logits = u @ u.t() / tau
        logits = logits.masked_fill(torch.eye(2 * n, dtype=torch.bool), -math.inf)
        loss = torch.nn.functional.cross_entropy(logits, (torch.arange(2 * n) + n) % (2 * n))
        loss.backward()
        assert abs(loss.item() - value) < 1e-12
        g = t.grad
        print(f"[InlineData({n}, {d}, {tau}, {value:.12g}, {g[0, 0]:.10g}, {g[-1, -1]:.10g}, {g.abs().sum():.10g})]")

main()
