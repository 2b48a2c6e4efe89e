"""The ledger: what is kept of an output folder between runs, and how it is written down.

A file of one JSON value a line, with the CRC-32 of the value's text before it: `["1c291ca3",{...}]`. The first line is
the head, each other one a record. A line that was torn or damaged counts as absent, and its creative is made again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from renderer import digest
from renderer.model.feed import RejectedRow
from renderer.outcome import Creative, File, Flashes, Probe, Sight, Skipped

_encoder = msgspec.json.Encoder()
_PREFIX = len(b'["00000000",')


class Record(msgspec.Struct, frozen=True, gc=False):
    """What is kept of a creative between runs."""

    creative: Creative
    input: str
    """The input digest."""
    inputs: dict[str, str]
    """The digests it was made of, by what they stand for."""
    scene: str = ""
    paint: str = ""
    """Digest of scene, painter and encoding options."""
    probes: tuple[Probe, ...] = ()
    sights: tuple[Sight, ...] = ()
    stamps: tuple[tuple[int, int], ...] = ()
    """Size and modification time (ns) of each file when it was written."""
    trace: str = ""
    """Where in our code it failed; for `--debug`, never part of the manifest."""
    flashes: Flashes | None = None
    """How it flashes; only of what moves."""


class Header(msgspec.Struct, frozen=True):
    """What the manifest says beside its creatives."""

    campaign: str
    source: str
    """The campaign file, as seen from the folder."""
    created_from: dict[str, str]
    rejected_rows: tuple[RejectedRow, ...]
    skipped: tuple[Skipped, ...]


class Head(msgspec.Struct, frozen=True):
    """The ledger's first line: the header, how many records follow, and the manifest written with it."""

    header: Header
    count: int
    sha256: str
    """Of the manifest."""
    stale: tuple[File, ...] = ()
    """Files of no creative any more that could not be removed."""


class Ledger(NamedTuple):
    """The state of an output folder: its header (None before the first run) and its records by key."""

    header: Header | None
    records: dict[str, Record]
    sound: bool
    """Whether all was found as the last run left it: ledger whole, no journal, manifest as written."""
    listing: str
    """SHA-256 of the manifest that was written with it."""
    stale: tuple[File, ...]
    """Files of no creative any more that are still to be removed."""


class _Listed(msgspec.Struct, frozen=True):
    """What is read back of a manifest."""

    creatives: tuple[Creative, ...]


def read(ledger: bytes, journal: bytes, listing: bytes) -> Ledger:
    """The ledger of the last whole run, then the journal of one cut short.

    Where the ledger is damaged, the manifest (`listing`) still says which files are ours."""
    first, *lines = ledger.split(b"\n")
    head: Head | None = _value(first, Head)
    records = _records(lines)
    whole = head is not None and head.count == len(records)
    if not whole:
        records = {**_listed(listing), **records}
    later = _records(journal.split(b"\n"))
    stale = tuple(file for key, record in later.items() if key in records for file in replaced(records[key], record))
    records |= later
    if head is None:
        return Ledger(None, records, False, "", stale)
    sound = whole and not journal and digest.sha256(listing) == head.sha256
    return Ledger(head.header, records, sound, head.sha256, (*head.stale, *stale))


def replaced(before: Record, now: Record) -> list[File]:
    """Files of a creative's earlier form that its present one does not have."""
    paths = {file.path for file in now.creative.files}
    return [file for file in before.creative.files if file.path not in paths]


def line(value: Head | Record) -> bytes:
    """A value as a line of the ledger or the journal."""
    text = _encoder.encode(value)
    return b'["%08x",%b]\n' % (zlib.crc32(text), text)


def _records(lines: Iterable[bytes]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for each in lines:
        record: Record | None = _value(each, Record)
        if record is not None:
            found[record.creative.key] = record
    return found


def _value(written: bytes, kind: type[Any]) -> Any:
    """A line's value, None for one that a kill has torn, a disk has damaged or another version wrote."""
    text = written[_PREFIX:-1]
    if written != b'["%08x",%b]' % (zlib.crc32(text), text):
        return None
    return _decoded(text, kind)


def _listed(listing: bytes) -> dict[str, Record]:
    """Records as far as the manifest goes: enough to know the files, not enough to trust what they show."""
    return {one.key: Record(one, "", {}, stamps=tuple((file.bytes, 0) for file in one.files))
            for one in listed(listing) or ()}  # fmt: skip


def listed(listing: bytes) -> tuple[Creative, ...] | None:
    """The creatives that a manifest lists, in its order; None for what is no manifest."""
    found: _Listed | None = _decoded(listing, _Listed)
    return found.creatives if found is not None else None


def _decoded(text: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(text, type=kind)
    except ValueError:  # msgspec.DecodeError, and UnicodeDecodeError
        return None


def manifest(header: Header, records: Iterable[Record], seconds: float) -> bytes:
    """The manifest as the design promises it: compact JSON, creatives in the plan's order."""
    creatives = [record.creative for record in records]
    counts: dict[str, int] = {"creatives": len(creatives), "ok": 0, "warn": 0, "fail": 0, "error": 0}
    for creative in creatives:
        counts[creative.status] += 1
    counts["files"] = sum(len(creative.files) for creative in creatives)
    counts["cached"] = sum(creative.cached for creative in creatives)
    counts["rejected_rows"], counts["skipped"] = len(header.rejected_rows), len(header.skipped)
    return _encoder.encode(
        {
            "campaign": header.campaign,
            "created_from": header.created_from,
            "counts": counts,
            "seconds": round(seconds, 3),
            "creatives": creatives,
            "rejected_rows": header.rejected_rows,
            "skipped": header.skipped,
        }
    )


def as_cached(record: Record) -> Record:
    """A record that was kept from an earlier run."""
    return msgspec.structs.replace(record, creative=msgspec.structs.replace(record.creative, cached=True))
