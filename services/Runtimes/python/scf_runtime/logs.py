"""Log records of the function: without a handler of its own they print as they are, whatever level its loggers let through."""

import sys


def show_all_records():
    """Now, or once the function imports the module: most cold starts have no time for it."""
    if "logging" in sys.modules:
        _show_all(sys.modules["logging"])
    else:
        sys.meta_path.insert(0, _LoggingFinder())


def _show_all(logging):
    # logging.basicConfig still finds a root logger without handlers.
    logging.lastResort.setLevel(logging.NOTSET)


class _LoggingFinder:
    """Finds the module as the others do, and sees it loaded."""

    def find_spec(self, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            if spec := finder.find_spec(name, path, target):
                load = spec.loader.exec_module

                def exec_module(module):
                    load(module)
                    _show_all(module)

                spec.loader.exec_module = exec_module
                return spec
        return None
