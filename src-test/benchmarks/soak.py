#!/usr/bin/env python3
"""Many cells and trainings in one kernel, as a client sees it: what its process holds must level.

  soak.py [--kernel sqlflow] [--cells 10000] [--trainings 200]

Prints a table: the median time of a Java cell since the line before, resident memory, the heap after a collection, classes' memory, native memory (all else
but mapped files: DuckDB, arrays, compiled code), threads and open files.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from kernels import Kernel

LINES = 10
POINTS = (
    "%%sqlflow\nCREATE TABLE points AS SELECT range AS id, sin(range) AS a, cos(range) AS b,"
    " range % 7 AS c FROM range(5000)"
)
CELLS = [
    "%%sqlflow\nSELECT {n} AS n, * FROM points LIMIT 100",
    "_.to_dataframes(result_table)",
    "%%sqlflow --as bound\nSELECT c, count(*) AS n, avg(a) AS a FROM points GROUP BY c",
    "result_table.rowCount() + {n}",
    'for (int i = 0; i < 20; i++) System.out.println("line " + i);',
    "%%sqlflow\nSELECT no_such_column_{n} FROM points",
    "int n = {n};",
    "%sqlflow SELECT '${{n}}' AS n",
    "%%sqlflow\nSELECT * FROM points ORDER BY a",
    "throw new IllegalStateException(\"cell {n}\");",
]
NETWORK = " encode_units = [16, 3] pretrain_epochs = 2 train_max_iters = 40"
TRAININGS = [
    "clusterModel WITH n_clusters = 4" + NETWORK,
    "kmeans WITH n_clusters = 4 kmeans_init = 2",
    "autoencoder WITH encode_units = [16, 3] pretrain_epochs = 4",
]
JAVA = CELLS.index("result_table.rowCount() + {n}")
COLUMNS = ["cells", "trainings", "Java cell ms", "resident MB", "heap MB", "classes MB", "native MB"]
COLUMNS += ["threads", "files"]


def jcmd(pid, *command):
    java = Path(os.readlink(f"/proc/{pid}/exe"))
    tool = shutil.which("jcmd", path=str(java.parent)) or shutil.which("jcmd")
    return subprocess.run([tool, str(pid), *command], check=True, capture_output=True, text=True).stdout


def held(pid):
    """Resident, heap, classes and native in MB, threads, files."""
    jcmd(pid, "GC.run")
    status = dict(re.findall(r"^(\w+):\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M))
    info = jcmd(pid, "GC.heap_info")
    heap = [(int(total), int(used)) for total, used in re.findall(r"total (\d+)K, used (\d+)K", info)]
    classes = re.search(r"Metaspace\s+used (\d+)K, committed (\d+)K", info)
    taken = sum(total for total, _ in heap) + int(classes.group(2))
    kilobytes = (
        int(status["VmRSS"]),
        sum(used for _, used in heap),
        int(classes.group(1)),
        max(0, int(status["RssAnon"]) - taken),
    )
    files = len(os.listdir(f"/proc/{pid}/fd"))
    return [kb // 1024 for kb in kilobytes] + [int(status["Threads"]), files]


def train(kernel, number):
    model = f"m{number % 5}"
    type = TRAININGS[number % len(TRAININGS)]
    kernel.execute(f"%%sqlflow\nSELECT * FROM points TO TRAIN {type} COLUMN a, b, c INTO {model}")
    kernel.execute(f"%%sqlflow\nSELECT * FROM points TO PREDICT p.g USING {model}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="sqlflow", help="name of an installed kernel")
    parser.add_argument("--cells", type=int, default=10_000)
    parser.add_argument("--trainings", type=int, default=200)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with Kernel(options.kernel) as kernel:
            pid = kernel.processes()[-1]
            print(f"| {' | '.join(COLUMNS)} |\n|{' ---: |' * len(COLUMNS)}", flush=True)
            kernel.execute(POINTS)
            trained = 0
            times = []
            for n in range(1, options.cells + 1):
                cell = CELLS[(n - 1) % len(CELLS)].format(n=n)
                began = time.perf_counter()
                kernel.execute(cell, fails="no_such" in cell or "throw" in cell)
                if (n - 1) % len(CELLS) == JAVA:
                    times.append(time.perf_counter() - began)
                while trained < n * options.trainings // options.cells:
                    train(kernel, trained)
                    trained += 1
                if n % max(1, options.cells // LINES) == 0:
                    figures = [n, trained, round(1000 * statistics.median(times)), *held(pid)]
                    times.clear()
                    print(f"| {' | '.join(f'{figure:,}' for figure in figures)} |", flush=True)


if __name__ == "__main__":
    main()
