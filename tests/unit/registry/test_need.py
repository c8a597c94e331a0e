from datetime import date

import pytest

from services.registry.commands import Follow, PostNeed, PublishNeed, WithdrawNeed
from services.registry.decider.following import Published
from services.registry.decider.need import DECIDER, AlreadyPosted, NeedClosed
from services.registry.events import NeedWithdrawn, OutcomeKnown, RequestKnown
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Command
from shared.testing.spec import spec
from tests.unit.registry.examples import (
    COMMUNITY,
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
    past.given(opened).when(Follow(**STAFF, fact=opened)).then()
    assert past.given(opened, resolved).state.following.progress == "resolved"


def test_a_fact_about_an_unpublished_or_unknown_need_means_nothing() -> None:
    follow = Follow(**STAFF, fact=OutcomeKnown(outcome="resolved"))
    spec(DECIDER).when(follow).then()
    spec(DECIDER).given(need_posted).when(follow).then()


def test_it_belongs_to_its_organization() -> None:
    assert spec(DECIDER).given(need_posted).state.owners == {ORG}
