"""Running calls, one after the other on the main thread; what they share with those of overlapping.py."""

import os

from . import codec, failures, frames

MAX_RESULT = 6 * 1024 * 1024
_REQUEST_ID = 36
_TRIGGER_SOURCE = "TRIGGER_SRC"

# Most results are of these, which nothing has to be imported for to know that they are not awaited.
_PLAIN_TYPES = (dict, list, str, int, float, bool, type(None))


class Facts:
    """The parts of the context that are the same for every call of one instance, but for what triggered it."""

    def __init__(self, load):
        self._variables = variables = {"SCF_NAMESPACE": load["namespace"], **load.get("environment", {})}
        self._own_source = self._source = variables.get(_TRIGGER_SOURCE)
        self._context = {
            "memory_limit_in_mb": load["memoryLimitMb"],
            "time_limit_in_ms": load["timeLimitMs"],
            "request_id": "",
            **_texts(variables),
            "function_version": load["functionVersion"],
            "function_name": load["functionName"],
            "namespace": load["namespace"],
            "tencentcloud_region": load.get("region", ""),
            "tencentcloud_appid": load.get("appId", ""),
            "tencentcloud_uin": load.get("uin", ""),
        }

    def _trigger(self, source):
        # The process has one environment, so that overlapping calls find the latest one's source there.
        self._source = source
        if source is None:
            variables = self._variables
            os.environ.pop(_TRIGGER_SOURCE, None)
        else:
            variables = {**self._variables, _TRIGGER_SOURCE: source}
            os.environ[_TRIGGER_SOURCE] = source
        self._context.update(_texts(variables))

    def context(self, request_id, traceparent, source):
        source = source or self._own_source
        if source != self._source:
            self._trigger(source)
        context = self._context.copy()
        context["request_id"] = request_id
        if traceparent:
            context["traceparent"] = traceparent
        return context


def _texts(variables):
    return {
        "environment": codec.dumps(variables),
        "environ": ";".join(f"{key}={value}" for key, value in variables.items()),
    }


def _plain(value):
    import decimal

    if isinstance(value, decimal.Decimal):
        return str(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def encode_result(value):
    """(kind, payload) of the frame that ends a call with this value."""
    try:
        text = codec.dumps(value, default=_plain)
        try:
            payload = text.encode("utf-8")
        except UnicodeEncodeError:
            # Lone surrogates have no UTF-8 form, but an escaped one.
            payload = codec.dumps(value, ascii_only=True, default=_plain).encode("ascii")
    except Exception as error:
        return frames.FAILURE, failures.user_exception(error.with_traceback(None))
    if len(payload) > MAX_RESULT:
        return frames.FAILURE, failures.response_too_large()
    return frames.RESULT, payload


class Calls:
    """Decodes events, runs the handler and answers. Subclasses say on which thread."""

    def __init__(self, connection, output, facts, handler):
        self._connection = connection
        self._output = output
        self._facts = facts
        self._handler = handler

    def start(self, call_id, payload):
        request_id = str(payload[:_REQUEST_ID], "ascii")
        end = _REQUEST_ID + 1 + payload[_REQUEST_ID]
        traceparent = str(payload[_REQUEST_ID + 1 : end], "ascii")
        body = end + 1 + payload[end]
        source = str(payload[end + 1 : body], "utf-8")
        try:
            event = codec.loads(str(payload[body:], "utf-8"))
        except ValueError as error:
            self._connection.send(frames.FAILURE, call_id, failures.invalid_event(error))
            return
        self._run(call_id, event, self._facts.context(request_id, traceparent, source))

    def _run(self, call_id, event, context):
        raise NotImplementedError

    def _finish(self, scope, call_id, kind, payload):
        if self._output.forked:
            # A forked child came back out of the handler: the call is its parent's.
            os._exit(0)
        self._output.leave(scope)
        self._connection.send(kind, call_id, payload)


class SerialCalls(Calls):
    """One call at a time, on the main thread, where signal handlers run too."""

    _loop = None

    def _run(self, call_id, event, context):
        scope = self._output.enter(call_id)
        try:
            result = self._handler(event, context)
            if type(result) not in _PLAIN_TYPES and _is_awaitable(result):
                result = self._await(result)
        except Exception as error:
            kind, payload = frames.FAILURE, failures.user_exception(error)
        else:
            kind, payload = encode_result(result)
        self._finish(scope, call_id, kind, payload)

    def _await(self, awaitable):
        if self._loop is None:
            import asyncio

            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        outcome = self._loop.run_until_complete(_outcome(awaitable))
        if isinstance(outcome, _Raised):
            raise outcome.error
        return outcome


def _is_awaitable(value):
    import inspect

    return inspect.isawaitable(value)


class _Raised:
    def __init__(self, error):
        self.error = error


async def _outcome(awaitable):
    # Caught here, so that the frames of the event loop stay out of the user's traceback.
    try:
        return await awaitable
    except Exception as error:
        return _Raised(error)


def create_calls(connection, output, load, handler):
    facts = Facts(load)
    concurrency = load.get("concurrency", 1)
    if concurrency <= 1:
        return SerialCalls(connection, output, facts, handler)
    from .overlapping import create_overlapping

    return create_overlapping(connection, output, facts, handler, concurrency)
