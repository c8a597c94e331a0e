"""A RabbitMQ node of the tests' own, as a local process beside whatever else runs on this machine."""

import asyncio
import os
from pathlib import Path

from services.embedded.child import Child, DidNotStart
from services.embedded.mongod import HOST, any_free_port
from services.embedded.programs import NotInstalled
from tests.support.debian import install_rabbitmq

START_WITHIN = 120.0
READY = "Server startup complete"
SCRIPTS = Path("/usr/lib/rabbitmq/bin")  # the wrappers on PATH change user and redirect output


class Node:
    """One `rabbitmq-server` with ports, files, cookie and epmd of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory.resolve()
        self._name = f"pomegranate{os.getpid()}@localhost"
        self._port, self._distribution, self._epmd_port = (any_free_port() for _ in range(3))
        self._epmd = Child(self._directory, "epmd", mark=str(self._epmd_port))
        self._server = Child(self._directory, "rabbitmq", mark=str(self._directory))
        self.url = f"amqp://dev:dev@{HOST}:{self._port}/"

    async def start(self) -> None:
        """Starts it and returns when it takes connections; raises NotInstalled or DidNotStart."""
        server = _script("rabbitmq-server")
        self._prepare()
        if self._epmd.pid is None:
            await self._epmd.start(self._epmd_command(), self._environment())
        seen = self._server.log.stat().st_size if self._server.log.exists() else 0
        await self._server.start([str(server)], self._environment())
        await self._ready(seen)

    async def stop(self) -> None:
        """Ends it in good order, and its epmd."""
        await self._server.stop()
        await self._epmd.kill()

    async def kill(self) -> None:
        """Ends it as a power cut would."""
        await self._server.kill()

    async def ctl(self, *arguments: str) -> str:
        """What `rabbitmqctl` answers; raises RuntimeError when it fails."""
        process = await asyncio.create_subprocess_exec(
            str(_script("rabbitmqctl")),
            *("-q", "-n", self._name, *arguments),
            env=self._environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        if process.returncode != 0:
            raise RuntimeError(output.decode())
        return output.decode()

    def _prepare(self) -> None:
        (self._directory / "db").mkdir(parents=True, exist_ok=True)
        (self._directory / "enabled_plugins").write_text("[].\n")
        (self._directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = {HOST}:{self._port}\n"
            "default_user = dev\ndefault_pass = dev\nlog.console = true\nlog.console.level = info\nlog.file = false\n"
        )

    def _environment(self) -> dict[str, str]:
        at = str(self._directory)
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))},
            "HOME": at,
            "RABBITMQ_NODENAME": self._name,
            "RABBITMQ_NODE_IP_ADDRESS": HOST,
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "RABBITMQ_BASE": at,
            "RABBITMQ_MNESIA_BASE": f"{at}/db",
            "RABBITMQ_LOG_BASE": at,
            "RABBITMQ_PID_FILE": f"{at}/beam.pid",
            "RABBITMQ_CONFIG_FILE": f"{at}/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{at}/enabled_plugins",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": HOST,
            "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the node instead of waiting for it
        }

    def _epmd_command(self) -> list[str]:
        return ["epmd", "-address", HOST, "-port", str(self._epmd_port)]

    async def _ready(self, seen: int) -> None:
        give_up = asyncio.get_running_loop().time() + START_WITHIN
        while READY not in self._server.log.read_text(errors="replace")[seen:]:
            if self._server.pid is None or asyncio.get_running_loop().time() > give_up:
                await self.stop()
                raise DidNotStart(f"rabbitmq-server did not start, see {self._server.log}\n{self._server.said(20)}")
            await asyncio.sleep(0.1)


def _script(name: str) -> Path:
    found = SCRIPTS / name
    if not found.exists() and not install_rabbitmq():
        raise NotInstalled(
            "没有可用的 RabbitMQ：请设置 AMQP_URL，或安装能拉取镜像的 Docker，或安装 rabbitmq-server / "
            "No RabbitMQ to be had: set AMQP_URL, or install Docker that can pull images, or rabbitmq-server"
        )
    return found
