"""B with FastStream: `python -m tests.bench.faststream_way.consume worker-b <place>`."""

import asyncio
from typing import Any

import uvloop
from faststream.rabbit import Channel, ExchangeType, QueueType, RabbitBroker, RabbitExchange, RabbitQueue
from pymongo import AsyncMongoClient

from tests.bench.child import ready, run
from tests.bench.place import Place

PREFETCH = 10


async def main() -> None:
    """Takes until it is ended."""
    _, place = Place.heard()
    broker = RabbitBroker(place.amqp, default_channel=Channel(prefetch_count=PREFETCH), logger=None)
    queue = RabbitQueue(f"{place.prefix}.asking.to.taking", durable=True, queue_type=QueueType.QUORUM)
    exchange = RabbitExchange(f"{place.prefix}.asking", ExchangeType.FANOUT, durable=True)
    async with AsyncMongoClient[dict[str, Any]](place.mongo) as client:
        taken = client[f"{place.prefix}_taking"]["taken"]

        @broker.subscriber(queue, exchange)
        async def take(question: dict[str, Any]) -> None:
            id_ = question.pop("_id").replace("question_", "taken_")
            await taken.update_one({"_id": id_}, {"$set": question}, upsert=True)

        await broker.start()
        ready()
        await asyncio.Event().wait()


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
