"""What has to be brought to mind about an agreement, and when."""

from services.registry.events.agreement import AgreementExpiring, AgreementReinstated, AgreementTerminated, Signing
from services.registry.events.obligation import ObligationOverdue, ObligationTicked, ObligationUnticked
from services.registry.events.template import Countable
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Event, Frozen, Instant
from shared.eventsourcing.projection import Document, Projection


class Matter(Frozen):
    """Something to be said once, at `at` (None: it was said, or too late): that the agreement ends (no `clause`), or
    that a clause's time is over while less than its `quantity` is `done`."""

    clause: str | None
    at: Instant | None
    quantity: int = 1
    done: int = 0


class Due(Document):
    """The next matter of an agreement: at `due_at` (None: nothing) about `clause`; the event `named` made it so."""

    due_at: Instant | None = None
    clause: str | None = None
    named: str = ""
    correlation: str = ""
    matters: tuple[Matter, ...] = ()
    terminated: bool = False


def apply(document: Due | None, recorded: Recorded) -> Due:
    event = recorded.event
    document = document or Due(id=getattr(event, "agreement"))  # noqa: B009
    matters = _matters(document.matters, event)
    terminated = isinstance(event, AgreementTerminated) or (
        document.terminated and not isinstance(event, AgreementReinstated)
    )
    waiting = [] if terminated else [matter for matter in matters if matter.at and matter.done < matter.quantity]
    first = min(waiting, key=lambda matter: (str(matter.at), matter.clause or ""), default=None)
    found = (first.at, first.clause) if first else (None, None)
    fresh = {"matters": matters, "terminated": terminated}
    if found != (document.due_at, document.clause):
        fresh |= {"due_at": found[0], "clause": found[1], "named": recorded.name}
        fresh |= {"correlation": recorded.commit.correlation}
    return document.model_copy(update=fresh)


def _matters(matters: tuple[Matter, ...], event: Event) -> tuple[Matter, ...]:
    match event:
        case Signing():
            return _signed(matters, event)
        case AgreementExpiring():
            return tuple(matter for matter in matters if matter.clause is not None)
        case ObligationOverdue(clause=clause):
            return _with(matters, clause, said=True)
        case ObligationTicked(clause=clause, quantity=quantity):
            return _with(matters, clause, more=quantity)
        case ObligationUnticked(clause=clause, quantity=quantity):
            return _with(matters, clause, more=-quantity)
        case _:
            return matters


def _signed(matters: tuple[Matter, ...], event: Signing) -> tuple[Matter, ...]:
    """The end is that of the latest term; a corrected term's clauses are as much done as before."""
    moments = {each.clause: each.at for each in event.overdue}
    done = {matter.clause: matter.done for matter in matters}
    own = [
        Matter(clause=name, at=moments.get(name), quantity=clause.quantity, done=done.get(name, 0))
        for n, clause in enumerate(event.clauses, 1)
        if isinstance(clause, Countable) and (name := f"{event.term}.{n}")
    ]
    others = [matter for matter in matters if matter.clause and not matter.clause.startswith(f"{event.term}.")]
    end = [Matter(clause=None, at=event.remind_at)] if event.remind_at else []
    return (*others, *own, *end)


def _with(matters: tuple[Matter, ...], clause: str, more: int = 0, said: bool = False) -> tuple[Matter, ...]:
    """With `more` done of the clause, or with its being overdue said."""
    return tuple(
        matter.model_copy(update={"done": matter.done + more, "at": None if said else matter.at})
        if matter.clause == clause
        else matter
        for matter in matters
    )


def _touched(recorded: Recorded) -> tuple[str, ...]:
    event = recorded.event
    if isinstance(
        event,
        Signing
        | AgreementExpiring
        | AgreementTerminated
        | AgreementReinstated
        | ObligationOverdue
        | ObligationTicked
        | ObligationUnticked,
    ):
        return (event.agreement,)
    return ()


AGREEMENT_DUE = Projection(
    name="agreement_due",
    version=1,
    document=Due,
    apply=apply,
    keys=_touched,
    indexes=([("due_at", 1)],),
)
