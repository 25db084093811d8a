#!/usr/bin/env python3
"""Compares installed Jupyter kernels as their clients see them, and prints a table.

  kernels.py sqlflow python3 java
  kernels.py --peers sqlflow
  kernels.py --starts 9 --trips 300 sqlflow --code 'sqlflow=%%sqlflow\\nSELECT 1 AS one'

Needs jupyter_client, nbformat and nbconvert. Figures are medians with the range from the first to the
third quartile. Other load on the machine spoils them: the load average is printed, and CPU seconds
are given beside the wall clock, since they suffer less.
"""

import argparse
import json
import os
import platform
import queue
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jupyter_client
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

CODES = {"sqlflow": "%%sqlflow\nSELECT 1 AS one"}
# What a kernel that trains is asked after its start; it must show its progress from the first batch on.
TRAININGS = {
    "sqlflow": "%%sqlflow\n"
    "CREATE OR REPLACE TABLE customers AS SELECT range AS id,"
    " (range % 4) + random() AS balance, ln(1 + (range % 4)) + random() AS purchases,"
    " (range % 3) + random() AS payments, random() AS tenure,"
    " (range % 2) * 3 + random() AS credit FROM range(10000);\n"
    "SELECT * FROM customers TO TRAIN clusterModel WITH model.n_clusters = 4 INTO groups"
}
# What is completed and inspected in a cell of the kernel's own language, beside words of Java and Python.
OWN_WORDS = {"sqlflow": "%%sqlflow\nSELECT"}
JVM_LANGUAGES = ("java", "kotlin", "scala", "groovy", "clojure")
PATIENCE = 60


class Kernel:
    """A running kernel and a client of it, ready to answer."""

    def __init__(self, name):
        began = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        while True:
            request = self.client.kernel_info()
            try:
                self.info = self.reply(request, 1)["content"]
                break
            except queue.Empty:
                if not self.manager.is_alive() or time.perf_counter() - began > PATIENCE:
                    raise SystemExit(f"{name} does not start")
        self.start_seconds = time.perf_counter() - began
        # A subscription takes its time: what is published before it stands is lost.
        while True:
            try:
                self.client.get_iopub_msg(timeout=0.2)
                break
            except queue.Empty:
                self.reply(self.client.kernel_info())

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def reply(self, request, timeout=PATIENCE):
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message

    def execute(self, code, seen=lambda message: None, fails=False):
        """Until both the reply and the idle status are there; every output is shown to ``seen``."""
        request = self.client.execute(code, allow_stdin=False)
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            seen(message)
            if message["content"].get("execution_state") == "idle":
                break
        reply = self.reply(request)["content"]
        if reply["status"] != ("error" if fails else "ok"):
            raise SystemExit(f"{code!r} came to {reply}")

    def processes(self):
        found, todo = [], [self.manager.provisioner.pid]
        while todo:
            found.append(todo.pop())
            for task in Path(f"/proc/{found[-1]}/task").glob("*"):
                todo += [int(pid) for pid in (task / "children").read_text().split()]
        return found

    def megabytes(self):
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.processes())
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def cpu_seconds(self):
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def shutdown(self):
        """Seconds until the process is gone, 10 at most."""
        return timed(self._shutdown)

    def _shutdown(self):
        began = time.perf_counter()
        self.manager.request_shutdown(restart=False)
        while self.manager.is_alive() and time.perf_counter() - began < 10:
            time.sleep(0.005)


def timed(action):
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def measure(name, code, options):
    figures = {}

    def add(row, value):
        figures.setdefault(row, []).append(value)

    for _ in range(options.starts):
        with Kernel(name) as kernel:
            first = timed(lambda: kernel.execute(code))
            add("start to kernel_info, s", kernel.start_seconds)
            add("start to first result, s", kernel.start_seconds + first)
            add("start to first result, CPU s", kernel.cpu_seconds())
            add("shutdown, s", kernel.shutdown())
    with Kernel(name) as kernel:
        info = kernel.info
        trips = {
            "execute, ms": lambda: kernel.execute(code),
            "complete, ms": lambda: kernel.reply(kernel.client.complete(options.complete)),
            "inspect, ms": lambda: kernel.reply(kernel.client.inspect("print")),
            "is_complete, ms": lambda: kernel.reply(kernel.client.is_complete(code)),
            "kernel_info, ms": lambda: kernel.reply(kernel.client.kernel_info()),
        }
        if name in OWN_WORDS:
            trips |= {
                "complete in its own cell, ms": lambda: kernel.reply(kernel.client.complete(OWN_WORDS[name])),
                "inspect in its own cell, ms": lambda: kernel.reply(kernel.client.inspect(OWN_WORDS[name])),
            }
        for row, trip in trips.items():
            for _ in range(20):
                trip()
            for _ in range(options.trips):
                add(row, 1000 * timed(trip))
        add("memory after these, MB", kernel.megabytes())
    if name in TRAININGS:
        for _ in range(options.starts):
            train(name, add)
    for _ in range(options.starts):
        add("nbconvert of one cell, s", timed(lambda: convert(name, code)))
    return info, figures


def train(name, add):
    began = time.perf_counter()
    shown = []

    def seen(message):
        # Progress is the display that can be renewed.
        if message["content"].get("transient", {}).get("display_id") and not shown:
            shown.append(time.perf_counter() - began)

    with Kernel(name) as kernel:
        kernel.execute(TRAININGS[name], seen)
        add("start to first training batch, s", shown[0])
        add("start to trained model, s", time.perf_counter() - began)
        add("memory after the training, MB", kernel.megabytes())


def convert(name, code):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)],
        metadata={"kernelspec": {"name": name, "display_name": name, "language": ""}},
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "cell.ipynb")
        nbformat.write(notebook, source)
        subprocess.run(
            [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "out"]
            + [f"--ExecutePreprocessor.kernel_name={name}", str(source)],
            check=True,
            capture_output=True,
        )


def peers():
    """The installed kernels of Python and of JVM languages."""
    specs = KernelSpecManager().get_all_specs()
    for name, found in sorted(specs.items()):
        spec = found["spec"]
        runs_java = any(Path(word).name in ("java", "java.exe") for word in spec["argv"][:3])
        if name == "python3" or runs_java or spec["language"].lower() in JVM_LANGUAGES:
            yield name


def shown(values):
    median = statistics.median(values)
    digits = 2 if median < 10 else 1 if median < 100 else 0
    if len(values) < 3:
        return f"{median:.{digits}f}"
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{median:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kernels", nargs="+", help="names of installed kernels")
    parser.add_argument("--code", action="append", default=[], metavar="NAME=CODE")
    parser.add_argument("--complete", default="Mat", help="text to complete at its end")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--trips", type=int, default=200, help="round trips of each kind")
    parser.add_argument("--peers", action="store_true", help="python3 and all kernels on a JVM too")
    parser.add_argument("--json", action="store_true", help="all samples, and no table")
    options = parser.parse_args()
    codes = CODES | dict(given.replace("\\n", "\n").split("=", 1) for given in options.code)

    columns = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # databases that kernels make are of no use later
        names = options.kernels + (list(peers()) if options.peers else [])
        for name in dict.fromkeys(names):
            columns[name] = measure(name, codes.get(name, "1+1"), options)
        os.chdir("/")
    if options.json:
        print(json.dumps({name: figures for name, (_, figures) in columns.items()}))
        return
    print(f"| | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}")
    for row in next(iter(columns.values()))[1]:
        cells = [shown(figures[row]) if row in figures else "" for _, figures in columns.values()]
        print(f"| {row} | {' | '.join(cells)} |")
    print()
    for name, (info, _) in columns.items():
        print(f"{name}: {info['implementation']} {info['implementation_version']}, {info['banner'].splitlines()[0]}")
    print(
        f"Python {platform.python_version()}, jupyter_client {jupyter_client.__version__},"
        f" {os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
