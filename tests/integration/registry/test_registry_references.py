"""Other systems hand in what they know: the same reference is the same thing, whoever comes first."""

import asyncio
from typing import Any

import pytest

from tests.integration.registry.desk import ROOT, Town

REF = {"system": "12345", "id": "A-7"}
NEED = {"title": "志愿者", "detail": "需要两名志愿者", "category": "volunteering", "quantity": 2, "unit": "名"}
OFFER = {"title": "会议室", "detail": "周末可借用", "category": "space", "mode": "standing"}
FIRM = {"name": "某企业", "kind": "company", "peer_class": "company"}


@pytest.fixture
async def intake(town: Town) -> Town:
    town.desk.sign_in("intake", "service", node=town.home, scope="openid intake")
    town.desk.sign_in("far_intake", "service", node=town.other, scope="intake")
    return town


def _bodies(town: Town) -> dict[str, dict[str, Any]]:
    wish = {"community": town.home, "person": town.li, "words": "想要一个收音机", "consent": "by_phone"}
    return {
        "organizations": {**FIRM, "community": town.home, "external_ref": REF},
        "offers": {**OFFER, "organization": town.school, "external_ref": REF},
        "needs": {**NEED, "organization": town.school, "external_ref": REF},
        "wishes": {**wish, "external_ref": REF},
    }


@pytest.mark.parametrize("kind", ["organizations", "offers", "needs", "wishes"])
async def test_a_machine_hands_it_in_once_however_often_it_says_so(intake: Town, kind: str) -> None:
    desk, body = intake.desk, _bodies(intake)[kind]
    first = await desk.post("intake", f"/{kind}", body)
    again = await desk.post("intake", f"/{kind}", body)
    assert (again["id"], again["version"]) == (first["id"], 1)
    shown = await desk.get("staff", f"/{kind}/{first['id']}")
    assert shown["external_ref"] == REF
    assert (await desk.post("city", f"/{kind}", body, 403))["code"] == "forbidden"
    await desk.post("far_intake", f"/{kind}", body, 404)


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("organizations", {"name": "另一企业"}),
        ("offers", {"detail": "不外借"}),
        ("needs", {"quantity": 3}),
        ("wishes", {"words": "想要一台电视"}),
    ],
)
async def test_other_content_under_the_same_reference_is_refused(
    intake: Town, kind: str, other: dict[str, Any]
) -> None:
    desk, body = intake.desk, _bodies(intake)[kind]
    first = await desk.post("intake", f"/{kind}", body)
    refusal = await desk.post("intake", f"/{kind}", body | other, 409)
    assert (refusal["code"], refusal["differs"], refusal["existing"]) == (
        "reference_taken",
        next(iter(other)),
        first["id"],
    )
    assert "收音机" not in str(refusal)


async def test_a_reference_is_of_its_system_and_of_what_is_elsewhere_nothing_is_said(intake: Town) -> None:
    desk = intake.desk
    for kind, body in (
        ("organizations", FIRM),
        ("persons", {"name": "钱某", "phone": "13900139000", "consent": "in_person"}),
    ):
        said = {**body, "external_ref": {"system": "regional", "id": "R-1"}}
        who, far = ("intake", "far_intake") if kind == "organizations" else ("staff", "district")
        first = await desk.post(who, f"/{kind}", {**said, "community": intake.home})
        for changed in ({}, {"name": "别的名字"}):
            refusal = await desk.post(far, f"/{kind}", {**said, **changed, "community": intake.other}, 409)
            assert refusal["code"] == "reference_elsewhere"
            assert first["id"] not in str(refusal)
            assert "differs" not in refusal


async def test_of_fifty_at_once_one_begins_it(intake: Town) -> None:
    desk, body = intake.desk, _bodies(intake)["needs"]
    answers = await asyncio.gather(
        *(desk.client.post(f"{ROOT}/needs", json=body, headers=desk.tokens["intake"]) for _ in range(50))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert {answer.json()["version"] for answer in answers} == {1}


async def test_a_person_known_elsewhere_is_known_once_and_other_data_are_named_not_shown(intake: Town) -> None:
    desk = intake.desk
    body = {"community": intake.home, "name": "赵小满", "phone": "13900139000", "consent": "in_writing"}
    body |= {"external_ref": REF, "consented_on": "2024-05-01"}
    first = await desk.post("staff", "/persons", body)
    assert (await desk.post("staff", "/persons", body))["id"] == first["id"]
    refusal = await desk.post("staff", "/persons", body | {"phone": "13900139001"}, 409)
    assert (refusal["code"], refusal["differs"]) == ("reference_taken", "phone")
    assert "1390" not in str(refusal)
    shown = await desk.get("staff", f"/persons/{first['id']}")
    assert shown["consented_on"] == "2024-05-01"
    await desk.post("intake", "/persons", body, 403)
