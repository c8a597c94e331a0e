"""How an organization's membership went, in its document."""

from services.registry.decider.membership import Fact, stage_after
from services.registry.decider.organization_state import Stage
from services.registry.events import membership as events
from services.registry.events.membership import AllianceRole, DeclineReason, SuspensionReason
from shared.directory.projections import Membership
from shared.eventsourcing.model import Day, Frozen


class Step(Frozen):
    """How far it had come on a day; why, where it was declined."""

    stage: Stage
    on: Day
    reason: DeclineReason | None = None
    note: str = ""


class Suspension(Frozen):
    """A pause; `until` is its last day."""

    since: Day
    until: Day | None = None
    reason: SuspensionReason
    note: str = ""


class Term(Frozen):
    """A role for a time; `until` is the last day."""

    role: AllianceRole
    since: Day
    until: Day | None = None


class Alliance(Frozen):
    """The whole course. The latest of each comes last."""

    membership: Stage = "none"
    memberships: tuple[Membership, ...] = ()
    course: tuple[Step, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    roles: tuple[Term, ...] = ()
    confirmed: tuple[int, ...] = ()


def course(known: Alliance, event: Fact) -> dict[str, object]:
    """What changes in `known` with one more fact."""
    stage = stage_after(known.membership, event)
    return {"membership": stage, **_steps(known, event, stage), **_stretches(known, event)}


def _steps(known: Alliance, event: Fact, stage: Stage) -> dict[str, object]:
    named = dict(event)
    if stage == known.membership and "on" not in named:
        return {}
    why = {"reason": event.reason, "note": event.note} if isinstance(event, events.MembershipDeclined) else {}
    step = Step(stage=stage, on=named.get("on") or named.get("since") or named["until"], **why)
    return {"course": (*known.course, step)}


def _stretches(known: Alliance, event: Fact) -> dict[str, object]:
    match event:
        case events.MembershipStarted(since=since):
            return {"memberships": (*known.memberships, Membership(since=since))}
        case events.MembershipEnded(until=until):
            last = known.memberships[-1].model_copy(update={"until": until})
            return {
                "memberships": (*known.memberships[:-1], last),
                "suspensions": _closed(known.suspensions, until),
                "roles": _ended(known.roles, until),
            }
        case events.MembershipSuspended(since=since, reason=reason, note=note):
            pause = Suspension(since=since, reason=reason, note=note)
            return {"suspensions": (*known.suspensions, pause)}
        case events.MembershipResumed(until=until):
            return {"suspensions": _closed(known.suspensions, until)}
        case events.MembershipConfirmed(year=year):
            return {"confirmed": (*known.confirmed, year)}
        case events.AllianceRoleGiven(role=role, since=since, until=until):
            return {"roles": (*known.roles, Term(role=role, since=since, until=until))}
        case events.AllianceRoleEnded(role=role, until=until):
            return {"roles": _ended(known.roles, until, role)}
        case _:
            return {}


def _closed(suspensions: tuple[Suspension, ...], until: Day) -> tuple[Suspension, ...]:
    return tuple(s if s.until else s.model_copy(update={"until": until}) for s in suspensions)


def _ended(roles: tuple[Term, ...], until: Day, role: AllianceRole | None = None) -> tuple[Term, ...]:
    """The terms (of `role`, if one is named) none of which goes on after `until`; one that would have begun later never
    did."""
    kept: list[Term] = []
    for term in roles:
        if role not in (None, term.role) or (term.until and term.until <= until):
            kept.append(term)
        elif term.since <= until:
            kept.append(term.model_copy(update={"until": until}))
    return tuple(kept)
