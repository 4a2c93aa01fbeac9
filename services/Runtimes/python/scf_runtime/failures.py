"""How a call or a load that failed is told to the agent, with the texts of the SCF interface."""

import os

from . import codec

_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__)) + os.sep
_BOOTSTRAP = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bootstrap.py")

USER_EXCEPTION = 430
HANDLER_NOT_FOUND = 437
RESPONSE_TOO_LARGE = 407
INVALID_EVENT = 400


def _is_runtime_frame(filename):
    return filename.startswith(_OWN_FOLDER) or filename == _BOOTSTRAP or filename.startswith("<frozen importlib")


def stack_of(error):
    """The traceback of an exception without the frames of the runtime."""
    import traceback

    frames = error.__traceback__
    while frames is not None and _is_runtime_frame(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(error), error, frames)).rstrip("\n")


def _failure(status_code, message, stack=""):
    text = codec.dumps({"statusCode": status_code, "errorMessage": message, "stackTrace": stack})
    return text.encode("utf-8", "backslashreplace")


def user_exception(error):
    return _failure(USER_EXCEPTION, "user code exception caught", stack_of(error))


def handler_not_found(detail, stack=""):
    return _failure(HANDLER_NOT_FOUND, f"HandlerNotFound: {detail}", stack)


def response_too_large():
    return _failure(RESPONSE_TOO_LARGE, "The size of response exceeds the upper limit (6MB)")


def invalid_event(error):
    return _failure(INVALID_EVENT, f"InvalidParameterValue: the event is not JSON: {error}")
