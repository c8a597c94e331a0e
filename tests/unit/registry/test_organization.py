from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from services.registry.commands import (
    AddContact,
    ChangeContact,
    ChangeOrganization,
    ChangePhones,
    DeactivateOrganization,
    MergeOrganization,
    PhoneGiven,
    ReactivateOrganization,
    RegisterOrganization,
    RemoveContact,
    UnmergeOrganization,
)
from services.registry.commands.membership import AdmitToAlliance, LeaveAlliance
from services.registry.decider.contacts import ContactKnown, NoSuchContact
from services.registry.decider.membership_refusals import AlreadyMember, NotAMember
from services.registry.decider.organization import DECIDER, AlreadyRegistered, MembershipFirst
from services.registry.decider.organization_state import OrganizationInactive, OrganizationWasMerged
from services.registry.decider.reference import ReferenceElsewhere
from services.registry.events import (
    ContactAdded,
    ContactChanged,
    ContactRemoved,
    ExternalRef,
    OfficePhonesChanged,
    OrganizationChanged,
    OrganizationDeactivated,
    OrganizationMerged,
    OrganizationReactivated,
    OrganizationUnmerged,
    Phone,
)
from services.registry.events.membership import MembershipEnded, MembershipStarted
from services.registry.projections import ORGANIZATIONS
from shared.errors import Malformed, NotFound
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    CLAIMANT,
    COMMUNITY,
    DISTRICT,
    LATE,
    NEIGHBOUR,
    ORG,
    PERSON,
    STAFF,
    recorded,
    registered,
)

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
    spec(DECIDER).given(event).when(elsewhere).refused(ReferenceElsewhere)


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
    for over in (
        OrganizationDeactivated(reason="moved_away", note=""),
        OrganizationMerged(organization=ORG, into=CLAIMANT),
    ):
        spec(DECIDER).given(registered, added, over).when(RemoveContact(**STAFF, person=PERSON)).then(removed)


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


CHANGE = ChangeOrganization(**STAFF, name="北京小学（广内）", kind="school", account=False, staff=120)
changed = OrganizationChanged(
    organization=ORG,
    name="北京小学（广内）",
    kind="school",
    peer_class="school",
    account=False,
    credit_code=None,
    inside=True,
    staff=120,
)
closed = OrganizationDeactivated(reason="moved_away", note="")
merged = OrganizationMerged(organization=ORG, into=CLAIMANT)


def test_what_it_is_is_replaced_whole() -> None:
    spec(DECIDER).given(registered).when(CHANGE).then(changed)
    spec(DECIDER).given(registered, changed).when(CHANGE).then()


@pytest.mark.parametrize(
    ("kind", "staff", "peer_class"),
    [
        ("company", 300, "company_large"),
        ("company", 100, "company_medium"),
        ("shop", 10, "shop_small"),
        ("shop", 9, "shop_micro"),
        ("company", None, "company"),
        ("school", 300, "school"),
    ],
)
def test_businesses_are_compared_by_size_and_others_by_kind(kind: Any, staff: int | None, peer_class: str) -> None:
    event = spec(DECIDER).given(registered).when(CHANGE.model_copy(update={"kind": kind, "staff": staff})).events()[0]
    assert event.model_dump()["peer_class"] == peer_class
    given = CHANGE.model_copy(update={"kind": kind, "staff": staff, "peer_class": "own"})
    assert spec(DECIDER).given(registered).when(given).events()[0].model_dump()["peer_class"] == "own"


def test_who_moves_away_is_no_member_any_more_and_nothing_happens_to_it() -> None:
    close = DeactivateOrganization(**STAFF, reason="moved_away")
    spec(DECIDER).given(registered).when(close).then(closed)
    last = MembershipEnded(organization=ORG, until=date(2025, 3, 1), reason="moved_away", note="")
    spec(DECIDER).given(registered, admitted).when(close).then(last, closed)
    gone = spec(DECIDER).given(registered, closed)
    gone.when(CHANGE).refused(OrganizationInactive)
    gone.when(AddContact(**STAFF, person=PERSON, duty="liaison")).refused(OrganizationInactive)
    gone.when(ReactivateOrganization(**STAFF)).then(OrganizationReactivated())
    spec(DECIDER).given(registered).when(ReactivateOrganization(**STAFF)).then()


def test_what_was_entered_twice_is_merged_and_taken_apart_again() -> None:
    merge = MergeOrganization(**STAFF, into=CLAIMANT)
    spec(DECIDER).given(registered).when(merge).then(merged)
    spec(DECIDER).given(registered, closed).when(merge).then(merged)
    spec(DECIDER).given(registered).when(MergeOrganization(**STAFF, into=ORG)).refused(Malformed)
    away = spec(DECIDER).given(registered, merged)
    away.when(merge).then()
    away.when(MergeOrganization(**STAFF, into=DISTRICT.replace("community", "org"))).refused(OrganizationWasMerged)
    away.when(CHANGE).refused(OrganizationWasMerged)
    away.when(UnmergeOrganization(**STAFF)).then(OrganizationUnmerged(organization=ORG))
    spec(DECIDER).given(registered).when(UnmergeOrganization(**STAFF)).then()


def test_a_member_is_merged_only_into_one_that_was_one_as_early() -> None:
    member = spec(DECIDER).given(registered, admitted)
    member.when(MergeOrganization(**STAFF, into=CLAIMANT)).refused(MembershipFirst)
    later = MergeOrganization(**STAFF, into=CLAIMANT, member_since=date(2018, 1, 1))
    member.when(later).refused(MembershipFirst)
    member.when(later.model_copy(update={"member_since": date(2017, 6, 1)})).then(merged)


def test_a_contact_is_followed_by_another_one() -> None:
    known = spec(DECIDER).given(registered, added)
    last, first = date(2025, 1, 31), date(2025, 2, 1)
    replace = RemoveContact(**STAFF, person=PERSON, until=last, successor=NEIGHBOUR)
    known.when(replace).then(
        ContactRemoved(person=PERSON, until=last, successor=NEIGHBOUR),
        ContactAdded(person=NEIGHBOUR, duty="liaison", since=first),
    )
    both = spec(DECIDER).given(registered, added, ContactAdded(person=NEIGHBOUR, duty="head"))
    both.when(replace).then(ContactRemoved(person=PERSON, until=last, successor=NEIGHBOUR))
    known.when(RemoveContact(**STAFF, person=PERSON, successor=PERSON)).refused(Malformed)
    known.when(RemoveContact(**STAFF, person=PERSON, until=date(2025, 3, 2))).refused(Malformed)


def test_the_document_knows_who_was_called_before_and_where_it_went() -> None:
    document = None
    gone = ContactRemoved(person=PERSON, until=date(2025, 1, 31), successor=NEIGHBOUR)
    for event in (registered, added.model_copy(update={"since": date(2024, 1, 1)}), gone, changed, merged):
        document = ORGANIZATIONS.apply(document, recorded(event, ORG))
    assert document
    assert [dict(former) for former in document.former_contacts] == [
        {
            "person": PERSON,
            "duty": "liaison",
            "since": date(2024, 1, 1),
            "until": date(2025, 1, 31),
            "successor": NEIGHBOUR,
        }
    ]
    assert (document.name, document.active, document.merged_into) == ("北京小学（广内）", False, CLAIMANT)
    assert "bjxxgn" in "".join(document.initials)
    back = ORGANIZATIONS.apply(document, recorded(OrganizationUnmerged(organization=ORG), ORG))
    assert (back.active, back.merged_into) == (True, None)


def test_an_organization_owns_itself() -> None:
    assert spec(DECIDER).given(registered).state.owners == {ORG}
