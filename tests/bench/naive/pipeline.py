"""The whole way as it is usually written: nothing is grouped, and B keeps no log.

`python -m tests.bench.naive.pipeline <role> <place>`.
"""

import asyncio
from typing import Any

import aio_pika
import orjson
import uvicorn
import uvloop
from aio_pika.abc import AbstractIncomingMessage
from fastapi import FastAPI, Header
from pydantic import BaseModel
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from tests.bench.child import ready, run
from tests.bench.place import Place

QUORUM: dict[str, Any] = {"x-queue-type": "quorum"}
PREFETCH = 10


class Question(BaseModel):
    """What is asked."""

    community: str
    title: str
    text: str
    category: str
    quantity: int
    unit: str


def make_api(questions: Any, exchange: aio_pika.abc.AbstractExchange) -> FastAPI:
    """The API of A."""
    app = FastAPI()

    @app.post("/questions", status_code=201)
    async def post_question(question: Question, idempotency_key: str = Header()) -> dict[str, str]:
        id_ = f"question_{idempotency_key}"
        if await questions.find_one({"_id": id_}) is None:
            document = {"_id": id_, **question.model_dump()}
            await questions.insert_one(document)
            message = aio_pika.Message(orjson.dumps(document), delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
            await exchange.publish(message, "")
        return {"id": id_}

    return app


async def serve(place: Place, database: AsyncDatabase[dict[str, Any]], channel: aio_pika.abc.AbstractChannel) -> None:
    """Runs the API of A."""
    exchange = await channel.declare_exchange(f"{place.prefix}.asking", "fanout", durable=True)
    app = make_api(database["questions"], exchange)
    server = uvicorn.Server(uvicorn.Config(app, port=0, access_log=False, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    ready(server.servers[0].sockets[0].getsockname()[1])
    await serving


async def work(place: Place, database: AsyncDatabase[dict[str, Any]], channel: aio_pika.abc.AbstractChannel) -> None:
    """Takes each message into a document."""
    await channel.set_qos(prefetch_count=PREFETCH)
    exchange = await channel.declare_exchange(f"{place.prefix}.asking", "fanout", durable=True)
    queue = await channel.declare_queue(f"{place.prefix}.asking.to.taking", durable=True, arguments=QUORUM)
    await queue.bind(exchange)

    async def take(message: AbstractIncomingMessage) -> None:
        question = orjson.loads(message.body)
        id_ = question.pop("_id").replace("question_", "taken_")
        await database["taken"].update_one({"_id": id_}, {"$set": question}, upsert=True)
        await message.ack()

    await queue.consume(take)
    ready()
    await asyncio.Event().wait()


ROLES = {"api": ("asking", serve), "worker-b": ("taking", work)}


async def main() -> None:
    """Does what the role says."""
    role, place = Place.heard()
    service, does = ROLES[role]
    async with (
        AsyncMongoClient[dict[str, Any]](place.mongo) as client,
        await aio_pika.connect_robust(place.amqp) as connection,
    ):
        await does(place, client[f"{place.prefix}_{service}"], await connection.channel())


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
