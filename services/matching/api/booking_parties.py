"""Who books, where they are at home, and who speaks for them."""

from collections.abc import Sequence

from services.matching.api.bodies import Claimant
from services.matching.api.speaking import party_of
from services.matching.decider import Calendar
from services.matching.decider.booking_errors import NotYourBooking, UnknownBooker, UnknownRequest
from services.matching.projections import REQUESTS
from services.matching.queries.requests import audiences_of
from shared.contracts.base import Party
from shared.contracts.registry import Audience
from shared.directory.mergers import inactive
from shared.directory.projections import COMMUNITIES, ORGANIZATIONS, PERSONS
from shared.eventsourcing.documents import Reads
from shared.http.dependencies import Write


async def community_of(reads: Reads, booker: Claimant) -> str:
    """Where the booker is at home. Raises UnknownBooker."""
    match booker.kind:
        case "organization":
            organization = await reads(ORGANIZATIONS).get(booker.id)
            found = organization.community if organization else None
        case "person":
            person = await reads(PERSONS).get(booker.id)
            found = person.community if person and not person.erased else None
        case "community":
            community = await reads(COMMUNITIES).get(booker.id)
            found = community.id if community else None
    if found is None:
        raise UnknownBooker(field="booker")
    return found


async def audiences_for(reads: Reads, booker: Claimant | Party) -> Sequence[Audience]:
    """Which audiences the booker belongs to at home; a community is all of them."""
    if booker.kind == "community":
        return ["public", "community", "members"]
    return await audiences_of(reads, booker.id)


async def request_known(reads: Reads, request: str | None) -> None:
    """Raises UnknownRequest where a booking is for a wish or need that is not there."""
    if request and await reads(REQUESTS).get(request) is None:
        raise UnknownRequest(field="for_request")


async def gone(reads: Reads, state: Calendar, booker: str) -> bool:
    """Whether nobody is there any more to book or to keep it: the booker, or whose offer it is, was deactivated."""
    return bool(await inactive(reads, {booker, state.known.organization}))


async def speaking_for(write: Write, state: Calendar, home: Sequence[str], booker: str) -> str | None:
    """Whom the caller speaks for: staff where the offer is for everybody (None), staff where the booker is at home for
    the booker, and everybody else for themselves. Raises NotYourBooking."""
    if write.caller.role != "staff":
        return party_of(write.caller, booker, state.known.organization)
    if write.caller.node in await write.service.tree.path(state.community):
        return None
    if write.caller.node in home:
        return booker
    raise NotYourBooking
