"""Bookings over the API: what is free, who has it, what changes mean, and what the others learn of it."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from tests.integration.api.examples.organizations import no_member
from tests.support.bookable import AFTERNOON, MORNING, change_room, daily, in_days, list_room, organization, today
from tests.support.eventually import eventually
from tests.support.system import System, Town

ROOT = "/matching/v1"


async def book(system: System, who: str, offer: str, booker: str, day: str, **more: Any) -> httpx2.Response:
    said = {"booker": organization(booker), "day": day, "start": AFTERNOON, **more}
    return await system.send(who, "POST", f"{ROOT}/offers/{offer}/bookings", said)


async def booked(system: System, who: str, offer: str, booker: str, day: str, **more: Any) -> str:
    """The path of a booking that has to be made."""
    answer = await book(system, who, offer, booker, day, **more)
    assert answer.status_code == 201, answer.text
    return f"{ROOT}/bookings/{answer.json()['id']}"


async def state_of(system: System, path: str) -> str:
    return str((await system.read("staff", path))["state"])


async def slots(system: System, who: str, offer: str, day: str) -> list[dict[str, Any]]:
    read = await system.read(who, f"{ROOT}/offers/{offer}/slots?from={day}&until={day}")
    found: list[dict[str, Any]] = read["slots"]
    return found


async def test_others_see_that_a_slot_is_taken_and_not_by_whom(system: System, town: Town) -> None:
    offer, day = await list_room(system, town.school), in_days(1)
    path = await booked(system, "station", offer, town.station, day, people=60, purpose="业主大会")
    for who, knows in (("station", 1), ("school", 1), ("staff", 1), ("unbound_contact", 0), ("li", 0)):
        morning, afternoon = await slots(system, who, offer, day)
        assert (morning["start"], morning["free"], afternoon["start"], afternoon["free"]) == (MORNING, 1, AFTERNOON, 0)
        assert len(afternoon["bookings"]) == knows, who
    assert (await system.send("unbound_contact", "GET", path)).status_code in (403, 404)
    shown = await system.read("school", path)
    assert (shown["title"], shown["people"], shown["purpose"]) == ("多功能厅", 60, "业主大会")
    assert shown["booker"] == {"kind": "organization", "id": town.station, "name": "单位station"}


async def test_a_taken_slot_is_refused_with_those_that_are_free(system: System, town: Town) -> None:
    offer, day = await list_room(system, town.school), in_days(1)
    await booked(system, "staff", offer, town.station, day)
    refusal = await book(system, "school", offer, town.school, day)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "slot_taken")
    assert f"{day} {MORNING}" in refusal.json()["detail"]


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"people": 101}, 409, "too_many_people"),
        ({"start": "10:00"}, 409, "no_such_slot"),
        ({"day": in_days(-1)}, 409, "slot_past"),
        ({"weekly_until": in_days(0)}, 422, "series_too_long"),
        ({"for_request": "req_" + "a" * 26}, 422, "unknown_request"),
        ({"booker": organization("org_" + "a" * 26)}, 422, "unknown_booker"),
        ({"start": "25:00"}, 422, "malformed"),
    ],
)
async def test_refused(system: System, town: Town, said: dict[str, Any], status: int, code: str) -> None:
    offer = await list_room(system, town.school)
    body = {"booker": organization(town.station), "day": in_days(1), "start": AFTERNOON, **said}
    answer = await system.send("staff", "POST", f"{ROOT}/offers/{offer}/bookings", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_contact_books_for_its_own_organization_only(system: System, town: Town) -> None:
    offer = await list_room(system, town.school)
    assert (await book(system, "station", offer, town.school, in_days(1))).status_code == 404
    assert (await book(system, "far_shop", offer, town.far_shop, in_days(1))).status_code == 409
    assert (await book(system, "far_staff", offer, town.station, in_days(1))).status_code == 404


async def test_a_resident_is_booked_for_with_consent_and_stays_unnamed(system: System, town: Town) -> None:
    offer = await list_room(system, town.school)
    body = {"booker": {"kind": "person", "id": town.li}, "day": in_days(1), "start": AFTERNOON}
    assert (await system.send("staff", "POST", f"{ROOT}/offers/{offer}/bookings", body)).status_code == 422
    made = await system.post("staff", f"{ROOT}/offers/{offer}/bookings", **body, consent="by_phone")
    path = f"{ROOT}/bookings/{made['id']}"
    shown = await system.read("school", path)
    assert shown["booker"] == {"kind": "person", "id": "person", "name": ""}
    assert shown["made_by"]["on_behalf_of"] == "person"
    assert town.li not in str(shown)
    assert (await system.read("li", path))["booker"]["id"] == town.li
    assert (await system.read("staff", path))["booker"]["id"] == town.li


async def test_what_is_booked_for_a_need_is_shown_on_both_sides(system: System, town: Town) -> None:
    said = {"title": "场地", "detail": "需要一间会议室", "category": "space", "quantity": 1, "unit": "间"}
    need = (await system.post("station", "/registry/v1/needs", organization=town.station, **said))["id"]
    await system.post("staff", f"/registry/v1/needs/{need}/publication")
    request = need.replace("need_", "req_")
    await system.read("staff", f"{ROOT}/requests/{request}", after="registry")
    offer = await list_room(system, town.school)
    path = await booked(system, "staff", offer, town.station, in_days(1), for_request=request)
    assert (await system.read("station", path))["for_request"] == request
    shown = await system.read("station", f"{ROOT}/requests/{request}/bookings")
    assert [(one["title"], one["state"]) for one in shown] == [("多功能厅", "booked")]


async def test_a_series_skips_what_is_taken_when_asked(system: System, town: Town) -> None:
    offer = await list_room(system, town.school)
    await booked(system, "staff", offer, town.school, in_days(8))
    weekly = {"weekly_until": in_days(15)}
    refusal = await book(system, "station", offer, town.station, in_days(1), **weekly)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "series_taken")
    assert in_days(8) in refusal.json()["detail"]
    made = (await book(system, "station", offer, town.station, in_days(1), **weekly, skip_taken=True)).json()
    assert (len(made["bookings"]), made["skipped"], made["waiting"]) == (2, [in_days(8)], [])
    await system.post("station", f"{ROOT}/bookings/{made['id']}/cancellation", reason="other_time", later=True)
    listed = await system.read("station", f"{ROOT}/organizations/{town.station}/bookings?side=booker&limit=200")
    states = {one["id"]: one["state"] for one in listed["items"]}
    assert [states[one] for one in made["bookings"]] == ["cancelled", "cancelled"]


async def test_who_waits_is_asked_and_after_the_deadline_the_next_one(system: System, town: Town) -> None:
    offer, day = await list_room(system, town.school), in_days(9)
    first = await booked(system, "staff", offer, town.school, day)
    second = await booked(system, "station", offer, town.station, day, wait=True)
    body = {"booker": {"kind": "community", "id": town.home}, "day": day, "start": AFTERNOON, "wait": True}
    third = f"{ROOT}/bookings/{(await system.post('staff', f'{ROOT}/offers/{offer}/bookings', **body))['id']}"
    assert [await state_of(system, path) for path in (first, second, third)] == ["booked", "waiting", "waiting"]
    await system.post("school", f"{first}/cancellation", reason="provider_needs_it")
    assert [await state_of(system, path) for path in (first, second, third)] == ["cancelled", "offered", "waiting"]
    (offered,) = [one for one in await slots(system, "staff", offer, day) if one["start"] == AFTERNOON]
    assert offered["free"] == 0, "it waits for an answer"

    async def is_(path: str, state: str) -> bool:
        return await state_of(system, path) == state

    try:
        system.clock.ahead = timedelta(hours=25)
        await eventually(lambda: is_(second, "lapsed"), "the time to answer is over")
        assert await state_of(system, third) == "offered"
        late = await system.send("station", "POST", f"{second}/answer", {"accept": True})
        assert (late.status_code, late.json()["code"]) == (409, "not_offered")
        await system.post("staff", f"{third}/answer", accept=True)
        assert await state_of(system, third) == "booked"
    finally:
        system.clock.ahead = timedelta()


async def test_moved_and_the_old_slot_is_free_at_once(system: System, town: Town) -> None:
    offer, day = await list_room(system, town.school), in_days(1)
    path = await booked(system, "station", offer, town.station, day)
    await system.post("station", f"{path}/move", day=day, start=MORNING, reason="other_time")
    assert [one["free"] for one in await slots(system, "staff", offer, day)] == [0, 1]
    taken = await system.send("staff", "POST", f"{path}/move", {"day": day, "start": "03:00", "reason": "weather"})
    assert (taken.status_code, taken.json()["code"]) == (409, "no_such_slot")


async def test_a_changed_offer_flags_what_no_longer_fits_and_drops_nothing(system: System, town: Town) -> None:
    offer, day = await list_room(system, town.school), in_days(5)
    path = await booked(system, "station", offer, town.station, day)
    fits = await booked(system, "station", offer, town.station, in_days(6))
    await change_room(system, offer, availability=daily(MORNING, AFTERNOON, closed=[day]))
    shown = await system.read("staff", path, after="registry")
    assert (shown["state"], shown["misfit"]) == ("booked", "outside")
    assert (await system.read("staff", fits))["misfit"] is None
    listed = await system.read("staff", f"{ROOT}/communities/{town.home}/bookings?misfit=true&limit=200")
    assert path.rpartition("/")[2] in [one["id"] for one in listed["items"]]
    read = await system.read("staff", f"{ROOT}/offers/{offer}/slots?from={day}&until={day}")
    assert (read["slots"], [one["id"] for one in read["others"]]) == ([], [path.rpartition("/")[2]])

    async def told() -> bool:
        notices = (await system.read("station", "/notify/v1/notices?limit=200"))["items"]
        return any(notice["kind"] == "booking_unfit" for notice in notices)

    await eventually(told, "who booked is told")


async def test_a_changed_offer_flags_more_bookings_than_one_commit_holds(
    system: System, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.matching.decider.calendar.JUDGED_AT_ONCE", 3)
    monkeypatch.setattr("services.matching.effects.JUDGED_AT_ONCE", 3)
    offer = await list_room(system, town.school)
    weekly = {"weekly_until": in_days(1 + 7 * 9)}
    made = (await book(system, "station", offer, town.station, in_days(1), **weekly)).json()
    assert len(made["bookings"]) == 10
    await change_room(system, offer, availability=daily(MORNING))

    async def unfit() -> bool:
        path = f"{ROOT}/organizations/{town.station}/bookings?side=booker&limit=200"
        listed = (await system.read("station", path))["items"]
        found = {one["id"]: one["misfit"] for one in listed}
        return all(found[one] == "outside" for one in made["bookings"])

    await eventually(unfit, "each of them is flagged")


async def test_what_is_for_members_is_not_booked_by_others_who_know_its_number(system: System, town: Town) -> None:
    await no_member(system, town.station)
    offer, day = await list_room(system, town.school, audience="members"), in_days(1)
    refusal = await book(system, "station", offer, town.station, day)
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_for_booker")
    assert (await system.send("station", "GET", f"{ROOT}/offers/{offer}/slots")).status_code == 404
    await booked(system, "school", offer, town.school, day)
    await booked(system, "staff", offer, town.station, in_days(2))


async def test_a_booking_kept_renews_its_offer(system: System, town: Town) -> None:
    try:
        system.clock.ahead = timedelta(days=-3)
        offer = await list_room(system, town.school)
        path = await booked(system, "station", offer, town.station, in_days(-1))
        early = await system.send("school", "POST", f"{path}/kept", {})
        assert (early.status_code, early.json()["code"]) == (409, "not_begun")
    finally:
        system.clock.ahead = timedelta()
    assert (await system.send("station", "POST", f"{path}/kept", {})).status_code == 404
    await system.post("school", f"{path}/missed", reason="misunderstanding")
    assert await state_of(system, path) == "missed"
    await system.post("school", f"{path}/kept")
    assert await state_of(system, path) == "kept"

    async def renewed() -> bool:
        shown = await system.read("staff", f"/registry/v1/offers/{offer}")
        return bool(shown["confirmed_on"] == in_days(-1))

    await eventually(renewed, "the offer still holds")
    assert today().isoformat() != in_days(-1)


async def test_a_community_lists_what_is_lent_and_what_its_own_have_elsewhere(system: System, town: Town) -> None:
    offer = await list_room(system, town.school)
    opened = {"level": "subdistrict", "quota": 1, "decided_by": "subdistrict"}
    answer = await system.send("staff", "POST", f"/registry/v1/offers/{offer}/reach", opened)
    assert answer.is_success, answer.text
    await system.read("staff", f"{ROOT}/offers/{offer}/slots", after="registry")
    path = await booked(system, "far_shop", offer, town.far_shop, in_days(1))
    over = await book(system, "far_shop", offer, town.far_shop, in_days(1), start=MORNING)
    assert (over.status_code, over.json()["code"]) == (409, "quota_used")
    for who, community in (("staff", town.home), ("far_staff", town.far)):
        listed = await system.read(who, f"{ROOT}/communities/{community}/bookings?from={in_days(1)}&limit=200")
        assert path.rpartition("/")[2] in [one["id"] for one in listed["items"]]
    outside = await system.read("far_shop", f"{ROOT}/communities/{town.far}/calendars")
    assert [(one["offer"], one["outside"]) for one in outside if one["offer"] == offer] == [(offer, True)]
    await system.post("far_staff", f"{path}/cancellation", reason="no_longer_needed")
    assert await state_of(system, path) == "cancelled"
