"""The format catalogue: read, and searched by what people write in placements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from renderer.errors import InputError, meant, nearest
from renderer.loading.files import upwards
from renderer.model import document
from renderer.model.document import Document
from renderer.model.format import Format, FormatFile
from renderer.model.validation import validated
from renderer.resources import formats_folder


class Catalogue(NamedTuple):
    """The formats by id, and the sources their facts cite."""

    formats: dict[str, Format]
    sources: dict[str, dict[str, str]]
    own: tuple[Path, ...] = ()
    """The project's own `formats/` folder, where it has one."""


def own_formats(folder: Path) -> tuple[Path, ...]:
    """The nearest `formats/` folder upwards, unless that is the shipped one; it may hold `profiles/` too."""
    own = upwards(folder, "formats")
    return (own,) if own is not None and own.resolve() != formats_folder().resolve() else ()


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The shipped formats and those of the nearest `formats/` folder upwards, which may replace them."""
    own = own_formats(folder) if folder is not None else ()
    formats: dict[str, Format] = {}
    sources: dict[str, dict[str, str]] = {}
    for each in (formats_folder(), *own):
        for file in sorted(each.glob("*.yaml"), key=_place):
            written = document.read(file)
            if file.name == "sources.yaml":
                sources.update(_sources(written))
                continue
            made = [one.stated() for one in validated(FormatFile, written).formats]
            _refuse_clashes(made, formats, written)
            formats |= {format_.id: format_ for each_size in made for format_ in each_size}
    return Catalogue(formats, sources, own)


def _place(file: Path) -> tuple[bool, str]:
    """The IAB's own families first: a size that several have is known by their names."""
    return not file.name.startswith("iab-"), file.name


def _refuse_clashes(made: Sequence[Sequence[Format]], known: Mapping[str, Format], written: Document) -> None:
    """Two formats whose creatives would lie in one folder; an own format may replace a shipped one by its id."""
    taken = {format_.slug: format_.id for format_ in known.values()}
    seen: set[str] = set()
    for index, format_ in ((index, one) for index, entry in enumerate(made) for one in entry):
        if format_.id in seen or taken.setdefault(format_.slug, format_.id) != format_.id:
            other = taken[format_.slug]
            raise InputError(written.problem(("formats", index, "id"), f"would share its folder with '{other}'"))
        seen.add(format_.id)


def _sources(written: Document) -> dict[str, dict[str, str]]:
    """The sources that formats cite, by their short names."""
    if not isinstance(written.data, dict) or not all(isinstance(one, dict) for one in written.data.values()):
        raise InputError(written.problem((), "must hold sources by name: `IAB-NAP-2017: {title: ..., url: ...}`"))
    return written.data


def match_formats(pattern: str, catalogue: Catalogue) -> list[Format]:
    """Formats that an id, alias, family, channel or glob means, in catalogue order; empty where none."""
    from fnmatch import fnmatchcase

    formats = catalogue.formats
    if pattern in formats:
        return [formats[pattern]]
    found = [one for one in formats.values() if pattern in (one.family, one.channel, *one.aliases)]
    return found or [one for one in formats.values() if any(fnmatchcase(name, pattern) for name in _names(one))]


def _names(format_: Format) -> tuple[str, ...]:
    """What a glob is held against: the id, and its last part below family and channel (`mobile/*`)."""
    last = format_.id.rpartition("/")[2]
    return format_.id, f"{format_.family}/{last}", f"{format_.channel}/{last}"


def near_format(pattern: str, catalogue: Catalogue) -> str:
    """` (did you mean 'iab/medium-rectangle'?)` for what is nearly an id, a family, a channel, an alias or a size; else
    what there is."""
    formats = tuple(catalogue.formats.values())
    by_alias = {alias: one.id for one in formats for alias in one.aliases}
    by_alias |= {f"{one.id.partition('/')[0]}/{alias}": one.id for one in formats for alias in one.aliases}
    by_alias |= {one.measure(): one.id for one in reversed(formats) if one.measure()}
    known = {*catalogue.formats, *by_alias, *(one.family for one in formats), *(one.channel for one in formats)}
    last = pattern.rpartition("/")[2]
    by_last = {id_.rpartition("/")[2]: id_ for id_ in reversed(catalogue.formats)}
    near = nearest(pattern, sorted(known)) or nearest(last, sorted(by_alias)) or nearest(last, by_last)
    name = pattern if pattern in by_alias else near
    if not name:
        return f" (choose from {', '.join(dict.fromkeys(one.family for one in formats))}; `render formats` lists all)"
    return meant(by_alias.get(name) or by_last.get(name, name))
