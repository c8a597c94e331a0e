"""Who answers for a place confirms the public wishes there, nobody else's; and what nobody confirms in time comes to
the desk: over the real services."""

from datetime import timedelta
from typing import Any

from tests.integration.api.test_oversight import FIRST, Place, place
from tests.support.eventually import eventually

__all__ = ["place"]

ROOT = "/matching/v1"


async def _person(place: Place, name: str) -> str:
    """A registered resident who signs in under the name."""
    body: dict[str, Any] = {"community": place.id, "name": name, "consent": "by_phone", "account": True}
    made = str((await place.system.post("street", "/registry/v1/persons", **body))["id"])
    place.system.sign_in(name, "resident", node=place.id, person=made)
    return made


async def _courtyard(place: Place, name: str, steward: str | None = None) -> str:
    body = {"community": place.id, "kind": "courtyard", "name": name}
    made = str((await place.system.post("street", "/registry/v1/places", **body))["id"])
    if steward:
        await _appoint(place, made, steward, "2024-01-01")
    return made


async def _appoint(place: Place, where: str, person: str, since: str) -> None:
    await place.system.post("street", f"/registry/v1/places/{where}/steward", person=person, since=since)


async def _wish(place: Place, where: str | None, **said: Any) -> str:
    """A public wish at a place, published, as a request in matching."""
    system = place.system
    made = (await system.post("street", "/registry/v1/wishes", community=place.id, text="胡同缺一盏灯"))["id"]
    review = {"decision": "publish", "text": "装一盏灯", "kind": "public", "category": "safety", "place": where, **said}
    await system.post("street", f"/registry/v1/wishes/{made}/review", headers=FIRST, **review)
    path = f"{ROOT}/requests/{made.replace('wish_', 'req_')}"
    await system.read("street", path, after="registry")
    return path


async def _deliver(place: Place, request: str) -> str:
    claim = await place.claim(request)
    await place.system.post("school", f"{claim}/deliveries", evidence="灯亮了")
    return request


async def _waiting(place: Place, who: str, person: str) -> list[str]:
    """The requests that wait for this steward, as the own page shows them."""
    shown = await place.system.read(who, f"{ROOT}/persons/{person}/return-visits")
    return [f"{ROOT}/requests/{visit['request']['id']}" for each in shown["places"] for visit in each["visits"]]


async def _confirm(place: Place, who: str, request: str) -> tuple[int, str]:
    body = {"claims": [{"number": 1, "mark": 4}], "how": "on_site"}
    answer = await place.system.send(who, "POST", f"{request}/confirmation", body)
    return answer.status_code, answer.json().get("code", "")


async def test_the_steward_of_the_place_is_told_and_confirms_with_a_mark(place: Place) -> None:
    gu, other = await _person(place, "楼长顾"), await _person(place, "楼长白")
    north, south = await _courtyard(place, "槐树院", gu), await _courtyard(place, "柏树院", other)
    request, elsewhere = [await _deliver(place, await _wish(place, where)) for where in (north, south)]
    assert await _waiting(place, "楼长顾", gu) == [request]
    shown = await place.system.read("楼长顾", f"{ROOT}/persons/{gu}/return-visits")
    (kept,) = shown["places"][0]["visits"][0]["kept"]
    assert (shown["places"][0]["place"]["name"], kept["claimant"]["name"]) == ("槐树院", "单位school")
    assert kept["claim"]["deliveries"][0]["evidence"] == "灯亮了"

    async def told() -> Any:
        notices = await place.system.items("楼长顾", "/notify/v1/notices")
        return [notice for notice in notices if notice["params"].get("request") == request.rpartition("/")[2]]

    (notice,) = await eventually(told, "the steward is told")
    assert (notice["kind"], notice["todo"]) == ("delivered", True)
    assert notice["words"]["zh"].startswith("您负责的地方")
    assert await _confirm(place, "楼长顾", elsewhere) == (404, "not_found")
    assert (await place.system.send("楼长白", "GET", f"{ROOT}/persons/{gu}/return-visits")).status_code == 404
    may = [(await place.system.read(who, request))["can_confirm"] for who in ("楼长顾", "楼长白")]
    assert may == [True, False]
    assert (await _confirm(place, "楼长顾", request))[0] == 200
    whole = await place.system.read("street", request)
    assert (whole["state"], whole["claims"][0]["mark"]) == ("fulfilled", 4)
    (confirmation,) = [entry for entry in whole["history"] if entry["type"] == "delivery_confirmed"]
    assert confirmation["data"]["confirmed_by"] == gu
    assert await _waiting(place, "楼长顾", gu) == []


async def test_neither_a_neighbour_nor_who_brought_it_nor_the_steward_of_a_persons_wish_confirms(place: Place) -> None:
    gu, neighbour = await _person(place, "楼长丁"), await _person(place, "街坊丙")
    where = await _courtyard(place, "枣树院", gu)
    request = await _deliver(place, await _wish(place, where))
    assert await _confirm(place, "街坊丙", request) == (404, "not_found")
    assert (await _confirm(place, "school", request))[0] == 404
    body = {"community": place.id, "person": neighbour, "words": "灯坏了", "consent": "by_phone"}
    made = (await place.system.post("street", "/registry/v1/wishes", **body))["id"]
    review = {"decision": "publish", "text": "换灯", "kind": "person", "category": "repair", "place": where}
    await place.system.post("street", f"/registry/v1/wishes/{made}/review", headers=FIRST, **review)
    own = f"{ROOT}/requests/{made.replace('wish_', 'req_')}"
    await place.system.read("street", own, after="registry")
    claim = await place.claim(own)
    await place.system.post("street", f"{claim}/acceptance")
    await place.system.post("street", f"{claim}/deliveries", evidence_code="visit")
    assert await _confirm(place, "楼长丁", own) == (404, "not_found")
    mine = await _wish(place, where)
    await place.system.post("楼长丁", f"{mine}/claims", claimant={"kind": "person", "id": gu})
    await place.system.post("楼长丁", f"{mine}/claims/1/deliveries")
    assert await _confirm(place, "楼长丁", mine) == (403, "own_delivery")
    assert await _waiting(place, "楼长丁", gu) == [request]


async def test_a_steward_who_is_replaced_or_erased_loses_it(place: Place) -> None:
    first, second = await _person(place, "楼长甲"), await _person(place, "楼长乙")
    where = await _courtyard(place, "榆树院", first)
    request = await _deliver(place, await _wish(place, where))
    assert await _waiting(place, "楼长甲", first) == [request]
    await _appoint(place, where, second, "2024-06-01")

    async def handed_over() -> bool:
        return await _waiting(place, "楼长乙", second) == [request]

    await eventually(handed_over, "the next one has it")
    assert await _waiting(place, "楼长甲", first) == []
    assert (await _confirm(place, "楼长甲", request))[0] == 404
    await place.system.write("street", "DELETE", f"/registry/v1/persons/{second}?reason=asked_by_person")

    async def gone() -> bool:
        return await _waiting(place, "楼长乙", second) == []

    await eventually(gone, "an erased person answers for nothing")
    assert (await _confirm(place, "楼长乙", request))[0] == 404
    assert (await _confirm(place, "street", request))[0] == 200


async def test_who_answers_for_a_wider_place_acts_for_those_inside_and_reopens(place: Place) -> None:
    system, wide, other = place.system, await _person(place, "网格长申"), await _person(place, "网格长酉")
    grid, next_grid = [await _area(place, "grid", name) for name in ("东网格", "西网格")]
    estate = await _area(place, "estate", "松鹤小区", grid)
    yard = await _area(place, "courtyard", "松鹤院", estate)
    for where, person in ((grid, wide), (next_grid, other)):
        await _appoint(place, where, person, "2024-01-01")
    request = await _deliver(place, await _wish(place, yard))
    assert (await _waiting(place, "网格长申", wide), await _waiting(place, "网格长酉", other)) == ([request], [])

    async def told(which: str) -> Any:
        notices = await system.items("网格长申", "/notify/v1/notices")
        return [notice for notice in notices if notice["params"].get("request") == which.rpartition("/")[2]]

    await eventually(lambda: told(request), "where nobody is nearer, who answers for the wider place is told")
    again = {"claims": [1], "reason": "not_complete"}
    may = [await system.read(who, request) for who in ("网格长申", "网格长酉")]
    assert [(seen["can_confirm"], seen["can_reopen"]) for seen in may] == [(True, True), (False, False)]
    refused = await system.send("网格长酉", "POST", f"{request}/reopening", again)
    assert (refused.status_code, (await _confirm(place, "网格长酉", request))[0]) == (404, 404)
    await system.post("网格长申", f"{request}/reopening", **again)
    assert (await system.read("street", request))["claims"][0]["status"] == "accepted"
    await system.post("school", f"{request}/claims/1/deliveries", evidence="这回真亮了")
    nearer = await _person(place, "楼长戌")
    await _appoint(place, yard, nearer, "2024-01-01")
    await system.read("street", f"{ROOT}/requests?limit=1", after="registry")
    own = await _wish(place, yard)
    await system.post("楼长戌", f"{own}/claims", claimant={"kind": "person", "id": nearer})
    await system.post("楼长戌", f"{own}/claims/1/deliveries")
    await eventually(lambda: told(own), "of what the nearer one brought, who answers for the wider place is told")
    assert (await _confirm(place, "网格长申", request))[0] == 200, "beside who is nearer"
    await system.post("楼长戌", f"{request}/reopening", **again)
    assert (await system.read("street", request))["state"] == "open"


async def _area(place: Place, kind: str, name: str, parent: str | None = None) -> str:
    body = {"community": place.id, "kind": kind, "name": name, "parent": parent}
    return str((await place.system.post("street", "/registry/v1/places", **body))["id"])


async def test_what_nobody_confirms_in_time_comes_to_the_desk_and_is_never_confirmed_by_itself(place: Place) -> None:
    node = f"/registry/v1/communities/{place.id}"
    settings = {"claim_due": "P300D", "confirm_due": "P6D", "classes": [{"kind": "public", "confirm_due": "P2D"}]}
    await place.system.write("district", "PUT", f"{node}/settings", {"settings": settings}, FIRST)
    await place.system.read("street", f"{ROOT}/communities/{place.id}/desk", after="registry")
    request = await _deliver(place, await _wish(place, None))
    assert await place.waiting() == {"deliveries_to_confirm": 1}
    place.system.clock.ahead = timedelta(days=4)

    async def overdue() -> bool:
        return await place.waiting() == {"confirmations_overdue": 1}

    await eventually(overdue, "the desk has it")
    (item,) = (await place.desk())["confirmations_overdue"]["items"]
    assert (item["claim"]["status"], item["claim"]["confirmation_overdue"]) == ("delivered", True)
    assert (await place.system.read("street", request))["state"] == "open"

    async def told() -> Any:
        notices = await place.system.items("street", "/notify/v1/notices")
        about = [one for one in notices if one["params"].get("request") == request.rpartition("/")[2]]
        return [one for one in about if one["kind"] == "confirmation_overdue"]

    (notice,) = await eventually(told, "the desk is told")
    assert (notice["address"], notice["todo"]) == (f"staff:{place.id}", True)
    assert (await _confirm(place, "street", request))[0] == 200
    assert await place.waiting() == {}
