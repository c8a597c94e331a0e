"""The settings, from the environment or from files in a secrets directory; the same names everywhere."""

import os
import socket
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

RATE = r"^\d{1,9}/(second|minute|hour)$"


class Settings(BaseSettings):
    """Every setting, with what it is for; `pomegranate config check` shows the effective ones."""

    model_config = SettingsConfigDict(extra="ignore", secrets_dir=os.environ.get("SECRETS_DIR"))

    environment: Annotated[
        Literal["development", "production"], Field(description="production refuses whatever is only good for trying")
    ] = "development"
    mongo_url: Annotated[SecretStr | None, Field(description="MongoDB replica set; empty: a mongod of our own")] = None
    amqp_url: Annotated[SecretStr | None, Field(description="RabbitMQ; empty: the bus inside one process")] = None
    database_prefix: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$", description="each service's database is <prefix>_<service>")
    ] = "pomegranate"
    amqp_prefix: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,60}$", description="how exchanges and queues begin")
    ] = "pomegranate"
    state_dir: Annotated[Path, Field(description="keys, and in the embedded default all data")] = Path(".pomegranate")
    oidc_jwks: Annotated[
        str | None, Field(description="public keys of the sign-in provider: a URL, or a file for trying")
    ] = None
    oidc_issuer: Annotated[str, Field(description="the `iss` of its tokens")] = "https://issuer.pomegranate.local"
    oidc_audience: Annotated[str, Field(description="the `aud` of its tokens")] = "pomegranate"
    oidc_client_id: Annotated[str, Field(description="what the pages are called there")] = "pomegranate"
    secret: Annotated[
        SecretStr | None,
        Field(min_length=32, description="keys the hashes of callers and bodies; empty: made in state_dir"),
    ] = None
    master_key_file: Annotated[
        Path | None, Field(description="wraps the keys of personal data; empty: made in state_dir; never in MongoDB")
    ] = None
    master_key_file_other: Annotated[
        Path | None,
        Field(description="opens what the master key does not: the next one, then the former one, while it is changed"),
    ] = None
    host: Annotated[str, Field(description="address the API listens on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="port the API listens on")] = 8080
    forwarded_allow_ips: Annotated[
        str, Field(description="proxies whose X-Forwarded-For tells who calls; the limits are counted by it")
    ] = "127.0.0.1"
    metrics_port: Annotated[
        int, Field(ge=0, le=65535, description="port of /metrics and a worker's health; 0: none")
    ] = 0
    rate_limit: Annotated[str, Field(pattern=RATE, description="requests allowed to one caller")] = "3000/minute"
    worker_id: Annotated[str, Field(min_length=1, max_length=100, description="who holds the worker's lease")] = Field(
        default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}"
    )
    otel_exporter_otlp_endpoint: Annotated[
        str | None,
        Field(pattern=r"^https?://", description="collector of traces (OTLP by HTTP: its base URL); empty: none"),
    ] = None
    otel_traces_sampler_arg: Annotated[
        float, Field(ge=0, le=1, description="the part of all traces that is kept; the same for all processes")
    ] = 1.0
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="how much is logged")] = "INFO"

    @field_validator(
        *("mongo_url", "amqp_url", "oidc_jwks", "secret", "master_key_file", "master_key_file_other"),
        "otel_exporter_otlp_endpoint",
        mode="before",
    )
    @classmethod
    def empty_is_unset(cls, value: object) -> object:
        """An empty variable is as good as none."""
        return None if value == "" else value
