"""A clerk's file of a thousand rows: handed in, looked at, carried out, until all that it brought is shown."""

import asyncio
import csv
import io
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

from shared.eventsourcing.ids import derived_id
from tests.bench.city.asked import CITY, headers
from tests.bench.city.words import organization_name
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane
from tests.bench.measure import Sample
from tests.bench.spawn import Spawned, spawned

ROWS = 1_000
ROOT = "/api/registry/v1"
NAMED = "西城区"
FOUNDED = derived_id("community", f"found-root/{NAMED}")
ROLES = ("workers", "registry")
OFFERS, ONE_BY_ONE = "ours, offers", "one by one"


@dataclass
class Clerk:
    """Who sits at the desk of a new community, and the processes that serve it."""

    ground: Ground
    client: httpx2.AsyncClient
    processes: dict[str, Spawned]
    home: str = FOUNDED
    wrong: list[str] = field(default_factory=list)

    async def settle(self) -> None:
        """Founds the community, below the subdistrict it needs."""
        for name, level in (("广安门内街道", "subdistrict"), ("核桃园社区", "community")):
            made = await self.send("/communities", json={"parent": self.home, "name": name, "level": level})
            self.home = made["id"]
            await self.read("/tree", made["position"])

    async def send(self, path: str, **content: Any) -> Any:
        """Something new."""
        answer = await self.client.post(f"{ROOT}{path}", headers={"Idempotency-Key": uuid4().hex}, **content)
        answer.raise_for_status()
        return answer.json()

    async def read(self, path: str, position: str | None = None) -> Any:
        """What is there, once `position` is shown."""
        asked = {"min_position": position} if position else {}
        while (answer := await self.client.get(f"{ROOT}{path}", params=asked)).status_code == 503:
            await asyncio.sleep(0.05)
        answer.raise_for_status()
        return answer.json()

    async def bring(self, kind: str, rows: Sequence[Sequence[str]]) -> dict[str, float]:
        """A file's whole way; gives the seconds until it was looked at, and in which it was carried out."""
        began = time.perf_counter()
        made = await self.send(f"/communities/{self.home}/imports?kind={kind}", content=file_of(rows))
        seen = await self.read(f"/imports/{made['id']}/check", made["position"])
        looked = time.perf_counter()
        await self.send(f"/imports/{made['id']}/application", json={})
        while (done := await self.read(f"/imports/{made['id']}"))["state"] not in ("finished", "failed"):
            await asyncio.sleep(0.05)
        for said in (seen, done):
            if said["added"] != len(rows) - 1:
                self.wrong.append(f"{kind}: {said['added']} of {len(rows) - 1} rows added, {said['refused']} refused")
        return {"s looked at": looked - began, "s carried out": time.perf_counter() - looked}


@asynccontextmanager
async def desk(ground: Ground) -> AsyncIterator[Clerk]:
    """A new district with nothing in it but one community."""
    place = ground.place()
    async with spawned(CITY, ROLES, place) as processes:
        url = f"http://127.0.0.1:{processes['registry'].port}"
        async with httpx2.AsyncClient(base_url=url, headers=headers(ground, FOUNDED), timeout=60) as client:
            clerk = Clerk(ground, client, processes)
            await clerk.settle()
            yield clerk
    await ground.clear(place)


async def brought(ground: Ground, kind: str = "organizations", count: int = ROWS) -> Sample:
    """What a file of `count` rows costs; offers are of organizations that are there."""
    async with desk(ground) as clerk:
        if kind == "offers":
            await clerk.bring("organizations", organizations(count))
        meter = ground.meter(clerk.processes)
        meter.start()
        figures = await clerk.bring(kind, organizations(count) if kind == "organizations" else offers(count))
        sample = meter.stop(count)
    sample.figures, sample.wrong = figures, clerk.wrong
    return sample


async def one_by_one(ground: Ground, count: int = ROWS) -> Sample:
    """The same organizations entered by a client of the API, a request for each."""
    async with desk(ground) as clerk:
        meter = ground.meter(clerk.processes)
        meter.start()
        for name, kind in organizations(count)[1:]:
            body = {"community": clerk.home, "name": name, "kind": KINDS[kind]}
            made = await clerk.send("/organizations", json=body)
        await clerk.read(f"/organizations/{made['id']}", made["position"])
        return meter.stop(count)


KINDS = {"企业": "company", "商店": "shop", "学校": "school"}


def organizations(count: int) -> list[list[str]]:
    """Headings and rows of organizations."""
    kinds = list(KINDS)
    return [["单位名称", "类型"], *([organization_name(n), kinds[n % len(kinds)]] for n in range(count))]


def offers(count: int) -> list[list[str]]:
    """Headings and rows of what each of them offers, to be listed at once."""
    rows = ([organization_name(n), f"会议室{n}", "周末可借用，可坐三十人", "场地", "在清单上"] for n in range(count))
    return [["单位名称", "资源名称", "资源说明", "类别", "状态"], *rows]


def file_of(rows: Sequence[Sequence[str]]) -> bytes:
    """As a spreadsheet program saves it."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


LANE = Lane(
    name="sheets",
    title=f"a spreadsheet of {ROWS} rows: handed in, looked at, carried out and shown",
    variants={
        "ours": brought,
        OFFERS: lambda ground: brought(ground, "offers"),
        ONE_BY_ONE: one_by_one,
    },
    aims=(
        Aim("organizations", lambda r: r["ours"].seconds, 20, unit=" s"),
        Aim("offers, listed", lambda r: r[OFFERS].seconds, 20, needs=(OFFERS,), unit=" s"),
        Aim(
            "CPU per row, of a request for each",
            lambda r: r["ours"].micros / r[ONE_BY_ONE].micros,
            1,
            needs=("ours", ONE_BY_ONE),
        ),
    ),
    per="row",
    notes=("A request for each row is sent when the last one is answered, and nothing is looked at before.",),
)
