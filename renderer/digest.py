"""Content digests: the same value gives the same hex on every machine."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

_encoder = msgspec.msgpack.Encoder(order="deterministic", decimal_format="string")

SIZE = 16  # bytes: 128 bits keep accidental collisions out of reach and keys short


def of_bytes(content: bytes | bytearray | memoryview) -> str:
    """Digest of bytes, 32 hex digits."""
    return hashlib.blake2b(content, digest_size=SIZE).hexdigest()


def of_value(value: object) -> str:
    """Digest of a tree of structs, dicts (in any key order), tuples, strings, numbers, dates and decimals."""
    return of_bytes(_encoder.encode(value))


def of_file(path: Path) -> str:
    """Digest of a file's content, read in pieces; raises OSError as open() does."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=SIZE)).hexdigest()


def sha256(content: bytes | memoryview) -> str:
    """SHA-256 as manifests print it, so that ad servers and shells can check a file."""
    return hashlib.sha256(content).hexdigest()
