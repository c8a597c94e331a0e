from datetime import date
from typing import Any

import pytest

from services.registry.commands import (
    AppointSteward,
    DeactivatePlace,
    NamePlace,
    ReactivatePlace,
    ReleaseSteward,
    RenamePlace,
)
from services.registry.decider.place import DECIDER, NoSteward, PlaceInactive, PlaceKnown
from services.registry.events.place import PlaceDeactivated, PlaceReactivated, StewardAppointed, StewardReleased
from services.registry.projections import PLACES
from services.registry.projections.place import Stewardship
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Event
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    BUILDING,
    COMMUNITY,
    ESTATE,
    NEIGHBOUR,
    PERSON,
    STAFF,
    TODAY,
    building,
    recorded,
)

NAME = NamePlace(
    **STAFF,
    place=BUILDING,
    community=COMMUNITY,
    kind="courtyard",
    name="北里12号楼",
    parent=ESTATE,
    parent_kind="estate",
)
appointed = StewardAppointed(place=BUILDING, person=PERSON, since=date(2024, 1, 1))
released = StewardReleased(place=BUILDING, person=PERSON, until=date(2024, 12, 31))
closed = PlaceDeactivated(reason="torn_down", note="")


def appoint(person: str, since: date) -> AppointSteward:
    return AppointSteward(**STAFF, person=person, since=since)


def release(until: date) -> ReleaseSteward:
    return ReleaseSteward(**STAFF, until=until)


def test_a_place_is_known_once() -> None:
    spec(DECIDER).when(NAME).then(building)
    spec(DECIDER).given(building).when(NAME).refused(PlaceKnown)
    spec(DECIDER).when(release(TODAY)).refused(NotFound)


@pytest.mark.parametrize(
    ("kind", "parent", "fits"),
    [
        ("courtyard", "estate", True),
        ("courtyard", "grid", True),
        ("estate", "grid", True),
        ("grid", None, True),
        ("estate", "courtyard", False),
        ("grid", "estate", False),
        ("courtyard", "courtyard", False),
    ],
)
def test_a_place_lies_in_a_wider_one(kind: Any, parent: Any, fits: bool) -> None:
    name = NAME.model_copy(update={"kind": kind, "parent_kind": parent})
    change = RenamePlace(**STAFF, name="新名", parent=ESTATE, parent_kind=parent)
    named = building.model_copy(update={"kind": kind})
    if fits:
        spec(DECIDER).when(name).then(named)
        spec(DECIDER).given(named).when(change).then(named.model_copy(update={"name": "新名"}))
    else:
        spec(DECIDER).when(name).refused(Malformed)
        spec(DECIDER).given(named).when(change).refused(Malformed)


def test_the_same_name_again_changes_nothing() -> None:
    same = RenamePlace(**STAFF, name="北里12号楼", parent=ESTATE, parent_kind="estate")
    spec(DECIDER).given(building).when(same).then()


def test_a_steward_follows_another_without_a_gap() -> None:
    spec(DECIDER).given(building).when(appoint(PERSON, date(2024, 1, 1))).then(appointed)
    next_one = StewardAppointed(place=BUILDING, person=NEIGHBOUR, since=date(2025, 1, 1))
    serving = spec(DECIDER).given(building, appointed)
    serving.when(appoint(NEIGHBOUR, date(2025, 1, 1))).then(released, next_one)
    serving.when(appoint(PERSON, date(2025, 1, 1))).then()
    serving.when(appoint(NEIGHBOUR, date(2024, 1, 1))).refused(Malformed)
    serving.when(appoint(NEIGHBOUR, date(2025, 3, 2))).refused(Malformed)


def test_a_steward_is_released_and_the_next_begins_later() -> None:
    serving = spec(DECIDER).given(building, appointed)
    serving.when(release(date(2024, 12, 31))).then(released)
    serving.when(release(date(2023, 12, 31))).refused(Malformed)
    serving.when(release(date(2025, 3, 2))).refused(Malformed)
    vacant = spec(DECIDER).given(building, appointed, released)
    vacant.when(release(TODAY)).refused(NoSteward)
    vacant.when(appoint(NEIGHBOUR, date(2024, 12, 31))).refused(Malformed)
    vacant.when(appoint(NEIGHBOUR, date(2025, 1, 1))).then(
        StewardAppointed(place=BUILDING, person=NEIGHBOUR, since=date(2025, 1, 1))
    )


def test_a_place_is_used_no_longer_and_again() -> None:
    close = DeactivatePlace(**STAFF, reason="torn_down")
    spec(DECIDER).given(building).when(close).then(closed)
    spec(DECIDER).given(building, appointed).when(close).then(released.model_copy(update={"until": TODAY}), closed)
    unused = spec(DECIDER).given(building, closed)
    unused.when(close).then()
    unused.when(appoint(PERSON, date(2024, 1, 1))).refused(PlaceInactive)
    unused.when(RenamePlace(**STAFF, name="北里十二号楼")).refused(PlaceInactive)
    unused.when(ReactivatePlace(**STAFF)).then(PlaceReactivated())
    spec(DECIDER).given(building).when(ReactivatePlace(**STAFF)).then()


def test_the_document_keeps_all_stewards() -> None:
    document = None
    events: list[Event] = [building, appointed, released, closed]
    for event in events:
        document = PLACES.apply(document, recorded(event, BUILDING))
    assert document
    assert (document.name, document.parent, document.active) == ("北里12号楼", ESTATE, False)
    assert document.stewards == (Stewardship(person=PERSON, since=date(2024, 1, 1), until=date(2024, 12, 31)),)
    assert PLACES.apply(document, recorded(PlaceReactivated(), BUILDING)).active
