"""The number plate somebody parks with: sealed by name, replaced, shown for a purpose, gone after erasure."""

from datetime import datetime, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from services.registry.commands.plate import EndParking, GivePlate, KnowParking, RevealPlate
from services.registry.decider.person import DECIDER, NoPlate
from services.registry.events import PersonErased
from services.registry.events.plate import ParkingKnown, ParkingOver, PlateDropped, PlateGiven, PlateRevealed
from services.registry.projections import DUE, PERSONS
from shared.errors import Gone, Malformed, NotFound
from shared.eventsourcing.model import Actor, Command, Event
from shared.privacy.text import NumberPlate
from shared.testing.spec import spec
from tests.unit.registry.examples import AT, PERSON, STAFF, person_registered, recorded

FIRST, SECOND = f"{PERSON}.plate_{'a' * 26}", f"{PERSON}.plate_{'b' * 26}"
BY_PHONE = Actor(id="u_staff", on_behalf_of=PERSON, consent="by_phone")
GIVE = GivePlate(at=AT, actor=BY_PHONE, plate=FIRST)
REVEAL = RevealPlate(**STAFF, purpose="parking")
given = PlateGiven(plate=FIRST, consent="by_phone")


def test_a_plate_is_given_with_consent_and_replaced() -> None:
    spec(DECIDER).given(person_registered).when(GIVE).then(given)
    spec(DECIDER).given(person_registered, given).when(GIVE).then()
    other = GIVE.model_copy(update={"plate": SECOND})
    spec(DECIDER).given(person_registered, given).when(other).then(given.model_copy(update={"plate": SECOND}))
    none = GIVE.model_copy(update={"plate": None})
    spec(DECIDER).given(person_registered, given).when(none).then(given.model_copy(update={"plate": None}))
    spec(DECIDER).given(person_registered).when(none).then()
    silent = GIVE.model_copy(update={"actor": Actor(id="u_staff")})
    spec(DECIDER).given(person_registered).when(silent).refused(Malformed)
    own = GIVE.model_copy(update={"actor": Actor(id=PERSON)})
    spec(DECIDER).given(person_registered).when(own).then(given.model_copy(update={"consent": "self"}))


def test_a_look_at_the_plate_is_an_event_and_there_has_to_be_one() -> None:
    spec(DECIDER).given(person_registered, given).when(REVEAL).then(PlateRevealed(purpose="parking"))
    spec(DECIDER).given(person_registered).when(REVEAL).refused(NoPlate)
    gone = given.model_copy(update={"plate": None})
    spec(DECIDER).given(person_registered, given, gone).when(REVEAL).refused(NoPlate)


@pytest.mark.parametrize("command", [GIVE, REVEAL])
def test_after_erasure_and_of_nobody_nothing_is_said(command: Command) -> None:
    erased = PersonErased(reason="asked_by_person")
    spec(DECIDER).given(person_registered, given, erased).when(command).refused(Gone)
    spec(DECIDER).when(command).refused(NotFound)


LOT, OTHER = f"calendar_{'p' * 26}.1", f"calendar_{'p' * 26}.2"
LATER, LAST = AT + timedelta(hours=3), AT + timedelta(days=30)


def known(booking: str = LOT, until: datetime = LATER) -> ParkingKnown:
    return ParkingKnown(booking=booking, until=until)


def told(booking: str = LOT, until: datetime | None = None) -> KnowParking:
    return KnowParking(**STAFF, booking=booking, until=until)


def test_what_is_told_of_parking_places_is_recorded_and_the_plate_waits_for_its_deadline() -> None:
    over, other = ParkingOver(booking=LOT), ParkingOver(booking=OTHER)
    spec(DECIDER).given(person_registered, given).when(told(until=LATER)).then(known())
    spec(DECIDER).given(person_registered, given, known()).when(told()).then(over)
    spec(DECIDER).given(person_registered, given, known(), known(OTHER, LAST)).when(told()).then(over)
    spec(DECIDER).given(person_registered, known()).when(told()).then(over)
    spec(DECIDER).given(person_registered, given, known(OTHER)).when(told(OTHER)).then(other)


def test_what_has_ended_drops_the_plate_it_was_known_for() -> None:
    end = EndParking(at=LATER, actor=Actor(id="system:due"), plate=FIRST)
    over = ParkingOver(booking=LOT)
    spec(DECIDER).given(person_registered, given, known()).when(end).then(over, PlateDropped())
    spec(DECIDER).given(person_registered, given, known(), known(OTHER, LAST)).when(end).then(over)
    newer = given.model_copy(update={"plate": SECOND})
    spec(DECIDER).given(person_registered, given, known(), newer).when(end).then(over)
    spec(DECIDER).given(person_registered, given).when(end).then(PlateDropped())
    both = spec(DECIDER).given(person_registered, given, known(), known(OTHER, AT - timedelta(hours=1)))
    both.when(end).then(over, ParkingOver(booking=OTHER), PlateDropped())
    spec(DECIDER).given(person_registered, known()).when(end.model_copy(update={"plate": None})).then(over)


@pytest.mark.parametrize("command", [told(), told(until=LAST), EndParking(**STAFF, plate=FIRST)])
def test_of_who_is_gone_nothing_is_recorded(command: Command) -> None:
    spec(DECIDER).given(person_registered, given, PersonErased(reason="died")).when(command).then()
    spec(DECIDER).when(command).then()


def test_when_the_plate_is_needed_no_longer() -> None:
    def due(*events: Event, later: int = 0) -> datetime | None:
        """When it is due after `events`, the last of which happened so many minutes later."""
        document = None
        for event in events:
            at = AT + timedelta(minutes=later) if event is events[-1] else AT
            document = DUE.apply(document, recorded(event, PERSON, at=at))
        assert document
        assert document.plate == (None if isinstance(events[-1], PlateDropped | PersonErased) else FIRST)
        return document.due_at

    assert due(given) == AT + timedelta(days=1)
    assert due(given, known(until=LAST), known(OTHER)) == LAST
    assert due(given, known(until=AT)) == AT
    assert due(given, known(until=LAST), known()) == LATER
    cancelled = ParkingOver(booking=LOT)
    assert due(given, known(), cancelled, later=90) == AT, "which is past: at once"
    assert due(given, known(), known(OTHER, LAST), cancelled, later=90) == LAST
    assert due(known(), given, cancelled) == AT + timedelta(days=1), "entered for one that follows"
    assert due(known(), given, known(OTHER, LAST), cancelled) == LAST
    corrected = given.model_copy()
    assert due(given, known(until=AT + timedelta(minutes=5)), corrected) == AT + timedelta(minutes=5), "as before"
    assert due(given, known(), ParkingOver(booking=LOT), PlateDropped()) is None
    assert due(given, known(), PersonErased(reason="died")) is None


def test_the_document_knows_only_that_there_is_one() -> None:
    person = PERSONS.apply(PERSONS.apply(None, recorded(person_registered, PERSON)), recorded(given, PERSON))
    assert (person.plate, person.consent) == (True, person_registered.consent)
    assert not PERSONS.apply(person, recorded(given.model_copy(update={"plate": None}), PERSON)).plate
    assert PERSONS.apply(person, recorded(known(), PERSON)).plate
    assert not PERSONS.apply(person, recorded(PlateDropped(), PERSON)).plate
    assert not PERSONS.apply(person, recorded(PersonErased(reason="died"), PERSON)).plate


@pytest.mark.parametrize(
    ("typed", "plate"),
    [("京A12345", "京A12345"), ("京a·1234F", "京A1234F"), ("沪AD 12345", "沪AD12345"), ("京A1234警", "京A1234警")],
)
def test_a_plate_is_taken_as_it_is_typed(typed: str, plate: str) -> None:
    assert TypeAdapter(NumberPlate).validate_python(typed) == plate


@pytest.mark.parametrize("typed", ["", "京A123", "A12345", "京A1234567", "京AI2345", "13800138000", "李淑琴"])
def test_anything_else_is_no_plate(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(NumberPlate).validate_python(typed)
