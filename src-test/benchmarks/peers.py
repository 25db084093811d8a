#!/usr/bin/env python3
"""What others take for the same work: PyTorch and scikit-learn, as one line of JSON with "seconds".

  peers.py versions | train SHAPE PASSES | dec SHAPE PASSES | renewal SHAPE TIMES
  peers.py kmeans FILE ROWS COLUMNS CLUSTERS STARTS TIMES
  peers.py mixture|spectral|hdbscan FILE ROWS COLUMNS CLUSTERS TIMES
  peers.py predict FOLDER MODEL METRIC SEED,SEED   (train-SEED.csv and test-SEED.csv, label last)
  peers.py boost ROWS COLUMNS ROUNDS | classify ROWS COLUMNS PASSES

Threads are those of OMP_NUM_THREADS. Without the library it says so, and tells no seconds.
"""

import json
import os
import platform
import sys
import time

SHAPES = {"large": (10_000, 784, [500, 500, 2000, 10]), "small": (100_000, 10, [100, 7])}
BATCH = 256
CLUSTERS = 10


def timed(warm, times, run):
    seconds = []
    for i in range(warm + times):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return seconds[warm:]


def half(widths, relu_last):
    from torch import nn

    layers = []
    for i, (rows, columns) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(rows, columns))
        if relu_last or i < len(widths) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Network:
    def __init__(self, shape):
        import torch

        torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
        torch.manual_seed(1)
        rows, features, units = SHAPES[shape]
        self.torch = torch
        self.x = torch.randn(rows, features)
        self.encoder = half([features] + units, False)
        self.decoder = half((units[::-1] + [features]), False)
        self.centres = torch.randn(CLUSTERS, units[-1], requires_grad=True)

    def q(self, codes):
        products = codes @ self.centres.T
        squares = (codes**2).sum(1, keepdim=True) - 2 * products + (self.centres**2).sum(1)
        kernel = 1 / (1 + squares)
        return kernel / kernel.sum(1, keepdim=True)

    def target(self):
        with self.torch.no_grad():
            q = self.q(self.encoder(self.x))
            weights = q**2 / q.sum(0)
            return weights / weights.sum(1, keepdim=True)

    def passes(self, parameters, loss):
        optimizer = self.torch.optim.Adam(parameters, 0.001)

        def run():
            order = self.torch.randperm(len(self.x))
            for at in range(0, len(order), BATCH):
                optimizer.zero_grad()
                loss(order[at : at + BATCH]).backward()
                optimizer.step()

        return run


def train(shape, passes):
    net = Network(shape)
    error = net.torch.nn.MSELoss()
    parameters = [*net.encoder.parameters(), *net.decoder.parameters()]

    def loss(chosen):
        batch = net.x[chosen]
        return error(net.decoder(net.encoder(batch)), batch)

    return {"seconds": timed(1, int(passes), net.passes(parameters, loss))}


def dec(shape, passes):
    net = Network(shape)
    target = net.target()

    def loss(chosen):
        q = net.q(net.encoder(net.x[chosen]))
        p = target[chosen]
        return (p * (p / q).log()).sum() / len(chosen)

    return {"seconds": timed(1, int(passes), net.passes([*net.encoder.parameters(), net.centres], loss))}


def renewal(shape, times):
    net = Network(shape)
    return {"seconds": timed(2, int(times), net.target)}


def kmeans(file, rows, columns, clusters, starts, times):
    import numpy
    from sklearn.cluster import KMeans

    x = numpy.fromfile(file, dtype=numpy.float32).reshape(int(rows), int(columns))
    inertia = []

    def run():
        model = KMeans(int(clusters), n_init=int(starts), random_state=42 + len(inertia)).fit(x)
        inertia.append(float(model.inertia_))

    return {"seconds": timed(1, int(times), run), "inertia": sum(inertia) / len(inertia)}


def method(make):
    def run(file, rows, columns, clusters, times):
        import numpy

        x = numpy.fromfile(file, dtype=numpy.float32).reshape(int(rows), int(columns))
        return {"seconds": timed(0, int(times), lambda: make(int(rows), int(clusters)).fit(x))}

    return run


def mixture(rows, clusters):
    from sklearn.mixture import GaussianMixture

    return GaussianMixture(clusters, n_init=5, max_iter=200, random_state=42)


def spectral(rows, clusters):
    from sklearn.cluster import SpectralClustering

    return SpectralClustering(clusters, affinity="nearest_neighbors", random_state=42)


def hdbscan(rows, clusters):
    from sklearn.cluster import HDBSCAN

    return HDBSCAN(min_cluster_size=max(5, int(rows**0.5 / 2)), min_samples=5, copy=True)


def predictor(name, is_number, seed):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if name == "LogisticRegression":
        return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    if name == "MLPClassifier":
        return make_pipeline(StandardScaler(), MLPClassifier((64, 32), random_state=seed))
    boosting = HistGradientBoostingRegressor if is_number else HistGradientBoostingClassifier
    return boosting(categorical_features="from_dtype", random_state=seed)


def predict(folder, name, metric, seeds):
    import pandas
    from sklearn.metrics import accuracy_score, roc_auc_score, root_mean_squared_error

    scores, seconds, cpu = [], [], time.process_time()
    for seed in map(int, seeds.split(",")):
        parts = [pandas.read_csv(f"{folder}/{part}-{seed}.csv") for part in ("train", "test")]
        rows = pandas.concat(parts).drop(columns="label")
        text = [c for c in rows if not pandas.api.types.is_numeric_dtype(rows[c])]
        rows = rows.astype({c: "category" for c in text}) if name.startswith("Hist") else pandas.get_dummies(rows)
        train, test = rows[: len(parts[0])], rows[len(parts[0]) :]
        began = time.perf_counter()
        model = predictor(name, metric == "RMSE", seed).fit(train, parts[0]["label"])
        if metric == "AUC":
            scores.append(roc_auc_score(parts[1]["label"], model.predict_proba(test)[:, 1]))
        else:
            score = root_mean_squared_error if metric == "RMSE" else accuracy_score
            scores.append(score(parts[1]["label"], model.predict(test)))
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "scores": scores, "cpu": time.process_time() - cpu}


def drawn(rows, columns):
    """The law of PredictionSpeed.java."""
    import numpy

    random = numpy.random.default_rng(1)
    x = random.random((rows, columns), dtype=numpy.float32)
    y = x[:, 0] + x[:, 1] * x[:, 2] + numpy.sin(6 * x[:, 3]) + random.random(rows) > 1.3
    return x, y.astype(int)


def spent(run):
    began, cpu = time.perf_counter(), time.process_time()
    run()
    return {"seconds": [time.perf_counter() - began], "cpu": time.process_time() - cpu}


def boost(rows, columns, rounds):
    from sklearn.ensemble import HistGradientBoostingClassifier

    x, y = drawn(int(rows), int(columns))
    model = HistGradientBoostingClassifier(
        max_iter=int(rounds),
        max_depth=5,
        max_leaf_nodes=32,
        early_stopping=True,
        validation_fraction=0.2,
        n_iter_no_change=int(rounds),
    )
    told = spent(lambda: model.fit(x, y))
    guessed = spent(lambda: model.predict(x))
    return {**told, "predicting": guessed["seconds"][0], "predicting_cpu": guessed["cpu"]}


def classify(rows, columns, passes):
    import torch
    from torch import nn

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    x, y = (torch.as_tensor(part) for part in drawn(int(rows), int(columns)))
    kept = len(x) * 4 // 5
    net = half([int(columns), 64, 32, 2], False)
    optimizer = torch.optim.Adam(net.parameters(), 0.001, weight_decay=0.0001)
    error = nn.CrossEntropyLoss()

    def run():
        for _ in range(int(passes)):
            order = torch.randperm(kept)
            for at in range(0, kept, BATCH):
                chosen = order[at : at + BATCH]
                optimizer.zero_grad()
                error(net(x[chosen]), y[chosen]).backward()
                optimizer.step()
            with torch.no_grad():
                error(net(x[kept:]), y[kept:])

    return spent(run)


PEERS = {
    "train": train,
    "dec": dec,
    "renewal": renewal,
    "kmeans": kmeans,
    "predict": predict,
    "boost": boost,
    "classify": classify,
    "mixture": method(mixture),
    "spectral": method(spectral),
    "hdbscan": method(hdbscan),
}


def versions():
    found = ["Python " + platform.python_version()]
    for name, module in (("PyTorch", "torch"), ("scikit-learn", "sklearn"), ("NumPy", "numpy")):
        try:
            found.append(name + " " + __import__(module).__version__)
        except ImportError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def main(name, *words):
    if name == "versions":
        print(versions())
        return
    try:
        print(json.dumps(PEERS[name](*words)))
    except ImportError as missing:
        print(json.dumps({"absent": str(missing)}))


main(*sys.argv[1:])
