"""The whole way in one file: POST -> log -> document and message -> another log -> document there.

The promises: what is acknowledged is on a majority's disks; a repeated command is done once; every position is used,
in order; what is told arrives in order, and a gap is noticed.

`python -m tests.bench.reference.pipeline <role> <place>`.
"""

import asyncio
import hmac
import json
import random
import time
from base64 import b32encode
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any

import aio_pika
import orjson
import uvicorn
import uvloop
from aio_pika.abc import AbstractIncomingMessage
from fastapi import FastAPI, HTTPException, Request, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field
from pymongo import AsyncMongoClient, ReplaceOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.bench.child import ready, run
from tests.bench.place import Place

Stored = dict[str, Any]
BATCH, DUPLICATE = 500, 11000
SAVE_EVERY, GIVE_UP_AFTER, LOOK_EVERY = 0.25, 10.0, 1.0
QUORUM: Stored = {"x-queue-type": "quorum", "x-single-active-consumer": True, "x-delivery-limit": 10**9}
PREFETCH = 50
REMEMBER = 60.0
SAFE = WriteConcern("majority", j=True)


class Log:
    """Group commit: one ordered insert in flight, everything that waits goes into the next."""

    def __init__(self, commits: AsyncCollection[Stored]) -> None:
        self._commits = commits.with_options(write_concern=SAFE, read_concern=ReadConcern("majority"))
        self._waiting: list[tuple[Stored, asyncio.Future[int | None]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._tip: int | None = None

    async def prepare(self) -> None:
        """Makes sure of the indexes."""
        await self._commits.create_index([("stream", 1), ("version", 1)], unique=True)
        await self._commits.create_index([("command_id", 1)], unique=True)

    async def append(self, commits: Sequence[Stored]) -> list[int | None]:
        """The position of each; None where its command had been carried out before."""
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[int | None]] = [loop.create_future() for _ in commits]
        self._waiting += zip(commits, futures, strict=True)
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        return [await future for future in futures]

    async def find(self, command_ids: Sequence[str]) -> list[Stored]:
        """The commits of these commands."""
        return await self._commits.find({"command_id": {"$in": list(command_ids)}}).to_list()

    async def page(self, after: int) -> list[Stored]:
        """The commits behind `after`, a page at most."""
        return await self._commits.find({"_id": {"$gt": after}}).sort("_id", 1).limit(BATCH).to_list()

    async def tip(self) -> int:
        """The highest position."""
        last = await self._commits.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return last["_id"] if last else 0

    async def watch(self, told: Callable[[], None]) -> None:
        """Calls `told` for every commit, for ever."""
        inserts: list[Stored] = [{"$match": {"operationType": "insert"}}, {"$project": {"_id": 1}}]
        async with await self._commits.watch(inserts) as stream:
            async for _ in stream:
                told()

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            try:
                await self._insert(batch)
            except Exception as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
        self._flushing = None

    async def _insert(self, batch: list[tuple[Stored, asyncio.Future[int | None]]]) -> None:
        give_up = time.monotonic() + GIVE_UP_AFTER
        while batch:
            tip = self._tip if self._tip is not None else await self.tip()
            done, refused_by = len(batch), None
            try:
                await self._commits.insert_many([{"_id": tip + 1 + n, **c} for n, (c, _) in enumerate(batch)])
            except BulkWriteError as error:
                first = error.details["writeErrors"][0]
                if first["code"] != DUPLICATE:
                    raise
                done, refused_by = first["index"], set(first["keyPattern"])
            except PyMongoError:  # it may have arrived: once more, the command ids tell
                self._tip = None
                if time.monotonic() > give_up:
                    raise
                continue
            for n, (_, future) in enumerate(batch[:done]):
                future.set_result(tip + 1 + n)
            batch, self._tip = batch[done:], tip + done
            if refused_by == {"_id"}:
                self._tip = None
                await asyncio.sleep(random.uniform(0.001, 0.02))
            elif refused_by:
                batch.pop(0)[1].set_result(None)


class Position:
    """How far a loop has come, saved a moment behind its work."""

    def __init__(self, positions: AsyncCollection[Stored], name: str) -> None:
        self._positions, self._name = positions.with_options(write_concern=SAFE), name
        self.now = self._saved = 0
        self._due = 0.0

    async def load(self) -> None:
        """Begins where it was saved."""
        row = await self._positions.find_one({"_id": self._name})
        self.now = self._saved = row["position"] if row else 0

    async def save(self) -> None:
        """Saves what has moved, now and then."""
        if self.now != self._saved and time.monotonic() >= self._due:
            await self._positions.update_one({"_id": self._name}, {"$set": {"position": self.now}}, upsert=True)
            self._saved, self._due = self.now, time.monotonic() + SAVE_EVERY


async def keep_saving(position: Position) -> None:
    """Saves for ever, also when nothing comes any more."""
    while True:
        await asyncio.sleep(SAVE_EVERY)
        await position.save()


async def show(documents: AsyncCollection[Stored], commits: Sequence[Stored]) -> None:
    """Folds `commits` per document; a document that is newer stays."""
    folded = {commit["stream"]: commit for commit in commits}
    writes = [
        ReplaceOne(
            {"_id": stream, "position": {"$lt": commit["_id"]}},
            {"position": commit["_id"], "version": commit["version"], **commit["events"][-1]["data"]},
            upsert=True,
        )
        for stream, commit in folded.items()
    ]
    try:
        await documents.bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        if any(refused["code"] != DUPLICATE for refused in error.details["writeErrors"]):
            raise


class Question(BaseModel):
    """What is asked."""

    model_config = ConfigDict(extra="forbid")
    community: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(max_length=60)]
    text: Annotated[str, Field(max_length=2000)]
    category: Annotated[str, Field(max_length=20)]
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    unit: Annotated[str, Field(max_length=10)]


class Tokens:
    """Verifies bearer tokens; one that was good is believed for a minute."""

    def __init__(self, place: Place) -> None:
        self._keys = KeySet.import_key_set(json.loads(place.jwks.read_bytes()))
        self._registry = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": "https://issuer.pomegranate.local"},
            aud={"essential": True, "value": "pomegranate"},
            exp={"essential": True},
        )
        self._believed: dict[str, tuple[Stored, float]] = {}

    def verify(self, header: str | None) -> Stored:
        """The claims. Raises HTTPException 401."""
        claims, until = self._believed.get(header or "", (None, 0.0))
        if claims is not None and time.time() < until:
            return claims
        scheme, _, token = (header or "").partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise ValueError(scheme)
            claims = jwt.decode(token, self._keys, ["ES256"]).claims
            self._registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise HTTPException(401) from error
        self._believed[header or ""] = claims, min(claims["exp"], time.time() + REMEMBER)
        return claims


def derived(prefix: str, text: str) -> str:
    """An id that follows from `text`."""
    return f"{prefix}_{b32encode(sha256(text.encode()).digest()).decode().lower()[:26]}"


def make_api(place: Place, log: Log) -> FastAPI:
    """The API of A."""
    tokens, secret = Tokens(place), b"secret" * 6
    app = FastAPI()

    @app.post("/questions", status_code=201)
    async def post_question(question: Question, request: Request) -> Response:
        claims = tokens.verify(request.headers.get("authorization"))
        if claims["role"] != "staff" or claims["node"] != question.community:
            raise HTTPException(403)
        key = request.headers.get("idempotency-key") or random.randbytes(16).hex()
        command_id = derived("cmd", f"{claims['sub']} POST /questions {key}")
        commit = {
            "stream": derived("question", command_id),
            "version": 1,
            "command_id": command_id,
            "body_mac": hmac.digest(secret + key.encode(), await request.body(), "sha256").hex(),
            "actor": claims["sub"],
            "at": datetime.now(UTC),
            "events": [{"type": "asked", "v": 1, "data": question.model_dump()}],
        }
        (position,) = await log.append([commit])
        if position is None:
            (first,) = await log.find([command_id])
            if first["body_mac"] != commit["body_mac"]:
                raise HTTPException(422)
            position = first["_id"]
        body = orjson.dumps({"id": commit["stream"], "version": 1, "position": f"asking:{position}"})
        headers = {"ETag": '"1"', "Position": f"asking:{position}", "Idempotency-Key": key}
        return Response(body, 201, headers, "application/json")

    return app


async def serve(place: Place, asking: Any, _: Any) -> None:
    """Runs the API of A."""
    log = Log(asking["commits"])
    await log.prepare()
    config = uvicorn.Config(make_api(place, log), port=0, access_log=False, log_level="warning")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    ready(server.servers[0].sockets[0].getsockname()[1])
    await serving


def message(commits: Sequence[Stored], after: int) -> aio_pika.Message:
    """One page as a batch of CloudEvents, and the range that was looked through."""
    events = [
        {
            "specversion": "1.0",
            "id": f"asking/{commit['stream']}/{commit['version']}/0",
            "source": "asking",
            "type": "asked.v1",
            "time": commit["at"].isoformat(),
            "stream": commit["stream"],
            "version": commit["version"],
            "position": commit["_id"],
            "data": commit["events"][0]["data"],
        }
        for commit in commits
    ]
    return aio_pika.Message(
        orjson.dumps(events),
        headers={"from": after, "to": commits[-1]["_id"]},
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


async def ask_worker(place: Place, asking: Any, channel: aio_pika.abc.AbstractChannel) -> None:
    """Shows and tells, page by page."""
    log, documents = Log(asking["commits"]), asking["questions"].with_options(write_concern=SAFE)
    await log.prepare()
    position = Position(asking["positions"], "worker")
    await position.load()
    exchange = await channel.declare_exchange(f"{place.prefix}.asking", "fanout", durable=True)
    woken = asyncio.Event()
    keeping = [asyncio.create_task(log.watch(woken.set)), asyncio.create_task(keep_saving(position))]
    ready()
    while not any(task.done() for task in keeping):
        woken.clear()
        page = await log.page(position.now)
        if page:
            told = exchange.publish(message(page, position.now), "", mandatory=True)
            await asyncio.gather(show(documents, page), told)
            position.now = page[-1]["_id"]
        if len(page) < BATCH:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await woken.wait()
    await asyncio.gather(*keeping)


class Taker:
    """Records every foreign commit once, then shows it."""

    def __init__(self, taking: Any) -> None:
        self.log = Log(taking["commits"])
        self.position = Position(taking["positions"], "inbox")
        self._documents = taking["taken"].with_options(write_concern=SAFE)

    async def take(self, messages: Sequence[AbstractIncomingMessage]) -> None:
        """Raises LookupError for a gap: something was lost and has to be asked for."""
        end, events = self.position.now, []
        for told in messages:
            start, to = int(str(told.headers["from"])), int(str(told.headers["to"]))
            if start > end:
                raise LookupError(f"nothing came of {end}..{start}")
            events += [event for event in orjson.loads(told.body) if event["position"] > end]
            end = max(end, to)
        await self._record([self._commit(event) for event in events])
        self.position.now = end

    async def _record(self, commits: list[Stored]) -> None:
        if not commits:
            return
        places = await self.log.append(commits)
        again = [commit["command_id"] for commit, place in zip(commits, places, strict=True) if place is None]
        placed = [{"_id": place, **commit} for commit, place in zip(commits, places, strict=True) if place is not None]
        await show(self._documents, placed + (await self.log.find(again) if again else []))

    def _commit(self, event: Stored) -> Stored:
        return {
            "stream": event["stream"].replace("question_", "taken_"),
            "version": 1,
            "command_id": f"{event['id']}/Take",
            "body_mac": "",
            "actor": "system:asking",
            "at": datetime.now(UTC),
            "events": [{"type": "taken", "v": 1, "data": event["data"]}],
        }


async def take_worker(place: Place, taking: Any, channel: aio_pika.abc.AbstractChannel) -> None:
    """Takes whatever has arrived as one batch."""
    taker = Taker(taking)
    await taker.log.prepare()
    await taker.position.load()
    await channel.set_qos(prefetch_count=PREFETCH)
    exchange = await channel.declare_exchange(f"{place.prefix}.asking", "fanout", durable=True)
    queue = await channel.declare_queue(f"{place.prefix}.asking.to.taking", durable=True, arguments=QUORUM)
    await queue.bind(exchange)
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    await queue.consume(arrived.put)
    keeping = asyncio.create_task(keep_saving(taker.position))
    ready()
    while not keeping.done():
        batch = [await arrived.get()]
        while not arrived.empty():
            batch.append(arrived.get_nowait())
        await taker.take(batch)
        await batch[-1].ack(multiple=True)
    await keeping


ROLES: dict[str, tuple[str, Callable[[Place, Any, Any], Awaitable[None]]]] = {
    "api": ("asking", serve),
    "worker-a": ("asking", ask_worker),
    "worker-b": ("taking", take_worker),
}


@asynccontextmanager
async def channel_at(url: str) -> AsyncIterator[aio_pika.abc.AbstractChannel]:
    """A channel with confirms."""
    async with await aio_pika.connect(url) as connection:
        yield await connection.channel(publisher_confirms=True, on_return_raises=True)


async def main() -> None:
    """Does what the role says."""
    role, place = Place.heard()
    service, work = ROLES[role]
    async with AsyncMongoClient[Stored](place.mongo, tz_aware=True) as client, channel_at(place.amqp) as channel:
        await work(place, client[f"{place.prefix}_{service}"], channel)


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
