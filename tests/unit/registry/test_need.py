from datetime import date
from typing import Any

import pytest

from services.registry.commands import ConfirmNeed, Follow, PostNeed, PublishNeed, ReviseNeed, WithdrawNeed
from services.registry.decider.following import Published
from services.registry.decider.need import DECIDER, AlreadyPosted, NeedClosed, NeedEnded, NotPublished
from services.registry.events import AnswerKnown, NeedConfirmed, NeedRevised, NeedWithdrawn, OutcomeKnown, RequestKnown
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Command
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    COMMUNITY,
    LATE,
    NEED,
    NEED_TEXT,
    ORG,
    STAFF,
    need_posted,
    need_published,
)

POST = PostNeed(**STAFF, need=NEED, community=COMMUNITY, organization=ORG, **NEED_TEXT)
PUBLISH = PublishNeed(**STAFF)
WITHDRAW = WithdrawNeed(**STAFF, reason="no_longer_needed")
withdrawn = NeedWithdrawn(organization=ORG, reason="no_longer_needed", note="")


def test_a_need_is_posted_once() -> None:
    spec(DECIDER).when(POST).then(need_posted)
    spec(DECIDER).given(need_posted).when(POST).refused(AlreadyPosted)


def test_staff_publish_it_confirmed_today() -> None:
    spec(DECIDER).given(need_posted).when(PUBLISH).then(need_published)


def test_staff_may_reword_it_and_say_when_it_was_confirmed() -> None:
    reworded = PublishNeed(**STAFF, text="请一位心理老师", confirmed_on=date(2024, 12, 1))
    expected = {"text": "请一位心理老师", "confirmed_on": date(2024, 12, 1)}
    spec(DECIDER).given(need_posted).when(reworded).then(need_published.model_copy(update=expected))
    ahead = PublishNeed(**STAFF, confirmed_on=date(2025, 3, 2))
    spec(DECIDER).given(need_posted).when(ahead).refused(Malformed)


def test_it_is_withdrawn_before_publication() -> None:
    spec(DECIDER).given(need_posted).when(WITHDRAW).then(withdrawn)


@pytest.mark.parametrize("command", [PUBLISH, WITHDRAW])
def test_afterwards_the_request_has_the_say(command: Command) -> None:
    case = spec(DECIDER).given(need_posted, need_published).when(command)
    case.refused(Published)
    with pytest.raises(Published) as refusal:
        case.events()
    request = NEED.replace("need", "req")
    assert refusal.value.details == {"request": request, "link": f"/api/matching/v1/requests/{request}"}
    assert refusal.value.code == "published"
    assert request in refusal.value.text("zh")


@pytest.mark.parametrize("command", [PUBLISH, WITHDRAW])
def test_withdrawn_is_withdrawn_and_unknown_is_unknown(command: Command) -> None:
    spec(DECIDER).given(need_posted, withdrawn).when(command).refused(NeedClosed)
    spec(DECIDER).when(command).refused(NotFound)


def test_it_follows_its_request() -> None:
    opened = RequestKnown(request="req_x")
    resolved = OutcomeKnown(outcome="resolved")
    past = spec(DECIDER).given(need_posted, need_published)
    past.when(Follow(**STAFF, fact=opened)).then(opened)
    assert past.given(opened, resolved).state.following.progress == "resolved"


def test_a_fact_about_an_unpublished_or_unknown_need_means_nothing() -> None:
    follow = Follow(**STAFF, fact=OutcomeKnown(outcome="resolved"))
    spec(DECIDER).when(follow).then()
    spec(DECIDER).given(need_posted).when(follow).then()


TEXT = NEED_TEXT | {"kind": "help", "parts": ()}


def revise(**changes: Any) -> ReviseNeed:
    return ReviseNeed(**STAFF, **TEXT | changes)


def test_it_is_said_differently_until_it_is_published() -> None:
    revised = NeedRevised(**TEXT | {"title": "两次心理辅导"})
    case = spec(DECIDER).given(need_posted)
    case.when(revise(title="两次心理辅导")).then(revised)
    case.when(revise()).then()
    published = case.given(revised).when(PUBLISH).events()
    assert [event.title for event in published] == ["两次心理辅导"]
    case.given(need_published).when(revise(title="x")).refused(Published)


PART: dict[str, Any] = {"name": "音响", "category": "supplies", "quantity": 2, "unit": "套"}
PLACES: dict[str, Any] = {"name": "场地", "category": "space", "quantity": 1, "unit": "间"}


def test_what_the_parts_have_together_is_the_quantity() -> None:
    whole = PostNeed(**STAFF, need=NEED, community=COMMUNITY, organization=ORG, **NEED_TEXT | {"parts": (PART, PLACES)})
    [posted] = spec(DECIDER).when(whole).events()
    assert (posted.quantity, [part.name for part in posted.parts]) == (3, ["音响", "场地"])
    [published] = spec(DECIDER).given(posted).when(PUBLISH).events()
    assert (published.quantity, published.parts) == (3, posted.parts)


def test_a_vacancy_has_no_parts() -> None:
    spec(DECIDER).given(need_posted).when(revise(kind="vacancy", parts=(PART,))).refused(Malformed)
    [revised] = spec(DECIDER).given(need_posted).when(revise(kind="vacancy")).events()
    [published] = spec(DECIDER).given(need_posted, revised).when(PUBLISH).events()
    assert published.kind == "vacancy"


def test_a_published_need_is_confirmed_anew_until_it_ends() -> None:
    case = spec(DECIDER).given(need_posted, need_published)
    again = ConfirmNeed(**STAFF | {"at": LATE})
    confirmed = NeedConfirmed(organization=ORG, confirmed_on=date(2025, 3, 2))
    case.when(again).then(confirmed)
    case.given(confirmed).when(again).then()
    case.when(ConfirmNeed(**STAFF, confirmed_on=date(2024, 1, 1))).then()
    case.when(ConfirmNeed(**STAFF, confirmed_on=date(2025, 3, 2))).refused(Malformed)
    case.given(OutcomeKnown(outcome="resolved")).when(again).refused(NeedEnded)
    spec(DECIDER).given(need_posted).when(again).refused(NotPublished)
    spec(DECIDER).given(need_posted, withdrawn).when(again).refused(NeedClosed)
    spec(DECIDER).when(again).refused(NotFound)


def test_it_knows_how_many_places_of_a_vacancy_are_taken() -> None:
    past = spec(DECIDER).given(need_posted, need_published, RequestKnown(request="req_x"))
    following = past.given(AnswerKnown(answer=1, standing="waits")).state.following
    assert (following.unanswered, following.hired) == (False, 0)
    following = past.given(
        AnswerKnown(answer=1, standing="waits"),
        AnswerKnown(answer=2, standing="waits"),
        AnswerKnown(answer=1, standing="hired"),
        AnswerKnown(answer=2, standing="ended"),
    ).state.following
    assert (following.unanswered, following.hired, following.progress) == (False, 1, "open")
    assert past.given(AnswerKnown(answer=1, standing="ended")).state.following.unanswered


def test_it_belongs_to_its_organization() -> None:
    assert spec(DECIDER).given(need_posted).state.owners == {ORG}
