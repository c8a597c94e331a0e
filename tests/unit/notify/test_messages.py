"""Every contract that concerns somebody becomes a notice, with nothing personal in it."""

from datetime import date, timedelta

import pytest

from services.notify import messages
from services.notify.messages import params_of, receive
from shared.contracts import matching, offers, registry, thanks
from shared.contracts.base import Party
from tests.unit.notify.examples import ABOUT, COMMUNITY, PERSON, SCHOOL, WISH, arrival, claimed

STAFF = f"staff:{COMMUNITY}"


def test_each_address_gets_a_notice_of_its_own():
    contract = claimed(concerns=(STAFF, f"organization:{SCHOOL}", STAFF))
    sends = receive(contract, arrival())
    assert [send.target for send in sends] == [STAFF, f"organization:{SCHOOL}"]
    assert len({send.stream for send in sends}) == 2
    assert all(send.stream.startswith("notice_") for send in sends)
    assert [send.stream for send in receive(contract, arrival())] == [send.stream for send in sends]


def test_a_notice_to_staff_belongs_to_their_node():
    (send,) = receive(claimed(concerns=("staff:community_above",)), arrival())
    assert send.command.community == "community_above"
    (send,) = receive(claimed(concerns=(f"person:{PERSON}",)), arrival())
    assert send.command.community == COMMUNITY


@pytest.mark.parametrize(("age", "silent"), [(timedelta(days=7), False), (timedelta(days=7, seconds=1), True)])
def test_old_news_is_kept_silently(age, silent):
    (send,) = receive(claimed(concerns=(STAFF,)), arrival(age))
    assert send.command.silent is silent


def test_the_steward_is_told_otherwise_than_who_wished():
    about = ABOUT.model_copy(update={"wish_kind": "public"})
    steward = "person_" + "s" * 26
    said = {"claim": f"{WISH}.1", "claimant": Party(kind="organization", id=SCHOOL), "quantity": 1}
    concerns = (f"person:{about.person}", f"person:{steward}", STAFF)
    done = matching.Delivered(
        community=COMMUNITY, about=about, final=True, occurred_on=date(2025, 3, 1), concerns=concerns, **said
    )
    assert [send.command.params.get("steward") for send in receive(done, arrival())] == [None, 1, None]


def test_params_are_ids_codes_and_numbers():
    assert params_of(claimed()) == {
        "request": WISH,
        "request_kind": "wish",
        "wish_kind": "person",
        "category": "care",
        "claim": f"{WISH}.1",
        "claimant_kind": "organization",
        "claimant": SCHOOL,
        "quantity": 1,
        "needs_acceptance": 1,
    }


def test_no_person_and_no_text_is_carried_along():
    giver = Party(kind="person", id=PERSON)
    told = params_of(claimed(giver))
    assert told["claimant_kind"] == "person"
    assert not {PERSON, ABOUT.entered_by, ABOUT.unit} & set(told.values())
    terms = offers.OfferTerms(title="会议室", detail="周末可借用", category="space", mode="bookable")
    ended = offers.OfferEnded(community=COMMUNITY, offer="offer_x", organization=SCHOOL, reason="自由文字", terms=terms)
    assert "reason" not in params_of(ended)


def test_who_is_thanked_is_told_so_and_nobody_else():
    giver, wisher = (f"person:{PERSON}", "person:person_" + "e" * 26)
    said = {"community": COMMUNITY, "wish": "wish_" + "w" * 26, "concerns": (wisher, giver)}
    told = thanks.ThanksPublished(**said, shown_to="providers", providers=(Party(kind="person", id=PERSON),))
    params = {send.target: send.command.params for send in receive(told, arrival())}
    assert params == {wisher: {"wish": said["wish"]}, giver: {"wish": said["wish"], "thanked": 1}}
    back = thanks.ThanksWithdrawn(**said, reason="consent_withdrawn", providers=told.providers)
    assert [send.command.params.get("thanked") for send in receive(back, arrival())] == [None, 1]


def test_the_directory_is_kept_as_well():
    started = registry.MembershipStarted(
        community=COMMUNITY, organization=SCHOOL, since=date(2017, 1, 1), concerns=(f"organization:{SCHOOL}",)
    )
    known, told = receive(started, arrival())
    assert known.stream == SCHOOL
    assert told.command.params == {"organization": SCHOOL, "since": "2017-01-01"}


def test_notify_tells_no_peer_anything():
    assert messages.publish is None
