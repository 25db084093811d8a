#!/usr/bin/env python3
"""Compares installed Jupyter kernels as their clients see them, and prints a table.

  kernels.py sqlflow python3 java
  kernels.py --starts 9 --trips 300 sqlflow --code 'sqlflow=%%sqlflow\\nSELECT 1 AS one'

Needs jupyter_client, nbformat and nbconvert. Figures are medians with the range from the first to the
third quartile. Other load on the machine spoils them: the load average is printed, and CPU seconds
are told beside the wall clock, since they suffer less.
"""

import argparse
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
from jupyter_client.manager import KernelManager

CODES = {"sqlflow": "%%sqlflow\nSELECT 1 AS one"}
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

    def execute(self, code, fails=False):
        """Until both the reply and the idle status are there."""
        request = self.client.execute(code, allow_stdin=False)
        reply = self.reply(request)["content"]
        if reply["status"] != ("error" if fails else "ok"):
            raise SystemExit(f"{code!r} came to {reply}")
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if (
                message["parent_header"].get("msg_id") == request
                and message["content"].get("execution_state") == "idle"
            ):
                return

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
            "is_complete, ms": lambda: kernel.reply(kernel.client.is_complete(code)),
            "kernel_info, ms": lambda: kernel.reply(kernel.client.kernel_info()),
        }
        for row, trip in trips.items():
            for _ in range(20):
                trip()
            for _ in range(options.trips):
                add(row, 1000 * timed(trip))
        add("memory after these, MB", kernel.megabytes())
    for _ in range(options.starts):
        add("nbconvert of one cell, s", timed(lambda: convert(name, code)))
    return info, figures


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
    options = parser.parse_args()
    codes = CODES | dict(given.replace("\\n", "\n").split("=", 1) for given in options.code)

    columns = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # databases that kernels make are of no use later
        for name in options.kernels:
            columns[name] = measure(name, codes.get(name, "1+1"), options)
    print(f"| | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}")
    for row in next(iter(columns.values()))[1]:
        print(f"| {row} | {' | '.join(shown(figures[row]) for _, figures in columns.values())} |")
    print()
    for name, (info, _) in columns.items():
        print(f"{name}: {info['implementation']} {info['implementation_version']}, {info['banner'].splitlines()[0]}")
    print(
        f"Python {platform.python_version()}, jupyter_client {jupyter_client.__version__},"
        f" {os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
