"""Names that mean the standard library, whatever a function calls its own files."""

import sys
from _frozen_importlib_external import PathFinder

# What a generic process has loaded before it knows its function. One that is started for a call loads the same later, if at all.
_LOADED = frozenset(
    (
        "array ast bisect collections contextlib copyreg datetime decimal dis enum functools genericpath hashlib heapq importlib inspect ipaddress json keyword"
        " linecache logging math numbers opcode operator os posixpath queue random re reprlib select selectors socket sre_compile sre_constants sre_parse stat"
        " string struct textwrap threading token tokenize traceback types urllib warnings weakref"
    ).split()
)


class _StandardFinder:
    """Looks where modules were found before a function brought folders of its own."""

    def __init__(self, path):
        self._path = path

    def find_spec(self, name, path=None, target=None):
        return PathFinder.find_spec(name, self._path) if path is None and name in _LOADED else None


def keep():
    """To be called while the path is still the interpreter's own."""
    sys.meta_path.insert(sys.meta_path.index(PathFinder), _StandardFinder(sys.path[:]))
