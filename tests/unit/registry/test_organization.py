from datetime import date

import pytest
from pydantic import ValidationError

from services.registry.commands import (
    AddContact,
    AdmitToAlliance,
    ChangeContact,
    ChangePhones,
    LeaveAlliance,
    PhoneGiven,
    RegisterOrganization,
    RemoveContact,
)
from services.registry.decider.organization import (
    DECIDER,
    AlreadyMember,
    AlreadyRegistered,
    ContactKnown,
    NoSuchContact,
    NotAMember,
)
from services.registry.decider.reference import ReferenceTaken
from services.registry.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    ExternalRef,
    MembershipEnded,
    MembershipStarted,
    OfficePhonesChanged,
    Phone,
)
from shared.errors import Malformed, NotFound
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, DISTRICT, LATE, ORG, PERSON, STAFF, registered

REGISTER = RegisterOrganization(
    **STAFF,
    organization=ORG,
    community=COMMUNITY,
    name="北京小学广内分校",
    kind="school",
    peer_class="school",
    account=True,
)
REF = {"system": "hr", "id": "42"}
added = ContactAdded(person=PERSON, duty="liaison")
admitted = MembershipStarted(organization=ORG, since=date(2017, 6, 1))
left = MembershipEnded(organization=ORG, until=date(2020, 1, 1), reason="own_wish", note="")


def test_an_organization_is_registered() -> None:
    spec(DECIDER).when(REGISTER).then(registered)


def test_it_is_registered_once() -> None:
    spec(DECIDER).given(registered).when(REGISTER).refused(AlreadyRegistered)


def test_the_same_foreign_reference_twice_is_the_same_thing() -> None:
    with_ref = RegisterOrganization(**REGISTER.model_dump(exclude={"external_ref"}), external_ref=REF)
    event = registered.model_copy(update={"external_ref": ExternalRef(**REF)})
    spec(DECIDER).when(with_ref).then(event)
    spec(DECIDER).given(event).when(with_ref).then()
    elsewhere = with_ref.model_copy(update={"community": DISTRICT})
    spec(DECIDER).given(event).when(elsewhere).refused(ReferenceTaken)


def test_a_credit_code_has_18_characters() -> None:
    with pytest.raises(ValidationError):
        RegisterOrganization(**REGISTER.model_dump(exclude={"credit_code"}), credit_code="123")


def test_nothing_happens_to_an_unknown_organization() -> None:
    spec(DECIDER).when(AddContact(**STAFF, person=PERSON, duty="liaison")).refused(NotFound)


def test_office_phones_are_replaced() -> None:
    change = ChangePhones(**STAFF, phones=(PhoneGiven(number="010-63030001", shown_to="wall"),))
    changed = OfficePhonesChanged(phones=(Phone(number="+86 10 6303 0001", shown_to="wall"),))
    spec(DECIDER).given(registered).when(change).then(changed)
    spec(DECIDER).given(registered, changed).when(change).then()


def test_a_contact_is_added_changed_and_removed() -> None:
    spec(DECIDER).given(registered).when(AddContact(**STAFF, person=PERSON, duty="liaison")).then(added)
    change = ChangeContact(**STAFF, person=PERSON, duty="head")
    changed = ContactChanged(person=PERSON, duty="head")
    spec(DECIDER).given(registered, added).when(change).then(changed)
    spec(DECIDER).given(registered, added, changed).when(change).then()
    removed = ContactRemoved(person=PERSON)
    spec(DECIDER).given(registered, added).when(RemoveContact(**STAFF, person=PERSON)).then(removed)


def test_a_contact_is_added_once_and_must_be_there_to_change() -> None:
    again = AddContact(**STAFF, person=PERSON, duty="head")
    spec(DECIDER).given(registered, added).when(again).refused(ContactKnown)
    gone = spec(DECIDER).given(registered, added, ContactRemoved(person=PERSON))
    gone.when(ChangeContact(**STAFF, person=PERSON, duty="head")).refused(NoSuchContact)
    gone.when(RemoveContact(**STAFF, person=PERSON)).refused(NoSuchContact)
    gone.when(AddContact(**STAFF, person=PERSON, duty="liaison")).then(added)


def test_admission_may_lie_before_the_system() -> None:
    admit = AdmitToAlliance(**STAFF, since=date(2017, 6, 1))
    spec(DECIDER).given(registered).when(admit).then(admitted)
    spec(DECIDER).given(registered, admitted).when(admit).refused(AlreadyMember)


def test_admission_is_not_in_the_future_of_the_community() -> None:
    tomorrow = AdmitToAlliance(**STAFF, since=date(2025, 3, 2))
    spec(DECIDER).given(registered).when(tomorrow).refused(Malformed)
    late = tomorrow.model_copy(update={"at": LATE})
    spec(DECIDER).given(registered).when(late).then(MembershipStarted(organization=ORG, since=date(2025, 3, 2)))


def test_a_member_leaves_and_may_come_back() -> None:
    leave = LeaveAlliance(**STAFF, until=date(2020, 1, 1), reason="own_wish")
    spec(DECIDER).given(registered, admitted).when(leave).then(left)
    spec(DECIDER).given(registered).when(leave).refused(NotAMember)
    spec(DECIDER).given(registered, admitted, left).when(leave).refused(NotAMember)
    back = AdmitToAlliance(**STAFF, since=date(2021, 1, 1))
    spec(DECIDER).given(registered, admitted, left).when(back).then(
        MembershipStarted(organization=ORG, since=date(2021, 1, 1))
    )
    overlapping = AdmitToAlliance(**STAFF, since=date(2019, 1, 1))
    spec(DECIDER).given(registered, admitted, left).when(overlapping).refused(Malformed)


@pytest.mark.parametrize("until", [date(2016, 1, 1), date(2025, 3, 2)])
def test_membership_ends_after_it_began_and_not_in_the_future(until: date) -> None:
    leave = LeaveAlliance(**STAFF, until=until, reason="inactive")
    spec(DECIDER).given(registered, admitted).when(leave).refused(Malformed)


def test_an_organization_owns_itself() -> None:
    assert spec(DECIDER).given(registered).state.owners == {ORG}
