"""The ids of traces and spans. They follow from what the log and the messages carry anyway, so nothing more is stored
or sent: a trace is a correlation, and the span of a commit is its name."""

import re
from hashlib import sha256

_TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)")
_TRACE = re.compile(r"^[0-9a-f]{32}$")
_NONE = re.compile(r"^0+$")


def caller_of(traceparent: str) -> tuple[str, str] | None:
    """Trace and span of whoever called, from a W3C `traceparent`; None when it is none."""
    found = _TRACEPARENT.match(traceparent)
    if found is None or traceparent.startswith("ff"):
        return None
    trace, span = found.group(1), found.group(2)
    return None if _NONE.match(trace) or _NONE.match(span) else (trace, span)


def trace_id(correlation: str) -> int:
    """The trace that `correlation` stands for: itself, where it has the form of one."""
    if _TRACE.match(correlation) and not _NONE.match(correlation):
        return int(correlation, 16)
    return _number(correlation, 16)


def span_id(*name: str) -> int:
    """The span called `name`, in whichever process that is asked."""
    return _number("\n".join(name), 8)


def _number(text: str, size: int) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:size]) or 1
