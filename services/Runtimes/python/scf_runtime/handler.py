"""Loading of the user's handler."""

import os
import sys
from _frozen_importlib import module_from_spec
from _frozen_importlib_external import spec_from_file_location

from . import failures


class LoadFailure(Exception):
    """The handler could not be loaded; `frame` is the payload of the LOAD_FAILED frame."""

    def __init__(self, frame):
        super().__init__("the handler could not be loaded")
        self.frame = frame


def load_handler(code_root, handler):
    """Loads `file.function` below the code root and returns the function. Raises LoadFailure."""
    stem, dot, name = handler.rpartition(".")
    if not dot or not stem or not name:
        raise LoadFailure(failures.handler_not_found(f'the handler "{handler}" is not of the form file.function'))
    root = os.path.abspath(code_root)
    path = os.path.abspath(os.path.join(root, stem + ".py"))
    if not path.startswith(os.path.join(root, "")):
        raise LoadFailure(failures.handler_not_found(f'the handler "{handler}" lies outside the code package'))
    if not os.path.isfile(path):
        raise LoadFailure(failures.handler_not_found(f"there is no file {stem}.py in the code package"))

    module = _evaluate(path, stem.replace("/", "."))
    found = getattr(module, name, None)
    if not callable(found):
        raise LoadFailure(failures.handler_not_found(f"{os.path.basename(path)} has no function named {name}"))
    return found


def _evaluate(path, module_name):
    spec = spec_from_file_location(module_name, path)
    module = module_from_spec(spec)
    try:
        code = spec.loader.get_code(module_name)
    except (SyntaxError, ValueError, OSError) as error:
        detail = f"{os.path.basename(path)} cannot be loaded: {error}"
        raise LoadFailure(failures.handler_not_found(detail, failures.stack_of(error))) from None
    # A module of the standard library keeps its name, should the user's file be called alike.
    sys.modules.setdefault(module_name, module)
    try:
        exec(code, module.__dict__)
    except Exception as error:
        raise LoadFailure(failures.user_exception(error)) from None
    return module
