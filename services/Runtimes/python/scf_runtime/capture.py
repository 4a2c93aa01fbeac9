"""Standard output and error of the process as log text of the call that writes it."""

import _collections
import _contextvars
import io
import os

from . import frames

_LINE_LIMIT = 64 * 1024


class OutputScope:
    """Output of one call, or of no call (id 0), gathered to whole lines. Any thread may write."""

    __slots__ = ("_connection", "_call_id", "_parts", "_size")

    def __init__(self, connection, call_id):
        self._connection = connection
        self._call_id = call_id
        self._parts = _collections.deque()
        self._size = 0

    def write(self, data):
        self._parts.append(data)
        self._size += len(data)
        # At once: a call that is killed for its time or memory must not take its log along.
        if data.endswith(b"\n") or self._size >= _LINE_LIMIT:
            self.flush()

    def flush(self):
        parts = []
        while self._parts:
            parts.append(self._parts.popleft())
        self._size = 0
        if parts:
            self._connection.send(frames.LOG, self._call_id, b"".join(parts))


class Output:
    """Knows which call the running code belongs to. Threads that a function starts count for the latest call."""

    def __init__(self, connection):
        self._current = _contextvars.ContextVar("scf_call", default=None)
        self._connection = connection
        self._latest = OutputScope(connection, 0)
        self.forked = False

    def enter(self, call_id):
        """Makes the current context that of a call and returns the call's scope."""
        scope = OutputScope(self._connection, call_id)
        self._current.set(scope)
        self._latest = scope
        return scope

    def leave(self, scope):
        """Ends a call's output: everything it wrote is on its way."""
        scope.flush()
        outside = OutputScope(self._connection, 0)
        self._current.set(None)
        if self._latest is scope:
            self._latest = outside

    def write(self, fd, data):
        if self.forked:
            os.write(fd, data)
        else:
            (self._current.get() or self._latest).write(data)

    def flush(self):
        if not self.forked:
            (self._current.get() or self._latest).flush()


class CapturedBytes(io.RawIOBase):
    """`sys.stdout.buffer`."""

    def __init__(self, output, fd):
        self._output = output
        self._fd = fd

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def isatty(self):
        return False

    def write(self, data):
        copy = bytes(data)
        self._output.write(self._fd, copy)
        return len(copy)

    def flush(self):
        self._output.flush()


class CapturedText(io.TextIOBase):
    """`sys.stdout` and `sys.stderr`."""

    def __init__(self, output, fd, name):
        self._output = output
        self._fd = fd
        self.buffer = CapturedBytes(output, fd)
        self.name = name
        self.mode = "w"

    encoding = "utf-8"
    errors = "backslashreplace"
    line_buffering = True

    def writable(self):
        return True

    def fileno(self):
        return self._fd

    def isatty(self):
        return False

    def reconfigure(self, **_):
        """Accepted as on a real text stream; nothing of it changes how a log is taken."""

    def write(self, text):
        self._output.write(self._fd, text.encode("utf-8", "backslashreplace"))
        return len(text)

    def flush(self):
        self._output.flush()
