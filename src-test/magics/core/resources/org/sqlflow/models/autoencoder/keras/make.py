"""Writes the .h5 files beside it, in Keras 2's layout, by h5py and numpy alone.

It prints what the tests expect: the codes of four rows, computed by numpy.
"""

import json
from pathlib import Path

import h5py
import numpy as np

HERE = Path(__file__).parent
ROWS = np.array([[5.1, 3.5, 1.4, 0.2], [7.0, 3.2, 4.7, 1.4], [6.3, 3.3, 6.0, 2.5], [-1, 0, 1, 2]])
SHAPE = [(4, 6, "relu"), (6, 2, "linear"), (2, 6, "tanh"), (6, 4, "linear")]
FUNCTIONS = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
}


def weights(shape, seed=7):
    random = np.random.default_rng(seed)
    return [
        (random.normal(0, i**-0.5, (i, o)).astype("f4"), random.normal(0, 0.3, o).astype("f4"))
        for i, o, _ in shape
    ]


def dense(index, shape):
    i, o, activation = shape[index]
    config = {"name": f"dense_{index}", "trainable": True, "dtype": "float32", "units": o}
    config |= {"activation": activation, "use_bias": True, "kernel_regularizer": None}
    if index == 0:
        config["batch_input_shape"] = [None, i]
    return {"class_name": "Dense", "config": config}


def given(width):
    config = {"batch_input_shape": [None, width], "dtype": "float32", "name": "input_1"}
    return {"class_name": "InputLayer", "config": config}


def sequential(layers):
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}


def functional(layers):
    """The layers in a chain, each with its name and what it reads."""
    before, chain = [], []
    for layer in layers:
        name = layer["config"]["name"]
        chain.append(layer | {"name": name, "inbound_nodes": before})
        before = [[[name, 0, 0, {}]]]
    config = {"name": "model", "layers": chain}
    config |= {"input_layers": [["input_1", 0, 0]], "output_layers": [[name, 0, 0]]}
    return {"class_name": "Functional", "config": config}


def write(file, model, all_weights):
    with h5py.File(HERE / file, "w") as h5:
        h5.attrs["keras_version"] = b"2.15.0"
        h5.attrs["backend"] = b"tensorflow"
        h5.attrs["model_config"] = json.dumps(model).encode()
        group = h5.create_group("model_weights")
        names = [layer["config"]["name"] for layer in model["config"]["layers"]]
        group.attrs["layer_names"] = np.array(names, dtype="S")
        for name in names:
            layer = group.create_group(name)
            own = all_weights.get(name, ())
            files = [f"{name}/{kind}:0" for kind in ("kernel", "bias")][: len(own)]
            layer.attrs["weight_names"] = np.array(files, dtype="S")
            for path, values in zip(files, own):
                layer.create_dataset(path, data=values)


def named(all_weights):
    return {f"dense_{i}": w for i, w in enumerate(all_weights)}


def codes(shape, all_weights, layers):
    x = ROWS
    for (_, _, activation), (kernel, bias) in list(zip(shape, all_weights))[:layers]:
        x = FUNCTIONS[activation](x @ kernel.astype("f8") + bias)
    return x


def show(file, values):
    print(file, np.array2string(values, separator=", ", precision=7))


def main():
    layers = [dense(i, SHAPE) for i in range(4)]
    ae = weights(SHAPE)
    write("ae_pretrain.h5", sequential([given(4), *layers]), named(ae))
    show("ae_pretrain.h5", codes(SHAPE, ae, 2))

    write("functional.h5", functional([given(4), *layers]), named(ae))

    shape = [(4, 5, "elu"), (5, 5, "sigmoid"), (5, 3, "relu")]
    encoder = weights(shape, 8)
    write("encoder.h5", sequential([dense(i, shape) for i in range(3)]), named(encoder))
    show("encoder.h5", codes([*shape[:2], (5, 3, "linear")], encoder, 3))

    lstm = {"class_name": "LSTM", "config": {"name": "lstm", "units": 2}}
    write("lstm.h5", sequential([given(4), lstm, layers[2]]), {})

    branched = functional([given(4), *layers])
    branched["config"]["layers"][3]["inbound_nodes"] = [[["dense_0", 0, 0, {}]]]
    write("branched.h5", branched, named(ae))

    write("no_weights.h5", sequential([given(4), *layers]), {})
    with h5py.File(HERE / "not_keras.h5", "w") as h5:
        h5["numbers"] = np.arange(3)


if __name__ == "__main__":
    main()
