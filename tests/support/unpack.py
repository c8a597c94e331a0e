"""Looks into compressed parts of files: zlib and gzip streams, and WiredTiger's snappy pages and journal records."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

_ZLIB_OR_GZIP = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_LARGEST = 64 * 1024 * 1024
_STEP = 64 * 1024
_ALIGNED = 128
_LENGTH_BYTES = 8
_ZSTD = b"\x28\xb5\x2f\xfd"
_KEPT_PLAIN = {"snappy page": 64, "snappy journal record": 16}


class Opaque(Exception):
    """A compressed page this search can't look into; start mongod with another compressor."""


def streams(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Every zlib or gzip stream in `data`: where it begins, what it is, what it holds; a torn one as far as it goes."""
    for begin in _ZLIB_OR_GZIP.finditer(data):
        if held := _inflate(data, begin.start()):
            yield begin.start(), "gzip" if begin[0][0] == 0x1F else "zlib", held


def pages(path: Path, data: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Every snappy page and journal record in WiredTiger's file `path`, likewise. Raises Opaque at a zstd page."""
    for offset in range(0, len(data), _ALIGNED):
        for what, plain in _KEPT_PLAIN.items():
            block = _block_at(data, offset + plain)
            if block.startswith(_ZSTD):
                raise Opaque(f"{path} has a zstd page at {offset}")
            if held := _snappy(block):
                yield offset, what, data[offset : offset + plain] + held


def unsnap(packed: bytes) -> bytes:
    """What a raw snappy block holds. Raises ValueError when it is none."""
    length, at = _varint(packed)
    held = bytearray()
    while at < len(packed) and len(held) < length:
        step = _literal if packed[at] & 3 == 0 else _copy
        at = step(packed, at, held)
    if at != len(packed) or len(held) != length:
        raise ValueError("not a snappy block")
    return bytes(held)


def _inflate(data: bytes, start: int) -> bytes:
    stream = zlib.decompressobj(wbits=47)
    held = bytearray()
    view = memoryview(data)
    try:
        for at in range(start, len(data), _STEP):
            if stream.eof or len(held) > _LARGEST:
                break
            held += stream.decompress(view[at : at + _STEP])
    except zlib.error:
        pass
    return bytes(held)


def _block_at(data: bytes, at: int) -> bytes:
    """WiredTiger writes the packed length before the block."""
    length = int.from_bytes(data[at : at + _LENGTH_BYTES], "little")
    at += _LENGTH_BYTES
    return data[at : at + length] if 2 < length <= min(len(data) - at, _LARGEST) else b""


def _snappy(block: bytes) -> bytes:
    try:
        return unsnap(block)
    except ValueError:
        return b""


def _varint(packed: bytes) -> tuple[int, int]:
    value = 0
    for at, byte in enumerate(packed[:5]):
        value |= (byte & 0x7F) << 7 * at
        if byte < 0x80:
            return value, at + 1
    raise ValueError("not a snappy block")


def _literal(packed: bytes, at: int, held: bytearray) -> int:
    length, at = packed[at] >> 2, at + 1
    if length >= 60:
        more = length - 59
        length, at = int.from_bytes(packed[at : at + more], "little"), at + more
    held += packed[at : at + length + 1]
    return at + length + 1


def _copy(packed: bytes, at: int, held: bytearray) -> int:
    tag = packed[at]
    if tag & 3 == 1:
        length, back, size = (tag >> 2 & 7) + 4, (tag >> 5) << 8 | int.from_bytes(packed[at + 1 : at + 2]), 2
    else:
        wide = 2 if tag & 3 == 2 else 4
        length, back, size = (tag >> 2) + 1, int.from_bytes(packed[at + 1 : at + 1 + wide], "little"), 1 + wide
    if not 0 < back <= len(held):
        raise ValueError("not a snappy block")
    begin = len(held) - back
    pattern = held[begin : begin + length]
    held += (pattern * (length // len(pattern) + 1))[:length]
    return at + size
