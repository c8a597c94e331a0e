import pytest

from services.registry.commands import (
    ChangePersonAccount,
    ErasePerson,
    ExportPerson,
    PlacePerson,
    RegisterPerson,
    RevealPerson,
    RevealWords,
)
from services.registry.decider.person import DECIDER, PersonKnown
from services.registry.events import (
    ContactRevealed,
    PersonAccountChanged,
    PersonErased,
    PersonExported,
    PersonPlaced,
    WordsRevealed,
)
from services.registry.projections import PERSONS
from shared.errors import Gone, Malformed, NotFound
from shared.eventsourcing.model import Actor, Command
from shared.testing.spec import spec
from tests.unit.registry.examples import AT, BUILDING, COMMUNITY, PERSON, STAFF, WISH, person_registered, recorded

REGISTER = RegisterPerson(
    at=AT,
    actor=Actor(id="u_staff", on_behalf_of=PERSON, consent="in_person"),
    person=PERSON,
    community=COMMUNITY,
    account=False,
    fields=("name", "phone", "address"),
)
REVEAL = RevealPerson(**STAFF, purpose="confirm_by_call")
LOOK = RevealWords(**STAFF, wish=WISH, purpose="review")
EXPORT = ExportPerson(**STAFF)
PLACE = PlacePerson(**STAFF, place=BUILDING)
ACCOUNT = ChangePersonAccount(**STAFF, account=True)
ERASE = ErasePerson(**STAFF, reason="asked_by_person")
erased = PersonErased(reason="asked_by_person")


def test_a_person_is_registered_once_with_consent() -> None:
    spec(DECIDER).when(REGISTER).then(person_registered)
    spec(DECIDER).given(person_registered).when(REGISTER).refused(PersonKnown)


def test_without_consent_nobody_is_registered() -> None:
    spec(DECIDER).when(REGISTER.model_copy(update={"actor": Actor(id="u_staff")})).refused(Malformed)


def test_who_registers_himself_agrees() -> None:
    own = REGISTER.model_copy(update={"actor": Actor(id=PERSON)})
    spec(DECIDER).when(own).then(person_registered.model_copy(update={"consent": "self"}))


def test_a_look_into_the_record_is_an_event() -> None:
    revealed = ContactRevealed(purpose="confirm_by_call", fields=("name", "phone", "address"))
    spec(DECIDER).given(person_registered).when(REVEAL).then(revealed)
    spec(DECIDER).given(person_registered, revealed).when(REVEAL).then(revealed)


def test_a_look_at_what_was_said_is_an_event_of_the_person() -> None:
    looked = WordsRevealed(wish=WISH, purpose="review")
    spec(DECIDER).given(person_registered).when(LOOK).then(looked)
    spec(DECIDER).given(person_registered, looked).when(LOOK).then(looked)


def test_handing_all_out_is_an_event_of_its_own() -> None:
    spec(DECIDER).given(person_registered).when(EXPORT).then(PersonExported())


def test_a_person_lives_somewhere_and_moves() -> None:
    moved = PersonPlaced(place=BUILDING)
    spec(DECIDER).given(person_registered).when(PLACE).then(moved)
    spec(DECIDER).given(person_registered, moved).when(PLACE).then()
    spec(DECIDER).given(person_registered, moved).when(PlacePerson(**STAFF, place=None)).then(PersonPlaced(place=None))
    there = REGISTER.model_copy(update={"place": BUILDING})
    spec(DECIDER).when(there).then(person_registered.model_copy(update={"place": BUILDING}))


def test_whether_a_person_reads_notices_online_can_be_changed() -> None:
    online = PersonAccountChanged(person=PERSON, account=True)
    spec(DECIDER).given(person_registered).when(ACCOUNT).then(online)
    spec(DECIDER).given(person_registered, online).when(ACCOUNT).then()
    assert PERSONS.apply(PERSONS.apply(None, recorded(person_registered, PERSON)), recorded(online, PERSON)).account


def test_a_person_is_erased() -> None:
    spec(DECIDER).given(person_registered).when(ERASE).then(erased)


@pytest.mark.parametrize("command", [REGISTER, PLACE, ACCOUNT, REVEAL, LOOK, EXPORT, ERASE])
def test_after_erasure_everything_is_gone(command: Command) -> None:
    spec(DECIDER).given(person_registered, erased).when(command).refused(Gone)


@pytest.mark.parametrize("command", [REVEAL, LOOK, EXPORT, ERASE])
def test_an_unknown_person_is_not_found(command: Command) -> None:
    spec(DECIDER).when(command).refused(NotFound)


def test_a_record_belongs_to_the_person() -> None:
    assert spec(DECIDER).given(person_registered).state.owners == {PERSON}
    assert spec(DECIDER).given(person_registered, erased).state.owners == {PERSON}
