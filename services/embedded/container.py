"""A mongod in a container, for machines that have no program of its own but Docker."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from services.embedded.programs import NotInstalled


@dataclass(frozen=True, slots=True)
class MongoContainer:
    """How Docker runs mongod on a data directory of ours."""

    docker: str
    image: str
    data: Path

    @property
    def name(self) -> str:
        """The container's name, one per data directory."""
        return f"pomegranate-{hashlib.sha256(str(self.data).encode()).hexdigest()[:12]}"

    def command(self, host: str, port: int) -> list[str]:
        """The command that runs it and ends with it; mongod's own options follow."""
        shared = ("--volume", f"{self.data}:{self.data}", "--publish", f"{host}:{port}:{port}")
        owner = ("--user", f"{os.getuid()}:{os.getgid()}")
        run = [self.docker, "run", "--rm", "--init", "--name", self.name, "--entrypoint", "mongod"]
        return [*run, *owner, *shared, self.image]

    def sweep(self) -> list[str]:
        """The command that removes one left over."""
        return [self.docker, "rm", "--force", self.name]

    def fetch(self) -> None:
        """Gets the image if it is not here; raises NotInstalled if it can't be had."""
        if (
            self._run("image", "inspect", self.image).returncode
            and (pulled := self._run("pull", self.image)).returncode
        ):
            said = pulled.stderr.strip()
            raise NotInstalled(
                f"没有 mongod，也取不到镜像 {self.image}；请安装 MongoDB 6 以上，或用 MONGOD 指明它 / "
                f"No mongod and no image {self.image}: install MongoDB 6 or newer, or name one by MONGOD\n{said}"
            )

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([self.docker, *arguments], capture_output=True, text=True, check=False)  # noqa: S603


def find_container(data: Path) -> MongoContainer:
    """MONGO_IMAGE, else MongoDB 8, with its image here; raises NotInstalled saying what to install."""
    docker = shutil.which("docker")
    if docker is None:
        raise NotInstalled(
            "没有 mongod：请安装 MongoDB 6 以上或 Docker，或用 MONGOD 指明它 / "
            "No mongod here: install MongoDB 6 or newer, or Docker, or name one by MONGOD"
        )
    container = MongoContainer(docker, os.environ.get("MONGO_IMAGE", "mongo:8"), data)
    container.fetch()
    return container
