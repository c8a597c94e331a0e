"""The secrets of a stack: a file each, made where it is missing, never changed.

A container reads them as whatever user it runs as, so the files are readable and the directory is its owner's alone.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SERVICES = ("registry", "matching", "evaluation", "notify")
USERS = (*SERVICES, "operator")
"""Who has a user of its own in MongoDB and RabbitMQ; `operator` is for commands given by hand."""
BROKER_USERS = "rabbitmq_users.json"
_RIGHTS = Path(__file__).parent.parent.parent / "deploy" / "rabbitmq" / "permissions.json"
_SALT_BYTES = 4


def missing(directory: Path) -> list[str]:
    """The names of those that are not in `directory` and don't follow from others."""
    return [name for name in _RECIPES if not (directory / name).exists()]


def make_missing(directory: Path) -> list[str]:
    """Makes what is missing in `directory`; gives the names of what was made."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    made = missing(directory)
    for name in made:
        _write(directory / name, _RECIPES[name]())
    if _refresh_broker_users(directory):
        made.append(BROKER_USERS)
    return made


def _password() -> str:
    return secrets.token_urlsafe(24)


def _key(size: int) -> str:
    return b64encode(secrets.token_bytes(size)).decode()


def _mongo_url(user: str) -> str:
    return f"mongodb://{user}:{_password()}@mongo:27017/?replicaSet=rs0&authSource=admin"


def _amqp_url(user: str) -> str:
    return f"amqp://{user}:{_password()}@rabbitmq:5672/pomegranate"


def _recipes() -> dict[str, Callable[[], str]]:
    recipes: dict[str, Callable[[], str]] = {
        "secret": lambda: _key(48),
        "master_key": lambda: _key(32),
        "mongo_key_file": lambda: _key(756),
        "mongo_root_password": _password,
        "grafana_password": _password,
    }
    for user in USERS:
        recipes[f"{user}_mongo_url"] = partial(_mongo_url, user)
        recipes[f"{user}_amqp_url"] = partial(_amqp_url, user)
    return recipes


_RECIPES = _recipes()


def _refresh_broker_users(directory: Path) -> bool:
    """RabbitMQ is told the users in the URLs, hashes of their passwords, and what each may do.

    Says whether that had to be written (anew).
    """
    file = directory / BROKER_USERS
    before = json.loads(file.read_bytes()) if file.exists() else {"users": []}
    known = {user["name"]: user for user in before["users"]}
    names, users = {}, []
    for service in USERS:
        url = urlsplit((directory / f"{service}_amqp_url").read_text())
        names[service], password = url.username or "", url.password or ""
        former = known.get(names[service])
        users.append(former if former and _fits(former, password) else _broker_user(names[service], password))
    rights = json.loads(_RIGHTS.read_bytes())
    permissions = [{**each, "user": names[each["user"]]} for each in rights["permissions"]]
    now = {**rights, "users": users, "permissions": permissions}
    if now == before:
        return False
    file.unlink(missing_ok=True)
    _write(file, json.dumps(now, indent=1))
    return True


def _broker_user(name: str, password: str) -> dict[str, Any]:
    hashed = _hashed(secrets.token_bytes(_SALT_BYTES), password)
    return {"name": name, "password_hash": hashed, "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": []}


def _fits(user: dict[str, Any], password: str) -> bool:
    hashed = str(user["password_hash"])
    return hashed == _hashed(b64decode(hashed)[:_SALT_BYTES], password)


def _hashed(salt: bytes, password: str) -> str:
    return b64encode(salt + sha256(salt + password.encode()).digest()).decode()


def _write(path: Path, content: str) -> None:
    """All of it or nothing, also after a crash, and never over one that is there."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
            file.write(content + "\n")
            file.flush()
            os.fchmod(file.fileno(), 0o444)
            os.fsync(file.fileno())
        os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
