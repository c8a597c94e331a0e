"""A community with people in it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from tests.integration.registry.desk import DISTRICT, Desk, Town, opened


@pytest.fixture
async def desk(database: AsyncDatabase[dict[str, Any]], tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(database, tmp_path) as made:
        await made.read("district", f"/communities/{DISTRICT}")
        yield made


async def _founded(desk: Desk, parent: str, name: str, level: str) -> str:
    body = {"parent": parent, "name": name, "level": level}
    made = await desk.post("district", "/communities", body)
    await desk.read("district", f"/communities/{made['id']}")
    return str(made["id"])


async def _registered(desk: Desk, home: str, name: str) -> str:
    body = {"community": home, "name": name, "kind": "school", "peer_class": "school"}
    return str((await desk.post("district", "/organizations", body))["id"])


async def _person(desk: Desk, home: str, name: str) -> str:
    body = {
        "community": home,
        "name": name,
        "phone": "13800138000",
        "address": "核桃园北里1号楼",
        "consent": "in_person",
    }
    return str((await desk.post("district", "/persons", body))["id"])


@pytest.fixture
async def town(desk: Desk) -> Town:
    street = await _founded(desk, DISTRICT, "广安门内街道", "subdistrict")
    home = await _founded(desk, street, "核桃园社区", "community")
    other = await _founded(desk, street, "槐柏树社区", "community")
    town = Town(
        desk,
        home,
        other,
        school=await _registered(desk, home, "北京小学广内分校"),
        station=await _registered(desk, home, "老年驿站"),
        li=await _person(desk, home, "李淑琴"),
        wang=await _person(desk, home, "王建国"),
    )
    desk.sign_in("staff", "staff", node=home)
    desk.sign_in("stranger", "staff", node=other)
    desk.sign_in("school", "contact", node=home, organization=town.school)
    desk.sign_in("station", "contact", node=home, organization=town.station)
    desk.sign_in("li", "resident", node=home, person=town.li)
    desk.sign_in("wang", "resident", node=home, person=town.wang)
    desk.sign_in("city", "service", node=DISTRICT)
    return town
