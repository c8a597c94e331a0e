"""The same thing told twice by another system is one thing."""

from collections.abc import Sequence
from typing import TypeVar

from shared.contracts.offers import OfferText
from shared.errors import Refused
from shared.eventsourcing.model import Event


class ReferenceTaken(Refused):
    """`fields` differ from what was posted under the reference; `existing` is the thing that was."""

    zh = (
        "该系统用这个编号登记过内容不同的一件（不同之处：{differs}）。要修改，请改已有的 {existing}；"
        "若是另一件事，请用另一个编号。"
    )
    en = (
        "That system posted something else under this reference (it differs in: {differs}). "
        "Change the existing {existing}, or use another reference for another thing."
    )


class ReferenceElsewhere(Refused):
    """Nothing is said of what it is, nor where."""

    zh = "该系统已用这个编号在另一个社区登记过一件；请核对编号，另一件事请用另一个编号。"
    en = "That system has used this reference in another community. Check it, or use another for another thing."


E = TypeVar("E", bound=Event)
_WHO_SAID_IT_WHEN = {"entered_by", "consent", "posted_at", "guardian"}


def same_again(first: E | None, now: E, existing: str, known: type[Refused]) -> Sequence[Event]:
    """Nothing, when `now` tells anew what `first` did under the same reference.

    Raises `known` without a reference in common, ReferenceElsewhere for another community, ReferenceTaken for other
    content.
    """
    if first is None or getattr(now, "external_ref", None) != getattr(first, "external_ref", None):
        raise known
    if getattr(now, "community", None) != getattr(first, "community", None):
        raise ReferenceElsewhere
    before = _said(first)
    differs = [name for name, value in _said(now).items() if value != before[name] and name not in _WHO_SAID_IT_WHEN]
    if differs:
        raise ReferenceTaken(differs=", ".join(differs), existing=existing)
    return ()


def _said(event: Event) -> dict[str, object]:
    """Its fields, an offer's text taken apart."""
    fields = dict(event)
    return fields | dict(fields.pop("text")) if isinstance(fields.get("text"), OfferText) else fields


def if_referred(event: E) -> E | None:
    """`event`, to be compared with later, where another system has a name for the thing."""
    return event if getattr(event, "external_ref", None) else None
