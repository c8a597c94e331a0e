"""What the services of one process share: the MongoDB client, the bus, the keys."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymongo import AsyncMongoClient

from shared.http.auth import Keys, Verifier
from shared.http.issuer import ISSUER, key_file
from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Bus
from shared.messaging.local import LocalBus
from shared.privacy.keys import WrongMasterKey
from shared.privacy.master import MasterKeys, UnusableKeyFile, load_master, load_or_create_master
from shared.privacy.vault import Vault
from shared.runtime.service import Definition, Service, utc_now
from shared.runtime.settings import Settings
from shared.runtime.waiting import mend_pymongo
from shared.tracing.messages import TracedBus

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

MASTER_KEY = "master.key"
HASHING_KEY = "hashing.key"
VAULT = "vault"
KEYS = "keys"


class Unusable(Exception):
    """The settings don't allow this; the text says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Makes the services of a process."""

    settings: Settings
    client: AsyncMongoClient[dict[str, Any]]
    bus: Bus
    verifier: Verifier
    secret: bytes
    now: Callable[[], datetime] = utc_now
    tracing: "Tracing | None" = None

    async def service(self, definition: Definition) -> Service:
        """The service behind `definition`, ready to be written to. Raises Unusable for another master key."""
        name = database_name(self.settings.database_prefix, definition.name)
        vault = self._vault(name) if definition.keeps_vault else None
        service = Service(
            definition,
            self.client[name],
            self.verifier,
            self.secret,
            vault,
            rate=self.settings.rate_limit,
            now=self.now,
            spans=self.tracing.of(definition.name) if self.tracing else None,
        )
        await service.prepare()
        if vault:
            await _opened(vault)
            await service.tries.prepare()
        return service

    def _vault(self, name: str) -> Vault:
        return Vault(self.client[name][VAULT], self.client[keys_database_name(name)][KEYS], master_keys(self.settings))


def database_name(prefix: str, service: str) -> str:
    """What the database of a service is called."""
    return f"{prefix}_{service}"


def keys_database_name(database: str) -> str:
    """What the database is called that holds the keys to the vault in `database`, and nothing else."""
    return f"{database}_keys"


@asynccontextmanager
async def installed(
    settings: Settings, mongo_url: str, now: Callable[[], datetime] = utc_now
) -> AsyncIterator[Installation]:
    """Opens what the services share, and closes it at the end; `now` is their clock. Raises Unusable."""
    mend_pymongo()
    secret = secret_of(settings)
    keys = Keys(settings.oidc_jwks or str(_local_keys(settings)))
    verifier = Verifier(keys, issuer=settings.oidc_issuer, audience=settings.oidc_audience, secret=secret)
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        mongo_url, tz_aware=True, w="majority", journal=True, maxPoolSize=32, serverSelectionTimeoutMS=5000
    )
    bus: Bus = LocalBus()
    if settings.amqp_url:
        bus = RabbitBus(settings.amqp_url.get_secret_value(), settings.amqp_prefix)
    tracing = _tracing(settings)
    if tracing:
        bus = TracedBus(bus, tracing)
    try:
        yield Installation(settings, client, bus, verifier, secret, now, tracing)
    finally:
        await bus.close()
        await client.close()
        if tracing:
            await asyncio.to_thread(tracing.close)


def _tracing(settings: Settings) -> "Tracing | None":
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint is None:
        return None
    try:
        from shared.tracing.spans import Tracing  # only here, since it costs memory and needs the extra
    except ImportError:
        raise Unusable("OTEL_EXPORTER_OTLP_ENDPOINT: install the extra, pomegranate[otel], or leave it empty") from None
    return Tracing(endpoint, settings.otel_traces_sampler_arg, settings.worker_id)


def secret_of(settings: Settings) -> bytes:
    """What keys the hashes; made in the state directory where none is set."""
    if settings.secret:
        return settings.secret.get_secret_value().encode()
    return load_or_create_master(settings.state_dir / HASHING_KEY)


async def _opened(vault: Vault) -> None:
    try:
        await vault.prepare()
    except WrongMasterKey as wrong:
        raise Unusable(f"MASTER_KEY_FILE: {wrong.text('zh')} {wrong.text('en')}") from None


def master_keys(settings: Settings) -> MasterKeys:
    """Made where there is none, but never in production: a missing mount must not begin a second key.

    Raises Unusable.
    """
    path, other = settings.master_key_file or settings.state_dir / MASTER_KEY, settings.master_key_file_other
    if settings.environment == "production" and not (settings.master_key_file and path.exists()):
        raise Unusable(f"MASTER_KEY_FILE: {path} is not there; mount it, or make it: openssl rand -base64 32")
    try:
        return MasterKeys(load_or_create_master(path), load_master(other) if other else None)
    except (OSError, UnusableKeyFile) as error:
        raise Unusable(f"MASTER_KEY_FILE, MASTER_KEY_FILE_OTHER: {error}") from None


def _local_keys(settings: Settings) -> Path:
    if settings.environment == "production":
        raise Unusable("OIDC_JWKS: in production it must be the URL of your sign-in provider's public keys")
    return key_file(settings.state_dir)


def check(settings: Settings, separate: bool) -> None:
    """Raises Unusable where `settings` can't work; `separate`: this process is one of several."""
    if separate and not (settings.amqp_url and settings.mongo_url):
        missing = "AMQP_URL" if not settings.amqp_url else "MONGO_URL"
        raise Unusable(f"{missing}: services in processes of their own need it; `pomegranate dev` does without")
    if settings.environment == "production":
        if settings.secret is None:
            raise Unusable("SECRET: in production it has to be set, the same for all processes")
        if not (settings.oidc_jwks or "").startswith("https://"):
            raise Unusable("OIDC_JWKS: in production it must be an https URL of your sign-in provider")


def check_pages(settings: Settings) -> None:
    """Raises Unusable where the pages alone can't work with `settings`: they need to know where people sign in."""
    named = settings.oidc_issuer != ISSUER and settings.oidc_issuer.startswith("https://")
    if settings.environment == "production" and not named:
        raise Unusable("OIDC_ISSUER: in production it must be the https address of your sign-in provider")
