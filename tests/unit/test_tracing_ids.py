"""Trace and span ids follow from what is there anyway."""

import pytest

from shared.tracing.ids import caller_of, span_id, trace_id

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def test_the_caller_stands_in_the_traceparent() -> None:
    assert caller_of(f"00-{TRACE}-{SPAN}-01") == (TRACE, SPAN)
    assert caller_of(f"01-{TRACE}-{SPAN}-00-later") == (TRACE, SPAN)


@pytest.mark.parametrize(
    "odd",
    [
        "",
        TRACE,
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
        f"00-{TRACE}-{SPAN}-01x",
        f"00-{TRACE}-{SPAN}",
    ],
)
def test_what_is_no_traceparent_names_no_caller(odd: str) -> None:
    assert caller_of(odd) is None


def test_a_correlation_is_the_trace_where_it_can_be() -> None:
    assert trace_id(TRACE) == int(TRACE, 16)
    assert trace_id("req-7") == trace_id("req-7") != trace_id("req-8")
    assert 0 < trace_id("0" * 32) < 2**128


def test_a_span_is_known_by_its_name() -> None:
    assert span_id("commit", "registry/wish_a/1") == span_id("commit", "registry/wish_a/1")
    assert len({span_id("commit", "a"), span_id("told", "a"), span_id("commit\na")}) == 2
    assert 0 < span_id("x") < 2**64
