"""Decisions about visits: arranged by who comes, and the return visits that ask how it went."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.matching.commands import Arrange, RecordNotReached, RemindOfArrangement
from services.matching.decider.common import named, of, still_open, theirs
from services.matching.decider.delivering import confirmations, day_given
from services.matching.decider.errors import (
    AfterDue,
    NotAccepted,
    NothingToConfirm,
    NotUnderWay,
    OnlyWishes,
    TriedAlready,
    Yesterday,
)
from services.matching.decider.state import ATTEMPTS, Attempt, Claim, State
from services.matching.events import Arranged, ArrangementReminded, NotReached
from shared.eventsourcing.model import Day, Event

REMINDED_AT = time(9)
"""On the day before."""


def arrange(state: State, command: Arrange) -> Sequence[Event]:
    """The day on which the claimant comes, as late as the claim is due; the last word counts."""
    still_open(state)
    claim = named(state, command)
    theirs(claim, command.party)
    if claim.status == "claimed":
        raise NotAccepted
    if claim.status not in ("accepted", "overdue"):
        raise NotUnderWay
    assert claim.terms is not None
    assert claim.due_at is not None
    zone = ZoneInfo(claim.terms.time_zone)
    if command.on < command.at.astimezone(zone).date():
        raise Yesterday(field="on")
    if datetime.combine(command.on, time.min, zone) >= claim.due_at:
        raise AfterDue(field="on", last=_last_day(claim.due_at, zone))
    arranged = Arranged(
        **of(state, claim),
        **command.model_dump(include={"on", "time", "people", "escort"}),
        escorted_by=_escort(claim, command),
        remind_at=_reminder(command.on, command.at, zone),
    )
    return [] if claim.arranged == arranged.arrangement else [arranged]


def _escort(claim: Claim, command: Arrange) -> str | None:
    """Who of the staff comes along: whoever arranges it at the desk, else who said so before."""
    if not command.escort:
        return None
    if command.party is None:
        return command.actor.id
    return claim.arranged.escorted_by if claim.arranged else None


def _reminder(on: Day, at: datetime, zone: ZoneInfo) -> datetime | None:
    remind_at = datetime.combine(on - timedelta(days=1), REMINDED_AT, zone)
    return remind_at if remind_at > at else None


def _last_day(due_at: datetime, zone: ZoneInfo) -> str:
    return (due_at.astimezone(zone) - timedelta(seconds=1)).date().isoformat()


def remind(state: State, command: RemindOfArrangement) -> Sequence[Event]:
    """The day before has come; nothing when it was arranged anew, or the claim is no longer under way."""
    claim = named(state, command)
    arranged = claim.arranged
    if claim.status not in ("accepted", "overdue") or arranged is None:
        return []
    if arranged.remind_at is None or arranged.remind_at > command.at:
        return []
    said = arranged.model_dump(include={"on", "time", "people", "escort"})
    return [ArrangementReminded(**of(state, claim), **said)]


def not_reached(state: State, command: RecordNotReached) -> Sequence[Event]:
    """A return visit or call that reached nobody. After the third one what was delivered counts, without a mark."""
    still_open(state)
    if state.about.kind != "wish":
        raise OnlyWishes
    waiting = [claim for claim in state.claims if claim.unconfirmed]
    if not waiting:
        raise NothingToConfirm
    attempts = [(claim, _attempt(claim, command)) for claim in waiting]
    new = [(claim, attempt) for claim, attempt in attempts if attempt not in claim.attempts]
    if not new:
        raise TriedAlready
    tried: list[Event] = [
        NotReached(
            **of(state, claim), attempt=len(claim.attempts) + 1, occurred_on=attempt.occurred_on, how=command.how
        )
        for claim, attempt in new
    ]
    given_up = {claim.id: None for claim, _ in new if len(claim.attempts) + 1 >= ATTEMPTS}
    if given_up:
        tried += confirmations(state, given_up, how="not_reachable", by=command.actor.id)
    return tried


def _attempt(claim: Claim, command: RecordNotReached) -> Attempt:
    return Attempt(occurred_on=day_given(claim, command.occurred_on, command.at), how=command.how)
