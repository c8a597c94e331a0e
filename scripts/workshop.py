"""Where the pages are made: packages are installed when the lock changes, pages built when their sources do."""

import gzip
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path

_GENERATED = {"node_modules", "schema"}
_PACKED = {".js", ".css", ".html", ".svg", ".json"}
_WORTH_PACKING = 1024
_CALMLY = ("--prefer-offline", "--loglevel=error", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=3000")
"""Without the default's minute of waiting where there is no network, and without warnings nobody here can act on."""


class NotMade(Exception):
    """Something of it failed; the text says what, after npm's own words."""


class NotInstalled(NotMade):
    """The packages could not be had."""


class Workshop:
    """The sources in `web`, the API descriptions they are typed by, and the folder of what is `built`.

    `path` is a PATH with node on it; `say` tells the person who waits.
    """

    def __init__(self, web: Path, descriptions: Path, built: Path, path: str, say: Callable[[str], None]) -> None:
        self._web = web
        self._descriptions = descriptions
        self._built = built
        self._path = path
        self._say = say

    @property
    def has_pages(self) -> bool:
        """Whether anything was built, ever."""
        return (self._built / "home.html").exists()

    def build(self) -> None:
        """Makes what is built follow from the sources. Raises NotInstalled or NotMade."""
        with self._alone():
            stamp = self._web / "node_modules" / ".built"
            wanted = _fingerprint(self._sources())
            if self.has_pages and _read(stamp) == wanted:
                return
            self._install()
            with self._telling("构建网页 building the pages"):
                self._npm("run", "build")
                _pack(self._built)
            stamp.write_text(wanted)

    def run(self, script: str, what: str) -> None:
        """A script of package.json, such as `check`. Raises NotInstalled or NotMade."""
        with self._alone():
            self._install()
            with self._telling(what):
                self._say(self._npm("run", "--silent", script).strip())

    def _install(self) -> None:
        stamp = self._web / "node_modules" / ".installed"
        wanted = _fingerprint([self._web / "package-lock.json"])
        if _read(stamp) == wanted:
            return
        with self._telling("安装网页所需的包 installing what the pages are built with"):
            try:
                self._npm("ci", *_CALMLY)
            except NotMade as failed:
                raise NotInstalled(*failed.args) from None
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(wanted)

    def _npm(self, *arguments: str) -> str:
        npm = shutil.which("npm", path=self._path) or "npm"
        environment = {**os.environ, "PATH": self._path, "CI": "true", "NO_COLOR": "1"}
        done = subprocess.run(  # noqa: S603
            [npm, *arguments],
            cwd=self._web,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotMade(f"{done.stdout}\nnpm {arguments[0]}: 失败 failed")
        return done.stdout

    @contextmanager
    def _telling(self, what: str) -> Iterator[None]:
        self._say(f"{what} …")
        began = time.monotonic()
        yield
        self._say(f"{what}: {time.monotonic() - began:.0f} s")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two at once would build into one folder."""
        with (self._web / "package.json").open() as held:
            flock(held, LOCK_EX)
            yield

    def _sources(self) -> Iterator[Path]:
        yield from self._descriptions.glob("*.json")
        for folder, folders, files in os.walk(self._web):
            folders[:] = [name for name in folders if name not in _GENERATED]
            yield from (Path(folder, name) for name in files)


def _fingerprint(files: Iterable[Path]) -> str:
    digest = sha256()
    for file in sorted(files):
        digest.update(f"{file.name}\0".encode() + sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _read(stamp: Path) -> str | None:
    return stamp.read_text() if stamp.exists() else None


def _pack(built: Path) -> None:
    """Leaves a packed copy beside what is worth it: nobody has to pack it for each visitor."""
    for file in built.rglob("*"):
        if file.suffix in _PACKED and file.stat().st_size >= _WORTH_PACKING:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
