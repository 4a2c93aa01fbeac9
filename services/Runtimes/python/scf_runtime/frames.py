"""Frames between the bootstrap and its agent: docs/specs/runtime-frames.md."""

# The parts that the modules around them are made of: those take as long to import as the interpreter to start.
import _collections
import _socket
import _thread
from _struct import Struct

READY = 0x20
LOAD = 0x21
LOADED = 0x22
LOAD_FAILED = 0x23
EVENT = 0x24
RESULT = 0x25
FAILURE = 0x26
LOG = 0x27

_HEADER = Struct("<IBBHI")
_MAX_PAYLOAD = 16 * 1024 * 1024
_READ_SIZE = 64 * 1024


class ProtocolError(Exception):
    """The two sides do not understand each other."""


class FrameConnection:
    """The connection to the agent. One thread receives; any thread sends."""

    def __init__(self, path):
        self._socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        self._socket.connect(path)
        self._input = bytearray(_READ_SIZE)
        self._start = 0
        self._end = 0
        self._output = _collections.deque()
        self._sending = _thread.allocate_lock()

    def receive(self):
        """The next frame as (kind, call id, payload), or None when the agent has closed the connection.

        The payload is a view that is valid until the next call.
        """
        while True:
            waiting = self._end - self._start
            if waiting >= _HEADER.size:
                length, kind, _, _, call_id = _HEADER.unpack_from(self._input, self._start)
                if length > _MAX_PAYLOAD:
                    raise ProtocolError(f"a frame of {length} bytes is over the limit of {_MAX_PAYLOAD}")
                needed = _HEADER.size + length
                if waiting >= needed:
                    payload = memoryview(self._input)[self._start + _HEADER.size : self._start + needed]
                    self._start += needed
                    return kind, call_id, payload
            else:
                needed = _HEADER.size
            if not self._fill(needed):
                return None

    def _fill(self, needed):
        waiting = self._end - self._start
        if waiting == 0:
            self._start = self._end = 0
        if self._start + needed > len(self._input) or self._end == len(self._input):
            # A fresh buffer: views of the old one may still be held, and such a buffer cannot change its size.
            fresh = bytearray(max(needed, _READ_SIZE))
            fresh[:waiting] = memoryview(self._input)[self._start : self._end]
            self._input, self._start, self._end = fresh, 0, waiting
        count = self._socket.recv_into(memoryview(self._input)[self._end :])
        self._end += count
        return count > 0

    @property
    def readable(self):
        """Whether bytes have arrived that were not read yet."""
        try:
            return len(self._socket.recv(1, _socket.MSG_PEEK | _socket.MSG_DONTWAIT)) >= 0
        except BlockingIOError:
            return False

    def send(self, kind, call_id, payload=b""):
        """Hands one frame to the kernel, or to the thread that is just sending.

        Safe from several threads and from a signal handler that interrupts a send: the queue's own operations are
        atomic, and nobody waits for the right to send.
        """
        self._output.append(_HEADER.pack(len(payload), kind, 0, 0, call_id) + payload)
        while self._output and self._sending.acquire(blocking=False):
            try:
                self._send_waiting()
            finally:
                self._sending.release()

    def drain(self):
        """Returns when all frames that were sent before have reached the kernel."""
        with self._sending:
            self._send_waiting()

    def _send_waiting(self):
        while self._output:
            frame = self._output.popleft()
            if self._output:
                batch = [frame]
                while self._output:
                    batch.append(self._output.popleft())
                frame = b"".join(batch)
            self._socket.sendall(frame)

    def abandon(self):
        """Closes a forked child's copy, which must not write into its parent's conversation."""
        self._socket.close()
