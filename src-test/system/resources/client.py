"""Drives a kernel with jupyter_client for a test in another language.

Reads one JSON request a line on standard input and writes one JSON answer a line on standard output.
An answer is {"ok": ...} or {"error": "..."}; {"error": "timeout"} means the kernel did not answer.
"""

import json
import queue
import sys
import time

import zmq
from jupyter_client.manager import KernelManager

from mutations import Mutations


class Timeout(Exception):
    pass


class Client:
    def __init__(self):
        self.manager = None
        self.client = None
        self.outputs = {}  # message id of a request -> its iopub messages so far
        self.replies = {}  # message id of a request -> its reply

    def start(self, kernel, cwd, timeout):
        self.manager = KernelManager(kernel_name=kernel)
        # What the kernel's process prints itself must not mix with the answers.
        self.manager.start_kernel(cwd=cwd, stdout=sys.stderr, stderr=sys.stderr)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=timeout)
        return {"pid": self.manager.provisioner.pid}

    def kernel_info(self, timeout):
        return self.client.kernel_info(reply=True, timeout=timeout)["content"]

    def send(self, code, options):
        return self.client.execute(code, **options)

    def message(self, type, content, timeout):
        """Sends a request of any type on shell; the content of its reply."""
        message = self.client.session.msg(type, content)
        self.client.shell_channel.send(message)
        return self._reply(message["header"]["msg_id"], time.monotonic() + timeout)

    def send_without_answer(self, type, key, without):
        """Sends what a kernel must drop: signed with another key, or with fields missing."""
        session = self.client.session
        message = session.msg(type, {})
        for field in without:
            del message["header"][field]
        right = session.key
        session.key = key.encode() or right
        try:
            parts = session.serialize(message)
        finally:
            session.key = right
        self.client.shell_channel.socket.send_multipart(parts)
        return None

    def mutate(self, count, seed):
        """Sends messages with anything wrong from a separate client: how many of each kind."""
        mutations = Mutations(self.manager.get_connection_info(), self.client.session, seed)
        try:
            return mutations.send(count)
        finally:
            mutations.close()

    def subscribe(self, count, timeout):
        """Subscribes to iopub so often: the types of what came first each time."""
        address = f"tcp://127.0.0.1:{self.manager.iopub_port}"
        first = []
        for _ in range(count):
            context = zmq.Context()
            socket = context.socket(zmq.SUB)
            socket.linger = 0
            socket.rcvtimeo = int(1000 * timeout)
            socket.subscribe(b"")
            socket.connect(address)
            try:
                first.append(self.client.session.deserialize(
                    self.client.session.feed_identities(socket.recv_multipart())[1]
                )["header"]["msg_type"])
            except zmq.Again:
                raise Timeout()
            finally:
                socket.close()
                context.term()
        return first

    def await_reply(self, request, timeout):
        """The reply, and all outputs up to the kernel being idle again."""
        deadline = time.monotonic() + timeout
        while request not in self.replies or not self._is_idle(request):
            self._receive(deadline)
        return {
            "reply": self.replies[request],
            "outputs": [
                {"type": message["header"]["msg_type"], "content": message["content"]}
                for message in self.outputs[request]
                if message["header"]["msg_type"] not in ("status", "execute_input")
            ],
        }

    def late(self, request, timeout):
        """The next output of a cell that is over."""
        seen = len(self.outputs[request])
        deadline = time.monotonic() + timeout
        while len(self.outputs[request]) == seen:
            self._receive(deadline)
        return self.outputs[request][seen]["content"]

    def await_output(self, request, type, timeout):
        """The first output of that type, while the cell may still run."""
        deadline = time.monotonic() + timeout
        while True:
            for message in self.outputs.get(request, []):
                if message["header"]["msg_type"] == type:
                    return message["content"]
            self._receive(deadline)

    def interrupt(self):
        self.manager.interrupt_kernel()
        return None

    def stop(self, request, timeout):
        """Interrupts a running cell, and waits for its reply."""
        self.manager.interrupt_kernel()
        self._reply(request, time.monotonic() + timeout)

    def shutdown(self, timeout):
        """Asks the kernel to end, and tells how its process did; it is never killed here."""
        self.client.shutdown(restart=False)
        deadline = time.monotonic() + timeout
        process = self.manager.provisioner.process
        while process.poll() is None:
            if time.monotonic() > deadline:
                raise Timeout()
            time.sleep(0.01)
        return {"status": process.returncode}

    def kill(self):
        if self.client is not None:
            self.client.stop_channels()
        if self.manager is not None:
            self.manager.shutdown_kernel(now=True)
        return None

    def _reply(self, request, deadline):
        while request not in self.replies:
            self._receive(deadline)
        return self.replies[request]

    def _is_idle(self, request):
        return any(
            message["header"]["msg_type"] == "status"
            and message["content"]["execution_state"] == "idle"
            for message in self.outputs.get(request, [])
        )

    def _receive(self, deadline):
        if time.monotonic() > deadline:
            raise Timeout()
        for receive, keep in (
            (self.client.get_iopub_msg, self._keep_output),
            (self.client.get_shell_msg, self._keep_reply),
        ):
            try:
                keep(receive(timeout=0.02))
            except queue.Empty:
                pass

    def _keep_output(self, message):
        self.outputs.setdefault(message["parent_header"].get("msg_id"), []).append(message)

    def _keep_reply(self, message):
        self.replies[message["parent_header"].get("msg_id")] = message["content"]


def main():
    client = Client()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"ok": getattr(client, request.pop("do"))(**request)}
        except Timeout:
            answer = {"error": "timeout"}
        except Exception as failure:
            answer = {"error": f"{type(failure).__name__}: {failure}"}
        print(json.dumps(answer), flush=True)
    client.kill()


main()
