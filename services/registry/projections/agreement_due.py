"""What has to be brought to mind about an agreement, and when."""

from services.registry.events.agreement import AgreementExpiring, AgreementReinstated, AgreementTerminated, Signing
from services.registry.events.obligation import ObligationOverdue, ObligationTicked, ObligationUnticked
from services.registry.events.template import Countable
from shared.eventsourcing.model import Event, Frozen, Instant


class Matter(Frozen):
    """Something to be said once, at `at` (None: it was said, or too late): that the agreement ends (no `clause`), or
    that a clause's time is over while less than its `quantity` is `done`."""

    clause: str | None
    at: Instant | None
    quantity: int = 1
    done: int = 0


TOUCHING = (
    Signing
    | AgreementExpiring
    | AgreementTerminated
    | AgreementReinstated
    | ObligationOverdue
    | ObligationTicked
    | ObligationUnticked
)
"""What changes the matters of the agreement it is about."""


class Matters(Frozen):
    """All of an agreement."""

    all: tuple[Matter, ...] = ()
    terminated: bool = False

    def first(self) -> Matter | None:
        """The next one that somebody has to be minded of."""
        waiting = [] if self.terminated else [each for each in self.all if each.at and each.done < each.quantity]
        return min(waiting, key=lambda matter: (str(matter.at), matter.clause or ""), default=None)


def matters_after(matters: Matters, event: TOUCHING) -> Matters:
    """The matters after `event`."""
    terminated = isinstance(event, AgreementTerminated) or (
        matters.terminated and not isinstance(event, AgreementReinstated)
    )
    return Matters(all=_matters(matters.all, event), terminated=terminated)


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
