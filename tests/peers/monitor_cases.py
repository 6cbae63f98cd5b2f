#!/usr/bin/env python3
"""Expected numbers for MonitorCases.cs, from PyTorch, scikit-learn and loops over the definitions. Prints the C# file."""
import math

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import KNeighborsClassifier


def uniform(count, phase):
    raw = np.sin(12.9898 * np.arange(1, count + 1, dtype=np.float64) + phase) * 43758.5453
    return 2 * (raw - np.floor(raw)) - 1


def unit(z):
    return torch.nn.functional.normalize(torch.tensor(z), dim=1)


def rank_me(z):
    p = torch.linalg.svdvals(z)
    p = p / p.sum() + 1e-7
    return float(torch.exp(-(p * torch.log(p)).sum()))


def uniformity(u):
    """As in the repository of Wang and Isola: torch.pdist."""
    return float(torch.pdist(u, p=2).pow(2).mul(-2).exp().mean().log())


def numbers(u, bags, sets):
    """Loops over all pairs."""
    positive = [(i, j) for i in range(len(u)) for j in range(len(u)) if i != j and bags[i] == bags[j]]
    negative = [(i, j) for i in range(len(u)) for j in range(len(u)) if bags[i] != bags[j]]
    return [
        float(np.mean([float((u[i] - u[j]).norm() ** 2) for i, j in positive])),
        float(np.mean([uniformity(u[s]) for s in sets])),
        float(np.mean([float(u[i] @ u[j]) for i, j in positive])),
        float(np.mean([float(u[i] @ u[j]) for i, j in negative])),
        rank_me(u),
        float(u.std(dim=0).mean()) * math.sqrt(u.shape[1]),
    ]


def show(name, values):
    print(f"    internal static readonly double[] {name} = [{', '.join('double.NaN' if math.isnan(v) else f'{v:.12g}' for v in values)}];\n")


def main():
    print("namespace MedSsl.MLNet.Tests;\n")
    print("/// <summary>Written by tests/peers/monitor_cases.py.</summary>")
    print("internal static class MonitorCases\n{")
    n, d = 12, 5
    u = unit(uniform(2 * n * d, 3).reshape(2 * n, d))
    show("Pairs", numbers(u, [i % n for i in range(2 * n)], [list(range(n)), list(range(n, 2 * n))]))
    bags = [0, 0, 0, 1, 1, 2, 3, 3, 3, 3]
    u = unit(uniform(len(bags) * 7, 5).reshape(len(bags), 7))
    show("Bags", numbers(u, bags, [[0, 3, 5, 6]]))
    # 600 pairs, of which the first 512 are measured.
    n, d = 600, 6
    u = unit(uniform(2 * n * d, 8).reshape(2 * n, d))
    u = torch.cat([u[:512], u[n:n + 512]])
    p = u[:512], u[512:]
    cos = u @ u.t()
    same = torch.arange(1024).remainder(512)
    negative = float(cos[same[:, None] != same[None, :]].mean())
    show("Many", [float((p[0] - p[1]).norm(dim=1).pow(2).mean()), (uniformity(p[0]) + uniformity(p[1])) / 2,
                  float((p[0] * p[1]).sum(1).mean()), negative, rank_me(u), float(u.std(dim=0).mean()) * math.sqrt(d)])

    known, asked, size, labels, k, tau = 40, 15, 6, 3, 7, 0.07
    features = uniform(known * size, 11).reshape(known, size)
    queries = uniform(asked * size, 12).reshape(asked, size)
    raw = uniform(known * labels, 13).reshape(known, labels)
    y = np.where(raw > 0.7, np.nan, (raw > 0).astype(float))
    votes = np.full((asked, labels), np.nan)
    for label in range(labels):
        rows = ~np.isnan(y[:, label])
        # On the unit sphere the nearest by distance are the most similar by cosine, and cos = 1 - d²/2.
        classifier = KNeighborsClassifier(k, weights=lambda dist: np.exp((1 - dist ** 2 / 2) / tau))
        classifier.fit(unit(features)[rows].numpy(), y[rows, label])
        votes[:, label] = classifier.predict_proba(unit(queries).numpy())[:, 1]
    show("Votes", votes.ravel())
    truth = (uniform(asked * labels, 14).reshape(asked, labels) > 0).astype(float)
    truth[:, 2] = 1
    truth[3, 0] = np.nan
    scores = [roc_auc_score(truth[~np.isnan(truth[:, i]), i], votes[~np.isnan(truth[:, i]), i]) for i in range(2)]
    print(f"    internal const double MacroAuroc = {np.mean(scores):.12g};\n}}")


if __name__ == "__main__":
    main()
