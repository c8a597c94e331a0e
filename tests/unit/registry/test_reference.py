"""What another system posts twice under one reference is one thing."""

from typing import Any

import pytest

from services.registry.commands import (
    ExternalRefGiven,
    PostNeed,
    PostWish,
    RegisterOrganization,
    RegisterPerson,
    SubmitOffer,
    referred_id,
)
from services.registry.decider import DECIDERS, need, offer, organization, person, wish
from services.registry.decider.reference import ReferenceElsewhere, ReferenceTaken
from shared.errors import Gone, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Actor, Command
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    AT,
    COMMUNITY,
    DISTRICT,
    NEED,
    NEED_TEXT,
    OFFER,
    OFFER_TEXT,
    ORG,
    PERSON,
    STAFF,
    WISH,
)

REF = ExternalRefGiven(system="12345", id="A-7")
FACTS: dict[str, Any] = {"name": "北京小学广内分校", "kind": "school", "peer_class": "school"}
POSTED: dict[str, tuple[Command, dict[str, Any], type[Refused]]] = {
    "org": (
        RegisterOrganization(**STAFF, organization=ORG, community=COMMUNITY, **FACTS, external_ref=REF),
        {"name": "另一所学校"},
        organization.AlreadyRegistered,
    ),
    "offer": (
        SubmitOffer(**STAFF, offer=OFFER, community=COMMUNITY, organization=ORG, **OFFER_TEXT, external_ref=REF),
        {"title": "教室"},
        offer.AlreadySubmitted,
    ),
    "need": (
        PostNeed(**STAFF, need=NEED, community=COMMUNITY, organization=ORG, **NEED_TEXT, external_ref=REF),
        {"title": "门卫"},
        need.AlreadyPosted,
    ),
    "wish": (
        PostWish(**STAFF, wish=WISH, community=COMMUNITY, text="胡同口缺一盏灯", external_ref=REF),
        {"text": "胡同口缺两盏灯"},
        wish.WishKnown,
    ),
    "person": (
        RegisterPerson(
            at=AT,
            actor=Actor(id="u_staff", consent="in_writing"),
            person=PERSON,
            community=COMMUNITY,
            account=False,
            fields=("name",),
            external_ref=REF,
        ),
        {"fields": ("name", "phone")},
        person.PersonKnown,
    ),
}


@pytest.mark.parametrize("kind", POSTED)
def test_the_same_again_is_nothing_new_and_other_content_is_refused_by_its_fields(kind: str) -> None:
    command, other, known = POSTED[kind]
    decider: Decider[Any] = DECIDERS[kind]
    (first,) = spec(decider).when(command).events()
    spec(decider).given(first).when(command).then()
    later = command.model_copy(update={"actor": Actor(id="u_other", consent="by_phone")})
    spec(decider).given(first).when(later).then()
    with pytest.raises(ReferenceTaken) as refused:
        spec(decider).given(first).when(command.model_copy(update=other)).events()
    assert refused.value.details["differs"] == ", ".join(other)
    without = command.model_copy(update={"external_ref": None})
    spec(decider).given(first).when(without).refused(known)


def test_an_erased_person_does_not_come_back_by_the_reference() -> None:
    command, _, _ = POSTED["person"]
    (first,) = spec(person.DECIDER).when(command).events()
    (gone,) = spec(person.DECIDER).given(first).when(person.ErasePerson(**STAFF, reason="moved_away")).events()
    spec(person.DECIDER).given(first, gone).when(command).refused(Gone)


def test_a_reference_is_of_one_kind_and_of_one_system_wherever_it_is_used() -> None:
    others = (REF.model_copy(update={"system": "hotline"}), REF.model_copy(update={"id": "A-8"}))
    ids = {referred_id(kind, ref) for kind in ("org", "offer") for ref in (REF, *others)}
    assert len(ids) == 6
    assert referred_id("org", REF) == referred_id("org", REF.model_copy())


@pytest.mark.parametrize("kind", POSTED)
def test_what_is_known_in_another_community_is_not_said(kind: str) -> None:
    command, _, _ = POSTED[kind]
    decider: Decider[Any] = DECIDERS[kind]
    (first,) = spec(decider).when(command).events()
    elsewhere = command.model_copy(update={"community": DISTRICT})
    spec(decider).given(first).when(elsewhere).refused(ReferenceElsewhere)
