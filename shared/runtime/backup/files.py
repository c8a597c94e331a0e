"""Gzipped files of BSON documents, which have their name only once they are whole and on the disk."""

import fcntl
import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, Self, cast

import bson
from bson.codec_options import CodecOptions
from bson.errors import InvalidBSON
from bson.raw_bson import RawBSONDocument

from shared.runtime.backup.manifest import NotSafe, Part

RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
"""Documents as they are, neither decoded nor encoded anew."""

UNFINISHED = ".unfinished"
_QUICKLY = 1
_CHUNK = 1024 * 1024


class Writing:
    """A file being written: `add` documents, then `finish`. Left before that, it leaves nothing under its name."""

    def __init__(self, folder: Path, file: str) -> None:
        self._file = file
        self._path = folder / file
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._unfinished = self._path.with_name(self._path.name + UNFINISHED)
        self._out = os.fdopen(os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self._gzip = gzip.GzipFile("", "wb", _QUICKLY, self._out, mtime=0)
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()
        self._unfinished.unlink(missing_ok=True)

    def add(self, document: bytes | memoryview) -> None:
        """One more document, as BSON."""
        self._gzip.write(document)
        self.rows += 1

    def finish(self) -> Part:
        """Gives the file its name, and says what is in it."""
        self._gzip.close()
        self._out.flush()
        os.fsync(self._out.fileno())
        digest, size = _digest(self._unfinished), self._unfinished.stat().st_size
        self._unfinished.replace(self._path)
        _sync(self._path.parent)
        return Part(file=self._file, rows=self.rows, bytes=size, sha256=digest)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else writes into the folder, which is made where there is none. Raises NotSafe where somebody does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotSafe(f"{folder} 正被另一次备份使用 is in use by another backup: wait for its end") from None
        yield


def replace(path: Path, content: bytes) -> None:
    """Puts `content` in the place of what `path` holds, all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + UNFINISHED)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)
    _sync(path.parent)


def read(path: Path) -> Iterator[RawBSONDocument]:
    """The documents of a file, one after the other. Raises NotSafe for one that is cut off or spoilt."""
    try:
        with gzip.open(path, "rb") as file:
            yield from bson.decode_file_iter(cast("IO[bytes]", file), RAW)
    except (OSError, EOFError, InvalidBSON, ValueError) as error:
        raise NotSafe(f"{path} 无法读取，请改用另一份备份 can't be read ({error}): take another copy of it") from error


def check(folder: Path, part: Part) -> None:
    """Raises NotSafe when a file is missing, or another than the one that was written."""
    path = folder / part.file
    if not path.exists():
        raise NotSafe(f"{path} 缺失，请补全备份 is missing: take the backup from where it is whole")
    if _digest(path) != part.sha256:
        raise NotSafe(f"{path} 校验和不符，请改用另一份备份 is not what was written: take another copy of it")


def encode(document: Any) -> bytes:
    """A document as BSON."""
    return bson.encode(document)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _sync(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
