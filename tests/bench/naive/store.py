"""Appending with an insert each: same commits, same indexes, same promise of durability."""

from typing import Any

import uvloop
from pymongo import AsyncMongoClient
from pymongo.write_concern import WriteConcern

from tests.bench.calling import calling
from tests.bench.child import run, serve
from tests.bench.filling import stored
from tests.bench.place import Place


async def main() -> None:
    """Does jobs until no more come."""
    _, place = Place.heard()
    async with AsyncMongoClient[dict[str, Any]](place.mongo) as client:
        commits = client[f"{place.prefix}_asking"]["commits"].with_options(
            write_concern=WriteConcern("majority", j=True)
        )
        await commits.create_index([("stream", 1), ("version", 1)], unique=True)
        await commits.create_index([("command_id", 1)], unique=True)
        draft = stored(1, 1)
        del draft["_id"]

        async def append(job: dict[str, Any]) -> int:
            async def one(caller: int, n: int) -> None:
                id_ = f"{job['name']}-{caller}-{n}"
                await commits.insert_one({**draft, "stream": f"question_{id_}", "command_id": id_})

            return await calling(job["callers"], job["seconds"], one)

        await serve({"append": append})


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
