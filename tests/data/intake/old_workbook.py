"""An old workbook (.xls) of one sheet of texts, byte by byte: no writer of them is kept in the environment.

A compound file (MS-CFB) of 512-byte sectors with one stream, Workbook, in BIFF8 (MS-XLS): globals, then the sheet.
"""

from __future__ import annotations

import struct

SECTOR, END, FREE, FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
# Streams shorter than this would stand in sectors of another size.
LEAST = 4096


def xls(rows: list[list[str]]) -> bytes:
    """The rows as a workbook of one sheet 表."""
    name = "表".encode("utf-16-le")
    start = len(_record(0x0809, _BEGIN_BOOK)) + 4 + 8 + len(name) + 4
    book = _record(0x0809, _BEGIN_BOOK)
    book += _record(0x0085, struct.pack("<IBBBB", start, 0, 0, 1, 1) + name) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            text = cell.encode("utf-16-le")
            sheet += _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
    return _compound(book + sheet + _record(0x000A, b""))


_BEGIN_BOOK = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(-(-max(len(stream), LEAST) // SECTOR) * SECTOR, b"\0")
    n = len(stream) // SECTOR
    # Sector 0 is the table of sectors, 1 the directory, then the stream.
    table = [FAT, END, *range(3, n + 2), END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, LEAST, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    sectors = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, 1, END, 0) + _entry("Workbook", 2, FREE, 2, len(stream))
    return header + sectors + folder.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    about = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)
