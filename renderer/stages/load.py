"""load: files to a Loaded campaign. Every mistake is reported with its file, line and key before anything is made."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import jinja2

from renderer import digest
from renderer.copywriting import texts
from renderer.errors import AssetError, InputError, Problem, did_you_mean
from renderer.feeds import read as read_feed
from renderer.model import document
from renderer.model.brand import Brand
from renderer.model.campaign import Campaign, Message, Messages
from renderer.model.document import Document
from renderer.model.feed import FeedItem, RejectedRow
from renderer.model.format import Format, FormatFile
from renderer.model.layout import Layout, LayoutFile
from renderer.content import LogoArt
from renderer.resources import formats_folder, shipped, starter_brand, without_system_fonts
from renderer.stores.inputs import Inputs
from renderer.text.fonts import FontSet, font_set


class BrandKit(NamedTuple):
    """A brand with its files read: fonts, logos, layouts, and the digests of all of them."""

    brand: Brand
    folder: Path
    fonts: FontSet
    logos: tuple[LogoArt, ...]
    layouts: tuple[Layout, ...]
    digests: dict[str, str]


class Catalogue(NamedTuple):
    """The formats by id, and the sources their facts cite."""

    formats: dict[str, Format]
    sources: dict[str, dict[str, str]]


class Loaded(NamedTuple):
    """A campaign with everything it names."""

    name: str
    file: Path
    campaign: Campaign
    kit: BrandKit
    catalogue: Catalogue
    items: tuple[FeedItem, ...]
    rejected: tuple[RejectedRow, ...]
    digests: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where the campaign file lies; its paths are relative to it."""
        return self.file.parent


def load(path: Path, inputs: Inputs) -> Loaded:
    """A campaign and all it names. Raises InputError with every mistake found."""
    without_system_fonts()
    file = path / "campaign.yaml" if path.is_dir() else path
    written = document.read(file)
    campaign = document.validated(Campaign, written)
    problems: list[Problem] = []
    catalogue = load_catalogue(file.parent)
    _check_formats(campaign, catalogue, written, problems)
    _check_texts(campaign, written, problems)
    brand_file = _find_brand(campaign.brand, written, problems)
    if problems:
        raise InputError(problems)
    kit = load_brand(brand_file, inputs)
    items, rejected = _feed(campaign, written)
    inputs.flush()
    return Loaded(
        name=campaign.name or file.resolve().parent.name,
        file=file,
        campaign=campaign,
        kit=kit,
        catalogue=catalogue,
        items=items,
        rejected=rejected,
        digests={"campaign": digest.of_bytes(file.read_bytes()), **kit.digests},
    )


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The shipped formats and those of the nearest `formats/` folder upwards, which may replace them."""
    folders = [formats_folder()]
    own = _upwards(folder, "formats") if folder is not None else None
    if own is not None and own.resolve() != folders[0].resolve():
        folders.append(own)
    formats: dict[str, Format] = {}
    sources: dict[str, dict[str, str]] = {}
    for each in folders:
        for file in sorted(each.glob("*.yaml")):
            written = document.read(file)
            if file.name == "sources.yaml":
                sources.update(written.data)
                continue
            for format_ in document.validated(FormatFile, written).formats:
                formats[format_.id] = format_
    return Catalogue(formats, sources)


def load_brand(file: Path, inputs: Inputs) -> BrandKit:
    """A brand file with its fonts, logos and layouts."""
    written = document.read(file)
    brand = document.validated(Brand, written)
    folder = file.parent
    try:
        fonts = font_set(brand.typefaces, folder)
    except AssetError as error:
        raise InputError(written.problem(("typefaces",), str(error))) from None
    logos = tuple(_logo(brand, index, folder, inputs, written) for index in range(len(brand.logos)))
    layouts, layout_digest = load_layouts(folder)
    return BrandKit(
        brand,
        folder,
        fonts,
        logos,
        layouts,
        {
            "brand": digest.of_bytes(file.read_bytes()),
            "fonts": digest.of_value([one.digest for one in fonts.files()]),
            "logos": digest.of_value([art.asset for art in logos]),
            "layouts": layout_digest,
        },
    )


def load_layouts(folder: Path) -> tuple[tuple[Layout, ...], str]:
    """A brand's own layouts and the starter ones; a brand's layout replaces the starter one of the same id."""
    layouts: dict[str, Layout] = {}
    digests = []
    for each in (starter_brand() / "layouts", folder / "layouts"):
        for file in sorted(each.glob("*.yaml")):
            written = document.read(file)
            for layout in document.validated(LayoutFile, written).layouts:
                layouts[layout.id] = layout
            digests.append(digest.of_bytes(file.read_bytes()))
    return tuple(layouts.values()), digest.of_value(digests)


def _logo(brand: Brand, index: int, folder: Path, inputs: Inputs, written: Document) -> LogoArt:
    logo = brand.logos[index]
    try:
        asset = inputs.add(folder / logo.file)
        seen = inputs.analyse(asset)
    except AssetError as error:
        raise InputError(written.problem(("logos", index, "file"), str(error))) from None
    ink = seen.alpha_box
    ratio = ink.w * seen.width / max(1e-6, ink.h * seen.height)
    return LogoArt(asset.digest, ratio, ink, logo.ground, logo.clear_space, logo.min_width_px)


def _find_brand(name: str, written: Document, problems: list[Problem]) -> Path:
    """A path relative to the campaign file, else a name in the nearest brand/ upwards, else a shipped brand."""
    folder = written.file.parent
    places = [folder / name]
    near = _upwards(folder, "brand")
    if near is not None:
        places.append(near / name)
    places.append(shipped() / "brand" / name)
    for place in places:
        file = place / "brand.yaml" if place.is_dir() else place
        if file.is_file():
            return file
    roots = [place.parent for place in places[1:]]
    known = [one.name for root in roots if root.is_dir() for one in sorted(root.iterdir()) if one.is_dir()]
    problems.append(written.problem(("brand",), f"no brand '{name}'{did_you_mean(name, known)}"))
    return places[0]


def _upwards(folder: Path, name: str) -> Path | None:
    """The nearest folder of a name beside or above a folder."""
    resolved = folder.resolve()
    return next((one / name for one in (resolved, *resolved.parents) if (one / name).is_dir()), None)


def _feed(campaign: Campaign, written: Document) -> tuple[tuple[FeedItem, ...], tuple[RejectedRow, ...]]:
    if campaign.feed is None:
        return (), ()
    items: list[FeedItem] = []
    rejected: list[RejectedRow] = []
    try:
        for one in read_feed(campaign.feed, written.file.parent):
            if isinstance(one, FeedItem):
                items.append(one)
            else:
                rejected.append(one)
    except InputError as error:
        line = written.line(("feed", "source"))
        told = (problem if problem.line or problem.file != written.file
                else Problem(problem.what, written.file, line, problem.key) for problem in error.problems)  # fmt: skip
        raise InputError(told) from None
    return tuple(items), tuple(rejected)


def match_formats(pattern: str, catalogue: Catalogue) -> list[Format]:
    """Formats that an id, alias, family, channel or glob means, in catalogue order; empty where none."""
    from fnmatch import fnmatchcase

    formats = catalogue.formats
    if pattern in formats:
        return [formats[pattern]]
    found = [one for one in formats.values() if pattern in (one.family, one.channel, *one.aliases)]
    return found or [one for one in formats.values() if fnmatchcase(one.id, pattern)]


def _check_formats(campaign: Campaign, catalogue: Catalogue, written: Document, problems: list[Problem]) -> None:
    known = {*catalogue.formats, *(one.family for one in catalogue.formats.values()),
             *(one.channel for one in catalogue.formats.values()),
             *(alias for one in catalogue.formats.values() for alias in one.aliases)}  # fmt: skip
    by_alias = {alias: one.id for one in catalogue.formats.values() for alias in one.aliases}
    for index, placement in enumerate(campaign.placements):
        for at, pattern in enumerate(placement.formats):
            if not match_formats(pattern, catalogue):
                guess = did_you_mean(pattern, known) or did_you_mean(pattern.split("/")[-1], by_alias)
                for alias, id_ in by_alias.items():
                    guess = guess.replace(f"'{alias}'", f"'{id_}'")
                place = ("placements", index, "formats", at)
                problems.append(written.problem(place, f"unknown format '{pattern}'{guess}"))


def _check_texts(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
    """Every text compiles and names only what there is."""
    _check_messages(campaign.messages, ("messages",), written, problems)
    for index, segment in enumerate(campaign.segments):
        _check_messages(segment.messages, ("segments", index, "messages"), written, problems)
    for index, arm in enumerate(campaign.arms):
        _check_messages(arm.messages, ("arms", index, "messages"), written, problems)
    for index, placement in enumerate(campaign.placements):
        if placement.click_url is not None:
            _check_text(placement.click_url, ("placements", index, "click_url"), written, problems)


def _check_messages(messages: Messages, at: document.KeyPath, written: Document, problems: list[Problem]) -> None:
    for locale, alternatives in messages.items():
        ids = [message.id for message in alternatives]
        if len(ids) > 1 and (None in ids or len(set(ids)) < len(ids)):
            problems.append(written.problem((*at, locale), "several messages need an 'id' each"))
        for message in alternatives:
            for role, copy in message_texts(message):
                _check_text(copy, (*at, locale, role), written, problems)


def message_texts(message: Message) -> list[tuple[str, str]]:
    """Every text of a message with its role, alternatives included."""
    found = []
    for role in texts.ROLES:
        copy = getattr(message, role)
        if copy is not None:
            found += [(role, text) for text in texts.copies(copy)]
    return found


def _check_text(text: str, at: document.KeyPath, written: Document, problems: list[Problem]) -> None:
    try:
        texts.check(text)
    except (jinja2.TemplateError, texts.TextError) as error:
        problems.append(written.problem(at, str(error)))
