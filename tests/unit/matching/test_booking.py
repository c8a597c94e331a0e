"""Bookings: what may be booked, by whom, and what becomes of it when plans or the offer change."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import DECIDERS, booking_errors, errors
from services.matching.decider.calendar import decide_calendar
from shared.contracts.offers import Pause
from shared.errors import NotFound
from shared.eventsourcing.handle import MAX_COMMIT_BYTES
from shared.eventsourcing.model import Actor

from .bookable import (
    AT,
    CALENDAR,
    CLINIC,
    DESK,
    ELDER,
    NEXT_DOOR,
    OPENED,
    OUTSIDE,
    PARKING,
    PROVIDER,
    SCHOOL,
    SHOP,
    STREET,
    TUESDAY,
    asked,
    book,
    calendar,
    calendars,
    cancelled,
    differing,
    known,
    made,
    of_booking,
    offered,
    parked,
    reserved,
    slot,
    waits,
    when,
)

OVER = datetime.fromisoformat("2026-03-03T16:30:00+08:00")
MORNING = slot(start="09:30", minutes=90)
FULL = (known(), made())
WAITED = (*FULL, waits())
weekly = date(2026, 3, 24)


def move(n: int = 1, **fields: Any) -> c.MoveBooking:
    usual = {"day": TUESDAY, "start": "09:30", "reason": "other_time", "limits": book().limits}
    usual["audiences"] = ["public"]
    command: c.MoveBooking = asked(c.MoveBooking, n, **{**usual, **fields})
    return command


def cancel(n: int = 1, **fields: Any) -> c.CancelBooking:
    command: c.CancelBooking = asked(
        c.CancelBooking, n, **{"reason": "no_longer_needed", "time_zone": "Asia/Shanghai", **fields}
    )
    return command


def answer(accept: bool = True, **fields: Any) -> c.AnswerSlot:
    command: c.AnswerSlot = asked(c.AnswerSlot, 2, accept=accept, limits=book().limits, **fields)
    return command


class TestBook:
    def test_a_free_slot_is_the_bookers(self):
        calendars.given(known()).when(book()).then(made())

    def test_how_many_come_what_for_and_for_which_request(self):
        said = {"people": 80, "purpose": "业主大会", "for_request": "req_" + "b" * 26}
        calendars.given(known()).when(book(**said)).then(made(what=reserved(**said)))

    def test_never_two_for_one_slot(self):
        calendars.given(*FULL).when(book(booker=SHOP)).refused(booking_errors.SlotTaken)

    def test_nor_for_two_slots_that_overlap(self):
        rules = (*when().rules, when().rules[0].model_copy(update={"start": "15:00"}))
        overlapping = known(differing(availability=when(rules=rules)))
        calendars.given(overlapping, made()).when(book(booker=SHOP, start="15:00")).refused(booking_errors.SlotTaken)

    def test_several_until_all_are_booked(self):
        two = made(what=reserved(quantity=2))
        calendars.given(known(PARKING), two).when(book(booker=SHOP)).then(parked(made(2, reserved(by=SHOP))))
        calendars.given(known(PARKING), two).when(book(booker=SHOP, quantity=2)).refused(booking_errors.SlotTaken)

    def test_a_taken_slot_names_the_nearest_free_ones(self):
        with pytest.raises(booking_errors.SlotTaken) as refusal:
            calendars.given(*FULL).when(book(booker=SHOP)).events()
        free = ("2026-03-02 14:00", "2026-03-03 09:30", "2026-03-04 09:30")
        assert refusal.value.details == {"left": 0, "free": free}
        assert "2026-03-03 09:30" in refusal.value.text("zh")
        assert refusal.value.text("en").endswith("2026-03-03 09:30, 2026-03-04 09:30.")

    @pytest.mark.parametrize(
        ("differs", "refusal"),
        [
            ({"start": "15:00"}, booking_errors.NoSuchSlot),
            ({"day": date(2026, 3, 6)}, booking_errors.NoSuchSlot),
            ({"day": date(2026, 3, 7)}, booking_errors.NoSuchSlot),
            ({"day": date(2026, 2, 27)}, booking_errors.SlotPast),
            ({"people": 101}, booking_errors.TooManyPeople),
            ({"path": OUTSIDE}, booking_errors.OutOfReach),
            ({"booker": SCHOOL.model_copy(update={"kind": "person"})}, errors.WrongKind),
            ({"booker": ELDER}, errors.ConsentMissing),
            ({"booker": ELDER, "purpose": "给老人过生日"}, errors.NoFreeText),
            ({"party": SHOP.id}, booking_errors.NotYourBooking),
            ({"weekly_until": date(2026, 3, 2)}, booking_errors.SeriesTooLong),
            ({"weekly_until": date(2027, 6, 1)}, booking_errors.SeriesTooLong),
        ],
    )
    def test_refused(self, differs: dict[str, Any], refusal: Any):
        calendars.given(known()).when(book(**differs)).refused(refusal)

    def test_not_while_it_is_paused_nor_when_it_has_ended(self):
        pause = Pause(first=TUESDAY, last=date(2026, 3, 4), reason="own_use")
        paused = calendars.given(known(differing(pause=pause)))
        with pytest.raises(booking_errors.OfferPaused, match="offer_paused") as refusal:
            paused.when(book()).events()
        assert "2026-03-04" in refusal.value.text("zh")
        paused.when(book(day=date(2026, 3, 5))).then(made(what=reserved(slot(date(2026, 3, 5)))))
        calendars.given(known(listed=False)).when(book()).refused(booking_errors.OfferOver)

    def test_a_pause_without_end_says_so(self):
        pause = Pause(first=TUESDAY, reason="own_use")
        with pytest.raises(booking_errors.OfferPaused) as refusal:
            calendars.given(known(differing(pause=pause))).when(book()).events()
        assert "另行通知" in refusal.value.text("zh")
        assert "further notice" in refusal.value.text("en")

    def test_the_same_booker_has_a_slot_once(self):
        calendars.given(known(PARKING), made()).when(book()).refused(booking_errors.BookedAlready)

    def test_who_books_for_himself_has_to_book_ahead(self):
        early = calendars.given(known(differing(lead_time="P3D")))
        early.when(book(party=SCHOOL.id)).refused(booking_errors.TooSoon)
        early.when(book()).then(made())
        day = date(2026, 3, 9)
        early.when(book(party=SCHOOL.id, day=day)).then(made(what=reserved(slot(day))))

    def test_a_person_with_consent(self):
        agreed = Actor(id="u_desk", on_behalf_of=ELDER.id, consent="by_phone")
        calendars.given(known()).when(book(booker=ELDER, actor=agreed)).then(made(what=reserved(by=ELDER)))

    def test_what_is_over_is_entered_afterwards_by_staff(self):
        monday = reserved(slot(date(2026, 2, 23)))
        said = {"day": date(2026, 2, 23), "afterwards": True, "wait": True}
        calendars.given(known()).when(book(**said)).then(made(what=monday))
        calendars.given(known()).when(book(**said, party=SCHOOL.id)).refused(booking_errors.SlotPast)
        calendars.given(known(), made(what=monday)).when(book(**said, booker=SHOP)).refused(booking_errors.SlotTaken)

    def test_what_is_for_members_now_is_moved_by_members_the_provider_and_the_desk(self):
        members = calendars.given(known(), made(), known(differing(audience="members")))
        members.when(move(party=SCHOOL.id, audiences=["public", "community"])).refused(booking_errors.NotForBooker)
        members.when(move(party=SCHOOL.id, start="14:00", audiences=["public"])).then()
        for allowed in (move(party=SCHOOL.id, audiences=["public", "members"]), move(party=PROVIDER), move()):
            assert members.when(allowed).events()

    def test_what_is_for_members_by_members_the_provider_and_the_desk(self):
        members = calendars.given(known(differing(audience="members")))
        members.when(book(party=SCHOOL.id, audiences=["public", "community"])).refused(booking_errors.NotForBooker)
        members.when(book(party=SCHOOL.id, audiences=["public", "community", "members"])).then(made())
        members.when(book()).then(made())
        own = SCHOOL.model_copy(update={"id": PROVIDER})
        members.when(book(party=PROVIDER, booker=own)).then(made(what=reserved(by=own)))

    def test_no_calendar_no_booking(self):
        calendars.when(book()).refused(NotFound)


class TestDeactivated:
    """Who books, or whose offer it is."""

    def test_nothing_more_is_booked_moved_or_taken(self):
        calendars.given(known()).when(book(inactive=True)).refused(errors.OrganizationInactive)
        calendars.given(known()).when(book(inactive=True, weekly_until=weekly)).refused(errors.OrganizationInactive)
        calendars.given(*FULL).when(move(inactive=True)).refused(errors.OrganizationInactive)
        given = calendars.given(*WAITED, cancelled(), offered())
        given.when(answer(inactive=True)).refused(errors.OrganizationInactive)

    def test_what_was_is_entered_and_the_rest_given_back(self):
        monday = date(2026, 2, 23)
        entered = book(inactive=True, afterwards=True, day=monday)
        calendars.given(known()).when(entered).then(made(what=reserved(slot(monday))))
        to_come = book(inactive=True, afterwards=True)
        calendars.given(known()).when(to_come).refused(errors.OrganizationInactive)
        declined = of_booking(e.BookingDeclined, 2, reserved(by=SHOP))
        given = calendars.given(*WAITED, cancelled(), offered())
        given.when(answer(accept=False, inactive=True)).then(declined)


class TestFromOutside:
    OPEN = known(differing(reach=OPENED))

    def outside(self, day: int = 3) -> e.Reservation:
        return reserved(slot(date(2026, 3, day)), by=SHOP, home=NEXT_DOOR, reach=STREET)

    def test_where_it_was_opened_to(self):
        calendars.given(self.OPEN).when(book(booker=SHOP, path=OUTSIDE)).then(made(what=self.outside()))

    def test_so_many_a_month(self):
        used = (self.OPEN, made(1, self.outside(4)), made(2, self.outside(5)))
        outside = {"booker": SHOP, "path": OUTSIDE}
        calendars.given(*used).when(book(**outside)).refused(booking_errors.QuotaUsed)
        calendars.given(*used).when(book()).then(made(3))
        calendars.given(*used, cancelled(2, self.outside(5))).when(book(**outside)).then(made(3, self.outside()))
        april = book(**outside, day=date(2026, 4, 1))
        assert calendars.given(*used).when(april).events()

    def test_what_was_closed_to_the_booker_is_neither_moved_into_nor_taken(self):
        booked, closed = (self.OPEN, made(what=self.outside())), known()
        unfit = of_booking(e.BookingUnfit, 1, self.outside(), misfit="out_of_reach")
        calendars.given(*booked, closed, unfit).when(move()).refused(booking_errors.OutOfReach)
        asked_first = (self.OPEN, made(), waits(2, self.outside()), cancelled(), offered(2, self.outside()))
        calendars.given(*asked_first, closed).when(answer()).refused(booking_errors.OutOfReach)

    def test_who_waits_is_not_asked_when_the_month_is_used_up(self):
        used = (made(2, self.outside(4)), made(3, self.outside(5)))
        waiting = (self.OPEN, made(), waits(4, self.outside()), *used)
        calendars.given(*waiting).when(cancel()).then(cancelled())
        freed = cancelled(3, self.outside(5))
        calendars.given(*waiting, cancelled()).when(cancel(3)).then(freed, offered(4, self.outside()))


class TestSeries:
    def days(self, *days: int) -> list[e.Reservation]:
        return [reserved(slot(date(2026, 3, day)), series=f"{CALENDAR}.1") for day in days]

    def test_each_week_a_booking(self):
        expected = [made(n, what, 4 if n == 1 else 0) for n, what in enumerate(self.days(3, 10, 17, 24), 1)]
        calendars.given(known()).when(book(weekly_until=weekly)).then(*expected)

    def test_none_when_one_is_taken_and_which(self):
        taken = (known(), made(1, reserved(slot(date(2026, 3, 10)), by=SHOP)))
        with pytest.raises(booking_errors.SeriesTaken) as refusal:
            calendars.given(*taken).when(book(weekly_until=weekly)).events()
        assert refusal.value.details == {"on": ("2026-03-10",)}
        assert "2026-03-10" in refusal.value.text("zh")

    def test_the_others_when_asked(self):
        taken = (known(), made(1, reserved(slot(date(2026, 3, 10)), by=SHOP)))
        found = calendars.given(*taken).when(book(weekly_until=weekly, skip_taken=True)).events()
        assert [event.reserved.slot.day.day for event in found] == [3, 17, 24]
        assert [event.occurrences for event in found] == [3, 0, 0]
        assert {event.reserved.series for event in found} == {f"{CALENDAR}.2"}

    def test_all_taken_says_why(self):
        command = book(weekly_until=weekly, skip_taken=True, start="15:00")
        calendars.given(known()).when(command).refused(booking_errors.NoSuchSlot)

    def test_one_of_them_or_all_that_follow_are_given_back(self):
        series = [made(n, what) for n, what in enumerate(self.days(3, 10, 17), 1)]
        given = calendars.given(known(), *series)
        assert [event.booking for event in given.when(cancel(2)).events()] == [f"{CALENDAR}.2"]
        assert [event.booking for event in given.when(cancel(2, later=True)).events()] == [
            f"{CALENDAR}.2",
            f"{CALENDAR}.3",
        ]


class TestMove:
    def test_to_a_free_slot_and_the_old_one_is_free(self):
        there = reserved(MORNING)
        moved = of_booking(e.BookingMoved, 1, there, was=slot(), reason="other_time")
        calendars.given(*FULL).when(move()).then(moved)
        calendars.given(*FULL, moved).when(book(booker=SHOP)).then(made(2, reserved(by=SHOP)))

    def test_to_where_it_is_is_no_change(self):
        calendars.given(*FULL).when(move(start="14:00")).then()

    def test_refused(self):
        taken = (*FULL, made(2, reserved(MORNING, by=SHOP)))
        calendars.given(*taken).when(move()).refused(booking_errors.SlotTaken)
        calendars.given(*FULL).when(move(start="12:00")).refused(booking_errors.NoSuchSlot)
        calendars.given(*FULL, cancelled()).when(move()).refused(booking_errors.BookingOver)
        calendars.given(*FULL).when(move(party=SHOP.id)).refused(booking_errors.NotYourBooking)
        calendars.given(*FULL).when(move(7)).refused(booking_errors.NotYourBooking)

    def test_who_booked_has_to_move_it_ahead_as_well(self):
        later = made(what=reserved(slot(date(2026, 3, 9))))
        given = calendars.given(known(differing(lead_time="P3D")), later)
        given.when(move(party=SCHOOL.id)).refused(booking_errors.TooSoon)
        for party in (None, PROVIDER):
            assert given.when(move(party=party)).events()

    def test_to_a_slot_it_overlaps_itself(self):
        rules = (*when().rules, when().rules[0].model_copy(update={"start": "15:00"}))
        overlapping = known(differing(availability=when(rules=rules)))
        (event,) = calendars.given(overlapping, made()).when(move(start="15:00")).events()
        assert event.reserved.slot.start == "15:00"


class TestWaiting:
    def test_for_a_taken_slot(self):
        calendars.given(*FULL).when(book(booker=SHOP, wait=True)).then(waits())

    def test_a_free_slot_need_not_be_waited_for(self):
        calendars.given(known()).when(book(wait=True)).then(made())

    def test_what_becomes_free_is_offered_to_who_waited_longest(self):
        third = waits(3, reserved(by=CLINIC))
        calendars.given(*WAITED, third).when(cancel()).then(cancelled(), offered())

    def test_an_offered_slot_is_not_free(self):
        calendars.given(*WAITED, cancelled(), offered()).when(book(booker=CLINIC)).refused(booking_errors.SlotTaken)

    def test_the_answer_comes_before_the_slot(self):
        late = AT + timedelta(hours=25)
        (_, event) = calendars.given(*WAITED).when(cancel(at=late)).events()
        assert event.due_at == slot().begin("Asia/Shanghai")

    def test_taken(self):
        taken = of_booking(e.BookingTaken, 2, reserved(by=SHOP))
        calendars.given(*WAITED, cancelled(), offered()).when(answer()).then(taken)
        calendars.given(*WAITED, cancelled(), offered()).when(answer(party=SHOP.id)).then(taken)

    def test_declined_it_is_offered_to_the_next(self):
        third = waits(3, reserved(by=CLINIC))
        declined = of_booking(e.BookingDeclined, 2, reserved(by=SHOP))
        given = calendars.given(*WAITED, third, cancelled(), offered())
        given.when(answer(accept=False)).then(declined, offered(3, reserved(by=CLINIC)))

    def test_lapsed_it_is_offered_to_the_next(self):
        third, later = waits(3, reserved(by=CLINIC)), AT + timedelta(hours=24)
        given = calendars.given(*WAITED, third, cancelled(), offered())
        given.when(asked(c.LapseBooking, 2, at=later - timedelta(seconds=1))).then()
        lapsed = of_booking(e.BookingLapsed, 2, reserved(by=SHOP), was_offered=True)
        due_at = slot().begin("Asia/Shanghai")
        given.when(asked(c.LapseBooking, 2, at=later)).then(lapsed, offered(3, reserved(by=CLINIC), due_at))
        given.given(lapsed).when(asked(c.LapseBooking, 2, at=later)).then()

    def test_nothing_became_free(self):
        begun = slot().begin("Asia/Shanghai")
        lapsed = of_booking(e.BookingLapsed, 2, reserved(by=SHOP), was_offered=False)
        calendars.given(*WAITED).when(asked(c.LapseBooking, 2, at=begun)).then(lapsed)

    def test_refused(self):
        calendars.given(*WAITED).when(answer()).refused(booking_errors.NotOffered)
        given = calendars.given(*WAITED, cancelled(), offered())
        given.when(answer(at=AT + timedelta(hours=24))).refused(booking_errors.NotOffered)
        given.when(answer(party=PROVIDER)).refused(booking_errors.NotYourBooking)

    def test_what_is_enough_for_a_later_one_is_offered_to_it(self):
        much, little = reserved(by=SHOP, quantity=2), reserved(by=CLINIC)
        given = [known(PARKING), made(1, reserved(quantity=2)), made(2, reserved(by=ELDER))]
        waiting = [waits(3, much), waits(4, little)]
        (_, event) = calendars.given(*given, *waiting).when(cancel(2)).events()
        assert event.booking == f"{CALENDAR}.4"


class TestEnds:
    def test_given_back_by_either_side_or_staff(self):
        for party in (None, SCHOOL.id, PROVIDER):
            calendars.given(*FULL).when(cancel(party=party)).then(cancelled())
        calendars.given(*FULL).when(cancel(party=SHOP.id)).refused(booking_errors.NotYourBooking)
        calendars.given(*FULL, cancelled()).when(cancel()).refused(booking_errors.BookingOver)
        calendars.given(*FULL).when(cancel(at=OVER)).refused(booking_errors.BegunAlready)

    def test_kept(self):
        kept = of_booking(e.BookingKept, occurred_on=TUESDAY)
        calendars.given(*FULL).when(asked(c.KeepBooking, at=OVER)).then(kept)
        calendars.given(*FULL, kept).when(asked(c.KeepBooking, at=OVER)).then()
        calendars.given(*FULL).when(asked(c.KeepBooking)).refused(booking_errors.NotBegun)
        calendars.given(*FULL, cancelled()).when(asked(c.KeepBooking, at=OVER)).refused(booking_errors.BookingOver)

    def test_missed_and_corrected(self):
        missed = of_booking(e.BookingMissed, occurred_on=TUESDAY, reason="told_late")
        kept = of_booking(e.BookingKept, occurred_on=TUESDAY)
        miss = asked(c.MissBooking, at=OVER, reason="told_late")
        calendars.given(*FULL).when(miss).then(missed)
        calendars.given(*FULL, missed).when(miss).then()
        calendars.given(*FULL, missed).when(asked(c.KeepBooking, at=OVER)).then(kept)
        calendars.given(*FULL, missed, kept).when(miss).then(missed)

    def test_who_booked_does_not_say_whether_he_came(self):
        for command in (c.KeepBooking, c.MissBooking):
            said = {"reason": "other"} if command is c.MissBooking else {}
            own = asked(command, at=OVER, party=SCHOOL.id, **said)
            calendars.given(*FULL).when(own).refused(booking_errors.NotYourBooking)
            assert calendars.given(*FULL).when(asked(command, at=OVER, party=PROVIDER, **said)).events()

    def test_no_words_about_a_person(self):
        booked = made(what=reserved(by=ELDER))
        calendars.given(known(), booked).when(cancel(note="摔伤了")).refused(errors.NoFreeText)
        miss = asked(c.MissBooking, at=OVER, reason="other", note="摔伤了")
        calendars.given(known(), booked).when(miss).refused(errors.NoFreeText)


class TestOfferChanges:
    def know(self, terms: Any = None, listed: bool = True) -> c.KnowOffer:
        return c.KnowOffer(at=AT, actor=DESK, known=known(terms or differing(), listed))

    def unfit(self, misfit: str, n: int = 1, what: e.Reservation | None = None) -> Any:
        return of_booking(e.BookingUnfit, n, what, misfit=misfit)

    def test_recorded_even_if_known(self):
        """Else, told again after the next change, it would undo that."""
        calendars.when(self.know()).then(known())
        calendars.given(known()).when(self.know()).then(known())

    @pytest.mark.parametrize(
        ("changes", "misfit"),
        [
            ({"availability": when(closed=(TUESDAY,))}, "outside"),
            ({"availability": when(rules=when().rules[1:])}, "outside"),
            ({"availability": None}, "outside"),
            ({"pause": Pause(first=TUESDAY, reason="own_use")}, "paused"),
            ({"seats": 50}, "too_many_people"),
        ],
    )
    def test_a_booking_that_fits_no_longer_is_flagged_and_stands(self, changes: dict[str, Any], misfit: str):
        what = reserved(people=80)
        terms = differing(**changes)
        given = calendars.given(known(), made(what=what))
        given.when(self.know(terms)).then(known(terms), self.unfit(misfit, what=what))
        flagged = calendars.given(known(), made(what=what), known(terms), self.unfit(misfit, what=what))
        assert flagged.state.bookings[0].state == "booked"
        flagged.when(self.know()).then(known(), of_booking(e.BookingFits, 1, what))

    def test_of_an_offer_that_ended_or_was_closed_to_them(self):
        calendars.given(*FULL).when(self.know(listed=False)).then(known(listed=False), self.unfit("offer_ended"))
        outside = reserved(by=SHOP, home=NEXT_DOOR, reach=STREET)
        given = calendars.given(known(differing(reach=OPENED)), made(what=outside))
        given.when(self.know()).then(known(), self.unfit("out_of_reach", what=outside))

    def test_with_fewer_of_it_those_who_came_first_keep_theirs(self):
        second = reserved(by=SHOP)
        fewer = differing(PARKING, parallel=1)
        given = calendars.given(known(PARKING), made(), made(2, second))
        given.when(self.know(fewer)).then(known(fewer), parked(self.unfit("taken", 2, second)))

    def test_with_more_of_it_those_who_wait_are_asked(self):
        more = differing(parallel=2)
        calendars.given(*WAITED).when(self.know(more)).then(known(more), offered())

    def test_what_was_is_not_judged(self):
        late = self.know(differing(pause=Pause(first=TUESDAY, reason="own_use"))).model_copy(update={"at": OVER})
        assert [event.type for event in calendars.given(*FULL).when(late).events()] == ["offer_known"]

    def test_of_a_thousand_bookings_each_part_fits_a_commit_and_none_is_left_out(self):
        """The longest purpose there may be, in Chinese."""
        days = (TUESDAY + timedelta(days=n) for n in range(1000))
        whats = [reserved(slot(day), purpose="会" * 300) for day in days]
        ended, judge = self.know(listed=False), c.JudgeBookings(at=AT, actor=DESK)
        state = calendar(*(made(n, what) for n, what in enumerate(whats, 1)))
        flagged: list[str] = []
        command: Any = ended
        while events := decide_calendar(state, command):
            assert sum(len(event.model_dump_json().encode()) for event in events) < MAX_COMMIT_BYTES * 3 / 4
            flagged += [event.booking for event in events if isinstance(event, e.BookingUnfit)]
            state, command = DECIDERS["calendar"].fold(events, state), judge
        assert flagged == [f"{CALENDAR}.{n}" for n in range(1, 1001)]

    def test_who_waits_is_asked_with_the_parts_that_follow(self):
        many = differing(PARKING, parallel=1)
        bookers = [SCHOOL.model_copy(update={"id": f"org_{n:026}"}) for n in range(150)]
        given = calendars.given(known(many), made(), *(waits(n, reserved(by=by)) for n, by in enumerate(bookers, 2)))
        first = given.when(self.know(differing(many, parallel=200))).events()
        rest = given.given(*first).when(c.JudgeBookings(at=AT, actor=DESK)).events()
        assert [event.booking for event in (*first[1:], *rest)] == [f"{CALENDAR}.{n}" for n in range(2, 152)]
        given.given(*first, *rest).when(c.JudgeBookings(at=AT, actor=DESK)).then()
