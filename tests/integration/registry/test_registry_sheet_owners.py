"""Which organization a row means, once some were merged and some are no longer there."""

from typing import Any

import pytest

from tests.integration.registry.desk import Town
from tests.integration.registry.sheets import applied, check, counts, upload, xlsx

NAME = "红莲小学"
ROOM = xlsx(["单位", "资源名称", "说明", "类别"], [NAME, "会议室", "周末可借用", "场地"])
FIRM = xlsx(["单位名称", "类型"], [NAME, "学校"])


async def registered(town: Town, name: str = NAME, **more: Any) -> str:
    body = {"community": town.home, "name": name, "kind": "school", "peer_class": "school"} | more
    return str((await town.desk.post("staff", "/organizations", body))["id"])


async def merged(town: Town, one: str, into: str) -> None:
    await town.desk.post("staff", f"/organizations/{one}/merger", {"into": into}, 200)
    await town.desk.get("staff", f"/organizations/{one}")


async def deactivated(town: Town, one: str) -> None:
    body = {"reason": "moved_away"}
    await town.desk.post("staff", f"/organizations/{one}/deactivation", body, 200)
    await town.desk.get("staff", f"/organizations/{one}")


async def faults(town: Town, kind: str, file: bytes) -> list[str]:
    seen = await check(town.desk, (await upload(town, kind, file))["id"])
    return [fault["code"] for row in seen["rows"] for fault in row["faults"]]


async def owners(town: Town) -> list[str]:
    offers = await town.desk.get("staff", f"/communities/{town.home}/offers")
    return [offer["organization"] for offer in offers["items"]]


async def test_of_two_that_were_merged_a_row_means_the_one_that_remains(town: Town) -> None:
    one, other = await registered(town), await registered(town)
    await town.desk.get("staff", f"/organizations/{other}")
    assert await faults(town, "offers", ROOM) == ["ambiguous"]
    await merged(town, one, other)
    assert counts(await applied(town, "offers", ROOM)) == (1, 0, 0, 0)
    assert await owners(town) == [other]
    assert counts(await applied(town, "organizations", FIRM)) == (0, 0, 1, 0)


async def test_what_belonged_to_the_one_that_was_merged_is_not_entered_again(town: Town) -> None:
    assert counts(await applied(town, "organizations", FIRM)) == (1, 0, 0, 0)
    assert counts(await applied(town, "offers", ROOM)) == (1, 0, 0, 0)
    (one,) = await owners(town)
    await merged(town, one, await registered(town))
    assert counts(await applied(town, "offers", ROOM)) == (0, 0, 1, 0)
    assert counts(await applied(town, "organizations", FIRM)) == (0, 0, 1, 0)
    assert await owners(town) == [one]


async def test_no_sheet_gives_the_one_that_remains_the_name_of_the_other(town: Town) -> None:
    one = await registered(town)
    await merged(town, one, town.school)
    assert await faults(town, "organizations", FIRM) == ["merged"]
    assert counts(await applied(town, "offers", ROOM)) == (1, 0, 0, 0)
    assert await owners(town) == [town.school]


@pytest.mark.parametrize(("kind", "file"), [("offers", ROOM), ("organizations", FIRM)])
async def test_one_that_is_no_longer_there_is_meant_only_when_no_other_is(town: Town, kind: str, file: bytes) -> None:
    await deactivated(town, await registered(town))
    assert await faults(town, kind, file) == ["inactive"]
    await registered(town)
    town.desk.position = f"registry:{await town.desk.service.log.tip()}"
    assert await faults(town, kind, file) == []
