"""A backup taken under load is of one instant; restored, the installation goes on, and the erased stay erased."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.catalogue import SERVICES
from shared.messaging.broker import RabbitBus
from shared.messaging.envelope import Message
from shared.runtime.backup.manifest import Manifest, load
from shared.runtime.installation import installed
from tests.chaos.client import Caller, Client, sign_in
from tests.chaos.ledger import Ledger
from tests.chaos.oracle import Verdict, judge
from tests.chaos.oracle.quiet import tip
from tests.chaos.story.hand import Hand
from tests.chaos.story.others import PERSONS
from tests.chaos.story.settling import district_of
from tests.integration.backup.losing import Running, Site, ahead, forget
from tests.support.eventually import eventually

pytestmark = pytest.mark.timeout(900)  # where other things run besides
PHONE = "13900000001"
KEPT = {"commits", "vault", "positions", "parked", "jobs"}
DERIVED = {"projections", "leases", "attempts", "tries", "backups"}
A_PROJECTION = re.compile(r"[a-z_]+\.v\d+\.\d+\.[0-9a-f]{8}")


@dataclass
class Story:
    """What happened, in its order."""

    backups: list[Manifest]
    tips: dict[str, int]
    """When it was lost."""
    collections: set[str]
    positions_ahead: Sequence[str]
    said: str
    verdict: Verdict
    answers: dict[str, httpx2.Response]


@pytest.fixture(scope="module")
async def story(tmp_path_factory: pytest.TempPathFactory, mongo_url: str, amqp_url: str) -> AsyncIterator[Story]:
    site = Site(tmp_path_factory.mktemp("lost"), mongo_url, amqp_url, f"test_{uuid4().hex[:12]}")
    try:
        yield await _played(site)
    finally:
        await site.destroy()


async def _played(site: Site) -> Story:
    data, keys = str(site.directory / "data"), str(site.directory / "keys")
    ledger_path, backups = site.directory / "ledger", []
    with Ledger(ledger_path) as ledger:
        async with site.running() as running:
            async with _desk(running, ledger) as (hand, desk, root), running.loaded(ledger, seed=4):
                leaving = await _register(hand, desk, root)
                for _ in range(2):
                    await _acknowledged(ledger, 50)
                    await site.command("backup", data, "--keys", keys)
                    backups.append(_manifest(site))
                path = f"{PERSONS}/{leaving}"
                erased = await hand.ask(desk, "delete_person", path, method="DELETE", reason="asked_by_person")
                await _acknowledged(ledger, 20)
                await eventually(lambda: _is_destroyed(running, leaving), "the key is destroyed", 60)
                await site.command("backup", "--keys", keys)
                assert erased.kind == "acknowledged", erased
                assert erased.position > backups[-1].services["registry"].tip, "erased before the data were taken"
            tips = {name: await tip(_database(running, name)) for name in SERVICES}
            collections = {c for name in SERVICES for c in await _database(running, name).list_collection_names()}
    await _leave_lies_in_the_queues(site)
    await site.destroy()
    said = await site.command("restore", data, "--keys", keys)
    forget(ledger_path, {name: kept.tip for name, kept in backups[-1].services.items()})
    async with installed(site.settings, site.mongo_url) as installation:
        positions_ahead = await ahead(installation)
    with Ledger(ledger_path) as ledger:
        async with site.running() as running:
            async with running.loaded(ledger, seed=5):
                await _acknowledged(ledger, 80)
            answers = await _asked_for(running, leaving, root)
            verdict = await judge(running.installation, ledger, 60)
    return Story(backups, tips, collections, positions_ahead, said, verdict, answers)


@asynccontextmanager
async def _desk(running: Running, ledger: Ledger) -> AsyncIterator[tuple[Hand, Caller, str]]:
    client = Client(running.town, ledger, asyncio.Event())
    hand = Hand(client, "desk", "desk")
    yield hand, *await district_of(hand, running.town)
    await client.close()


async def _register(hand: Hand, desk: Caller, root: str) -> str:
    body = {"community": root, "name": "王某某", "phone": PHONE, "consent": "in_person", "account": True}
    return (await hand.insist(desk, "post_person", PERSONS, body)).id


async def _acknowledged(ledger: Ledger, more: int) -> None:
    wanted = ledger.counts()["acknowledged"] + more
    await eventually(lambda: ledger.counts()["acknowledged"] >= wanted, f"{more} more commands", 60)


async def _is_destroyed(running: Running, person: str) -> bool:
    keys = running.installation.client[f"{running.installation.settings.database_prefix}_registry_keys"]["keys"]
    return bool(await keys.find_one({"_id": person, "erased": True}))


async def _leave_lies_in_the_queues(site: Site) -> None:
    """A message of a time that will never have been: whoever took it in would hear nothing any more."""
    bus = RabbitBus(site.amqp_url, site.prefix)
    await bus.publish(Message("registry", 0, 10**6))
    await bus.publish(Message("matching", 0, 10**6))
    await bus.close()


async def _asked_for(running: Running, person: str, root: str) -> dict[str, httpx2.Response]:
    """What the desk is told about somebody who was erased."""
    desk = sign_in(running.town.issuer, "staff", "district", node=root)
    headers = {"Authorization": f"Bearer {desk.token}"}
    address = running.town.addresses["registry"][0]
    async with httpx2.AsyncClient(base_url=f"{address}/api/registry/v1", headers=headers) as client:
        number = {"phone": PHONE, "community": root}
        return {
            "matches": await client.post("/persons/matches", json=number),
            "reveal": await client.post(f"/persons/{person}/reveals", json={"purpose": "tell_in_person"}),
            "read": await client.get(f"/persons/{person}"),
        }


def _database(running: Running, service: str) -> Any:
    return running.installation.client[f"{running.installation.settings.database_prefix}_{service}"]


def _manifest(site: Site) -> Manifest:
    manifest = load(site.directory / "data")
    assert manifest
    return manifest


def test_it_was_taken_while_everybody_worked_and_some_was_lost(story: Story) -> None:
    first, second = story.backups
    for name in SERVICES:
        assert 0 < first.services[name].tip < second.services[name].tip
    assert story.tips["registry"] > second.services["registry"].tip
    assert story.tips["matching"] > second.services["matching"].tip


def test_it_is_of_one_instant(story: Story) -> None:
    assert story.positions_ahead == []


def test_it_goes_on_and_nothing_is_lost_doubled_or_stuck(story: Story) -> None:
    assert story.verdict.findings == []
    assert story.verdict.counts["acknowledged"] >= 100
    for count in ("facts", "claims", "notices", "documents", "persons_erased"):
        assert story.verdict.counts[count], f"this proves nothing about {count}: {story.verdict.counts}"


def test_what_was_in_the_queues_was_thrown_away(story: Story) -> None:
    purged = re.search(r"messages purged: (\d+)", story.said)
    assert purged
    assert int(purged[1]) >= 5, "five queues hold a lie at least"


def test_who_was_erased_after_the_backup_of_the_data_stays_erased(story: Story) -> None:
    again = re.search(r"erased again: (\d+)", story.said)
    assert again
    assert int(again[1]) >= 1
    assert story.answers["reveal"].status_code == 410
    assert story.answers["matches"].json() == {"items": []}
    assert story.answers["read"].json()["erased"]


def test_every_collection_is_kept_or_can_be_derived(story: Story) -> None:
    """A new one has to be thought of: is it in the backup?"""
    assert {name for name in story.collections if not A_PROJECTION.fullmatch(name)} <= KEPT | DERIVED
