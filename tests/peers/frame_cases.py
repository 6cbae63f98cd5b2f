#!/usr/bin/env python3
"""pandas' results for DataFrameNumbersTests.

    OMP_NUM_THREADS=1 /usr/bin/python3 tests/peers/frame_cases.py
"""
import io

import pandas as pd

CSV = """image,patient,age,Edema,Mass
a.png,p1,61,1,0.5
b.png,p2,47,,2.25
c.png,p1,61,0,-1
d.png,p3,,1,8
e.png,p2,47,1,
f.png,p4,33,0,0.125
g.png,p1,61,,3.5
"""
SITES = """patient,site,beds
p2,north,100
p1,south,250
p5,east,75
p1,west,30
"""


def main():
    print("pandas", pd.__version__)
    frame, sites = pd.read_csv(io.StringIO(CSV)), pd.read_csv(io.StringIO(SITES))
    numbers = ["age", "Edema", "Mass"]
    for name in ("count", "sum", "mean", "min", "max", "prod"):
        print(name, frame.groupby("patient", sort=False)[numbers].agg(name).reset_index().values.tolist())
    print("describe", frame[numbers].agg(["count", "max", "min", "mean"]).values.tolist(), "median", frame[numbers].median().tolist())
    for how in ("left", "right", "inner", "outer"):
        merged = frame.merge(sites, how=how, on="patient")
        print(how, sorted((str(i), str(s)) for i, s in zip(merged["image"].fillna("-"), merged["site"].fillna("-"))))
    print("sorted", frame.sort_values("Mass")["image"].tolist(), frame.sort_values("Mass", ascending=False)["image"].tolist())
    print("filtered", frame[(frame["Mass"] > 0.25) & (frame["Edema"] == 1)]["image"].tolist())
    print("Mass * 2 - Edema", (frame["Mass"] * 2 - frame["Edema"]).tolist(), "Mass / age", (frame["Mass"] / frame["age"]).tolist())
    print("value counts", frame["patient"].value_counts(sort=False).to_dict(), frame["Edema"].value_counts(sort=False).to_dict())


main()
