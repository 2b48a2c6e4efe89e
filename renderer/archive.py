"""A ZIP archive of the same bytes on every run and machine: no dates, no owners, one compressor.

Python's own `zipfile` compresses with whatever zlib the system has, and these differ; libdeflate comes with us.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

import deflate

_LEVEL = 6
_DAY = 0x21  # 1980-01-01, the first day that an archive can name (APPNOTE 4.4.6: days, months << 5, years << 9)
_VERSION = 20  # of the format: the first with deflate
_DEFLATED = 8


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Files by their ASCII path, in this order (APPNOTE 6.3, sections 4.3.7 to 4.3.16). Up to 4 GB."""
    body, listing, count = bytearray(), bytearray(), 0
    for path, content in parts:
        name, packed = path.encode("ascii"), bytes(deflate.deflate_compress(content, _LEVEL))
        facts = struct.pack("<HHHHHIIIHH", _VERSION, 0, _DEFLATED, 0, _DAY, deflate.crc32(content), len(packed),
                            len(content), len(name), 0)  # fmt: skip
        listing += b"PK\1\2" + struct.pack("<H", _VERSION) + facts + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + facts + name + packed
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listing), len(body), 0)
    return bytes(body + listing + b"PK\5\6" + end)
