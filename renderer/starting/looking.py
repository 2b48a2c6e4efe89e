"""What a new campaign must know of its feed: whether it names pictures and links, and sales that end while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from renderer import feeds
from renderer.errors import InputError
from renderer.model.campaign import Feed
from renderer.model.feed import FeedItem

LOOKED_AT = 500  # rows: a starter's guesses need no more, and a feed may hold a million


@dataclass(frozen=True)
class Facts:
    """What a feed has. The defaults say nothing against what a campaign usually writes."""

    pictures: bool = True
    links: bool = True
    sale_ends: tuple[date, ...] = ()
    """The last days of its sales, in order."""

    def ending(self, start: date, end: date) -> tuple[date, ...]:
        """The last days of sales that hold when a flight starts and are over before its end."""
        return tuple(day for day in self.sale_ends if start <= day < end)


def look(file: Path, settings: Mapping[str, Any]) -> Facts:
    """The facts of a feed, by its columns and first rows; the defaults where it cannot be read like that."""
    try:
        feed = Feed.model_validate({**settings, "source": file.name})
        fields = {name for use in feeds.mapping(feed, file.parent) for name in use.field.split(", ")}
        found = [one for one in islice(feeds.read(feed, file.parent), LOOKED_AT) if isinstance(one, FeedItem)]
    except (InputError, ValidationError):
        return Facts()
    ends = sorted(one.offer.ends.date() for one in found if one.offer.sale is not None and one.offer.ends is not None)
    return Facts(bool({"image", "images"} & fields), "link" in fields, tuple(ends))


def notes_of(facts: Facts, start: date, end: date) -> list[str]:
    """What a person should know of a feed, one sentence each."""
    notes = []
    if not facts.pictures:
        notes.append("no column names pictures: see feed.map.image")
    if not facts.links:
        notes.append("no column names links: see feed.map.link, then write a click_url")
    if days := facts.ending(start, end):
        several = f"{len(days)} sales end" if len(days) > 1 else "a sale ends"
        notes.append(
            f"{several} before the flight does, the first on {days[0]}: no subline says until when offers hold"
        )
    return notes
