"""The search finds what was planted, however it is written, and nothing else."""

import base64
import contextlib
import gzip
import json
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.leaks import Leak, assert_clean, forms, new_control, plant_in_files, search
from tests.support.unpack import Opaque, unsnap

NEEDLE = "关淑琴+86 138 0013 8000"


def test_a_planted_control_is_found_in_every_form_and_packing(tmp_path: Path) -> None:
    control = new_control()
    planted = plant_in_files(tmp_path, control)
    assert set(forms(control)) | {"zlib", "gzip", "snappy page", "snappy journal record"} == set(planted)
    for how, path in planted.items():
        found = search(path, [control, new_control()])
        assert {leak.needle for leak in found} == {control}, how
        assert any(leak.how.split(" > ")[0] == how for leak in found)


@pytest.mark.parametrize(
    "written",
    [
        NEEDLE.encode(),
        NEEDLE.encode("utf-16-le"),
        NEEDLE.encode("utf-16-be"),
        NEEDLE.encode("gb18030"),
        json.dumps({"name": NEEDLE}).encode(),
        json.dumps({"name": NEEDLE}).upper().replace("\\U", "\\u").encode(),
        json.dumps(json.dumps({"name": NEEDLE})).encode(),
        json.dumps(json.dumps({"name": NEEDLE}, ensure_ascii=False)).encode(),
        "".join(f"\\u{ord(c):04X}" for c in NEEDLE).encode(),
        repr(NEEDLE.encode()).encode(),
        json.dumps(repr(NEEDLE.encode())).encode(),
        b"GET /?name=%E5%85%B3%E6%B7%91%E7%90%B4%2B86+138+0013+8000",
        b"GET /?name=%e5%85%b3%e6%b7%91%e7%90%b4%2b86%20138%200013%208000",
        NEEDLE.encode().hex().encode(),
        NEEDLE.encode().hex().upper().encode(),
        NEEDLE.encode().hex(" ").encode(),
        NEEDLE.encode("utf-16-le").hex().encode(),
        NEEDLE.encode("ascii", "xmlcharrefreplace"),
        NEEDLE.encode().decode("latin-1").encode(),
        zlib.compress(b"x" * 1000 + NEEDLE.encode()),
        zlib.compress(b"x" * 1000 + NEEDLE.encode(), 1),
        zlib.compress(b"x" * 1000 + NEEDLE.encode(), 9),
        gzip.compress(json.dumps(NEEDLE).encode()),
        zlib.compress(base64.b64encode(b"ab" + NEEDLE.encode() + b"yz")),
        zlib.compress(NEEDLE.encode() * 9 + random.Random(1).randbytes(200_000))[:100_000],
    ],
)
def test_it_is_found_as_programs_write_it(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00\x01before" + written + b"after\xff")
    assert {leak.needle for leak in search(tmp_path, [NEEDLE])} == {NEEDLE}


@given(before=st.binary(max_size=7), after=st.binary(max_size=7), urlsafe=st.booleans(), utf_16=st.booleans())
def test_it_is_found_in_base64_whatever_stands_around(
    tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes, urlsafe: bool, utf_16: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "base64"
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    path.write_bytes(encode(before + NEEDLE.encode("utf-16-le" if utf_16 else "utf-8") + after))
    assert search(path, [NEEDLE])


def test_a_text_in_utf_16_at_the_very_end_is_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(NEEDLE.encode("utf-16-le") + bytes(100))
    assert [leak.how for leak in search(tmp_path, [NEEDLE])] == ["utf-16le"]


def test_a_leak_says_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"12345678" + NEEDLE.encode())
    assert search(tmp_path, [NEEDLE]) == [Leak(path, 8, NEEDLE, "utf-8")]
    assert str(path) in str(search(tmp_path, [NEEDLE])[0])


def test_the_names_of_files_are_searched(tmp_path: Path) -> None:
    (tmp_path / f"export-{NEEDLE}.csv").touch()
    assert [leak.how for leak in search(tmp_path, [NEEDLE])] == ["name > utf-8"]


def test_chance_finds_nothing(tmp_path: Path) -> None:
    noise = random.Random(3).randbytes(2_000_000)
    for name in ("noise", "noise.wt", "WiredTigerLog.0000000001"):
        (tmp_path / name).write_bytes(noise)
    (tmp_path / "empty").touch()
    (tmp_path / "link").symlink_to("/dev/zero")
    assert search(tmp_path, [NEEDLE, "13800138000"]) == []


def test_a_needle_too_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too short"):
        search(tmp_path, ["关"])


def test_a_page_that_cannot_be_read_is_no_clean_page(tmp_path: Path) -> None:
    page = bytes(64) + (100).to_bytes(8, "little") + b"\x28\xb5\x2f\xfd" + bytes(95) + b"\x01"
    (tmp_path / "collection.wt").write_bytes(bytes(4096) + page)
    with pytest.raises(Opaque, match=r"collection\.wt .* 4096"):
        search(tmp_path, [NEEDLE])


def test_nothing_is_proved_without_a_control(tmp_path: Path) -> None:
    control = new_control()
    with pytest.raises(AssertionError, match="nothing is proved"):
        assert_clean(tmp_path, [NEEDLE], control)
    plant_in_files(tmp_path, control)
    assert_clean(tmp_path, [NEEDLE], control)
    (tmp_path / "log").write_text(NEEDLE)
    with pytest.raises(AssertionError, match=r"utf-8 in .*log at 0"):
        assert_clean(tmp_path, [NEEDLE], control)


def test_snappy_is_read_as_its_description_says() -> None:
    assert unsnap(b"\x00") == b""
    assert unsnap(b"\x03\x08abc") == b"abc"
    assert unsnap(b"\x0a\x00a" + bytes([(9 - 1) << 2 | 2, 1, 0])) == b"a" * 10
    assert unsnap(b"\x09\x08abc" + bytes([(6 - 4) << 2 | 1, 3])) == b"abcabcabc"
    assert unsnap(b"\x06\x08abc" + bytes([(3 - 1) << 2 | 3, 3, 0, 0, 0])) == b"abcabc"
    assert unsnap(b"\x64\xf0\x63" + b"z" * 100) == b"z" * 100
    assert unsnap(b"\xac\x02\xf4\x2b\x01" + b"z" * 300) == b"z" * 300


@given(st.binary(max_size=200))
def test_what_is_not_snappy_is_refused(block: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(unsnap(block), bytes)
