"""What can be booked, as those see it who want to book: nothing of an organization that was deactivated."""

from collections.abc import Callable
from typing import Any

from services.matching.projections import CALENDARS, CalendarDocument
from services.matching.queries.calendars import CalendarView, bookable, calendar_view
from shared.directory.projections import ORGANIZATIONS, Organization
from shared.http.policy import Caller

from .bookable import AT, COMMUNITY, NEXT_DOOR, OPENED, OUTSIDE, PATH, PROVIDER, TUESDAY, differing, known
from .recording import recorded

STAFF = Caller(role="staff", actor="u_desk", node=COMMUNITY)
REMAINS = "org_" + "r" * 26


def calendar(letter: str, organization: str) -> CalendarDocument:
    opened = known(differing(title=letter, reach=OPENED)).model_copy(
        update={"offer": f"offer_{letter * 26}", "organization": organization}
    )
    (one,) = recorded(opened)
    document = CALENDARS.apply(None, one)
    return document.model_copy(update={"id": f"calendar_{letter * 26}"})


def organization(id: str, active: bool = True, merged_into: str | None = None) -> Organization:  # noqa: A002
    return Organization(id=id, community=COMMUNITY, name=id, active=active, merged_into=merged_into)


class Documents:
    """Answers as the collections would, to what these queries ask."""

    def __init__(self, documents: list[Any], fits: Callable[[Any, Any], bool]) -> None:
        self._documents, self._fits = documents, fits

    async def find(self, query: Any, *, sort: Any = (), limit: int = 0) -> list[Any]:
        return [each for each in self._documents if self._fits(each, query)]


def named(document: Any, query: Any) -> bool:
    gone = not document.active or document.merged_into is not None
    return document.id in query["_id"]["$in"] and (gone or "$or" not in query)


class Reads:
    def __init__(self, calendars: list[CalendarDocument], organizations: list[Organization]) -> None:
        self._calendars, self._organizations = calendars, organizations

    def __call__(self, projection: Any) -> Documents:
        if projection is CALENDARS:
            return Documents(self._calendars, lambda document, query: True)
        return Documents(self._organizations if projection is ORGANIZATIONS else [], named)


class Tree:
    async def path(self, node: str) -> tuple[str, ...]:
        return OUTSIDE if node == NEXT_DOOR else PATH


class Service:
    tree = Tree()


class Read:
    caller, service = STAFF, Service()

    def __init__(self, reads: Reads) -> None:
        self.reads = reads


HALL = calendar("a", PROVIDER)


async def listed(*organizations: Organization, path: tuple[str, ...] = PATH) -> list[str]:
    calendars = [HALL, calendar("m", REMAINS)]
    return [brief.title for brief in await bookable(Reads(calendars, [*organizations]), STAFF, path)]


async def seen(*organizations: Organization) -> CalendarView:
    read = Read(Reads([HALL], [*organizations]))
    return await calendar_view(read, HALL, TUESDAY, TUESDAY, "Asia/Shanghai", AT)


async def test_what_is_lent_by_somebody_who_was_deactivated_is_not_listed_at_home_or_outside():
    there, gone = organization(REMAINS), organization(PROVIDER, active=False)
    assert await listed(there, organization(PROVIDER)) == ["a", "m"]
    assert await listed(there, gone) == ["m"]
    assert await listed(there, gone, path=OUTSIDE) == ["m"]


async def test_who_was_merged_is_there_as_long_as_the_one_that_remains():
    merged = organization(PROVIDER, active=False, merged_into=REMAINS)
    assert await listed(organization(REMAINS), merged) == ["a", "m"]
    assert await listed(organization(REMAINS, active=False), merged) == []


async def test_its_slots_are_those_of_an_offer_that_ended():
    there = await seen(organization(PROVIDER))
    assert (there.listed, [slot.free for slot in there.slots]) == (True, [1, 1])
    gone = await seen(organization(PROVIDER, active=False))
    assert (gone.listed, gone.slots, gone.title) == (False, (), there.title)
    ended = HALL.model_copy(update={"listed": False})
    read = Read(Reads([ended], [organization(PROVIDER)]))
    assert (await calendar_view(read, ended, TUESDAY, TUESDAY, "Asia/Shanghai", AT)).slots == gone.slots
