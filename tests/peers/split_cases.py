#!/usr/bin/env python3
"""How far scikit-learn's StratifiedGroupKFold is from equal shares, for SplitTests.NoFurtherFromEqualSharesThanScikitLearn.

    /usr/bin/python3 tests/peers/split_cases.py
"""
import numpy as np
import sklearn
from sklearn.model_selection import StratifiedGroupKFold


def rows():
    """150 patients with 1 to 8 images of 4 classes, from a linear congruential generator that the C# test has too."""
    state = 1

    def draw(below):
        nonlocal state
        state = (1103515245 * state + 12345) % 2**31
        return (state >> 8) % below

    for patient in range(150):
        images = 1 + draw(8)
        own = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3][draw(10)]
        for _ in range(images):
            other = draw(4)
            yield patient, other if draw(5) == 0 else own


def main():
    print("scikit-learn", sklearn.__version__)
    groups, classes = (np.array(column) for column in zip(*rows()))
    print(len(groups), "images, classes", np.bincount(classes))
    for folds in (3, 5, 10):
        # Without shuffle, it is closer to equal shares than with it (the patients with most varied images go first).
        split = StratifiedGroupKFold(folds).split(groups, classes, groups)
        shares = np.array([np.bincount(classes[test], minlength=4) / np.bincount(classes) for _, test in split])
        off = np.abs(shares * folds - 1)
        print(f"{folds} folds, |share of a class x folds - 1|: mean {off.mean():.4f}, worst {off.max():.4f}")


main()
