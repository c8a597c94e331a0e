"""The working days of the years that have been announced, for the whole district."""

from collections.abc import Sequence
from datetime import date, timedelta

from demo.facts import facts
from demo.story.stage import Stage


async def record(stage: Stage, node: str) -> None:
    """Records each year's days off and weekend days worked instead at `node`."""
    for year, announced in facts("calendar")["years"].items():
        said = {
            "off": [day.isoformat() for span in announced["holidays"] for day in days(span)],
            "worked": [day.isoformat() for day in announced["worked"]],
            "source": announced["source"],
        }
        path = f"/registry/v1/communities/{stage.ids[node]}/calendars/{year}"
        await stage.put("district", f"calendar.{year}", path, **said)


def days(span: Sequence[date]) -> list[date]:
    """From the first day of `span` to its last."""
    first, last = span
    return [first + timedelta(days=shift) for shift in range((last - first).days + 1)]
