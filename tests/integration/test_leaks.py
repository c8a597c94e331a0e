"""The search for leaks, on the files that a real mongod and a real RabbitMQ write."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pymongo import AsyncMongoClient

from services.embedded.mongod import Mongod
from tests.support.broker import Broker
from tests.support.leaks import (
    UNCOMPRESSED,
    assert_clean,
    new_control,
    plant_in_broker,
    plant_in_mongo,
    search,
    store_of,
)


async def test_a_control_in_mongod_is_found_on_disk(tmp_path: Path) -> None:
    control = new_control()
    mongod = Mongod(tmp_path, options=UNCOMPRESSED)
    await mongod.start()
    try:
        async with AsyncMongoClient[dict[str, Any]](mongod.url) as client:
            await plant_in_mongo(client["registry"], control)
            running = {leak.path.name.split("-")[0] for leak in search(tmp_path, [control])}
    finally:
        await mongod.stop()
    assert {"collection", "WiredTigerLog.0000000001"} <= running
    assert_clean(tmp_path, [new_control()], control)


async def test_a_control_in_compressed_files_is_found_too(tmp_path: Path) -> None:
    control = new_control()
    first, second = control[:10], control[10:]
    mongod = Mongod(tmp_path)
    await mongod.start()
    try:
        async with AsyncMongoClient[dict[str, Any]](mongod.url) as client:
            rows = [{"text": f"{second} {first} {control} {n}" * 20} for n in range(500)]
            await client["registry"]["rows"].insert_many(rows)
            await plant_in_mongo(client["registry"], new_control())
    finally:
        await mongod.stop()
    found = {leak.how for leak in search(tmp_path, [control])}
    assert {"snappy page > utf-8", "snappy journal record > utf-8"} <= found


async def test_a_control_in_a_queue_is_found_on_disk(
    broker: Broker, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    control = new_control()
    await plant_in_broker(broker.url, control, f"planted_{uuid4().hex}")
    store = store_of(broker, tmp_path_factory.getbasetemp(), tmp_path / "copy")
    assert_clean(store, [new_control()], control)
