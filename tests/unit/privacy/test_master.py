"""The master key's file: one key, whole or not at all."""

import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shared.privacy.master import UnusableKeyFile, key_id, load_master, load_or_create_master


def test_a_key_is_made_once_and_then_kept(tmp_path: Path) -> None:
    path = tmp_path / "state" / "master.key"
    key = load_or_create_master(path)
    assert len(key) == 32
    assert load_or_create_master(path) == load_master(path) == key


def test_only_its_owner_may_read_it_and_nothing_else_is_left(tmp_path: Path) -> None:
    load_or_create_master(tmp_path / "master.key")
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


def test_whoever_starts_at_the_same_time_has_the_same_key(tmp_path: Path) -> None:
    for n in range(20):
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(load_or_create_master, [tmp_path / f"{n}.key"] * 8))
        assert len(keys) == 1


def test_half_a_key_of_a_killed_start_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / ".master.key.0123456789abcdef").write_bytes(b"AAAA")
    assert len(load_or_create_master(tmp_path / "master.key")) == 32


def test_a_missing_key_is_not_made_by_loading(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_master(tmp_path / "master.key")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"\n", b64encode(bytes(31)), b64encode(bytes(33)), b"not base64!", bytes(32)])
def test_a_broken_file_is_refused_kept_and_not_repeated(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    with pytest.raises(UnusableKeyFile) as refused:
        load_or_create_master(path)
    assert path.read_bytes() == content
    assert "base64" in str(refused.value)
    assert "恢复" in str(refused.value)
    assert not content.strip() or content.decode("latin-1").strip() not in str(refused.value)


def test_a_keys_name_tells_keys_apart_and_nothing_more() -> None:
    assert key_id(bytes(32)) == key_id(bytes(32)) != key_id(bytes(31) + b"\x01")
    assert len(key_id(bytes(32))) == 16
