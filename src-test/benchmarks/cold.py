#!/usr/bin/env python3
"""A notebook in a fresh kernel, run as a whole by nbconvert, beside one in Python that does the same.

  cold.py [--json] [--kernel sqlflow] [--runs 5] [--data notebooks/data]

Both read 8,950 customers, train an autoencoder and a cluster model on ten figures, write each customer's
group, draw a map and print tables. The runs alternate. Prints seconds from the start of nbconvert to its
end, the processor seconds of both, the seconds of each cell, and the largest resident memory of nbconvert and its kernel together.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

NAMES = ["load", "autoencoder", "cluster model", "predict", "group means", "to a data frame"]
FEATURES = ", ".join(f"m{i}" for i in range(1, 11))
TABLE = """CREATE OR REPLACE TABLE input_table AS SELECT cust_id, ln(1 + balance) AS m1, ln(1 + purchases) AS m2,
 ln(1 + oneoff_purchases) AS m3, ln(1 + installments_purchases) AS m4, ln(1 + cash_advance) AS m5,
 purchases_frequency AS m6, cash_advance_frequency AS m7, ln(1 + purchases_trx) AS m8, ln(1 + payments) AS m9,
 prc_full_payment AS m10 FROM 'data/credit_card_customers.csv.gz'"""
OWN = [
    f"%%sqlflow\n{TABLE};\nSELECT * FROM input_table",
    "%%sqlflow\nSELECT * FROM input_table TO TRAIN autoencoder WITH model.encode_units = [100, 7]"
    f" COLUMN {FEATURES} INTO existed_pretrain_model;",
    "%%sqlflow\nSELECT * FROM input_table TO TRAIN clusterModel WITH model.encode_units = [100, 7]"
    f" model.n_clusters = 5 model.run_pretrain = false COLUMN {FEATURES}"
    " USING existed_pretrain_model INTO my_cluster_model;",
    "%%sqlflow\nSELECT * FROM input_table TO PREDICT output_table.group_id USING my_cluster_model;",
    "%%sqlflow\nSELECT group_id, avg(m1) AS avgm1, avg(m2) AS avgm2 FROM output_table GROUP BY group_id",
    "_.to_dataframes(result_table)",
]
PYTHON = [
    """import numpy as np, pandas as pd
raw = pd.read_csv("data/credit_card_customers.csv.gz")
raw.columns = [name.lower() for name in raw.columns]
logs = ["balance", "purchases", "oneoff_purchases", "installments_purchases", "cash_advance", "purchases_trx", "payments"]
table = pd.concat([np.log1p(raw[logs]), raw[["purchases_frequency", "cash_advance_frequency", "prc_full_payment"]]], axis=1)
table""",
    """import torch
from torch import nn
from sklearn.preprocessing import StandardScaler
torch.manual_seed(1)
x = torch.tensor(StandardScaler().fit_transform(table.fillna(table.mean())), dtype=torch.float32)
encoder = nn.Sequential(nn.Linear(10, 100), nn.ReLU(), nn.Linear(100, 7))
decoder = nn.Sequential(nn.Linear(7, 100), nn.ReLU(), nn.Linear(100, 10))
adam = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()])
losses = []
for epoch in range(50):
    order = torch.randperm(len(x))
    for batch in order.split(256):
        loss = ((decoder(encoder(x[batch])) - x[batch]) ** 2).mean()
        adam.zero_grad(); loss.backward(); adam.step()
    losses.append(loss.item())
losses[-1]""",
    """from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
import matplotlib.pyplot as plt
with torch.no_grad():
    start = KMeans(5, n_init=20, random_state=1).fit(encoder(x).numpy())
centres = torch.tensor(start.cluster_centers_, requires_grad=True)
adam = torch.optim.Adam([*encoder.parameters(), centres])
def soft(codes):
    kernel = 1 / (1 + torch.cdist(codes, centres) ** 2)
    return kernel / kernel.sum(1, keepdim=True)
for epoch in range(20):
    with torch.no_grad():
        q = soft(encoder(x)); p = q**2 / q.sum(0); p = p / p.sum(1, keepdim=True)
    for batch in torch.randperm(len(x)).split(256):
        loss = (p[batch] * (p[batch].log() - soft(encoder(x[batch])).log())).sum(1).mean()
        adam.zero_grad(); loss.backward(); adam.step()
with torch.no_grad():
    groups = soft(encoder(x)).argmax(1).numpy()
from sklearn.decomposition import PCA
plane = PCA(2).fit_transform(x.numpy())
plt.scatter(plane[:, 0], plane[:, 1], c=groups, s=3); plt.show()
silhouette_score(x.numpy(), groups, sample_size=5000, random_state=1)""",
    "output = table.assign(group_id=groups); output.to_csv('output_table.csv', index=False); output.group_id.value_counts()",
    "means = output.groupby('group_id').mean(); means",
    "means.sort_index()",
]


def tree(root):
    """The process and those that it started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
                parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
    found = {root}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def resident(pids):
    pages = 0
    for pid in pids:
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:
            pass
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(kernel, cells, data):
    """Seconds, processor seconds, seconds by cell, megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        shutil.copytree(data, folder / "data")
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        notebook.metadata.kernelspec = {"name": kernel, "display_name": kernel}
        nbformat.write(notebook, folder / "in.ipynb")
        command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "out"]
        before = processor_seconds()
        began = time.perf_counter()
        process = subprocess.Popen(
            [*command, "in.ipynb"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        most = [0.0]

        def watch():
            while process.poll() is None:
                most[0] = max(most[0], resident(tree(process.pid)))
                time.sleep(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        printed = process.communicate()[0]
        seconds = time.perf_counter() - began
        watcher.join()
        if process.returncode:
            raise SystemExit(f"{kernel}: {printed[-2000:]}")
        done = nbformat.read(folder / "out.ipynb", 4)
        return seconds, processor_seconds() - before, [of_cell(cell) for cell in done.cells], most[0]


def processor_seconds():
    """Of all processes that have ended below this one."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def of_cell(cell):
    """Seconds from the request to the reply, as nbconvert notes them."""
    from datetime import datetime

    times = {k: datetime.fromisoformat(v.replace("Z", "+00:00")) for k, v in cell.metadata.execution.items()}
    return (times["shell.execute_reply"] - times["iopub.status.busy"]).total_seconds()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--json", action="store_true")
    options.add_argument("--kernel", default="sqlflow")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--data", type=Path, default=Path("notebooks/data"))
    given = options.parse_args()
    columns = {given.kernel: OWN, "python3": PYTHON}
    samples = {name: {} for name in columns}
    for _ in range(given.runs):
        for name, cells in columns.items():
            seconds, processor, by_cell, megabytes = run(name, cells, given.data)
            found = {"whole notebook, s": seconds, "whole notebook, CPU s": processor, "largest memory, MB": megabytes}
            found.update({f"cell: {cell}, s": took for cell, took in zip(NAMES, by_cell)})
            for row, value in found.items():
                samples[name].setdefault(row, []).append(value)
    if given.json:
        print(json.dumps(samples))
        return
    for row in samples[given.kernel]:
        print(row, *(f"{name} {statistics.median(samples[name][row]):.2f}" for name in samples), sep="\t")


if __name__ == "__main__":
    main()
