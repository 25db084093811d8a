"""Writes hdbscan.csv beside it: rows, and what scikit-learn's HDBSCAN makes of them.

python3 -m pip install scikit-learn    # made with 1.9.1
python3 make.py

Columns: the set; min_cluster_size and min_samples; the features x0, x1 ... of which a set may have fewer; the
group, -1 for none; scikit-learn's probability. Features are rounded to float32 first, as SQLFlow reads them.
"""
import csv
import os

import numpy as np
from sklearn.cluster import HDBSCAN
from sklearn.datasets import load_iris

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(3)


def ring(radius, count, noise):
    angle = random.uniform(0, 2 * np.pi, count)
    return np.c_[np.cos(angle), np.sin(angle)] * radius + random.normal(0, noise, (count, 2))


def moons(count):
    angle = random.uniform(0, np.pi, count)
    upper = np.c_[np.cos(angle), np.sin(angle)]
    angle = random.uniform(0, np.pi, count)
    lower = np.c_[1 - np.cos(angle), 0.4 - np.sin(angle)]
    rows = np.r_[upper, lower] + random.normal(0, 0.06, (2 * count, 2))
    return np.r_[rows, random.uniform(-2, 3, (count // 4, 2))]


centres = random.uniform(-6, 6, (5, 4))
sets = {
    "rings": (np.r_[ring(1, 120, 0.05), ring(3, 240, 0.1)], 8, 5),
    "moons": (moons(150), 10, 5),
    "blobs": (np.r_[tuple(random.normal(c, 0.3 + 0.3 * i, (50 + 30 * i, 4)) for i, c in enumerate(centres))], 15, 8),
    "iris": (load_iris().data, 5, 5),
}
with open(os.path.join(here, "hdbscan.csv"), "w", newline="\n") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["set", "min_cluster_size", "min_samples", "x0", "x1", "x2", "x3", "group", "probability"])
    for name, (rows, size, samples) in sets.items():
        rows = rows.astype(np.float32)
        found = HDBSCAN(min_cluster_size=size, min_samples=samples, copy=True).fit(rows.astype(np.float64))
        print(name, len(rows), found.labels_.max() + 1, (found.labels_ < 0).sum())
        for row, group, probability in zip(rows, found.labels_, found.probabilities_):
            cells = [repr(float(str(value))) for value in row] + [""] * (4 - len(row))
            out.writerow([name, size, samples, *cells, group, f"{probability:.6f}"])
