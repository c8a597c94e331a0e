"""Secrets are made once, fit each other, and are nobody else's."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from scripts.stack.secrets import BROKER_USERS, USERS, make_missing
from shared.privacy.master import load_master
from shared.runtime.settings import Settings


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_only_the_owner_gets_at_them_and_a_container_reads_what_it_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made = make_missing(folder)
    assert mode(folder) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == sorted(made)
    assert {mode(path) for path in folder.iterdir()} == {0o444}


def test_what_is_there_stays(tmp_path: Path) -> None:
    make_missing(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert make_missing(tmp_path) == []
    (tmp_path / "secret").unlink()
    assert make_missing(tmp_path) == ["secret"]
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert after.pop("secret") != before.pop("secret")
    assert after == before


def test_the_processes_can_use_them(tmp_path: Path) -> None:
    make_missing(tmp_path)
    load_master(tmp_path / "master_key")
    Settings(secret=(tmp_path / "secret").read_text().strip())
    assert 6 <= len((tmp_path / "mongo_key_file").read_text().strip()) <= 1024
    for user in USERS:
        mongo, amqp = (urlsplit((tmp_path / f"{user}_{kind}_url").read_text().strip()) for kind in ("mongo", "amqp"))
        assert (mongo.username, mongo.hostname, amqp.username, amqp.path) == (user, "mongo", user, "/pomegranate")
        assert mongo.password != amqp.password


def test_the_broker_is_told_hashes_of_the_passwords_that_are_used(tmp_path: Path) -> None:
    make_missing(tmp_path)
    assert all(_fits(tmp_path, user) for user in USERS)
    url = tmp_path / "notify_amqp_url"
    url.unlink()
    url.write_text("amqp://notify:another@rabbitmq:5672/pomegranate\n")
    assert not _fits(tmp_path, "notify")
    before = _hashes(tmp_path)
    assert make_missing(tmp_path) == [BROKER_USERS]
    assert all(_fits(tmp_path, user) for user in USERS)
    assert {user for user, hashed in _hashes(tmp_path).items() if hashed != before[user]} == {"notify"}


def test_the_broker_gives_a_user_of_another_name_the_rights_of_its_service(tmp_path: Path) -> None:
    make_missing(tmp_path)
    before = _rights(tmp_path)
    url = tmp_path / "registry_amqp_url"
    url.unlink()
    url.write_text("amqp://registry_b:another@rabbitmq:5672/pomegranate\n")
    assert make_missing(tmp_path) == [BROKER_USERS]
    after = _rights(tmp_path)
    assert after.pop("registry_b") == before.pop("registry")
    assert after == before
    assert set(_hashes(tmp_path)) == {"registry_b", *after}


def _rights(folder: Path) -> dict[str, tuple[str, ...]]:
    permissions = json.loads((folder / BROKER_USERS).read_text())["permissions"]
    return {each["user"]: tuple(each[what] for what in ("configure", "write", "read")) for each in permissions}


def _hashes(folder: Path) -> dict[str, str]:
    return {user["name"]: user["password_hash"] for user in json.loads((folder / BROKER_USERS).read_text())["users"]}


def _fits(folder: Path, user: str) -> bool:
    password = urlsplit((folder / f"{user}_amqp_url").read_text().strip()).password or ""
    stored = b64decode(_hashes(folder)[user])
    return stored[4:] == sha256(stored[:4] + password.encode()).digest()
