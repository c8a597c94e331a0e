"""What falls due when: an agreement is to be brought to mind, a number plate is to be deleted."""

from services.registry.projections import agreement_due, plate_due
from services.registry.projections.agreement_due import Matters, matters_after
from services.registry.projections.plate_due import Parking, parking_after
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection


class Due(Document):
    """What is due next, at `due_at` (None: nothing): a matter of an agreement, about `clause`; or that nobody parks
    with `plate` any more. The event `named` made it so."""

    due_at: Instant | None = None
    clause: str | None = None
    plate: str | None = None
    named: str = ""
    correlation: str = ""
    matters: Matters = Matters()
    parking: Parking = Parking()


def apply(document: Due | None, recorded: Recorded) -> Due:
    document = document or Due(id=_touched(recorded)[0])
    if isinstance(recorded.event, plate_due.TOUCHING):
        parking = parking_after(document.parking, recorded)
        return _next(document, recorded, due_at=parking.over(), plate=parking.plate, parking=parking)
    assert isinstance(recorded.event, agreement_due.TOUCHING)
    matters = matters_after(document.matters, recorded.event)
    first = matters.first()
    found = {"due_at": first.at, "clause": first.clause} if first else {"due_at": None, "clause": None}
    return _next(document, recorded, **found, matters=matters)


def _next(document: Due, recorded: Recorded, **changed: object) -> Due:
    """Another event is named only where something else is due."""
    after = document.model_copy(update=changed)
    if (after.due_at, after.clause, after.plate) == (document.due_at, document.clause, document.plate):
        return after
    return after.model_copy(update={"named": recorded.name, "correlation": recorded.commit.correlation})


def _touched(recorded: Recorded) -> tuple[str, ...]:
    event = recorded.event
    if isinstance(event, plate_due.TOUCHING):
        return (recorded.stream,)
    return (event.agreement,) if isinstance(event, agreement_due.TOUCHING) else ()


DUE = Projection(
    name="due",
    version=2,
    document=Due,
    apply=apply,
    keys=_touched,
    indexes=([("due_at", 1)],),
)
