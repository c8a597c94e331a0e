"""Files that no program of ours writes: the old binary .xls, and .xlsx files made to do harm."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

from xlsxwriter import Workbook

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of Excel 97 with one sheet of texts: BIFF8 records in an OLE container."""
    cells = b"".join(
        _record(0x0204, struct.pack("<HHHHB", y, x, 0, len(text), 1) + text.encode("utf-16-le"))
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6)) + cells + _record(0x000A, b"")
    name = "台账".encode("utf-16-le")
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    rest = _record(0x000A, b"")
    at = len(begin) + 4 + 8 + len(name) + len(rest)
    book = begin + _record(0x0085, struct.pack("<IBBBB", at, 0, 0, 2, 1) + name) + rest
    return _container((book + sheet).ljust(4096, b"\0"))


def cornered() -> bytes:
    """Two kilobytes that claim seventeen thousand million cells."""
    return _changed("xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="B2"', b'r="XFD1048576"'))


def unfolding(size: int) -> bytes:
    """A text of `size` bytes, packed to a thousandth of that."""
    return _changed("xl/sharedStrings.xml", lambda part: part.replace(b"<t>c</t>", b"<t>" + b"c" * size + b"</t>"))


def repeating(size: int, cells: int) -> bytes:
    """A text of `size` characters, written once and shown in `cells` cells, fifty to a row."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        for n in range(cells):
            sheet.write_string(n // 50, n % 50, "灯" * size)
    return buffer.getvalue()


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _container(stream: bytes) -> bytes:
    """Sector 0 is the table of sectors, 1 the directory, then the stream."""
    sectors = -(-len(stream) // SECTOR)
    table = [FAT, END, *range(3, sectors + 2), END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    fat = b"".join(struct.pack("<I", entry) for entry in table)
    directory = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    parts = (head.ljust(SECTOR, b"\xff"), fat.ljust(SECTOR, b"\xff"), directory.ljust(SECTOR, b"\0"))
    return b"".join(parts) + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(written), kind, 1, FREE, FREE, child)
    return written.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def _changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    plain, made = io.BytesIO(), io.BytesIO()
    with Workbook(plain, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["c", "d"])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return made.getvalue()
