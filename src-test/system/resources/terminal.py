"""Types at a program on a separate terminal: terminal.py SCRIPT PROGRAM ARGUMENT...

SCRIPT is JSON: a list of [wait for, type], where the first is a text that the terminal shows after
what was waited for before. Prints all that was shown; ends with the program's exit status.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

PATIENCE = 120

with open(sys.argv[1], encoding="utf-8") as script:
    steps = json.load(script)
process, terminal = pty.fork()
if process == 0:
    os.environ["TERM"] = "xterm"
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever starts the tests may ignore it
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
shown = b""
seen = 0


def read(seconds):
    global shown
    ready, _, _ = select.select([terminal], [], [], seconds)
    if not ready:
        return True
    try:
        more = os.read(terminal, 65536)
    except OSError:  # the program has ended
        more = b""
    shown += more
    return bool(more)


for expected, typed in steps:
    end = time.monotonic() + PATIENCE
    while (at := shown.find(expected.encode(), seen)) < 0:
        if time.monotonic() > end or not read(0.2):
            sys.exit("%r was not shown:\n%s" % (expected, shown.decode(errors="replace")))
    seen = at + len(expected)
    os.write(terminal, typed.encode())
while read(PATIENCE):
    pass
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
