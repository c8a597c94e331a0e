"""A notice is sent, read and told once."""

import pytest

from services.notify.commands import HandOver, MarkRead, MarkToldInPerson, Tell
from services.notify.decider import NOTICE, ReadOnline
from services.notify.events import NoticeHandedOver, NoticeRead, NoticeRecorded, NoticeSent, ToldInPerson
from services.notify.projections import NOTICES
from shared.errors import NotFound
from shared.eventsourcing.decider import Commit
from shared.testing.spec import spec
from tests.unit.notify.examples import AT, CLERK, COMMUNITY, PERSON, SCHOOL, SYSTEM

ADDRESS, STAFF = f"person:{PERSON}", f"staff:{COMMUNITY}"
READ = MarkRead(at=AT, actor=CLERK)
TOLD = MarkToldInPerson(at=AT, actor=CLERK, how="visit")
ELSEWHERE = "community_" + "e" * 26
HAND_OVER, HANDED_OVER = HandOver(at=AT, actor=SYSTEM, desk=ELSEWHERE), NoticeHandedOver(community=ELSEWHERE)
WAS_READ = NoticeRead(community=COMMUNITY)
WAS_TOLD = ToldInPerson(community=COMMUNITY, how="visit")


def tell(silent: bool = False, address: str = ADDRESS) -> Tell:
    about = {"request": "req_x", "quantity": 2}
    return Tell(
        at=AT, actor=SYSTEM, community=COMMUNITY, address=address, kind="delivered", params=about, silent=silent
    )


def sent(address: str = ADDRESS) -> NoticeSent:
    about = {"request": "req_x", "quantity": 2}
    return NoticeSent(community=COMMUNITY, address=address, kind="delivered", params=about)


def kept() -> NoticeRecorded:
    return NoticeRecorded(**sent().model_dump())


def test_somebody_is_told():
    spec(NOTICE).when(tell()).then(sent())


def test_what_comes_too_late_is_only_kept():
    spec(NOTICE).when(tell(silent=True)).then(kept())


@pytest.mark.parametrize("past", [sent(), kept()])
def test_nobody_is_told_twice(past):
    spec(NOTICE).given(past).when(tell()).then()


def test_a_notice_is_read_once():
    spec(NOTICE).given(sent()).when(READ).then(WAS_READ)
    spec(NOTICE).given(sent(), WAS_READ).when(READ).then()


def test_somebody_is_told_in_person_once():
    spec(NOTICE).given(sent()).when(TOLD).then(WAS_TOLD)
    spec(NOTICE).given(sent(), WAS_TOLD).when(TOLD).then()
    spec(NOTICE).given(sent(), WAS_READ).when(TOLD).then(WAS_TOLD)


def test_the_desk_of_the_addressees_own_community_tells():
    spec(NOTICE).given(sent()).when(HAND_OVER).then(HANDED_OVER)
    spec(NOTICE).given(sent(), HANDED_OVER).when(HAND_OVER).then()
    told_there = ToldInPerson(community=ELSEWHERE, how="visit")
    spec(NOTICE).given(sent(), HANDED_OVER).when(TOLD).then(told_there)
    for done in (WAS_READ, WAS_TOLD):
        spec(NOTICE).given(sent(), done).when(HAND_OVER).then()
    assert spec(NOTICE).given(sent(), HANDED_OVER).state.community == ELSEWHERE


def test_staff_read_their_notices_themselves():
    spec(NOTICE).given(sent(STAFF)).when(TOLD).refused(ReadOnline)
    spec(NOTICE).given(sent(STAFF)).when(READ).then(WAS_READ)


@pytest.mark.parametrize("command", [READ, TOLD])
def test_what_nobody_was_sent_is_not_there(command):
    spec(NOTICE).when(command).refused(NotFound)
    spec(NOTICE).given(kept()).when(command).refused(NotFound)


def test_a_notice_belongs_to_who_is_told():
    assert spec(NOTICE).given(sent()).state.owners == {PERSON}
    assert spec(NOTICE).given(sent(STAFF)).state.owners == frozenset()


def document(*events):
    folded = None
    for position, event in enumerate(events, 7):
        commit = Commit(position, "notice_x", 1, "c", "", COMMUNITY, CLERK, "", "", AT, (event,))
        for recorded in commit:
            folded = NOTICES.apply(folded, recorded)
    return folded


def test_the_document_says_who_was_told_what_and_how():
    notice = document(sent(), WAS_TOLD)
    assert (notice.audience, notice.recipient, notice.params) == ("person", PERSON, sent().params)
    assert (notice.told_at, notice.told_by, notice.told_how) == (AT, CLERK.id, "visit")
    assert notice.owners == {PERSON}
    assert document(sent(STAFF)).owners == frozenset()
    assert document(kept()).silent
    handed_over = document(sent(), HANDED_OVER)
    assert (notice.desk, handed_over.community, handed_over.desk) == (COMMUNITY, COMMUNITY, ELSEWHERE)


@pytest.mark.parametrize(
    ("address", "kind", "params", "todo"),
    [
        (STAFF, "wish_posted", {}, True),
        (STAFF, "wish_claimed", {"needs_acceptance": 1}, True),
        (STAFF, "wish_claimed", {"needs_acceptance": 0}, False),
        (STAFF, "claim_expired", {}, False),
        (ADDRESS, "delivered", {}, True),
        (ADDRESS, "wish_published", {}, False),
        (f"organization:{SCHOOL}", "claim_accepted", {}, True),
        (f"organization:{SCHOOL}", "delivery_confirmed", {}, False),
    ],
)
def test_some_notices_ask_their_reader_to_do_something(address, kind, params, todo):
    assert document(NoticeSent(community=COMMUNITY, address=address, kind=kind, params=params)).todo is todo


def test_read_notices_rank_below_all_unread_ones():
    unread, read = document(sent()), document(sent(), WAS_READ)
    assert read.read_at == AT
    assert read.rank == 7
    assert unread.rank > 10**13 > read.rank
