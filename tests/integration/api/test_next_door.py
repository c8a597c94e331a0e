"""What is public in the whole district is claimed from next door; what is meant for the community or its members only
is not there for others."""

from typing import Any

import pytest

from tests.support.eventually import eventually
from tests.support.system import System, Town

ROOT = "/matching/v1"


async def _need(system: System, town: Town, audience: str) -> str:
    said = {"title": "请一位修表师傅", "detail": "秋季市集上半天", "category": "repair", "unit": "位", "quantity": 1}
    need = (await system.post("school", "/registry/v1/needs", organization=town.school, audience=audience, **said))[
        "id"
    ]
    await system.post("staff", f"/registry/v1/needs/{need}/publication")
    request = f"{ROOT}/requests/{need.replace('need_', 'req_')}"
    await system.read("staff", request, after="registry")
    return request


def _claim(town: Town) -> dict[str, Any]:
    return {"claimant": {"kind": "organization", "id": town.far_shop}}


async def test_a_public_need_is_claimed_from_next_door_delivered_and_confirmed(system: System, town: Town) -> None:
    request = await _need(system, town, "public")
    found = await system.items("far_shop", f"{ROOT}/requests?state=open")
    assert request.rpartition("/")[2] in [each["id"] for each in found], "offered on its page"
    await system.post("far_shop", f"{request}/claims", **_claim(town))
    await system.post("far_shop", f"{request}/claims/1/deliveries")
    await system.post("school", f"{request}/confirmation", mark=5, how="self")
    assert (await system.read("far_shop", request))["state"] == "fulfilled"


@pytest.mark.parametrize("audience", ["community", "members"])
async def test_what_is_meant_for_those_at_home_is_not_there_for_others(
    system: System, town: Town, audience: str
) -> None:
    request = await _need(system, town, audience)
    assert (await system.send("far_shop", "GET", request)).status_code == 404
    refused = await system.send("far_shop", "POST", f"{request}/claims", _claim(town))
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert (
        await system.send(
            "far_shop", "POST", f"{request}/claims", {"claimant": {"kind": "organization", "id": town.station}}
        )
    ).status_code == 404
    assert (await system.send("station", "POST", f"{request}/claims", _claim(town))).status_code == 404


async def test_who_was_accepted_from_next_door_sees_how_to_reach_the_person(system: System, town: Town) -> None:
    said = {"community": town.home, "person": town.wang, "words": "想修一块老怀表", "consent": "in_person"}
    wish = (await system.post("staff", "/registry/v1/wishes", **said))["id"]
    review = {"decision": "publish", "text": "修一块怀表", "kind": "person", "category": "repair"}
    await system.post("staff", f"/registry/v1/wishes/{wish}/review", headers={"If-Match": '"1"'}, **review)
    request, reveals = f"{ROOT}/requests/{wish.replace('wish_', 'req_')}", f"/registry/v1/wishes/{wish}/reveals"
    await system.read("staff", request, after="registry")
    purpose = {"purpose": "arrange_delivery"}
    await system.post("far_shop", f"{request}/claims", **_claim(town))
    assert (await system.send("far_shop", "POST", reveals, purpose)).status_code == 404, "staff have not accepted it"
    await system.post("staff", f"{request}/claims/1/acceptance")

    async def reached() -> bool:
        return (await system.send("far_shop", "POST", reveals, purpose)).is_success

    await eventually(reached, "an accepted claimant sees the phone")
    assert (await system.send("station", "POST", reveals, purpose)).status_code == 404
    assert (await system.send("zhao", "POST", reveals, purpose)).status_code == 404


async def test_what_members_are_asked_for_is_claimed_by_who_is_one(system: System, town: Town) -> None:
    request = await _need(system, town, "members")
    about = {"community": town.home, "name": "钟表匠之家", "kind": "company", "peer_class": "company", "account": True}
    maker = (await system.post("staff", "/registry/v1/organizations", **about))["id"]
    system.sign_in("maker", "contact", node=town.home, organization=maker)
    claim = {"claimant": {"kind": "organization", "id": maker}}
    assert (await system.send("maker", "POST", f"{request}/claims", claim)).status_code == 404
    person = {"claimant": {"kind": "person", "id": town.wang}, "consent": "self"}
    assert (await system.send("wang", "POST", f"{request}/claims", person)).status_code == 404
    joined = {"since": "2024-01-01"}
    await system.post("staff", f"/registry/v1/organizations/{maker}/membership", **joined)

    async def taken() -> bool:
        return (await system.send("maker", "POST", f"{request}/claims", claim)).status_code == 201

    await eventually(taken, "matching knows of the member")
