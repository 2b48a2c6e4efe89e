"""The sRGB colour space as an ICC profile of half a kilobyte (IEC 61966-2-1, ICC.1:2022), for files of any kind.

Built here: the profiles that libraries bring weigh six times as much and carry the date of their making."""

from __future__ import annotations

import struct

# Primaries and white adapted to D50 (Bradford), and the transfer curve, as IEC 61966-2-1 and ICC.1 Annex E give them.
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.7141)
_WHITE = (0.9642, 1.0, 0.8249)
_DAY = struct.pack(">6H", 1999, 10, 18, 0, 0, 0)  # of the standard: a date must be there, and never another
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # (aX+b)^g from d on, cX below: parametric type 3


def _fixed(value: float) -> bytes:
    """An s15Fixed16Number (ICC.1, 4.6)."""
    return struct.pack(">i", round(value * 65536))


def _point(xyz: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, xyz))


def _text(words: str) -> bytes:
    """One string in one language (multiLocalizedUnicodeType, ICC.1, 10.15)."""
    said = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(said), 28) + said


def _profile() -> bytes:
    curve = b"para\0\0\0\0" + struct.pack(">HH", 3, 0) + b"".join(map(_fixed, _CURVE))
    contents = {
        b"desc": _text("sRGB"),
        b"cprt": _text("CC0"),
        b"wtpt": _point(_WHITE),
        b"rXYZ": _point(_RED),
        b"gXYZ": _point(_GREEN),
        b"bXYZ": _point(_BLUE),
        b"rTRC": curve,
    }
    table, body, start = b"", b"", 128 + 4 + 12 * (len(contents) + 2)
    for tag, content in contents.items():
        place = struct.pack(">II", start + len(body), len(content))
        for name in (tag, b"gTRC", b"bTRC") if tag == b"rTRC" else (tag,):  # one curve serves all three
            table += name + place
        body += content + b"\0" * (-len(content) % 4)
    tags = struct.pack(">I", len(contents) + 2) + table
    head = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4sQI12s4s44s",
        128 + len(tags) + len(body), b"\0\0\0\0", 0x04400000, b"mntr", b"RGB ", b"XYZ ", _DAY, b"acsp", b"\0\0\0\0",
        0, b"\0\0\0\0", b"\0\0\0\0", 0, 0, b"".join(map(_fixed, _WHITE)), b"\0\0\0\0", b"\0" * 44,
    )  # fmt: skip
    return head + tags + body


PROFILE = _profile()
