"""Job: one creative to be made. Its key is its folder and its name in every report."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from renderer.model.base import MAX_PART
from renderer.model.campaign import Segment
from renderer.model.feed import FeedItem
from renderer.model.naming import DEVICES


class Variant(msgspec.Struct, frozen=True):
    """Whom a creative speaks to, in which language, with which message, on which arm of a test."""

    segment: Segment
    locale: str
    message: str = ""
    """The message's id where there are several."""
    arm: str = ""

    @property
    def slug(self) -> str:
        """`segment.locale[.message][.arm]`."""
        parts = (self.segment.id, self.locale, self.message, self.arm)
        return ".".join(slug(part) for part in parts if part)


class Job(msgspec.Struct, frozen=True):
    """placement+format x variant x items."""

    key: str
    placement: int
    """Its place in the campaign's placements."""
    placement_id: str
    format: str
    variant: Variant
    items: tuple[FeedItem, ...]
    name: str
    """What its files are called, without their type."""
    outputs: tuple[str, ...] = ("still",)
    """What is made of it: `still`, `html5`, `gif`."""

    @property
    def item(self) -> FeedItem | None:
        """The one item it shows, if any; of several the first, which its texts speak of."""
        return self.items[0] if self.items else None

    def labelled(self) -> Iterator[tuple[str, FeedItem]]:
        """Its items with what the digests of their values are called by: `item`, `item2`, `item3`."""
        for place, item in enumerate(self.items, 1):
            yield (f"item{place}" if place > 1 else "item"), item


def key(placement: str, format_slug: str, variant: Variant, items: tuple[FeedItem, ...]) -> str:
    """`placement/format/segment.locale[.message][.arm]/item[+item]`; an item-less creative ends with `-`."""
    return f"{slug(placement)}/{format_slug}/{variant.slug}/{shown(items) or '-'}"


def shown(items: tuple[FeedItem, ...]) -> str:
    """`item[+item]`, '' for none."""
    ids = "+".join(slug(item.id) for item in items)
    return shortened(ids, MAX_PART) if len(ids) > MAX_PART else ids


@lru_cache(maxsize=1024)
def slug(part: str) -> str:
    """A part of a key as ASCII letters, digits, `-` and `_`; eight hex digits of its hash where that changes it."""
    plain = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")
    if plain and plain == part and len(plain) <= MAX_PART and plain.lower() not in DEVICES:
        return plain
    return shortened(plain, MAX_PART, part)


def shortened(plain: str, most: int, whole: str = "") -> str:
    """A name within so many characters: cut, and with eight hex digits of what it stands for, so that two differ."""
    digits = hashlib.blake2b((whole or plain).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{plain[: most - 9].rstrip('-')}-{digits}".lstrip("-")
