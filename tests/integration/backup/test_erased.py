"""Who was erased stays erased: whatever the worker had done by then, and wherever a restore was broken off."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
import pytest
from aio_pika.abc import AbstractIncomingMessage
from pydantic import SecretStr
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import AutoReconnect

from services import backing
from services.backing import back_up, put_back
from services.catalogue import SERVICES
from services.registry.commands import ErasePerson, RegisterPerson
from services.registry.decider.person import Erased, Registered
from shared.errors import Unavailable
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.model import Actor
from shared.messaging import topology
from shared.messaging.broker import RabbitBus
from shared.messaging.envelope import Message
from shared.privacy.vault import blind
from shared.runtime.backup.manifest import NotSafe
from shared.runtime.installation import Unusable, installed
from shared.runtime.service import Service, utc_now
from shared.runtime.settings import Settings
from tests.integration.backup.stocked import silent

LEAVING, STAYING = "person_aaaaaaaaaaaaaaaaaaaaaaaaaa", "person_bbbbbbbbbbbbbbbbbbbbbbbbbb"
UNNAMED = f"person_{'e' * 26}"
SCAN, PART = f"scan_{'c' * 26}", f"agreement_{'d' * 26}.1.scan_{'c' * 26}.1"
COMMUNITY = f"community_{'a' * 26}"
DESK = Actor(id="system:test", consent="in_person")


@dataclass
class Registry:
    """The service, without a worker: what is erased in its log keeps its key."""

    settings: Settings
    url: str
    directory: Path

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Service]:
        """Ready to be written to."""
        async with installed(self.settings, self.url) as installation:
            yield await installation.service(SERVICES["registry"])

    async def back_up(self, data: bool = True) -> None:
        """Data and keys, or the keys alone."""
        await back_up(self.settings, self.directory / "data" if data else None, self.directory / "keys", silent)

    async def put_back(self) -> int:
        """How many were erased again."""
        return (await put_back(self.settings, self.directory / "data", self.directory / "keys", silent)).erased

    async def destroy(self) -> None:
        """All databases are gone."""
        async with installed(self.settings, self.url) as installation:
            for name in await installation.client.list_database_names():
                if name.startswith(self.settings.database_prefix):
                    await installation.client.drop_database(name)


@pytest.fixture
async def registry(mongo_url: str, tmp_path: Path) -> AsyncIterator[Registry]:
    """Two persons and a file were backed up; one person and the file were erased then, and the keys backed up again."""
    settings = Settings(mongo_url=mongo_url, database_prefix=f"test_{uuid4().hex[:12]}", state_dir=tmp_path)
    registry = Registry(settings, mongo_url, tmp_path)
    async with registry.opened() as service:
        assert service.vault
        await service.vault.register(UNNAMED)  # sealed with the secret of before, and its command was refused
        await service.vault.seal(UNNAMED, UNNAMED, {"name": "王芳"}, [blind(b"another", "name", "王芳")])
        for number, person in enumerate((LEAVING, STAYING)):
            await _register(service, person, f"1380000000{number}")
        await _scan(service)
        await registry.back_up()
        erase = ErasePerson(at=utc_now(), actor=DESK, reason="asked_by_person")
        await service.handler.handle(Envelope(LEAVING, erase, id="erase"))
        await service.vault.erase(SCAN)
    await registry.back_up(data=False)
    await registry.destroy()
    yield registry
    await registry.destroy()


async def _register(service: Service, person: str, phone: str) -> None:
    assert service.vault
    await service.vault.register(person)
    await service.vault.seal(person, person, {"phone": phone}, [blind(service.secret, "phone", phone)])
    command = RegisterPerson(
        at=utc_now(), actor=DESK, person=person, community=COMMUNITY, account=False, fields=("phone",)
    )
    await service.handler.handle(Envelope(person, command, id=f"register/{person}"))


async def _scan(service: Service) -> None:
    """A file that has a key of its own."""
    assert service.vault
    await service.vault.register(SCAN)
    await service.vault.seal(SCAN, PART, {"part": "JVBERi0="})


async def _assert_erased(registry: Registry) -> None:
    async with registry.opened() as service:
        assert service.vault
        assert isinstance(await service.handler.state(LEAVING), Erased)
        assert await service.vault.keys.get(LEAVING) is None
        assert isinstance(await service.handler.state(STAYING), Registered)
        assert await service.vault.open(STAYING, STAYING) == {"phone": "13800000001"}
        assert await service.vault.open(LEAVING, LEAVING) is None
        assert await service.vault.open(SCAN, PART) is None
        assert await service.vault.keys.get(SCAN) is None


async def test_an_erasure_that_no_worker_has_carried_out_yet_is_kept(registry: Registry) -> None:
    assert await registry.put_back() == 1
    await _assert_erased(registry)


@pytest.mark.parametrize("renamed", range(7))
async def test_broken_off_among_the_names_it_is_finished(
    registry: Registry, renamed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, left = AsyncCollection.rename, renamed

    async def broken(self: AsyncCollection[Any], *arguments: Any, **options: Any) -> Any:
        nonlocal left
        if not left:
            raise AutoReconnect("gone")
        left -= 1
        return await rename(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(AsyncCollection, "rename", broken)
        if renamed < 6:  # keys, vault, four logs
            with pytest.raises(AutoReconnect):
                await registry.put_back()
        else:
            await registry.put_back()
    if renamed < 6:
        assert await registry.put_back() == 1
    await _assert_erased(registry)
    with pytest.raises(NotSafe, match="needs an empty installation"):
        await registry.put_back()


Break = Callable[[pytest.MonkeyPatch], None]


def _while_erasing(patch: pytest.MonkeyPatch) -> None:
    async def broken(self: Handler, envelopes: object) -> list[Exception]:
        return [Unavailable(retry_after=1)]

    patch.setattr(Handler, "handle_many", broken)


def _while_purging(patch: pytest.MonkeyPatch) -> None:
    async def broken(settings: Settings) -> int:
        raise OSError("no broker")

    patch.setattr(backing, "_purge", broken)


@pytest.mark.parametrize("breaks", [_while_erasing, _while_purging])
async def test_broken_off_before_it_begins_anew(
    registry: Registry, breaks: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        breaks(patch)
        with pytest.raises((Unavailable, OSError)):
            await registry.put_back()
    assert await registry.put_back() == 1
    await _assert_erased(registry)


async def test_with_another_secret_nothing_is_restored(registry: Registry) -> None:
    right = registry.settings
    registry.settings = right.model_copy(update={"secret": Settings(secret="x" * 40).secret})
    with pytest.raises(NotSafe, match="SECRET"):
        await registry.put_back()
    registry.settings = right
    assert await registry.put_back() == 1


async def test_queues_from_which_somebody_takes_are_not_emptied(registry: Registry, amqp_url: str, prefix: str) -> None:
    registry.settings = registry.settings.model_copy(update={"amqp_url": SecretStr(amqp_url), "amqp_prefix": prefix})
    bus = RabbitBus(amqp_url, prefix)
    await bus.declare("matching", ["registry"])
    await bus.publish(Message("registry", 0, 10))
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=1)
        queue = await channel.declare_queue(topology.queue(prefix, "registry", "matching"), passive=True)
        taken = asyncio.Event()

        async def take(message: AbstractIncomingMessage) -> None:
            taken.set()  # and keeps it unacknowledged, where no purge finds it

        await queue.consume(take)
        await asyncio.wait_for(taken.wait(), 10)
        with pytest.raises(NotSafe, match="stop all APIs and workers"):
            await registry.put_back()
    restored = await put_back(registry.settings, registry.directory / "data", registry.directory / "keys", silent)
    assert restored.purged == 1
    await bus.close()


async def test_in_production_the_queues_have_to_be_named(registry: Registry) -> None:
    production = registry.settings.model_copy(update={"environment": "production"})
    with pytest.raises(Unusable, match="AMQP_URL"):
        await put_back(production, registry.directory / "data", registry.directory / "keys", silent)
