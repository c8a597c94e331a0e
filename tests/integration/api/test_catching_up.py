"""Reads after writes across services: a position of one is waited for by every other that listens to it."""

import asyncio

import pytest

from tests.support.system import System, Town

LISTS = {
    "registry": "/registry/v1/tree",
    "matching": "/matching/v1/requests",
    "evaluation": "/evaluation/v1/schemes",
    "notify": "/notify/v1/notices",
}


async def test_a_write_to_registry_is_waited_for_by_matching_evaluation_and_notify(system: System, town: Town) -> None:
    for service, path in (
        ("matching", "/matching/v1/organizations/{}/promises"),
        ("evaluation", "/evaluation/v1/organizations/{}/facts"),
    ):
        body = {"community": town.home, "name": f"为{service}登记", "kind": "shop", "peer_class": "shop"}
        made = await system.post("staff", "/registry/v1/organizations", **body)
        await system.read("staff", path.format(made["id"]), after="registry")
    wish = await system.post("li", "/registry/v1/wishes", community=town.home, person=town.li, words="想要一盏灯")
    notices = await system.read("staff", "/notify/v1/notices", after="registry")
    assert wish["id"] in {notice["params"].get("wish") for notice in notices["items"]}


async def test_a_write_to_matching_is_waited_for_by_registry(system: System, town: Town) -> None:
    need = await system.post(
        "school", "/registry/v1/needs", organization=town.school, title="场地", detail="需要场地", category="space"
    )
    published = await system.post("staff", f"/registry/v1/needs/{need['id']}/publication")
    request = need["id"].replace("need_", "req_")
    await system.read("staff", f"/matching/v1/requests/{request}", after="registry")
    claimant = {"kind": "organization", "id": town.station}
    claimed = await system.post("station", f"/matching/v1/requests/{request}/claims", claimant=claimant)
    shown = await system.read("staff", f"/registry/v1/needs/{need['id']}", after="matching")
    assert (shown["progress"], shown["request_id"]) == ("claimed", request)
    assert published["position"].startswith("registry:")
    assert claimed["position"].startswith("matching:")


@pytest.mark.parametrize("service", LISTS)
async def test_an_unknown_source_is_a_bad_request(system: System, town: Town, service: str) -> None:
    answer = await system.send("staff", "GET", f"{LISTS[service]}?min_position=nowhere:1")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["min_position"]


async def test_a_position_far_ahead_is_503_with_retry_after(system: System, town: Town) -> None:
    ahead = [f"{path}?min_position={service}:999999999999999" for service, path in LISTS.items()]
    elsewhere = [f"{path}?min_position=registry:999999999999999" for path in LISTS.values()]
    for answer in await asyncio.gather(*(system.send("staff", "GET", path) for path in ahead + elsewhere)):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert answer.json()["code"] == "unavailable"
