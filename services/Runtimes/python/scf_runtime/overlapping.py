"""Running several calls at once: each on a thread of its own, or as tasks of one event loop."""

import inspect
import os
import queue
import threading

from . import failures, frames
from .calls import Calls, encode_result


class ThreadedCalls(Calls):
    """Several calls at once, each on a thread of its own; threads are kept for later calls."""

    def __init__(self, connection, output, facts, handler, concurrency):
        super().__init__(connection, output, facts, handler)
        self._concurrency = concurrency
        self._waiting = queue.SimpleQueue()
        self._threads = 0
        self._idle = 0
        self._lock = threading.Lock()

    def _run(self, call_id, event, context):
        with self._lock:
            start = self._idle <= 0 and self._threads < self._concurrency
            if start:
                self._threads += 1
            else:
                self._idle -= 1
        self._waiting.put((call_id, event, context))
        if start:
            threading.Thread(target=self._work, name=f"scf-call-{self._threads}", daemon=True).start()

    def _work(self):
        while True:
            call_id, event, context = self._waiting.get()
            scope = self._output.enter(call_id)
            try:
                result = self._handler(event, context)
                kind, payload = encode_result(result)
            except SystemExit as error:
                exit_process(self._connection, self._output, error)
            except Exception as error:
                kind, payload = frames.FAILURE, failures.user_exception(error)
            with self._lock:
                self._idle += 1
            self._finish(scope, call_id, kind, payload)


class AsyncCalls(Calls):
    """Several calls of an `async def` handler at once, as tasks of one event loop on a thread of its own."""

    def __init__(self, connection, output, facts, handler):
        import asyncio

        super().__init__(connection, output, facts, handler)
        self._tasks = set()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._serve, name="scf-event-loop", daemon=True).start()

    def _serve(self):
        import asyncio

        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        except SystemExit as error:
            exit_process(self._connection, self._output, error)

    def _run(self, call_id, event, context):
        self._loop.call_soon_threadsafe(self._begin, call_id, event, context)

    def _begin(self, call_id, event, context):
        task = self._loop.create_task(self._call(call_id, event, context))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _call(self, call_id, event, context):
        scope = self._output.enter(call_id)
        try:
            result = await self._handler(event, context)
            kind, payload = encode_result(result)
        except Exception as error:
            kind, payload = frames.FAILURE, failures.user_exception(error)
        self._finish(scope, call_id, kind, payload)


def exit_process(connection, output, error):
    """Ends the process for a sys.exit on another thread than the main one, which alone could unwind it."""
    output.flush()
    code = error.code
    if code is None:
        code = 0
    elif not isinstance(code, int):
        output.write(2, f"{code}\n".encode("utf-8", "backslashreplace"))
        code = 1
    connection.drain()
    os._exit(code & 0xFF)


def create_overlapping(connection, output, facts, handler, concurrency):
    if inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(getattr(handler, "__call__", None)):
        return AsyncCalls(connection, output, facts, handler)
    return ThreadedCalls(connection, output, facts, handler, concurrency)
