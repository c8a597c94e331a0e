"""Who decides for a minor: named, released, and in the minor's place in all that is wished."""

from datetime import date
from typing import Any

import pytest

from services.registry.commands import PostWish, PublishWish, RejectWish, RevealWishContact
from services.registry.commands.guardian import ChangeWishGuardian, NameGuardian, ReleaseGuardian
from services.registry.commands.thanks import SayThanks, WithdrawThanks
from services.registry.decider import person, wish
from services.registry.decider.ages import is_minor, was_minor_this_month
from services.registry.decider.guardian import GuardianDecides, GuardianKnown, GuardianWanted, NoGuardian
from services.registry.events import (
    ClaimKnown,
    OutcomeKnown,
    PersonErased,
    WishContactRevealed,
    WishPosted,
    WishRejected,
)
from services.registry.events.guardian import GuardianNamed, GuardianReleased, WishGuardianChanged
from services.registry.messages import publish
from services.registry.projections import wish as documents
from shared.contracts.base import Party
from shared.errors import Gone, Malformed
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    AT,
    CLAIMANT,
    COMMUNITY,
    PERSON,
    PUBLICATION,
    REQUEST,
    STAFF,
    THANKED,
    WISH,
    person_registered,
    posted,
    published,
    recorded,
)

MOTHER = derived_id("person", "mother")
GROUNDS = f"{PERSON}.grounds"
WITH_CONSENT: dict[str, Any] = {"at": AT, "actor": Actor(id="u_staff", consent="in_person")}
NAME = NameGuardian(**WITH_CONSENT, guardian=MOTHER, grounds=GROUNDS)
named = GuardianNamed(guardian=MOTHER, grounds=GROUNDS, consent="in_person")


def released(reason: Any, *, wanted: bool) -> GuardianReleased:
    return GuardianReleased(guardian=MOTHER, grounds=GROUNDS, reason=reason, wanted=wanted)


def wishing(actor: Actor, **more: Any) -> PostWish:
    return PostWish(at=AT, actor=actor, wish=WISH, community=COMMUNITY, person=PERSON, words=WISH, **more)


def wished(entered_by: str = "u_staff") -> WishPosted:
    said = {"consent": "guardian", "guardian": MOTHER, "entered_by": entered_by}
    return posted.model_copy(update=said)


def rejected(**more: Any) -> WishRejected:
    said = {"person": PERSON, "organization": None, "entered_by": PERSON, "reason": "unclear", "note": ""}
    return WishRejected(**said, duplicate_of=None, **more)


changed = WishGuardianChanged(person=PERSON, guardian=MOTHER, wanted=False, published=True)
missing = WishGuardianChanged(person=PERSON, guardian=None, wanted=True, published=True)
theirs = published.model_copy(update={"guardian": MOTHER, "entered_by": "u_staff"})


def test_a_guardian_is_named_with_consent_and_is_somebody_else() -> None:
    known = spec(person.DECIDER).given(person_registered)
    known.when(NAME).then(named)
    known.when(NAME.model_copy(update={"actor": Actor(id="u_staff")})).refused(Malformed)
    known.when(NAME.model_copy(update={"guardian": PERSON})).refused(Malformed)
    by_another = Actor(id="u_staff", consent="guardian")
    known.when(NAME.model_copy(update={"actor": by_another})).refused(Malformed)
    known.given(named).when(NAME).refused(GuardianKnown)
    known.given(PersonErased(reason="moved_away")).when(NAME).refused(Gone)


@pytest.mark.parametrize(
    ("reason", "wanted", "owners"),
    [
        ("came_of_age", False, {PERSON}),
        ("entered_by_mistake", False, {PERSON}),
        ("replaced", True, set()),
        ("no_longer_guardian", True, set()),
        ("guardian_erased", True, set()),
    ],
)
def test_released_the_person_decides_or_another_guardian_is_wanted(reason: Any, wanted: bool, owners: set[str]) -> None:
    case = spec(person.DECIDER).given(person_registered, named)
    assert case.state.owners == {MOTHER}
    release = ReleaseGuardian(**STAFF, reason=reason)
    case.when(release).then(released(reason, wanted=wanted))
    after = case.given(released(reason, wanted=wanted))
    assert after.state.owners == owners
    after.when(release).refused(NoGuardian)
    after.when(NAME).then(named)
    case.when(release.model_copy(update={"guardian": MOTHER})).then(released(reason, wanted=wanted))
    case.when(release.model_copy(update={"guardian": PERSON})).refused(NoGuardian)


@pytest.mark.parametrize("reason", ["came_of_age", "entered_by_mistake"])
def test_while_a_guardian_is_wanted_the_grounds_are_kept_until_none_is_needed(reason: Any) -> None:
    case = spec(person.DECIDER).given(person_registered, named, released("guardian_erased", wanted=True))
    assert case.state.grounds == GROUNDS, "else nobody knew any more when the person comes of age"
    ended = released(reason, wanted=False).model_copy(update={"guardian": None})
    release = ReleaseGuardian(**STAFF, reason=reason)
    case.when(release).then(ended)
    case.when(ReleaseGuardian(**STAFF, reason="replaced")).refused(NoGuardian)
    after = case.given(ended)
    assert (after.state.grounds, after.state.owners) == (None, {PERSON})
    after.when(release).refused(NoGuardian)


def test_a_minor_wishes_by_the_guardian_or_with_the_guardians_consent() -> None:
    case = spec(wish.DECIDER)
    case.when(wishing(Actor(id=MOTHER), guardian=MOTHER)).then(wished(MOTHER))
    case.when(wishing(Actor(id="u_staff", consent="guardian"), guardian=MOTHER)).then(wished())
    case.when(wishing(Actor(id="u_staff", consent="in_person"), guardian=MOTHER)).refused(Malformed)
    case.when(wishing(Actor(id="u_staff"), guardian=MOTHER)).refused(Malformed)
    case.when(wishing(Actor(id=PERSON, consent="guardian"), guardian=MOTHER)).refused(GuardianDecides)
    case.when(wishing(Actor(id="u_staff", consent="guardian"), guardian_wanted=True)).refused(GuardianWanted)


def test_the_guardian_decides_about_it_and_the_minor_does_not() -> None:
    case = spec(wish.DECIDER).given(wished())
    assert case.state.owners == {MOTHER}
    assert spec(wish.DECIDER).given(posted.model_copy(update={"guardian": MOTHER})).state.owners == {MOTHER}, "alone"
    assert case.given(
        WishGuardianChanged(person=PERSON, guardian=None, wanted=False, published=False)
    ).state.owners == {PERSON}


def test_while_a_guardian_is_wanted_a_wish_waits_at_the_desk() -> None:
    unpublished = missing.model_copy(update={"published": False})
    reject = RejectWish(**STAFF, reason="unclear")
    spec(wish.DECIDER).given(wished(PERSON), unpublished).when(reject).then(rejected(guardian_wanted=True))
    publish_it = PublishWish(**STAFF, **PUBLICATION)
    waiting = spec(wish.DECIDER).given(wished(), unpublished)
    assert waiting.state.owners == set()
    waiting.when(publish_it).refused(GuardianWanted)
    waiting.given(changed).when(publish_it).then(theirs.model_copy(update={"posted_at": AT}))
    accepted = ClaimKnown(claim=f"{REQUEST}.1", claimant=Party(kind="organization", id=CLAIMANT), standing="accepted")
    look = RevealWishContact(**STAFF, purpose="arrange_delivery", party=CLAIMANT)
    spec(wish.DECIDER).given(wished(), theirs, accepted, missing).when(look).refused(GuardianWanted)


def test_who_is_accepted_sees_how_to_reach_the_guardian_and_never_the_minor() -> None:
    accepted = ClaimKnown(claim=f"{REQUEST}.1", claimant=Party(kind="organization", id=CLAIMANT), standing="accepted")
    case = spec(wish.DECIDER).given(wished(), theirs, accepted)
    for party in (CLAIMANT, None, MOTHER):
        look = RevealWishContact(**STAFF, purpose="arrange_delivery", party=party)
        seen = case.when(look).events()[0]
        assert isinstance(seen, WishContactRevealed)
        assert (seen.person, seen.fields) == (MOTHER, ("name", "phone", "address"))


def test_the_guardian_says_thanks() -> None:
    case = spec(wish.DECIDER).given(wished(), theirs, OutcomeKnown(outcome="fulfilled", providers=THANKED))
    say = {"at": AT, "words": f"{WISH}.thanks", "shown_to": "providers"}
    said = case.when(SayThanks(**say, actor=Actor(id=MOTHER))).events()[0].model_dump()
    assert (said["consent"], said["guardian"]) == ("guardian", MOTHER)
    case.when(SayThanks(**say, actor=Actor(id=PERSON))).refused(GuardianDecides)
    case.when(SayThanks(**say, actor=Actor(id="u_staff", consent="by_phone"))).refused(Malformed)
    case.given(missing).when(SayThanks(**say, actor=Actor(id="u_staff", consent="guardian"))).refused(GuardianWanted)
    thanked = case.when(SayThanks(**say, actor=Actor(id=MOTHER))).events()
    taken_back = case.given(*thanked, missing).when(WithdrawThanks(**STAFF, reason="consent_withdrawn")).events()[0]
    assert publish(recorded(taken_back, WISH)).concerns == (f"staff:{COMMUNITY}",), "who decides now, not then"


def test_a_wish_follows_who_decides_once() -> None:
    change = ChangeWishGuardian(**STAFF, guardian=MOTHER, wanted=False)
    spec(wish.DECIDER).given(posted, published).when(change).then(changed)
    spec(wish.DECIDER).given(posted, published, changed).when(change).then()
    spec(wish.DECIDER).when(change).then()


def test_notices_go_to_the_guardian_or_to_the_desk() -> None:
    for event, concerns in (
        (theirs, (f"person:{MOTHER}",)),
        (changed, (f"person:{MOTHER}",)),
        (missing, (f"staff:{COMMUNITY}",)),
        (rejected(guardian_wanted=True), (f"staff:{COMMUNITY}",)),
        (rejected(guardian=MOTHER), (f"person:{MOTHER}",)),
    ):
        contract = publish(recorded(event, WISH))
        assert contract
        assert contract.concerns == concerns


def test_the_document_is_the_guardians() -> None:
    document = documents.apply(None, recorded(wished(), WISH))
    assert document.owners == {MOTHER}
    assert documents.apply(document, recorded(missing, WISH)).owners == set()


@pytest.mark.parametrize(
    ("today", "minor", "this_month"),
    [
        (date(2025, 5, 16), True, True),
        (date(2025, 5, 17), False, True),
        (date(2025, 5, 31), False, True),
        (date(2025, 6, 1), False, False),
    ],
)
def test_somebody_comes_of_age_at_eighteen(today: date, minor: bool, this_month: bool) -> None:
    born = date(2007, 5, 17)
    assert (is_minor(born, today), was_minor_this_month(born, today)) == (minor, this_month)


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert is_minor(born, date(2026, 2, 28))
    assert not is_minor(born, date(2026, 3, 1))
