"""A year's working days: recorded, corrected, refused; and what a published wish keeps of the limits."""

from datetime import UTC, date, datetime

import pytest

from services.registry.commands import PublishWish, RecordCalendar
from services.registry.decider.community import DECIDER
from services.registry.decider.wish import DECIDER as WISHES
from services.registry.events import CalendarRecorded
from services.registry.projections.community import COMMUNITIES
from shared.contracts.registry import Calendar
from shared.directory.limits import Limits
from shared.errors import Malformed
from shared.testing.spec import spec

from .examples import COMMUNITY, PUBLICATION, STAFF, founded, posted, recorded

SOURCE = "国务院办公厅关于2026年部分节假日安排的通知"
OFF, WORKED = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)), (date(2026, 1, 4),)
RECORDED = CalendarRecorded(year=2026, off=OFF, worked=WORKED, source=SOURCE)


def record(**fields) -> RecordCalendar:
    return RecordCalendar(**STAFF | {"year": 2026, "off": OFF, "worked": WORKED, "source": SOURCE} | fields)


def test_it_is_recorded_in_order_and_once() -> None:
    spec(DECIDER).given(founded).when(record(off=tuple(reversed(OFF)))).then(RECORDED)
    spec(DECIDER).given(founded, RECORDED).when(record()).then()


def test_a_later_announcement_corrects_it() -> None:
    less = record(off=OFF[:1], worked=())
    spec(DECIDER).given(founded, RECORDED).when(less).then(RECORDED.model_copy(update={"off": OFF[:1], "worked": ()}))


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("off", {"off": (date(2025, 1, 1),)}),
        ("off", {"off": (date(2026, 1, 1), date(2026, 1, 1))}),
        ("worked", {"worked": (date(2027, 1, 3),)}),
        ("worked", {"worked": (date(2026, 1, 5),)}),
        ("worked", {"off": (date(2026, 1, 4),)}),
    ],
    ids=["of_another_year", "twice", "worked_in_another_year", "a_monday", "off_and_worked"],
)
def test_days_that_cannot_be_meant_are_refused(field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed) as refusal:
        spec(DECIDER).given(founded).when(record(**wrong)).events()
    assert refusal.value.field == field


def test_the_node_keeps_it() -> None:
    document = COMMUNITIES.apply(None, recorded(founded, COMMUNITY))
    document = COMMUNITIES.apply(document, recorded(RECORDED, COMMUNITY))
    assert document.calendar == Calendar(years=(2026,), off=OFF, worked=WORKED)


class TestHowLongAWishMayWait:
    def waiting(self, **limits):
        publish = PublishWish(**STAFF, **PUBLICATION, limits=Limits(**limits))
        [event] = spec(WISHES).given(posted).when(publish).events()
        return event.waiting

    def test_for_ever_unless_a_limit_is_set(self) -> None:
        assert self.waiting() is None

    def test_until_the_end_of_its_last_day_and_then_the_grace(self) -> None:
        waiting = self.waiting(unclaimed_after="P30D")
        assert waiting.until == datetime(2025, 3, 31, 16, 0, tzinfo=UTC)
        assert (waiting.grace, waiting.time_zone, waiting.calendar) == ("P7D", "Asia/Shanghai", Calendar())

    def test_in_working_days_it_keeps_the_calendar_that_holds_from_then_on(self) -> None:
        off = (date(2025, 3, 3), date(2025, 4, 4))
        calendar = Calendar(years=(2025,), off=off)
        waiting = self.waiting(unclaimed_after="P2WD", unclaimed_grace="P3WD", calendar=calendar)
        assert waiting.until == datetime(2025, 3, 5, 16, 0, tzinfo=UTC)
        assert waiting.calendar.off == off[1:]
