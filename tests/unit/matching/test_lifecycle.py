from datetime import timedelta

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import errors
from shared.errors import NotFound

from .examples import (
    AT,
    COMMUNITY,
    DONE,
    DUE,
    LIGHTS,
    LIMITS,
    PUBLIC,
    SCHOOL,
    SHOP,
    UNDER_WAY,
    WISH,
    accepted,
    after,
    again,
    by,
    claim_id,
    claimed,
    closed,
    confirmed,
    delivered,
    disputed,
    of_claim,
    opened,
    reopened,
    wishes,
)

OPEN = by(c.OpenRequest, community=COMMUNITY, about=WISH, text="换一个灯泡", quantity=1)


def reopen(*claims: int, **fields):
    ids = tuple(claim_id(n) for n in claims)
    return by(c.Reopen, claims=ids, **({"reason": "not_done", "limits": LIMITS} | fields))


def close(reason="no_longer_wanted", **fields):
    return by(c.CloseRequest, reason=reason, **fields)


class TestOpen:
    def test_once(self):
        wishes.when(OPEN).then(opened())
        wishes.given(opened()).when(OPEN).then()
        wishes.given(*DONE).when(OPEN).then()


class TestReopen:
    def test_all_confirmed_claims(self):
        wishes.given(*DONE).when(reopen()).then(reopened(again()))
        state = after(*DONE, reopened(again()))
        claim = state.claims[0]
        assert (state.state, claim.status, claim.confirmed, claim.mark) == ("open", "accepted", 0, None)
        assert (claim.deliveries[0].state, state.left) == ("undone", 0)

    def test_a_new_due_date(self):
        later = reopen(at=AT + timedelta(days=10))
        wishes.given(*DONE).when(later).then(reopened(again(due_at=DUE + timedelta(days=10))))

    def test_the_claims_named(self):
        past = (
            LIGHTS,
            *(claimed(1, about=PUBLIC, quantity=20), accepted(1, about=PUBLIC, quantity=20)),
            *(claimed(2, SHOP, PUBLIC, 10), accepted(2, SHOP, PUBLIC, 10)),
            *(delivered(1, about=PUBLIC, quantity=20), delivered(2, SHOP, PUBLIC, 10)),
            *(confirmed(1, about=PUBLIC, quantity=20, of=50), confirmed(2, SHOP, PUBLIC, 10, 50)),
        )
        wishes.given(*past).when(reopen(2)).then(reopened(again(2, SHOP), about=PUBLIC))
        assert after(*past, reopened(again(2, SHOP), about=PUBLIC)).confirmed == 20

    def test_can_be_fulfilled_again(self):
        past = (*DONE, reopened(again()))
        wishes.given(*past).when(by(c.Deliver, claim=1)).events()
        again_done = (*past, delivered())
        events = wishes.given(*again_done).when(by(c.ConfirmDelivery, mark=5, how="visit")).events()
        assert [event.type for event in events] == ["delivery_confirmed", "request_fulfilled"]

    def test_what_nobody_has_confirmed_yet_is_disputed(self):
        past = (*UNDER_WAY, delivered())
        wishes.given(*past).when(reopen()).then(disputed())
        wishes.given(*past).when(reopen(1)).then(disputed())
        state = after(*past, disputed())
        claim = state.claims[0]
        assert (state.state, claim.status, claim.delivered, state.left) == ("open", "accepted", 0, 0)
        assert claim.deliveries[0].state == "undone"
        assert wishes.given(*past, disputed()).when(by(c.Deliver, claim=1)).events()

    def test_a_promise_given_back_in_part_stands_for_what_it_delivered(self):
        lamps = (LIGHTS, claimed(about=PUBLIC, quantity=20), accepted(about=PUBLIC, quantity=20))
        past = (*lamps, delivered(about=PUBLIC, quantity=8), of_claim(e.ClaimReleased, about=PUBLIC, reason="no_time"))
        events = wishes.given(*past).when(reopen()).events()
        state = after(*past, *events)
        assert (state.claims[0].status, state.claims[0].promised, state.left) == ("accepted", 8, 42)

    def test_without_names_what_waits_comes_before_what_is_confirmed(self):
        past = (
            LIGHTS,
            *(claimed(1, about=PUBLIC, quantity=20), accepted(1, about=PUBLIC, quantity=20)),
            *(claimed(2, SHOP, PUBLIC, 10), accepted(2, SHOP, PUBLIC, 10)),
            *(delivered(1, about=PUBLIC, quantity=20), delivered(2, SHOP, PUBLIC, 10)),
            confirmed(1, about=PUBLIC, quantity=20, of=50),
        )
        waits = disputed(2, SHOP, PUBLIC, 10)
        wishes.given(*past).when(reopen()).then(waits)
        wishes.given(*past).when(reopen(1, 2)).then(waits, reopened(again(1), about=PUBLIC))

    def test_without_names_no_confirmation_is_undone_while_something_is_under_way(self):
        past = (
            LIGHTS,
            *(claimed(1, about=PUBLIC, quantity=20), accepted(1, about=PUBLIC, quantity=20)),
            *(delivered(1, about=PUBLIC, quantity=20), confirmed(1, about=PUBLIC, quantity=20, of=50)),
            *(claimed(2, SHOP, PUBLIC, 10), accepted(2, SHOP, PUBLIC, 10)),
            *(delivered(2, SHOP, PUBLIC, 10), disputed(2, SHOP, PUBLIC, 10)),
        )
        wishes.given(*past).when(reopen()).refused(errors.NothingToReopen)
        wishes.given(*past).when(reopen(1)).then(reopened(again(1), about=PUBLIC))

    def test_nothing_delivered(self):
        for past in ((opened(),), UNDER_WAY):
            wishes.given(*past).when(reopen()).refused(errors.NothingToReopen)
        wishes.given(*UNDER_WAY).when(reopen(1)).refused(errors.NothingToReopen)

    def test_unknown_claim(self):
        wishes.given(*DONE).when(reopen(9)).refused(NotFound)

    def test_closed(self):
        wishes.given(opened(), closed()).when(reopen()).refused(errors.RequestEnded)

    def test_no_words_about_a_persons_wish(self):
        wishes.given(*DONE).when(reopen(note="还是不亮")).refused(errors.NoFreeText)


class TestClose:
    def test_with_open_claims(self):
        ended = closed(e.Ended(claim=claim_id(1), claimant=SCHOOL))
        for past in ((opened(), claimed()), UNDER_WAY, (*UNDER_WAY, delivered())):
            wishes.given(*past).when(close()).then(ended)
            claim = after(*past, ended).claims[0]
            assert (claim.status, claim.promised) == ("closed", 0)

    def test_what_is_confirmed_stays(self):
        past = (
            LIGHTS,
            claimed(about=PUBLIC, quantity=20),
            accepted(about=PUBLIC, quantity=20),
            delivered(about=PUBLIC, quantity=8),
            confirmed(about=PUBLIC, quantity=8, of=50),
        )
        events = wishes.given(*past).when(close("done_by_others", note="物业已装")).events()
        claim = after(*past, *events).claims[0]
        assert (claim.status, claim.promised) == ("confirmed", 8)

    def test_ended_claims_are_not_told(self):
        past = (opened(), claimed(), of_claim(e.ClaimDeclined, reason="other"))
        wishes.given(*past).when(close()).then(closed())

    def test_twice(self):
        wishes.given(opened(), closed()).when(close()).refused(errors.RequestEnded)
        wishes.given(*DONE).when(close()).refused(errors.RequestEnded)

    def test_unknown(self):
        wishes.when(close()).refused(NotFound)

    def test_no_words_about_a_persons_wish(self):
        wishes.given(opened()).when(close(note="住院了")).refused(errors.NoFreeText)

    def test_a_fact_from_registry_is_never_refused(self):
        wishes.given(opened()).when(close("erased")).then(closed(reason="erased"))
        for past in ((), DONE, (opened(), closed())):
            wishes.given(*past).when(close("erased")).then()


class TestAmend:
    amend = by(c.AmendText, text="换两个灯泡", reason="clearer")

    def test_the_old_text_stays_in_the_history(self):
        [event] = wishes.given(*UNDER_WAY).when(self.amend).events()
        assert (event.old_text, event.text, event.claimants) == ("换一个灯泡", "换两个灯泡", (SCHOOL,))
        assert after(*UNDER_WAY, event).text == "换两个灯泡"

    def test_also_after_the_end(self):
        [event] = wishes.given(*DONE).when(self.amend).events()
        assert event.claimants == ()

    def test_the_same_text_is_nothing_new(self):
        wishes.given(opened()).when(by(c.AmendText, text="换一个灯泡", reason="clearer")).then()

    def test_no_words_about_a_persons_wish(self):
        words = by(c.AmendText, text="换两个灯泡", reason="other", note="他说要两个")
        wishes.given(opened()).when(words).refused(errors.NoFreeText)
        assert wishes.given(LIGHTS).when(words).events()

    def test_unknown(self):
        wishes.when(self.amend).refused(NotFound)
