#!/usr/bin/env python3
"""scikit-learn's results for MissingValueTests and for NormalizeMeanVariance in the tests of the Microsoft.ML stand-in.

    OMP_NUM_THREADS=1 /usr/bin/python3 tests/peers/transform_cases.py
"""
import numpy as np
import sklearn
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

X = np.array([[1.5, -2, np.nan], [np.nan, 4, 7], [3, 0.25, 7], [-8, np.nan, 7], [3, 1, 7]])


def show(name, values):
    print(name, np.round(np.asarray(values, dtype=float), 7).tolist())


print("scikit-learn", sklearn.__version__)
for strategy in ("mean", "most_frequent"):
    show(strategy, SimpleImputer(strategy=strategy).fit(X).statistics_)
show("minimum", np.nanmin(X, 0))
show("maximum", np.nanmax(X, 0))
show("of all slots together", [np.nanmean(X), np.nanmin(X), np.nanmax(X)])
show("indicator", MissingIndicator(features="all").fit_transform(X))
show("standardised", StandardScaler().fit_transform(X))
show("by root mean square", X / np.sqrt(np.nanmean(X**2, 0)))
show("one hot", OneHotEncoder(sparse_output=False, handle_unknown="ignore", categories=[["b", "a", "c"]]).fit_transform([["b"], ["a"], ["b"], ["c"], ["?"]]))
