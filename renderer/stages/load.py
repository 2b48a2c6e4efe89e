"""load: files to a Loaded campaign. Every mistake is reported with its file, line and key before anything is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from renderer import colours, digest
from renderer.content import LogoArt
from renderer.copywriting import locales, texts
from renderer.errors import AssetError, InputError, Problem, did_you_mean, shown
from renderer.feeds import detect, mapping
from renderer.feeds import read as read_feed
from renderer.job import slug
from renderer.model import document
from renderer.model.brand import Brand, Palette, Typefaces
from renderer.model.campaign import Campaign, Feed, Message, Messages
from renderer.model.document import Document
from renderer.model.feed import FeedItem, RejectedRow
from renderer.model.format import Format, FormatFile
from renderer.model.layout import Layout, LayoutFile
from renderer.resources import formats_folder, shipped, starter_brand, without_system_fonts
from renderer.scene import Colour
from renderer.stores.inputs import Inputs
from renderer.text.fonts import WEIGHTS, FontSet, font_set


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


def load(path: Path, inputs: Inputs, networks: Collection[str] | None = None) -> Loaded:
    """A campaign and all it names; `networks` are those that have a profile. Raises InputError with every mistake."""
    without_system_fonts()
    file = path / "campaign.yaml" if path.is_dir() else path
    written = _written(file)
    campaign = document.validated(Campaign, written)
    problems: list[Problem] = []
    _check_paths(campaign, written, problems)
    if problems:
        raise InputError(problems)
    _check_locales(campaign, written, problems)
    catalogue = load_catalogue(file.parent)
    _check_formats(campaign, catalogue, written, problems)
    if networks is not None:
        _check_networks(campaign, networks, written, problems)
    _check_texts(campaign, written, problems)
    kit = _kit(campaign.brand, written, inputs, problems)
    items, rejected = _feed(campaign, written, problems)
    if items:
        _check_columns(campaign, items, written, problems)
    if problems or kit is None:
        raise InputError(sorted(problems, key=lambda problem: (problem.file != file, problem.line or 0)))
    inputs.flush()
    return Loaded(
        name=campaign.name or file.resolve().parent.name or "campaign",
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
                sources.update(_sources(written))
                continue
            for format_ in document.validated(FormatFile, written).formats:
                formats[format_.id] = format_
    return Catalogue(formats, sources)


def _sources(written: Document) -> dict[str, dict[str, str]]:
    """The sources that formats cite, by their short names."""
    if not isinstance(written.data, dict) or not all(isinstance(one, dict) for one in written.data.values()):
        raise InputError(written.problem((), "must hold sources by name: `IAB-NAP-2017: {title: ..., url: ...}`"))
    return written.data


def load_brand(file: Path, inputs: Inputs) -> BrandKit:
    """A brand file with its fonts, logos and layouts."""
    written = document.read(file)
    brand = document.validated(Brand, written)
    folder = file.parent
    problems: list[Problem] = []
    fonts = _fonts(brand, folder, written, problems)
    logos = tuple(_logos(brand, folder, inputs, written, problems))
    layouts, layout_digest = load_layouts(folder)
    _check_designs(brand, layouts, written, problems)
    if problems or fonts is None:
        raise InputError(problems)
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


def _fonts(brand: Brand, folder: Path, written: Document, problems: list[Problem]) -> FontSet | None:
    """The brand's fonts, or None with a problem for each typeface that cannot be used."""
    try:
        return font_set(brand.typefaces, folder)
    except (AssetError, OSError) as error:
        problems.append(written.problem(_typeface(brand, folder), _font_reason(error)))
        return None


def _typeface(brand: Brand, folder: Path) -> document.KeyPath:
    """Which of the typefaces it is that cannot be used."""
    for use in ("display", "text"):
        one = getattr(brand.typefaces, use)
        try:
            font_set(Typefaces(display=one, text=one, fallback=()), folder)
        except (AssetError, OSError):
            return "typefaces", use
    return "typefaces", "fallback"


def _font_reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{shown(error.filename)}: cannot be read ({(error.strerror or '').lower()})"
    return str(error)


def _logos(brand: Brand, folder: Path, inputs: Inputs, written: Document, problems: list[Problem]) -> Iterator[LogoArt]:
    for index, logo in enumerate(brand.logos):
        try:
            asset = inputs.add(folder / logo.file)
            seen = inputs.analyse(asset)
        except AssetError as error:
            problems.append(written.problem(_logo_place(written, index), str(error)))
            continue
        ink = seen.alpha_box
        if seen.flat:
            what = f"{asset.name}: shows nothing (one colour, or under 8 px)"
            problems.append(written.problem(_logo_place(written, index), what))
            continue
        ratio = ink.w * seen.width / max(1e-6, ink.h * seen.height)
        inks = _inks(inputs.pixels(asset, ink, 96, max(8, round(96 / ratio))))
        yield LogoArt(asset.digest, ratio, ink, logo.ground, logo.clear_space, logo.min_width_px, inks)


def _logo_place(written: Document, index: int) -> document.KeyPath:
    """A logo's file, in a list or alone."""
    return ("logos", index, "file") if isinstance(written.data.get("logos"), list) else ("logos", "file")


def _check_designs(brand: Brand, layouts: Iterable[Layout], written: Document, problems: list[Problem]) -> None:
    """The designs a brand prefers, and the colour its call to action is filled with, are there."""
    designs = sorted({layout.design for layout in layouts})
    for index, name in enumerate(brand.layouts):
        if name not in designs:
            what = f"unknown design '{name}'{did_you_mean(name, designs)}"
            problems.append(written.problem(("layouts", index), what))
    fill, weight = brand.cta.fill, brand.cta.weight
    roles = [name for name in Palette.model_fields if colours.role(brand.palette, name) is not None]
    if fill not in roles:
        what = f"the palette has no colour '{fill}'{did_you_mean(fill, roles)}"
        problems.append(written.problem(("cta", "fill"), what))
    weights = {*WEIGHTS, *brand.typefaces.display.weights, *brand.typefaces.text.weights}
    if weight not in weights:
        what = f"no typeface has a weight '{weight}'{did_you_mean(weight, weights)}"
        problems.append(written.problem(("cta", "weight"), what))


def _written(file: Path) -> Document:
    """The campaign file's data. Raises InputError, with the file that was meant where one is near."""
    if file.suffix.lower() in (".csv", ".tsv", ".json", ".jsonl", ".xml"):
        raise InputError(Problem(f"is no campaign file; to see what a feed holds: render feed {shown(file)}", file))
    try:
        return document.read(file)
    except InputError as error:
        if file.exists():
            raise
        raise InputError(Problem(f"no such file{_meant(file)}", file)) from error


def _meant(file: Path) -> str:
    """What a person meant by a file that is not there."""
    try:
        beside = [one.name for one in sorted(file.parent.iterdir()) if one.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    near = did_you_mean(file.name, beside)
    if near or file.name != "campaign.yaml":
        return near
    return "; name a campaign file, or start one: render init NAME --feed FILE"


def _kit(name: str, written: Document, inputs: Inputs, problems: list[Problem]) -> BrandKit | None:
    """The campaign's brand, or None with what is wrong with it."""
    file = _find_brand(name, written, problems)
    if file is None:
        return None
    try:
        return load_brand(file, inputs)
    except InputError as error:
        problems += error.problems
        return None


def _inks(pixels: npt.NDArray[np.uint8]) -> tuple[Colour, ...]:
    """The colours that cover a tenth or more of what a drawing covers, in steps of 16, the commonest first."""
    solid = pixels[pixels[..., 3] > 200][:, :3]
    if not len(solid):
        return ()
    steps, counts = np.unique(solid // 16 * 16 + 8, axis=0, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return tuple(
        (int(red), int(green), int(blue), 255)
        for (red, green, blue), count in zip(steps[order].tolist(), counts[order].tolist(), strict=True)
        if count * 10 >= len(solid)
    )


def _find_brand(name: str, written: Document, problems: list[Problem]) -> Path | None:
    """A path relative to the campaign, else a name in the nearest brand/ upwards, else a shipped brand."""
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
    where = next((place for place in places if place.is_dir()), None)
    lacks = f" (the folder {shown(where)} holds no brand.yaml)" if where is not None and name else ""
    problems.append(written.problem(("brand",), f"no brand '{name}'{lacks or did_you_mean(name, known)}"))
    return None


def _upwards(folder: Path, name: str) -> Path | None:
    """The nearest folder of a name beside or above a folder."""
    resolved = folder.resolve()
    return next((one / name for one in (resolved, *resolved.parents) if (one / name).is_dir()), None)


def _feed(
    campaign: Campaign, written: Document, problems: list[Problem]
) -> tuple[tuple[FeedItem, ...], tuple[RejectedRow, ...]]:
    """The feed's items and rejected rows; none where the feed is unusable as a whole."""
    feed = campaign.feed
    if feed is None:
        return (), ()
    items: list[FeedItem] = []
    rejected: list[RejectedRow] = []
    folders: dict[str, FeedItem] = {}
    try:
        for one in read_feed(feed, written.file.parent):
            if isinstance(one, RejectedRow):
                rejected.append(one)
                continue
            other = folders.setdefault(slug(one.id).casefold(), one)
            if other is one:
                items.append(one)
            else:
                reason = (f"its files would lie where those of id '{other.id}' (row {other.row}) do: "
                          "some systems take capitals and small letters as the same")  # fmt: skip
                rejected.append(RejectedRow(row=one.row, id=one.id, field="id", reason=reason))
    except InputError as error:
        other_kind = _other_dialect(feed, written)
        problems += [other_kind] if other_kind else [_feed_problem(one, campaign, written) for one in error.problems]
        return (), ()
    if not items:
        whole = _other_dialect(feed, written) or _unmapped(feed, rejected, written)
        problems += [whole] if whole else []
    return tuple(items), tuple(rejected)


def _unmapped(feed: Feed, rejected: list[RejectedRow], written: Document) -> Problem | None:
    """The mistake of a feed whose columns nobody knows: no row of it can be an item."""
    uses = mapping(feed, written.file.parent)
    known = {use.field for use in uses}
    for field in ("id", "title"):
        if field not in known and any(row.field == field for row in rejected):
            has = ", ".join(use.column for use in uses[:12])
            file = shown(written.file.parent / feed.source)
            what = f"no column of {file} is known as the {field} (it has {has}); name it: map: {{{field}: COLUMN}}"
            return written.problem(("feed", "map"), what)
    return None


def _other_dialect(feed: Feed, written: Document) -> Problem | None:
    """The mistake of calling a feed what it is not."""
    file = written.file.parent / feed.source
    if feed.dialect is None:
        return None
    try:
        found = detect(file).dialect
    except InputError:
        return None
    if found == feed.dialect:
        return None
    return written.problem(("feed", "dialect"), f"{shown(file)} is no '{feed.dialect}' feed; it looks like '{found}'")


def _feed_problem(problem: Problem, campaign: Campaign, written: Document) -> Problem:
    """A feed's mistake where it can be mended: in the feed's line, else in the campaign file."""
    if problem.line:
        return problem
    place = next((path for path in written.lines if path and document.key_text(path) == problem.key), None)
    if place is None:
        place = ("feed", *problem.key.split(".")[1:2]) if problem.key else ("feed", "source")
    table = next((locale for locale, one in (campaign.feed.translations if campaign.feed else {}).items()
                  if problem.file and Path(problem.file) == written.file.parent / one.source), None)  # fmt: skip
    if table is not None and not problem.key:
        place = "feed", "translations", table, "source"
    what = problem.what
    if problem.file is not None and not problem.key:
        file = Path(problem.file)
        what = _no_file(file, what) if not file.exists() else f"{shown(file)} {what}"
    return Problem(what, written.file, written.line(place), problem.key or document.key_text(place))


def _no_file(file: Path, what: str) -> str:
    try:
        beside = [one.name for one in sorted(file.parent.iterdir()) if one.is_file()]
    except OSError:
        return f"no such file: {shown(file)} (there is no folder {shown(file.parent)})"
    return f"no such file: {shown(file)}{did_you_mean(file.name, beside)}"


def match_formats(pattern: str, catalogue: Catalogue) -> list[Format]:
    """Formats that an id, alias, family, channel or glob means, in catalogue order; empty where none."""
    from fnmatch import fnmatchcase

    formats = catalogue.formats
    if pattern in formats:
        return [formats[pattern]]
    found = [one for one in formats.values() if pattern in (one.family, one.channel, *one.aliases)]
    return found or [one for one in formats.values() if fnmatchcase(one.id, pattern)]


def _check_paths(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
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


def _check_locales(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
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


def _check_networks(campaign: Campaign, networks: Collection[str], written: Document, problems: list[Problem]) -> None:
    for index, placement in enumerate(campaign.placements):
        for at, name in enumerate(placement.networks):
            if name not in networks:
                place = _element(("placements", index, "networks"), at, written)
                problems.append(written.problem(place, f"unknown network '{name}'{did_you_mean(name, networks)}"))


def _element(path: document.KeyPath, at: int, written: Document) -> document.KeyPath:
    """The place of a list's element, or of the key itself where a person wrote one thing instead of a list."""
    return (*path, at) if (*path, at) in written.lines else path


def near_format(pattern: str, catalogue: Catalogue) -> str:
    """` (did you mean 'iab/medium-rectangle'?)` for what is nearly an id, a family, a channel, an alias or a size."""
    formats = catalogue.formats.values()
    by_alias = {alias: one.id for one in formats for alias in one.aliases}
    by_alias |= {"x".join(map(str, one.canvas())): one.id for one in formats}
    known = {*catalogue.formats, *by_alias, *(one.family for one in formats), *(one.channel for one in formats)}
    last = pattern.rpartition("/")[2]
    guess = f" (did you mean '{pattern}'?)" if pattern in by_alias else did_you_mean(pattern, known)
    guess = guess or did_you_mean(last, by_alias) or did_you_mean(last, {id_.rpartition("/")[2] for id_ in known})
    for name in (*by_alias, *(id_.rpartition("/")[2] for id_ in catalogue.formats)):
        meant = by_alias.get(name) or next((id_ for id_ in catalogue.formats if id_.endswith(f"/{name}")), name)
        guess = guess.replace(f"mean '{name}'", f"mean '{meant}'")
    return guess


def _check_formats(campaign: Campaign, catalogue: Catalogue, written: Document, problems: list[Problem]) -> None:
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


def _check_texts(campaign: Campaign, written: Document, problems: list[Problem]) -> None:
    """Every text compiles, names only what there is, and can be filled."""
    for at, messages in _message_groups(campaign):
        _check_messages(messages, at, campaign, written, problems)
    for index, placement in enumerate(campaign.placements):
        if placement.click_url is not None:
            place = ("placements", index, "click_url")
            shows = campaign.feed is not None and placement.items == "each"
            _check_text(placement.click_url, place, shows, written, problems)


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


def _check_columns(campaign: Campaign, items: Iterable[FeedItem], written: Document, problems: list[Problem]) -> None:
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
