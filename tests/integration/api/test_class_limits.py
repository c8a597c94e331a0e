"""Limits of one class: of a kind or a category of wishes, and of a class of organizations, over the real services."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.integration.api.test_oversight import FIRST, Place, place

__all__ = ["place"]

LONG = {"claim_due": "P50D", "reply_due": "P90D"}


async def _set(place: Place, version: int, *classes: dict[str, str]) -> Any:
    """Sets the classes of the place's community, and waits until matching has them."""
    node = f"/registry/v1/communities/{place.id}"
    settings = {"settings": {**LONG, "classes": list(classes)}}
    await place.system.write("district", "PUT", f"{node}/settings", settings, {"If-Match": f'"{version}"'})
    await place.system.read("street", f"/matching/v1/communities/{place.id}/desk", after="registry")
    return await place.system.read("district", node)


async def _days_to_deliver(place: Place, person: str | None = None) -> int:
    request = await place.request(person)
    await place.claim(request)
    if person:
        await place.system.post("street", f"{request}/claims/1/acceptance")
    claim = (await place.system.read("street", request))["claims"][0]
    end = datetime.fromisoformat(claim["due_at"]) - timedelta(seconds=1)
    return (date.fromisoformat(end.astimezone(UTC).date().isoformat()) - place.system.clock().date()).days


async def test_a_class_of_organizations_and_one_of_wishes_have_their_own_time_to_deliver(place: Place) -> None:
    body = {"community": place.id, "name": "吴某", "consent": "by_phone"}
    person = (await place.system.post("street", "/registry/v1/persons", **body))["id"]
    shown = await _set(place, 1, {"kind": "public", "claim_due": "P20D"})
    assert [each["kind"] for each in shown["settings"]["classes"]] == ["public"]
    assert shown["limits"]["classes"][0]["claim_due"] == "P20D"
    assert 18 <= await _days_to_deliver(place) <= 21
    assert 48 <= await _days_to_deliver(place, person) <= 51
    school = await place.system.read("district", f"/registry/v1/organizations/{place.town.school}")
    shown = await _set(
        place, 2, {"peer_class": school["peer_class"], "claim_due": "P5D"}, {"kind": "public", "claim_due": "P20D"}
    )
    assert 3 <= await _days_to_deliver(place) <= 6
    assert 3 <= await _days_to_deliver(place, person) <= 6


async def test_a_reply_is_overdue_by_the_limit_of_its_class(place: Place) -> None:
    public, wished = {"kind": "public", "reply_due": "P1D"}, {"category": "repair", "reply_due": "P60D"}
    body = {"community": place.id, "name": "郑某", "consent": "by_phone"}
    person = (await place.system.post("street", "/registry/v1/persons", **body))["id"]
    await _set(place, 1, public)
    lamp = await place.request()
    await place.request(person)
    try:
        place.system.clock.ahead = timedelta(days=3)
        [late] = (await place.desk())["replies_overdue"]["items"]
        assert late["id"] == lamp.rpartition("/")[2]
        overview = await place.system.read("street", f"/matching/v1/communities/{place.id}/overview")
        assert (overview["total"]["wishes"]["owed"], overview["total"]["wishes"]["overdue"]) == (2, 1)
        await _set(place, 2, public, wished)
        assert (await place.waiting()) == {}
        await _set(place, 3, public, {"category": "care", "reply_due": "P60D"})
        assert (await place.waiting()) == {"replies_overdue": 1}
    finally:
        place.system.clock.ahead = timedelta()


async def test_how_long_a_wish_may_go_unclaimed_follows_its_kind(place: Place) -> None:
    body = {"community": place.id, "name": "冯某", "consent": "by_phone"}
    person = (await place.system.post("street", "/registry/v1/persons", **body))["id"]
    await _set(place, 1, {"kind": "person", "unclaimed_after": "P9D"})
    assert (await place.system.read("street", await place.request(person)))["waits_until"]
    assert (await place.system.read("street", await place.request()))["waits_until"] is None


async def test_a_class_that_cannot_be_told_is_refused_by_its_place(place: Place) -> None:
    node = f"/registry/v1/communities/{place.id}"
    for classes, field in (
        ([{"claim_due": "P3D"}], "settings.classes.0"),
        ([{"kind": "public", "claim_due": "P3D"}, {"peer_class": "school", "reply_due": "P1D"}], "settings.classes.1"),
        ([{"kind": "public", "claim_due": "P3D", "colour": "red"}], "settings.classes.0.colour"),
        ([{"category": "wonders", "claim_due": "P3D"}], "settings.classes.0.category"),
    ):
        answer = await place.system.send(
            "district", "PUT", f"{node}/settings", {"settings": {"classes": classes}}, FIRST
        )
        assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])
