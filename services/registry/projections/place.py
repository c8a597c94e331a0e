"""Places, with everybody who answered for them."""

from services.registry.events.place import (
    PlaceDeactivated,
    PlaceNamed,
    PlaceReactivated,
    StewardAppointed,
    StewardReleased,
)
from services.registry.projections.fold import take
from shared.contracts.registry import PlaceKind
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Frozen
from shared.eventsourcing.projection import Document, Projection, of_kind


class Stewardship(Frozen):
    """Who answers for a place; `until` is the last day."""

    person: str
    since: Day
    until: Day | None = None


class Place(Document):
    """A part of a community. The present steward comes last, without `until`."""

    community: str
    kind: PlaceKind = "courtyard"
    name: str = ""
    parent: str | None = None
    active: bool = True
    stewards: tuple[Stewardship, ...] = ()


def apply(document: Place | None, recorded: Recorded) -> Place:
    document = document or Place(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case PlaceNamed() as event:
            return take(document, event)
        case StewardAppointed(person=person, since=since):
            return take(document, stewards=(*document.stewards, Stewardship(person=person, since=since)))
        case StewardReleased(until=until):
            last = document.stewards[-1].model_copy(update={"until": until})
            return take(document, stewards=(*document.stewards[:-1], last))
        case PlaceDeactivated():
            return take(document, active=False)
        case PlaceReactivated():
            return take(document, active=True)
        case _:
            return document


PLACES = Projection(
    name="places",
    version=1,
    document=Place,
    apply=apply,
    keys=of_kind("place"),
    indexes=([("community", 1), ("name", 1)], [("stewards.person", 1)]),
)
