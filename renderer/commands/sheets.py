"""sheet: contact sheets of what a run has written, one an item and one a format."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import NamedTuple

from renderer.errors import InputError, Problem, choices, shown
from renderer.job import slug
from renderer.loading.files import written_at
from renderer.model import document
from renderer.model.brand import Brand
from renderer.model.campaign import Campaign
from renderer.model.validation import validated
from renderer.outcome import Creative, File
from renderer.reports.sheet import Exhibit, sheets
from renderer.resources import starter_brand
from renderer.stages.load import named
from renderer.stores.ledger import listed
from renderer.stores.outputs import Outputs
from renderer.text.fonts import font_set

FOLDER = "sheets"


class Chosen(NamedTuple):
    """What the sheets are limited to; empty means everything."""

    items: tuple[str, ...] = ()
    locale: str = ""
    segment: str = ""
    format: str = ""
    """A glob over a format's id, its channel, its family or its size (`300x250`)."""


def contact_sheets(campaign: Path, output: Path, chosen: Chosen, note: Callable[[str], None]) -> Iterator[Path]:
    """Writes the sheets of a campaign's last run to `sheets/` in its folder, in place of those that are there; gives
    each one's path as soon as it is written. Raises InputError where nothing was rendered or chosen, OutputError."""
    outputs = Outputs(output / _name(campaign))
    seen = selected(_creatives(outputs), chosen)
    _told_missing(seen, outputs, note)
    drawn = [one for one in seen if _still(one) is not None]
    _clear(outputs.folder / FOLDER)
    face = caption_face()
    for kind, name, title, ones in _groups(drawn):
        for number, content in enumerate(sheets(title, [_exhibit(one, outputs) for one in ones], face), 1):
            path = f"{FOLDER}/{kind}-{name}{f'-{number}' if number > 1 else ''}.png"
            outputs.write(path, content)
            yield outputs.folder / path


def selected(creatives: tuple[Creative, ...], chosen: Chosen) -> tuple[Creative, ...]:
    """The creatives that were asked for. Raises InputError for what the run does not have."""
    every = {
        "--items": {item for one in creatives for item in one.items},
        "--locale": {one.locale for one in creatives},
        "--segment": {one.segment for one in creatives},
    }
    asked = [*(("--items", item) for item in chosen.items), ("--locale", chosen.locale), ("--segment", chosen.segment)]
    problems = [Problem(f"{option} {word}: the run has none{choices(word, sorted(every[option]))}")
                for option, word in asked if word and word not in every[option]]  # fmt: skip
    if chosen.format and not any(_of_format(one, chosen.format) for one in creatives):
        hint = choices(chosen.format, sorted({one.format for one in creatives}))
        problems.append(Problem(f"--format {chosen.format}: the run has none{hint}"))
    if problems:
        raise InputError(problems)
    found = tuple(one for one in creatives if _asked_for(one, chosen))
    if not found:
        raise InputError(Problem("no creative of the run is all that was asked for"))
    return found


def _asked_for(one: Creative, chosen: Chosen) -> bool:
    return (
        (not chosen.items or any(item in chosen.items for item in one.items))
        and chosen.locale in ("", one.locale)
        and chosen.segment in ("", one.segment)
        and (not chosen.format or _of_format(one, chosen.format))
    )


def _of_format(one: Creative, glob: str) -> bool:
    sizes = (f"{file.width}x{file.height}" for file in one.files)
    return any(fnmatchcase(name, glob) for name in (one.format, one.channel, one.family, *sizes))


def _name(campaign: Path) -> str:
    """The name of the folder that a campaign is rendered to; nothing else of the campaign need be sound."""
    file = campaign / "campaign.yaml" if campaign.is_dir() else campaign
    return named(validated(Campaign, written_at(file)), file)


def _creatives(outputs: Outputs) -> tuple[Creative, ...]:
    """What the last run made. Raises InputError where there was none."""
    listing = outputs.read("manifest.json")
    if listing is None:
        raise InputError(Problem("nothing is rendered here yet: render it first", outputs.folder))
    creatives = listed(listing)
    if creatives is None:
        raise InputError(
            Problem("is no manifest of ours, or damaged: render it again", outputs.folder / "manifest.json")
        )
    if not creatives:
        raise InputError(Problem("the run made no creatives", outputs.folder / "manifest.json"))
    return creatives


def _told_missing(creatives: Iterable[Creative], outputs: Outputs, note: Callable[[str], None]) -> None:
    """What a person would look for on the sheets in vain."""
    unmade = [one.key for one in creatives if _still(one) is None]
    gone = [file.path for one in creatives if (file := _still(one)) and not (outputs.folder / file.path).is_file()]
    if unmade:
        note(
            _some(unmade, "creative has no picture and is on no sheet", "creatives have no picture and are on no sheet")
        )
    if gone:
        note(f"{shown(outputs.folder)}: {_some(gone, 'file is gone', 'files are gone')}: render it again")


def _some(names: list[str], single: str, several: str) -> str:
    """How many, and one of them."""
    return f"1 {single}, {names[0]}" if len(names) == 1 else f"{len(names):,} {several}, {names[0]} for one"


def _still(one: Creative) -> File | None:
    """The file that is shown of a creative."""
    return next((file for file in one.files if file.media_type.startswith("image/")), None)


def _clear(folder: Path) -> None:
    """Removes the sheets of an earlier choice: beside new ones nobody would know which are which."""
    for kind in ("item", "format"):
        for old in folder.glob(f"{kind}-*.png"):
            with suppress(OSError):
                old.unlink()


def _groups(creatives: Iterable[Creative]) -> Iterator[tuple[str, str, str, list[Creative]]]:
    """Kind, file name, title and creatives of each sheet."""
    ones = tuple(creatives)
    for items, group in _grouped(ones, lambda one: "+".join(one.items)):
        yield "item", slug(items or "none"), items or "no item", group
    for format_, group in _grouped(ones, lambda one: one.format):
        yield "format", slug(format_.replace("/", "-")), format_, group


def _grouped(ones: tuple[Creative, ...], by: Callable[[Creative], str]) -> Iterator[tuple[str, list[Creative]]]:
    """In the manifest's order."""
    place = {name: index for index, name in enumerate(dict.fromkeys(map(by, ones)))}
    ordered = sorted(ones, key=lambda one: place[by(one)])
    for name, group in itertools.groupby(ordered, by):
        yield name, list(group)


def _exhibit(one: Creative, outputs: Outputs) -> Exhibit:
    file = _still(one)
    assert file is not None
    marks = tuple((found.status, found.check) for found in one.findings)
    about = ("+".join(one.items), one.locale, one.segment, one.message, one.arm)
    return Exhibit(file.width, file.height, about, marks, partial(outputs.read, file.path))


def caption_face() -> Path:
    """The font file that captions are set with: the starter brand's text face."""
    folder = starter_brand()
    brand = validated(Brand, document.read(folder / "brand.yaml"))
    return Path(font_set(brand.typefaces, folder).chain("text", "regular")[0].path)
