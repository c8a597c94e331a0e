"""Recurrence rules as somebody sends them: RFC 5545, but only such as always come again soon and can be counted."""

import re
from collections.abc import Mapping
from typing import Annotated

from dateutil.rrule import rrulestr
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_DAY = "(MO|TU|WE|TH|FR|SA|SU)"
_MONTH_DAY = "(-1|[1-9]|[12][0-9]|3[01])"
_INTERVAL = {"INTERVAL": "[1-6]"}
_PARTS: Mapping[str, Mapping[str, str]] = {
    "DAILY": _INTERVAL,
    "WEEKLY": {**_INTERVAL, "BYDAY": f"{_DAY}(,{_DAY}){{0,6}}"},
    "MONTHLY": {
        **_INTERVAL,
        "BYDAY": f"(-1|[1-5]){_DAY}(,(-1|[1-5]){_DAY}){{0,9}}",
        "BYMONTHDAY": f"{_MONTH_DAY}(,{_MONTH_DAY}){{0,30}}",
    },
}
"""What a rule may say besides FREQ. Each of these comes again within a year, so counting up to a day always ends."""


def recurring(value: str) -> str:
    """`value`, if it is such a rule."""
    parts = dict(part.partition("=")[::2] for part in value.split(";"))
    known = _PARTS.get(parts.pop("FREQ", ""))
    if known is None or not parts.keys() <= known.keys() or parts.keys() >= {"BYDAY", "BYMONTHDAY"}:
        raise _refused()
    if value.count(";") != len(parts) or not all(re.fullmatch(known[name], said) for name, said in parts.items()):
        raise _refused()
    try:
        rrulestr(value)
    except ValueError:
        raise _refused() from None
    return value


def _refused() -> PydanticCustomError:
    return PydanticCustomError("recurrence", "not a rule such as FREQ=WEEKLY;BYDAY=MO,WE")


RRule = Annotated[str, Field(min_length=10, max_length=160), AfterValidator(recurring)]
"""`FREQ=DAILY`, `FREQ=WEEKLY;BYDAY=MO,WE`, `FREQ=MONTHLY;BYMONTHDAY=1`, each with `INTERVAL` up to 6."""
