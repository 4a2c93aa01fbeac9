"""The life of the process: generic, then an instance of one function version."""

import gc
import os
import sys
import time

from . import codec, failures, frames, logs, names
from .capture import CapturedText, Output
from .handler import LoadFailure, load_handler

# Imported while a generic process waits for its function, so that a cold start does not pay for them. One that is started for a call imports
# nothing that the call does not need: each of these takes from a tenth of what the interpreter itself takes to all of it.
_PRELOADED = (
    "scf_runtime.calls", "collections", "threading", "json", "inspect", "socket", "decimal", "queue", "importlib.util", "traceback", "logging",
    "datetime", "random", "hashlib", "urllib.parse",
)


def run(socket_path):
    """Serves the agent until it closes the connection; returns the process's exit code."""
    names.keep()
    connection = frames.FrameConnection(socket_path)
    output = Output(connection)

    def in_forked_child():
        output.forked = True
        connection.abandon()

    os.register_at_fork(after_in_child=in_forked_child)
    sys.stdout = CapturedText(output, 1, "<stdout>")
    sys.stderr = CapturedText(output, 2, "<stderr>")
    version = ".".join(map(str, sys.version_info[:3]))
    connection.send(frames.READY, 0, codec.dumps({"runtime": "python", "version": version, "pid": os.getpid()}).encode())
    _preload(connection)

    calls = None
    try:
        while True:
            frame = connection.receive()
            if frame is None:
                return 0
            kind, call_id, payload = frame
            if kind == frames.EVENT and calls is not None:
                calls.start(call_id, payload)
            elif kind == frames.LOAD and calls is None:
                calls = _load(connection, output, codec.loads(str(payload, "utf-8")))
            else:
                raise frames.ProtocolError(f"unexpected frame of kind {kind:#x}")
    except (frames.ProtocolError, ConnectionError) as error:
        # Not a matter of the function, so it goes to the real stderr.
        os.write(2, f"bootstrap: {error}\n".encode())
        return 70
    except SystemExit:
        output.flush()
        raise


def _preload(connection):
    for name in _PRELOADED:
        if connection.readable:
            return
        __import__(name)
    # What is there now stays: no collection has to look at it again.
    gc.collect()
    gc.freeze()


def _load(connection, output, load):
    try:
        _apply_environment(load)
        logs.show_all_records()
        handler = load_handler(load["codeRoot"], load["handler"])
    except LoadFailure as error:
        output.flush()
        connection.send(frames.LOAD_FAILED, 0, error.frame)
        return None
    except Exception as error:
        output.flush()
        connection.send(frames.LOAD_FAILED, 0, failures.user_exception(error))
        return None

    from .calls import create_calls

    calls = create_calls(connection, output, load, handler)
    output.flush()
    connection.send(frames.LOADED, 0)
    return calls


def _apply_environment(load):
    environment = load.get("environment", {})
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    root = load["codeRoot"]
    os.chdir(root)
    paths = [os.path.abspath(root)] + [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    own = set(map(os.path.abspath, paths))
    known = [path for path in sys.path if os.path.abspath(path) not in own]
    sys.path[:] = list(dict.fromkeys(paths)) + known
