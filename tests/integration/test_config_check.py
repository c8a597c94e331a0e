"""`pomegranate config check --connect` on real servers: what is wrong is named by its variable."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pymongo import AsyncMongoClient

from services.catalogue import SERVICES
from services.embedded.mongod import Mongod
from shared.http.issuer import Issuer, key_file
from tests.support.broker import Broker
from tests.support.program import Program

Environment = dict[str, str]


@pytest.fixture
async def environment(mongo_url: str, amqp_url: str, prefix: str, tmp_path: Path) -> AsyncIterator[Environment]:
    """Settings that work."""
    Issuer.open(tmp_path)
    prefix = prefix[:30]
    yield {
        "MONGO_URL": mongo_url,
        "AMQP_URL": amqp_url,
        "DATABASE_PREFIX": prefix,
        "AMQP_PREFIX": prefix,
        "STATE_DIR": str(tmp_path),
        "OIDC_JWKS": str(key_file(tmp_path)),
        "COLUMNS": "200",
    }
    async with AsyncMongoClient[dict[str, Any]](mongo_url) as client:
        for name in await client.list_database_names():
            if name.startswith(prefix):
                await client.drop_database(name)


async def check(tmp_path: Path, environment: Environment, service: str = "all") -> tuple[int | None, str]:
    """What the program ended with, and what it said."""
    program = Program(tmp_path / "check.log", "config", "check", service, "--connect", **environment)
    await program.start()
    async with asyncio.timeout(60):
        while program.pid:
            await asyncio.sleep(0.05)
    return program.exit_code, program.said()


async def test_what_can_be_used_is_ticked_off(environment: Environment, tmp_path: Path) -> None:
    status, said = await check(tmp_path, environment)
    assert status == 0, said
    assert said.count("✓") == 1 + 2 * len(SERVICES) + 1
    assert f"registry:dev@{urlsplit(environment['AMQP_URL']).hostname}" not in said


async def test_a_user_who_may_do_nothing_is_found_before_the_service_is(
    environment: Environment, tmp_path: Path, broker: Broker
) -> None:
    address = urlsplit(broker.url)
    for user, rights in (("mute", ("", ".*")), ("deaf", (".*", ""))):
        await broker.ctl("add_user", user, "geheim")
        await broker.ctl("set_permissions", user, ".*", *rights)
        there = f"amqp://{user}:geheim@{address.hostname}:{address.port}/"
        status, said = await check(tmp_path, {**environment, "AMQP_URL": there}, "registry")
        assert (status, "✗ RabbitMQ" in said, "AMQP_URL: " in said) == (2, True, True), said
        assert "geheim" not in said


async def test_a_wrong_password_is_called_that(environment: Environment, tmp_path: Path) -> None:
    address = urlsplit(environment["AMQP_URL"])
    wrong = f"amqp://dev:geheim@{address.hostname}:{address.port}/"
    status, said = await check(tmp_path, {**environment, "AMQP_URL": wrong}, "registry")
    assert (status, "AMQP_URL: user or password is refused" in said) == (2, True), said


async def test_a_mongod_in_no_replica_set_is_called_that(
    environment: Environment, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    alone = Mongod(tmp_path_factory.mktemp("alone"))
    await alone.launch()
    try:
        status, said = await check(tmp_path, {**environment, "MONGO_URL": alone.url}, "registry")
    finally:
        await alone.kill()
    assert (status, "MONGO_URL: this mongod is in no replica set" in said) == (2, True), said


async def test_nobody_there_is_called_that(environment: Environment, tmp_path: Path) -> None:
    there = {
        "MONGO_URL": "mongodb://127.0.0.1:9/",
        "AMQP_URL": "amqp://127.0.0.1:9/",
        "OIDC_JWKS": "http://127.0.0.1:9",
    }
    status, said = await check(tmp_path, {**environment, **there}, "registry")
    assert status == 2
    assert all(f"{variable}: " in said for variable in there), said


async def test_another_master_key_is_found(environment: Environment, tmp_path: Path, mongo_url: str) -> None:
    async with AsyncMongoClient[dict[str, Any]](mongo_url) as client:
        keys = client[f"{environment['DATABASE_PREFIX']}_registry_keys"]["keys"]
        await keys.insert_one({"_id": "person_x", "wrapped": b"", "master": "another"})
    status, said = await check(tmp_path, environment, "registry")
    assert (status, "MASTER_KEY_FILE: " in said) == (2, True), said


async def test_a_misspelt_variable_fails_before_anything_is_connected(environment: Environment, tmp_path: Path) -> None:
    misspelt = {"AMQP_URI" if name == "AMQP_URL" else name: value for name, value in environment.items()}
    status, said = await check(tmp_path, misspelt)
    assert (status, "did you mean AMQP_URL?" in said, "✓" in said) == (2, True, False), said
