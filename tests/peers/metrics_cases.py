"""Writes the cases of tests/MedSsl.MLNet.Tests/Evaluation/RankingMetricsTests.cs: scores, labels, weights and scikit-learn's values.

Run: python3 tests/peers/metrics_cases.py
"""
import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score


def line(name, scores, labels, weights):
    known = ~np.isnan(labels)
    s, y, w = scores[known], labels[known], weights[known]
    print(f'[InlineData("{name}", new float[] {{ {", ".join(f"{v:g}f" for v in scores)} }}, '
          f'new float[] {{ {", ".join("float.NaN" if np.isnan(v) else f"{v:g}f" for v in labels)} }}, '
          f'new int[] {{ {", ".join(str(v) for v in weights)} }}, '
          f'{roc_auc_score(y, s)!r}, {average_precision_score(y, s)!r}, '
          f'{roc_auc_score(y, s, sample_weight=w)!r}, {average_precision_score(y, s, sample_weight=w)!r})]')


def main():
    rng = np.random.default_rng(7)
    line("worked by hand", np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1.0]), np.array([1, 1, 1, 1]))
    line("all tied", np.array([0.5, 0.5, 0.5, 0.5]), np.array([1, 0, 0, 1.0]), np.array([1, 2, 1, 3]))
    line("perfect", np.array([-2, -1, 1, 3]), np.array([0, 0, 1, 1.0]), np.array([1, 2, 3, 0]))
    line("inverted", np.array([3, 1, -1, -2]), np.array([0, 0, 1, 1.0]), np.array([2, 1, 1, 1]))
    for name, n, steps in [("few ties", 25, 40), ("many ties", 30, 4), ("rare", 40, 15)]:
        scores = np.round(rng.normal(size=n) * steps / 4) / 4
        labels = (rng.random(n) < (0.1 if name == "rare" else 0.4)).astype(float)
        labels[0], labels[1] = 1, 0
        labels[rng.random(n) < 0.15] = np.nan
        labels[0], labels[1] = 1, 0
        weights = rng.integers(0, 4, n)
        weights[:2] = 1
        line(name, scores, labels, weights)


if __name__ == "__main__":
    main()
