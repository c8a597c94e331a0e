"""What it was measured on, and with which versions."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from tests.bench.harness import Ground

_LIBRARIES = (
    "pymongo",
    "aio-pika",
    "fastapi",
    "pydantic",
    "uvicorn",
    "uvloop",
    "faststream",
    "eventsourcing",
    "psycopg",
)


def processor() -> str:
    """The CPU's model and how many of them there are."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{models[0] if models else platform.processor() or platform.machine()} × {os.cpu_count()}"


async def versions(ground: Ground) -> dict[str, str]:
    """The versions of everything that matters, by name."""
    info = await ground.client.server_info()
    found = {"Python": platform.python_version(), "mongod": str(info["version"]), "RabbitMQ": ground.rabbitmq}
    return found | {name: version(name) for name in _LIBRARIES}
