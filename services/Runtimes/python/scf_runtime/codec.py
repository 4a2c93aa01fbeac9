"""JSON as the `json` module reads and writes it, without what that imports: a process that starts for a call has no time for it."""

try:
    from _json import encode_basestring, make_encoder, make_scanner
except ImportError:
    # Another interpreter than CPython.
    make_scanner = None

_SPACE = " \t\n\r"


class _Reading:
    """What the scanner asks for: the settings of json.loads."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__
    memo = {}


_scan = make_scanner(_Reading) if make_scanner else None


def loads(text):
    """json.loads of a str. Raises ValueError, of its kind."""
    if _scan:
        try:
            value, end = _scan(text, len(text) - len(text.lstrip(_SPACE)))
            if not text[end:].strip(_SPACE):
                return value
        except StopIteration:
            pass
    # It is none, which the module itself tells best.
    import json

    return json.loads(text)


def dumps(value, ascii_only=False, default=None):
    """json.dumps; raises what that raises."""
    if make_scanner and not ascii_only:
        if isinstance(value, str):
            return encode_basestring(value)
        return "".join(make_encoder({}, default or _unknown, encode_basestring, None, ": ", ", ", False, False, True)(value, 0))
    import json

    return json.dumps(value, ensure_ascii=ascii_only, default=default)


def _unknown(value):
    raise TypeError(f"Object of type {value.__class__.__name__} is not JSON serializable")
