"""Looks whether a service reaches what it needs, with the rights it needs, before it is started."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import httpx2
from aio_pika.exceptions import AMQPError, AuthenticationError, ProbableAuthenticationError
from pymongo.errors import OperationFailure, PyMongoError

from shared.http.auth import Keys
from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Unsent
from shared.messaging.envelope import Message
from shared.messaging.topology import rights
from shared.runtime.installation import Installation, Unusable, database_name
from shared.runtime.service import Definition

OLDEST_WIRE_VERSION = 17
"""MongoDB 6.0."""
CHECKS = "checks"
NOBODY_LISTENS = "unroutable"
_LOGIN_REFUSED, _NOT_ALLOWED = 18, 13


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at, and the trouble with it: the variable and the remedy. No trouble: None."""

    what: str
    trouble: str | None = None


async def look(installation: Installation, parts: Sequence[Definition]) -> AsyncIterator[Found]:
    """Looks at MongoDB, RabbitMQ and the keys of the sign-in provider, for each of the services `parts`."""
    mongodb = await _replica_set(installation)
    yield mongodb
    if mongodb.trouble is None:
        for part in parts:
            yield await _database(installation, part)
    if url := installation.settings.amqp_url:
        bus = RabbitBus(url.get_secret_value(), installation.settings.amqp_prefix)
        try:
            for part in parts:
                yield await _topology(installation, bus, part)
        finally:
            await bus.close()
    if source := installation.settings.oidc_jwks:
        yield await _keys(source)


async def _replica_set(installation: Installation) -> Found:
    try:
        hello = await installation.client.admin.command("hello")
    except PyMongoError as error:
        return Found("MongoDB", _of_mongo(error))
    what = f"MongoDB: {hello.get('setName', '-')}, {len(hello.get('hosts', []))} members"
    if "setName" not in hello:
        return Found(what, "MONGO_URL: this mongod is in no replica set: start it with --replSet, then rs.initiate()")
    if not hello["isWritablePrimary"]:
        return Found(what, "MONGO_URL: this member does not lead: name all of them, with ?replicaSet=…")
    if hello["maxWireVersion"] < OLDEST_WIRE_VERSION:
        return Found(what, "MONGO_URL: this server is too old: MongoDB 6 to 8 is needed")
    return Found(what)


async def _database(installation: Installation, part: Definition) -> Found:
    """Makes the indexes, as the service does when it starts, and writes to a journaled majority."""
    what = f"MongoDB: {database_name(installation.settings.database_prefix, part.name)}"
    try:
        service = await installation.service(part)
        written = await service.database[CHECKS].insert_one({"_id": uuid4().hex})
        await service.database[CHECKS].delete_one({"_id": written.inserted_id})
    except PyMongoError as error:
        return Found(what, _of_mongo(error))
    except Unusable as error:
        return Found(what, str(error))
    return Found(what)


def _of_mongo(error: PyMongoError) -> str:
    if isinstance(error, OperationFailure) and error.code == _LOGIN_REFUSED:
        return "MONGO_URL: user or password is refused; they are of the database in ?authSource=…, else of the path"
    if isinstance(error, OperationFailure) and error.code == _NOT_ALLOWED:
        return "MONGO_URL: this user may not do that; give it readWrite on the service's own databases"
    return f"MONGO_URL: {type(error).__name__}: {str(error).partition(',')[0]}; look at address, network and TLS"


async def _topology(installation: Installation, bus: RabbitBus, part: Definition) -> Found:
    """Makes the queues the service listens to, and tells its peers nothing, which they expect now and then."""
    what = f"RabbitMQ: exchange and queues of {part.name}"
    try:
        await bus.declare(part.name, part.sources)
        if part.publish:
            await bus.publish(Message(part.name, 0, 0))
    except (AuthenticationError, ProbableAuthenticationError):
        return Found(what, "AMQP_URL: user or password is refused")
    except (Unsent, AMQPError, OSError, TimeoutError) as error:
        if not isinstance(error, Unsent) or error.reason != NOBODY_LISTENS:
            needed = rights(installation.settings.amqp_prefix, part.name, part.sources, part.publish is not None)
            return Found(
                what,
                f"AMQP_URL: {type(error).__name__}: {error}; look at address and vhost, and let this user "
                f"configure '{needed.configure}', write '{needed.write}', read '{needed.read}'",
            )
    return Found(what)


async def _keys(source: str) -> Found:
    what = f"sign-in provider: {source}"
    try:
        keys = await Keys(source).read()
    except (httpx2.HTTPError, OSError, ValueError, KeyError, TypeError) as error:
        return Found(what, f"OIDC_JWKS: no key set is there ({type(error).__name__}: {error})")
    if not keys:
        return Found(what, "OIDC_JWKS: no key of a kind we take is there (RSA, EC or Ed25519)")
    return Found(f"{what}: {', '.join(str(key.kid) for key in keys)}")
