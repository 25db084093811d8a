"""Sends what no front end sends: messages with anything wrong that can be, as raw frames."""

import json
import random
import uuid

import zmq

DELIMITER = b"<IDS|MSG>"
PATIENCE_MS = 60_000
TYPES = (
    "kernel_info_request execute_request complete_request inspect_request history_request"
    " is_complete_request comm_info_request comm_open comm_msg interrupt_request debug_request"
    " input_reply no_such_request"
).split()


class Mutations:
    """A separate client, which knows the key and the ports of a kernel."""

    def __init__(self, connection, session, seed):
        self.session = session
        self.random = random.Random(seed)
        self.context = zmq.Context()
        self.sockets = {}
        for channel in ("shell", "control", "stdin"):
            socket = self.context.socket(zmq.DEALER)
            socket.linger = 0
            socket.connect(f"tcp://{connection['ip']}:{connection[channel + '_port']}")
            self.sockets[channel] = socket
        self.last = None  # the last message that was sound
        self.kinds = [
            self.frames_missing,
            self.frames_too_many,
            self.delimiter_missing,
            self.field_missing,
            self.field_of_wrong_type,
            self.wrong_signature,
            self.signature_of_another,
            self.replayed,
            self.not_utf8,
            self.not_json,
            self.deep,
            self.huge,
            self.empty,
        ]

    def send(self, count):
        """How many of each kind were sent."""
        sent = {kind.__name__: 0 for kind in self.kinds}
        for number in range(count):
            kind = self.kinds[number % len(self.kinds)]
            socket = self.sockets[self.random.choice(("shell", "shell", "control", "stdin"))]
            socket.send_multipart(kind())
            sent[kind.__name__] += 1
            for answered in self.sockets.values():
                while answered.poll(0):
                    answered.recv_multipart()
        self.settle()
        return sent

    def settle(self):
        """A socket's messages are read in order: with this answered, all before it are done."""
        for channel in ("shell", "control"):
            parts = self.message("kernel_info_request")
            id = parts[0]["msg_id"].encode()
            self.sockets[channel].send_multipart(self.signed([json.dumps(p).encode() for p in parts]))
            while id not in b"".join(self.received(self.sockets[channel])):
                pass

    @staticmethod
    def received(socket):
        if not socket.poll(PATIENCE_MS):
            raise TimeoutError("no answer after messages with anything wrong")
        return socket.recv_multipart()

    def close(self):
        self.context.destroy()

    def message(self, type=None):
        type = type or self.random.choice(TYPES)
        header = {
            "msg_id": uuid.uuid4().hex,
            "username": "u",
            "session": "s",
            "date": "2026-01-01T00:00:00Z",
            "msg_type": type,
            "version": "5.3",
        }
        # Code that would run must not end the kernel, so it is one expression or no code at all.
        code = "1 + 1" if type == "execute_request" else "%%sqlflow\nSELECT "
        content = {
            "code": code,
            "cursor_pos": 4,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
            "detail_level": 0,
            "hist_access_type": "tail",
            "n": 3,
            "comm_id": "c",
            "target_name": "t",
            "data": {},
            "value": "x",
        }
        return [header, {}, {}, content]

    def signed(self, parts):
        return [DELIMITER, self.session.sign(parts), *parts]

    def sound(self):
        return self.signed([json.dumps(part).encode() for part in self.message()])

    def spoilt(self, spoil):
        """A message whose header or content is not as it should be, signed rightly."""
        parts = self.message()
        place = self.random.choice((parts[0], parts[3]))
        spoil(place, self.random.choice(list(place)))
        return self.signed([json.dumps(part).encode() for part in parts])

    def frames_missing(self):
        frames = self.sound()
        return frames[: self.random.randrange(1, len(frames))]

    def frames_too_many(self):
        frames = self.sound()
        frames.insert(self.random.randrange(len(frames) + 1), self.random.randbytes(20))
        return frames

    def delimiter_missing(self):
        return self.sound()[1:]

    def field_missing(self):
        return self.spoilt(lambda place, field: place.pop(field))

    def field_of_wrong_type(self):
        wrong = self.random.choice((None, True, -1, 1e308, 2**63, [], {}, [[]], "\0<script>"))
        # Text as code would be run, so code stays of a wrong type.
        return self.spoilt(lambda place, field: place.update({field: [] if field == "code" else wrong}))

    def wrong_signature(self):
        frames = self.sound()
        frames[1] = self.random.choice((b"", b"0" * 64, frames[1][:-1], frames[1].upper() + b"\xff"))
        return frames

    def signature_of_another(self):
        frames = self.sound()
        frames[1] = self.sound()[1]
        return frames

    def replayed(self):
        self.last = self.last or self.sound()
        return self.last

    def not_utf8(self):
        parts = self.sound()[2:]
        parts[self.random.randrange(4)] = b'{"code": "\xff\xfe\xc0\x80"}'
        return self.signed(parts)

    def not_json(self):
        parts = self.sound()[2:]
        parts[self.random.randrange(4)] = self.random.randbytes(self.random.randrange(60))
        return self.signed(parts)

    def deep(self):
        parts = self.sound()[2:]
        parts[self.random.randrange(4)] = b"[" * 20_000 + b"]" * 20_000
        return self.signed(parts)

    def huge(self):
        size = 8_000_000 if self.random.randrange(50) == 0 else 100_000
        return self.spoilt(lambda place, field: place.update({field if field != "code" else "n": "x" * size}))

    def empty(self):
        return [b""] * self.random.randrange(1, 8)
