"""A RabbitMQ in a container, by testcontainers."""

import asyncio
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import aio_pika
import docker  # type: ignore[import-untyped]
from testcontainers.core.config import ConnectionMode, testcontainers_config
from testcontainers.core.container import DockerContainer

from services.embedded.mongod import any_free_port

IMAGE = os.environ.get("RABBITMQ_IMAGE", "rabbitmq:3-management")
LABEL = "pomegranate.tests"
PORT = 5672
START_WITHIN = 120.0


class Container:
    """One container; it keeps its port and its data through `kill` and `start`."""

    def __init__(self) -> None:
        testcontainers_config.ryuk_disabled = True  # one image less to pull; what we leave, the next run removes
        testcontainers_config.connection_mode_override = ConnectionMode.docker_host
        self._container = (
            DockerContainer(IMAGE)
            .with_env("RABBITMQ_DEFAULT_USER", "dev")
            .with_env("RABBITMQ_DEFAULT_PASS", "dev")
            .with_bind_ports(PORT, any_free_port())
            .with_kwargs(labels={LABEL: str(os.getpid())})
        )
        self.url = ""

    async def start(self) -> None:
        """Starts it and returns when it takes connections."""
        if self.url:
            await asyncio.to_thread(self._wrapped.start)
        else:
            await asyncio.to_thread(_remove_leftovers)
            await asyncio.to_thread(self._container.start)
        host, port = self._container.get_container_host_ip(), self._container.get_exposed_port(PORT)
        self.url = f"amqp://dev:dev@{host}:{port}/"
        await self._answers()

    async def stop(self) -> None:
        """Removes it."""
        await asyncio.to_thread(self._container.stop)
        self._container.get_docker_client().client.close()

    async def kill(self) -> None:
        """Ends it as a power cut would."""
        await asyncio.to_thread(self._wrapped.kill)
        await asyncio.to_thread(self._wrapped.wait)

    async def ctl(self, *arguments: str) -> str:
        """What `rabbitmqctl` answers; raises RuntimeError when it fails."""
        code, output = await asyncio.to_thread(self._wrapped.exec_run, ["rabbitmqctl", "-q", *arguments])
        if code != 0:
            raise RuntimeError(output.decode())
        return str(output.decode())

    @property
    def _wrapped(self) -> Any:
        return self._container.get_wrapped_container()

    async def _answers(self) -> None:
        async with asyncio.timeout(START_WITHIN):
            while True:
                try:
                    await (await aio_pika.connect(self.url, timeout=5)).close()
                except (OSError, aio_pika.exceptions.AMQPError):
                    await asyncio.sleep(0.3)
                else:
                    return


def why_not() -> str | None:
    """What keeps Docker from giving a RabbitMQ; None if nothing does, and then the image is here."""
    if shutil.which("docker") is None:
        return "no docker on PATH"
    if (failure := _failure("docker", "version")) is not None:
        return failure
    if _failure("docker", "image", "inspect", IMAGE) is None:
        return None
    return _failure("docker", "pull", "--quiet", IMAGE)


def _failure(*command: str) -> str | None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if result.returncode == 0 else (result.stderr.strip().splitlines() or [" ".join(command)])[-1]


def _remove_leftovers() -> None:
    """Removes containers of test runs that are no more."""
    client = docker.from_env()
    try:
        for container in client.containers.list(all=True, filters={"label": LABEL}):
            if not Path(f"/proc/{container.labels[LABEL]}").exists():
                container.remove(force=True, v=True)
    finally:
        client.close()
