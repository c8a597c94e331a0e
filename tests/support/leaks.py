"""Searches what programs left on disk for words that must not be there.

A search proves something only if it finds what is there: plant a control in each place first, by the same way
as everything else gets there, and let `assert_clean` look for both. What mongod holds in memory is not on disk
until `plant_in_mongo` (or the `fsync` command) makes a checkpoint; stop it before the last search.
"""

import gzip
import json
import os
import subprocess
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

import aio_pika
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.write_concern import WriteConcern

from tests.support.broker import Broker
from tests.support.container import LABEL, Container
from tests.support.unpack import pages, streams

UNCOMPRESSED = (
    *("--wiredTigerCollectionBlockCompressor", "none", "--wiredTigerJournalCompressor", "none"),
    *("--wiredTigerIndexPrefixCompression", "false"),
)
"""Options for a mongod whose files are to be searched: index prefixes, at least, can't be put together again."""

SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Leak:
    """Where a needle was found, and in what dress: `base64`, `zlib > utf-8`."""

    path: Path
    offset: int
    needle: str
    how: str

    def __str__(self) -> str:
        return f"{self.needle!r} as {self.how} in {self.path} at {self.offset}"


def search(root: Path, needles: Iterable[str]) -> list[Leak]:
    """Every place in the files under `root`, and in their names, where one of `needles` stands in any form.

    Raises ValueError for a needle so short that it would be found by chance, Opaque where it can't look.
    """
    wanted = {needle: forms(needle) for needle in needles}
    return [leak for path in _files(root) for leak in (*_in_name(path, wanted), *_in_file(path, wanted))]


def assert_clean(root: Path, needles: Iterable[str], control: str) -> None:
    """Fails when `control`, planted before, is not found under `root`, or one of `needles` is."""
    found = search(root, [control, *needles])
    assert any(leak.needle == control for leak in found), f"the control was not found in {root}: nothing is proved"
    leaks = [str(leak) for leak in found if leak.needle != control]
    assert not leaks, "\n".join(leaks)


def new_control() -> str:
    """Words nobody else writes, with Chinese in them so that every form of them looks different."""
    return f"对照{uuid4().hex[:12]}核桃"


async def plant_in_mongo(database: AsyncDatabase[dict[str, Any]], control: str) -> None:
    """Writes `control` into a collection of its own, and all that was written so far to disk."""
    planted = database.get_collection("planted", write_concern=WriteConcern(w="majority", j=True))
    await planted.insert_one({"text": control})
    await database.client.admin.command("fsync")


async def plant_in_broker(amqp_url: str, control: str, queue: str) -> None:
    """Leaves `control` as a persistent message in a durable quorum queue, confirmed."""
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        await channel.declare_queue(queue, durable=True, arguments={"x-queue-type": "quorum"})
        message = aio_pika.Message(control.encode(), delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, routing_key=queue)


def store_of(broker: Broker, base: Path, copy: Path) -> Path:
    """Where the files of `broker` can be searched: a local node's under pytest's `base`, a container's copied."""
    if not isinstance(broker, Container):
        return base / "rabbitmq0"
    docker = ["docker", "ps", "--quiet", "--filter", f"label={LABEL}={os.getpid()}"]
    (container,) = subprocess.run(docker, capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(["docker", "cp", f"{container}:/var/lib/rabbitmq", str(copy)], check=True)
    return copy


def plant_in_files(directory: Path, control: str) -> dict[str, Path]:
    """One file for each form of `control`, plain and packed; by the name of the form."""
    text = control.encode()
    dresses = {how: form for how, variants in forms(control).items() for form in variants[:1]}
    packed = {"zlib": zlib.compress(text), "gzip": gzip.compress(text), **_snappy_planted(text)}
    planted = {}
    for n, (how, content) in enumerate({**dresses, **packed}.items()):
        planted[how] = directory / f"planted-{n}{'.wt' if how.startswith('snappy') else ''}"
        before = bytes(256) if how.startswith("snappy") else b"before \x00\xff "
        planted[how].write_bytes(before + content + b" after")
    return planted


def forms(needle: str) -> dict[str, tuple[bytes, ...]]:
    """The bytes `needle` may be written as, by the name of the form."""
    text = needle.encode()
    if len(text) < SHORTEST:
        raise ValueError(f"{needle!r} is too short to be told from chance")
    little, big, chinese = needle.encode("utf-16-le"), needle.encode("utf-16-be"), needle.encode("gb18030")
    plain = {"utf-8": (text,), "utf-16le": (little,), "utf-16be": (big,), "gb18030": (chinese,)}
    return {
        **plain,
        "utf-8 twice": (text.decode("latin-1").encode(),),
        **{f"base64 of {name}": _base64(form) for name, (form,) in plain.items()},
        **{f"hex of {name}": (form.hex().encode(), form.hex().upper().encode()) for name, (form,) in plain.items()},
        **_escaped(needle, big),
    }


def _escaped(needle: str, big: bytes) -> dict[str, tuple[bytes, ...]]:
    units = [big[at : at + 2].hex() for at in range(0, len(big), 2)]
    some, every = json.dumps(needle)[1:-1], "".join(f"\\u{unit}" for unit in units)
    twice = json.dumps(some)[1:-1], json.dumps(every)[1:-1]
    byte_by_byte = [f"{byte:02x}" for byte in needle.encode()]
    percent, every_percent = quote_plus(needle), "%" + "%".join(byte_by_byte)
    shown, all_shown = repr(needle.encode())[2:-1], "\\x" + "\\x".join(byte_by_byte)
    shown_in_json = json.dumps(shown)[1:-1], json.dumps(all_shown)[1:-1]
    return {
        "json": _both_cases("u", some, every),
        "json in json": _both_cases("u", *twice),
        "percent": _both_cases("%", percent, percent.replace("+", "%20"), every_percent),
        "bytes shown": _both_cases("x", shown, all_shown),
        "bytes shown in json": _both_cases("x", *shown_in_json),
        "hex with spaces": _both_cases("", " ".join(byte_by_byte)),
        "html": (needle.encode("ascii", "xmlcharrefreplace"),),
    }


def _both_cases(mark: str, *texts: str) -> tuple[bytes, ...]:
    """Each text as it is and with its hexadecimal digits in the other case; letters that are no digits stay."""
    variants = dict.fromkeys(variant for text in texts for variant in (text, *_recased(text, mark)))
    return tuple(variant.encode() for variant in variants)


def _recased(text: str, mark: str) -> tuple[str, str]:
    width = {"u": 4, "x": 2, "%": 2, "": len(text)}[mark]
    parts = text.split(mark) if mark else ["", text]
    upper = mark.join([parts[0], *(part[:width].upper() + part[width:] for part in parts[1:])])
    lower = mark.join([parts[0], *(part[:width].lower() + part[width:] for part in parts[1:])])
    return upper, lower


def _base64(form: bytes) -> tuple[bytes, ...]:
    """What of `form` is certain to stand in the base64 of something longer, for each of three alignments."""
    found: dict[bytes, None] = {}
    for shift in range(3):
        certain = slice(-(-shift * 8 // 6), (shift + len(form)) * 8 // 6)
        found |= dict.fromkeys(encode(bytes(shift) + form)[certain] for encode in (b64encode, urlsafe_b64encode))
    return tuple(found)


def _files(root: Path) -> Iterator[Path]:
    found = [root] if root.is_file() else sorted(root.rglob("*"))
    return (path for path in found if path.is_file() and not path.is_symlink())


def _in_name(path: Path, wanted: dict[str, dict[str, tuple[bytes, ...]]]) -> Iterator[Leak]:
    return _in_bytes(path, path.name.encode(errors="surrogateescape"), "name > ", wanted)


def _in_file(path: Path, wanted: dict[str, dict[str, tuple[bytes, ...]]]) -> Iterator[Leak]:
    try:
        data = _without_padding(path.read_bytes())
    except FileNotFoundError:
        return  # a running program removed it
    yield from _in_bytes(path, data, "", wanted)
    for offset, what, held in streams(data):
        yield from _in_bytes(path, held, f"{what} > ", wanted, offset)
    if path.suffix == ".wt" or path.name.startswith("WiredTiger"):
        for offset, what, held in pages(path, data):
            yield from _in_bytes(path, held, f"{what} > ", wanted, offset)


def _without_padding(data: bytes) -> bytes:
    """Journals are made large and full of zeros; a text in UTF-16 may end with one."""
    return data[: len(data.rstrip(b"\0")) + 1]


def _in_bytes(
    path: Path, data: bytes, where: str, wanted: dict[str, dict[str, tuple[bytes, ...]]], block: int | None = None
) -> Iterator[Leak]:
    for needle, dresses in wanted.items():
        for how, variants in dresses.items():
            offsets = [at for at in map(data.find, variants) if at >= 0]
            if offsets:
                yield Leak(path, min(offsets) if block is None else block, needle, f"{where}{how}")


def _snappy_planted(text: bytes) -> dict[str, bytes]:
    """A page and a journal record in which `text` is put together from its halves, so that it can't be seen plainly."""
    first, second = text[: len(text) // 2], text[len(text) // 2 :]
    literals = b"".join(bytes([len(half) - 1 << 2]) + half for half in (second, first))
    copy = bytes([len(second) - 1 << 2 | 2]) + len(text).to_bytes(2, "little")
    block = bytes([len(text) + len(second)]) + literals + copy
    block = len(block).to_bytes(8, "little") + block
    return {"snappy page": bytes(64) + block, "snappy journal record": bytes(16) + block}
