"""Registry's facts about communities, organizations and persons, as commands of the service that keeps them."""

from collections.abc import Sequence

from shared.contracts import organizations, places, registry
from shared.contracts.base import Contract
from shared.directory.decider import Fact, Record
from shared.directory.events import (
    CalendarKnown,
    CommunityKnown,
    CommunitySettingsKnown,
    MembershipKnown,
    OrganizationActiveKnown,
    OrganizationKnown,
    OrganizationMergedKnown,
    PersonGone,
    PersonKnown,
    PlaceKnown,
    StewardKnown,
)
from shared.messaging.translation import Arrival, Send


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """Records the fact in the stream of what it is about; nothing for contracts of another kind."""
    known = _translate(contract)
    if known is None:
        return ()
    stream, fact = known
    return (Send(stream, Record(at=arrival.now, actor=arrival.actor, fact=fact)),)


def _translate(contract: Contract) -> tuple[str, Fact] | None:
    community = contract.community
    match contract:
        case registry.CommunityFounded(name=name, level=level, path=path):
            return community, CommunityKnown(community=community, name=name, level=level, path=path)
        case registry.CommunitySettingsChanged(settings=settings):
            return community, CommunitySettingsKnown(community=community, settings=settings)
        case places.PlaceNamed(place=place, name=name, kind=kind, parent=parent):
            return place, PlaceKnown(community=community, name=name, kind=kind, parent=parent)
        case places.StewardAppointed(place=place, person=person):
            return place, StewardKnown(community=community, person=person)
        case places.StewardReleased(place=place):
            return place, StewardKnown(community=community, person=None)
        case registry.CalendarRecorded():
            return community, CalendarKnown(**contract.model_dump(include=set(CalendarKnown.model_fields)))
        case registry.OrganizationRegistered() | registry.OrganizationChanged():
            about = contract.model_dump(include={"community", "name", "kind", "peer_class", "account"})
            return contract.organization, OrganizationKnown(**about)
        case registry.OrganizationMerged(organization=organization, into=into):
            return organization, OrganizationMergedKnown(community=community, into=into)
        case organizations.OrganizationDeactivated(organization=organization):
            return organization, OrganizationActiveKnown(community=community, active=False)
        case organizations.OrganizationReactivated(organization=organization):
            return organization, OrganizationActiveKnown(community=community, active=True)
        case registry.MembershipStarted(organization=organization, since=since):
            return organization, MembershipKnown(community=community, since=since)
        case registry.MembershipEnded(organization=organization, until=until):
            return organization, MembershipKnown(community=community, until=until)
        case (
            registry.PersonRegistered(person=person, account=account)
            | registry.PersonAccountChanged(person=person, account=account)
        ):
            return person, PersonKnown(community=community, account=account)
        case registry.PersonErased(person=person):
            return person, PersonGone(community=community)
        case _:
            return None
