"""The master key: a file outside MongoDB that wraps every person's key."""

import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from shared.privacy.cipher import KEY_BYTES


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """`main` wraps and opens; `other`, while the master key is being changed, only opens."""

    main: bytes
    other: bytes | None = None

    def named(self, name: str) -> bytes | None:
        """The one called `name`; None where it is neither."""
        return next((key for key in (self.main, self.other) if key and key_id(key) == name), None)

    @property
    def names(self) -> list[str]:
        """What they are called."""
        return [key_id(key) for key in (self.main, self.other) if key]


class UnusableKeyFile(ValueError):
    """The file is there and holds no key."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"主密钥文件 {path} 应为 {KEY_BYTES} 字节的 Base64，请从备份恢复。"
            f" The master key file {path} must hold {KEY_BYTES} bytes in base64; restore it from a backup."
        )


def load_master(path: Path) -> bytes:
    """The key in `path`. Raises FileNotFoundError, or UnusableKeyFile."""
    try:
        key = b64decode(path.read_bytes().strip(), validate=True)
    except ValueError:
        raise UnusableKeyFile(path) from None
    if len(key) != KEY_BYTES:
        raise UnusableKeyFile(path)
    return key


def load_or_create_master(path: Path) -> bytes:
    """The key in `path`, made first when there is none; whoever comes first makes it. Raises UnusableKeyFile."""
    if not path.exists():
        _create(path)
    return load_master(path)


def key_id(master: bytes) -> str:
    """A name for a master key that tells nothing about it."""
    return sha256(b"pomegranate master key " + master).hexdigest()[:16]


def _create(path: Path) -> None:
    """Never half a key, and never over one that is there: a link, unlike a rename, does not replace."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
