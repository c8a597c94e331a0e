"""A person: an opaque id, a record in the vault, and every look into it."""

from collections.abc import Sequence

from services.registry.commands import (
    ChangePersonAccount,
    ErasePerson,
    ExportPerson,
    PlacePerson,
    RegisterPerson,
    RevealPerson,
    RevealWords,
)
from services.registry.commands.guardian import GuardianCommand, NameGuardian, ReleaseGuardian
from services.registry.commands.plate import EndParking, GivePlate, KnowParking, RevealPlate
from services.registry.decider import guardian, parking
from services.registry.decider.consent import consent_of
from services.registry.decider.days import not_after
from services.registry.decider.person_state import Erased, Person, Registered
from services.registry.decider.reference import if_referred, same_again
from services.registry.events import (
    ContactRevealed,
    PersonAccountChanged,
    PersonErased,
    PersonExported,
    PersonPlaced,
    PersonRegistered,
    WordsRevealed,
)
from services.registry.events.guardian import GuardianNamed, GuardianReleased
from services.registry.events.plate import ParkingKnown, ParkingOver, PlateDropped, PlateGiven, PlateRevealed
from shared.errors import Gone, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event


class PersonKnown(Refused):
    zh = "这位居民已经登记，请直接使用原来的登记。"
    en = "This person is registered already. Use the existing entry."


class NoPlate(Refused):
    zh = "这位居民没有登记车牌。"
    en = "No number plate is known of this person."


Command = (
    RegisterPerson
    | PlacePerson
    | ChangePersonAccount
    | RevealPerson
    | RevealWords
    | ExportPerson
    | ErasePerson
    | GivePlate
    | RevealPlate
    | GuardianCommand
    | KnowParking
    | EndParking
)
Fact = (
    PersonRegistered
    | PersonPlaced
    | PersonAccountChanged
    | ContactRevealed
    | WordsRevealed
    | PersonExported
    | PersonErased
    | PlateGiven
    | PlateRevealed
    | GuardianNamed
    | GuardianReleased
    | ParkingKnown
    | ParkingOver
    | PlateDropped
)


def decide(state: Person | None, command: Command) -> Sequence[Event]:
    if isinstance(command, KnowParking | EndParking):
        return parking.decide(state, command) if isinstance(state, Registered) else []
    match state:
        case None:
            if not isinstance(command, RegisterPerson):
                raise NotFound
            return [_register(command)]
        case Erased():
            raise Gone
    match command:
        case RegisterPerson():
            return same_again(state.first, _register(command), state.person, PersonKnown)
        case ChangePersonAccount(account=account):
            changed = PersonAccountChanged(person=state.person, account=account)
            return [] if account == state.account else [changed]
        case PlacePerson(place=place):
            return [] if place == state.place else [PersonPlaced(place=place)]
        case RevealPerson(purpose=purpose):
            return [ContactRevealed(purpose=purpose, fields=state.fields)]
        case RevealWords(wish=wish, purpose=purpose):
            return [WordsRevealed(wish=wish, purpose=purpose)]
        case ExportPerson():
            return [PersonExported()]
        case ErasePerson(reason=reason):
            return [PersonErased(reason=reason)]
        case GivePlate(plate=plate):
            given = PlateGiven(plate=plate, consent=consent_of(command.actor, state.person))
            return [] if plate == state.plate else [given]
        case RevealPlate(purpose=purpose):
            if state.plate is None:
                raise NoPlate
            return [PlateRevealed(purpose=purpose)]
        case NameGuardian() | ReleaseGuardian():
            return guardian.decide(state, command)


def evolve(state: Person | None, event: Fact) -> Person:
    if isinstance(event, PersonRegistered):
        known = event.model_dump(include=set(Registered.model_fields))
        return Registered(**known, first=if_referred(event))
    assert isinstance(state, Registered)
    match event:
        case PersonAccountChanged(account=account):
            return state.model_copy(update={"account": account})
        case PersonPlaced(place=place):
            return state.model_copy(update={"place": place})
        case PlateGiven(plate=plate):
            return state.model_copy(update={"plate": plate})
        case PlateDropped() | ParkingKnown() | ParkingOver():
            return parking.evolve(state, event)
        case ContactRevealed() | WordsRevealed() | PersonExported() | PlateRevealed():
            return state
        case GuardianNamed() | GuardianReleased():
            return guardian.evolve(state, event)
        case PersonErased():
            return Erased(person=state.person, community=state.community)


def _register(command: RegisterPerson) -> PersonRegistered:
    if command.consented_on:
        not_after(command.at, command.consented_on, "consented_on")
    said = command.model_dump(exclude={"at", "actor"})
    return PersonRegistered(**said, consent=consent_of(command.actor, command.person))


DECIDER: Decider[Person] = Decider(decide, evolve)

__all__ = ["DECIDER", "Erased", "Person", "PersonKnown", "Registered"]
