"""What several decisions need."""

from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from services.matching.decider.errors import NoFreeText, NotYourClaim, RequestEnded
from services.matching.decider.state import Claim, Open, State
from services.matching.events import Ended, Terms
from shared.contracts.matching import About
from shared.contracts.registry import Calendar
from shared.directory.limits import Limits, due_at, in_working_days
from shared.directory.workdays import ahead
from shared.errors import NotFound


class OfClaim(Protocol):
    """A command about one claim."""

    @property
    def claim(self) -> str: ...


def of(state: State, claim: Claim | None = None) -> dict[str, Any]:
    """What every event of a request says, and of a claim: one for a part is about that part's category and unit."""
    if claim is None:
        return {"community": state.community, "about": state.about}
    about = about_part(state, claim.part)
    return {"community": state.community, "about": about, "claim": claim.id, "claimant": claim.claimant}


def about_part(state: State, part: int | None) -> About:
    """What a request is about; with the category and unit of its part of that number, if one is given."""
    if part is None:
        return state.about
    named = state.parts[part - 1]
    return state.about.model_copy(update={"category": named.category, "unit": named.unit})


def named(state: State, command: OfClaim) -> Claim:
    """The claim a command is about. Raises NotFound."""
    claim = state.claim(command.claim)
    if claim is None:
        raise NotFound
    return claim


def theirs(claim: Claim, party: str | None) -> None:
    """Raises NotYourClaim when `party` is not who claimed; None is staff."""
    if party not in (None, claim.claimant.id):
        raise NotYourClaim


def still_open(state: State) -> None:
    """Raises RequestEnded."""
    if not isinstance(state, Open):
        raise RequestEnded


def ended_with(state: State) -> tuple[Ended, ...]:
    """The claims that end, neutrally, when their request does."""
    return tuple(Ended(claim=claim.id, claimant=claim.claimant) for claim in state.claims if claim.live)


def words_allowed(state: State, words: str | None) -> None:
    """Raises NoFreeText for words around a person's or household's wish."""
    if words and state.personal:
        raise NoFreeText


def terms_of(state: State, claim: Claim, limits: Limits, at: datetime) -> Terms:
    """What a claim keeps of the limits in force at `at`: those of its class."""
    about = of(state, claim)["about"]
    limits = limits.of(about.wish_kind or about.need_kind, about.category, claim.peer_class)
    zone = limits.time_zone
    said = limits.model_dump(include={"claim_due", "claim_grace", "confirm_due"})
    working = any(map(in_working_days, said.values()))
    calendar = ahead(limits.calendar, at.astimezone(ZoneInfo(zone)).date()) if working else Calendar()
    return Terms(**said, time_zone=zone, calendar=calendar)


def due(at: datetime, terms: Terms) -> datetime:
    """When a claim that gets under way at `at` is due."""
    return due_at(at, terms.claim_due, terms.time_zone, terms.calendar)
