"""What a file is, judged by its first bytes and never by its name."""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["picture", "artwork", "font", "video", "audio", "unknown"]

HEAD = 4096  # bytes that are looked at


def picture_format(head: bytes) -> str:
    """JPEG, PNG, GIF, WEBP, AVIF, BMP or TIFF; or an empty string."""
    for magic, name in _PICTURES.items():
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    return "AVIF" if _brands(head) & {b"avif", b"avis"} else ""


def kind_of(head: bytes) -> Kind:
    """The kind of a file that begins like this."""
    if picture_format(head):
        return "picture"
    if _is_svg(head):
        return "artwork"
    if head[:4] in (b"\0\1\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2", b"true"):
        return "font"
    if (head[4:8] == b"ftyp" and not _brands(head) & _HEIF) or head[:4] == b"\x1aE\xdf\xa3":
        return "video"
    sound = head[:3] == b"ID3" or head[:4] in (b"OggS", b"fLaC") or head[8:12] == b"WAVE"
    return "audio" if sound or head[:2] in (b"\xff\xfb", b"\xff\xf3") else "unknown"


def looks_like(head: bytes) -> str:
    """Plain words for what an unusable file seems to be."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, words in _OTHERS.items():
        if text.startswith(start):
            return f"looks like {words}"
    if _brands(head) & _HEIF:
        return "looks like a HEIC photo; export it as JPEG"
    if not head:
        return "the file is empty"
    if head[:2] == b"\x1f\x8b":
        return "looks like a gzip file; a compressed .svgz must be unpacked to .svg"
    kind = kind_of(head)
    return f"looks like {'an' if kind[0] in 'au' else 'a'} {kind} file" if kind != "unknown" else "unknown format"


_PICTURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
}

_OTHERS = {
    b"<!doctype html": "HTML",
    b"<html": "HTML",
    b"<head": "HTML",
    b"{": "JSON",
    b"[": "JSON",
    b"%pdf": "PDF",
    b"%!ps": "PostScript",
    b"8bps": "a Photoshop file",
    b"pk\3\4": "a zip file",
    b"<?xml": "XML",
    b"\0\0\1\0": "a Windows icon",
    b"\0\0\0\x0cjp  \r\n": "a JPEG 2000 picture; export it as JPEG or PNG",
    b"\0\0\0\x0cjxl \r\n": "a JPEG XL picture; export it as JPEG or PNG",
    b"\xff\x0a": "a JPEG XL picture; export it as JPEG or PNG",
}
"""In lower case."""

_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""Brands of ISO/IEC 23008-12 (HEIF), what iPhones save; AVIF files may name one of them first."""


def _brands(head: bytes) -> set[bytes]:
    """The kinds of ISO media file (MP4, HEIC, AVIF) that a file says it is; none where it is no such file."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}


def _is_svg(head: bytes) -> bool:
    text = head.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n").lower()
    if not text.startswith(b"<"):
        return False
    return text.startswith((b"<svg", b"<!doctype svg")) or (
        b"<svg" in text and text.startswith((b"<?xml", b"<!--", b"<!doctype")) and b"<html" not in text
    )
