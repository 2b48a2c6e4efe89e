"""Proofreading a campaign file: what its model cannot know. Each function adds the mistakes it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from renderer.copywriting import locales, texts
from renderer.copywriting.addresses import begins_wrong
from renderer.errors import Problem, choices, did_you_mean
from renderer.feeds import mapping, refused_scheme
from renderer.loading.catalogue import Catalogue, match_formats, near_format
from renderer.model import document
from renderer.model.campaign import Campaign, Feed, Items, Message, Messages
from renderer.model.document import Document
from renderer.model.feed import FeedItem
from renderer.model.rules import parse_sort, parse_where

_ATTRIBUTE = "attribute."


def check_paths(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
    """No path is one that no file system could hold."""
    paths: list[tuple[document.KeyPath, str | None]] = [(("brand",), campaign.brand)]
    if campaign.feed is not None:
        paths += [(("feed", "source"), campaign.feed.source), (("feed", "images"), campaign.feed.images)]
        paths += [(("feed", "translations", locale, "source"), one.source)
                  for locale, one in campaign.feed.translations.items()]  # fmt: skip
    for at, path in paths:
        if path and "\0" in path:
            problems.append(written.problem(at, "holds a character that no path may hold"))
        elif path and (len(path) > 1000 or any(len(part.encode()) > 255 for part in path.split("/"))):
            problems.append(written.problem(at, f"'{path[:40]}...' is too long for a path"))


def check_locales(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
    """Every locale is one that Babel knows, and every message speaks one of the campaign's."""
    for index, locale in enumerate(campaign.locales):
        what = locales.unknown(locale)
        if what:
            listed = isinstance(written.data.get("locales"), list)
            problems.append(written.problem(("locales", index) if listed else ("locales",), what))
    for at, messages in _message_groups(campaign):
        for locale in messages:
            if locale not in campaign.locales:
                known = ", ".join(campaign.locales)
                what = f"'{locale}' is not among the campaign's locales ({known})"
                problems.append(written.problem((*at, _as_written(locale, at, written)), what))


def _as_written(locale: str, at: document.KeyPath, written: Document) -> str:
    """A locale the way the file spells it (`fr_fr` for fr-FR)."""
    keys = [str(path[-1]) for path in written.lines if path[:-1] == at]
    return next((key for key in keys if key.replace("_", "-").casefold() == locale.casefold()), locale)


def check_networks(campaign: Campaign, networks: Collection[str], written: Document, problems: list[Problem]) -> None:
    """Every network has a profile."""
    for index, placement in enumerate(campaign.placements):
        for at, name in enumerate(placement.networks):
            if name not in networks:
                place = _element(("placements", index, "networks"), at, written)
                problems.append(written.problem(place, f"unknown network '{name}'{choices(name, sorted(networks))}"))


def _element(path: document.KeyPath, at: int, written: Document) -> document.KeyPath:
    """The place of a list's element, or of the key itself where a person wrote one thing instead of a list."""
    return (*path, at) if (*path, at) in written.lines else path


def check_formats(campaign: Campaign, catalogue: Catalogue, written: Document, problems: list[Problem]) -> None:
    """Every pattern means a format, and every placement has an id of its own."""
    ids: set[str] = set()
    for index, placement in enumerate(campaign.placements):
        if placement.id:
            if placement.id.casefold() in ids:
                what = f"another placement has the id '{placement.id}' already"
                problems.append(written.problem(("placements", index, "id"), what))
            ids.add(placement.id.casefold())
        for at, pattern in enumerate(placement.formats):
            if not match_formats(pattern, catalogue):
                place = _element(("placements", index, "formats"), at, written)
                problems.append(written.problem(place, f"unknown format '{pattern}'{near_format(pattern, catalogue)}"))


def check_texts(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
    """Every text compiles, names only what there is, and can be filled."""
    for at, messages in _message_groups(campaign):
        _check_messages(messages, at, campaign, written, problems)
    for index, placement in enumerate(campaign.placements):
        if placement.click_url is not None:
            place = ("placements", index, "click_url")
            shows = campaign.feed is not None and placement.items == "each"
            _check_text(placement.click_url, place, shows, written, problems)
            if refused_scheme(placement.click_url) or begins_wrong(placement.click_url):
                problems.append(
                    written.problem(place, "is no address that a click may lead to; begin it with https://")
                )


def _message_groups(campaign: Campaign) -> Iterator[tuple[document.KeyPath, Messages]]:
    """Every place that messages are written in."""
    yield ("messages",), campaign.messages
    for index, segment in enumerate(campaign.segments):
        yield ("segments", index, "messages"), segment.messages
    for index, arm in enumerate(campaign.arms):
        yield ("arms", index, "messages"), arm.messages


def _check_messages(
    messages: Messages, at: document.KeyPath, campaign: Campaign, written: Document, problems: list[Problem]
) -> None:
    shows = campaign.feed is not None and all(placement.items == "each" for placement in campaign.placements)
    for locale, alternatives in messages.items():
        place = (*at, _as_written(locale, at, written))
        ids = [message.id.casefold() if message.id else None for message in alternatives]
        if len(ids) > 1 and (None in ids or len(set(ids)) < len(ids)):
            problems.append(written.problem(place, "several messages need an 'id' each, and each another one"))
        for index, message in enumerate(alternatives):
            for role, copy in message_texts(message):
                _check_text(copy, (*_element(place, index, written), *role), shows, written, problems)


def message_texts(message: Message) -> list[tuple[document.KeyPath, str]]:
    """Every text of a message with its place in it, alternatives included."""
    found: list[tuple[document.KeyPath, str]] = []
    for role in texts.ROLES:
        copy = getattr(message, role)
        if copy is not None:
            found.append(((role,), copy.text))
            found += [((role, "short"), copy.short)] if copy.short else []
            found += [((role, "alternatives", index), text) for index, text in enumerate(copy.alternatives)]
    return found


def _check_text(text: str, at: document.KeyPath, with_item: bool, written: Document, problems: list[Problem]) -> None:
    try:
        texts.check(text, with_item)
    except texts.TextError as error:
        problems.append(written.problem(at, str(error)))


def check_rules(campaign: Campaign, folder: Path, written: Document, problems: list[Problem]) -> None:
    """Every column of the feed that a rule names is there."""
    columns: set[str] | None = None
    places: list[tuple[document.KeyPath, Items]] = [(("items",), campaign.items)]
    places += [(("segments", index, "items"), segment.items) for index, segment in enumerate(campaign.segments)]
    for at, items in places:
        rules = (("where", parse_where(items.where) if items.where else None),
                 ("sort", parse_sort(items.sort) if items.sort else None))  # fmt: skip
        for key, rule in rules:
            fields = rule.fields if rule is not None else frozenset()
            named = {field.removeprefix(_ATTRIBUTE) for field in fields if field.startswith(_ATTRIBUTE)}
            if not named or campaign.feed is None:
                continue
            columns = columns if columns is not None else _columns(campaign.feed, folder)
            for name in sorted(named - columns):
                what = f"the feed has no further column '{name}'{did_you_mean(name, columns)}"
                problems.append(written.problem((*at, key), what))


def _columns(feed: Feed, folder: Path) -> set[str]:
    """The names that a feed's columns have as attributes."""
    mapped = {field.removeprefix(_ATTRIBUTE) for field in feed.map if field.startswith(_ATTRIBUTE)}
    return mapped | {use.column for use in mapping(feed, folder)}


def check_columns(campaign: Campaign, items: Iterable[FeedItem], written: Document, problems: list[Problem]) -> None:
    """Every column of the feed that a text names is there in some item."""
    known: set[str] | None = None
    for at, messages in _message_groups(campaign):
        for locale, alternatives in messages.items():
            place = (*at, _as_written(locale, at, written))
            for index, message in enumerate(alternatives):
                for role, text in message_texts(message):
                    named = texts.attributes(text)
                    if not named or "default" in text or "{%" in text:  # it says what to do where there is none
                        continue
                    known = known if known is not None else {name for item in items for name in item.attributes}
                    for name in sorted(named - known):
                        what = f"the feed has no further column '{name}'{did_you_mean(name, known)}"
                        problems.append(written.problem((*_element(place, index, written), *role), what))
