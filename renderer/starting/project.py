"""`render init NAME`: a project to begin with, from a feed and, where there are any, a logo and design tokens.

Everything is made beside its destination first and moved at the end: a run that fails leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from renderer.copywriting.locales import babel_locale, unknown
from renderer.errors import AssetError, InputError, OutputError, Problem, RenderError, did_you_mean, shown
from renderer.model.base import Locale, Name
from renderer.model.brand import Brand, Palette
from renderer.model.campaign import Campaign
from renderer.model.document import parse
from renderer.model.schema import schemas
from renderer.model.validation import validated
from renderer.starting.colour import from_hex
from renderer.starting.faces import starter_faces
from renderer.starting.inks import Drawing
from renderer.starting.looking import look, notes_of
from renderer.starting.marks import Mark, logo_drawing, marks
from renderer.starting.palette import Basis, basis, composed
from renderer.starting.phrases import PHRASES, Phrases, language, phrases
from renderer.starting.tokens import Tokens, read_tokens
from renderer.starting.writing import brand_text, campaign_text
from renderer.stores.inputs import Inputs

FLIGHT_DAYS = 30
COPY_BYTES = 20_000_000
"""A feed from outside the project is copied into it up to this size, and referred to beyond."""
IMAGE_FOLDERS = ("images", "image", "img", "pics", "pictures", "photos", "media", "assets", "bilder", "fotos")
IMAGE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_SHARED = (".gitignore", "schemas/")  # belong to the project, not to one campaign: kept where they exist


@dataclass(frozen=True)
class Started:
    """What `start` made."""

    campaign: Path
    """The campaign file: what to render next."""
    brand: Path
    """The brand file."""
    written: tuple[Path, ...]
    """Every file that is new, in alphabetical order."""
    palette: Palette
    notes: tuple[str, ...]
    """What a person should know or look at, one sentence each."""


def start(
    name: str,
    folder: Path,
    feed: Path,
    logo: Path | None = None,
    tokens: Path | None = None,
    *,
    today: date,
    feed_settings: Mapping[str, Any] | None = None,
    currency: str | None = None,
    languages: Sequence[str] = (),
) -> Started:
    """Writes a campaign, its brand, the editor's schemas and a .gitignore into a folder.

    `today` is the flight's first day. `feed_settings` are the keys of the campaign's `feed:` block as detection found
    them (dialect, map, group, ...), without `source`. `languages` are languages or locales of the feed's texts, the
    likeliest first. Raises InputError (a bad name or language, an unreadable input, files that exist already, all of
    them listed) and OutputError (the folder cannot be written); either leaves the folder as it was."""
    _check_name(name)
    _check_languages(languages)
    folder = folder.resolve()
    campaign_folder = folder / "campaigns" / name
    notes: list[str] = []
    feed_block, feed_copy = _feed_block(feed, folder, campaign_folder, notes)
    feed_block |= _settings(feed_settings or {}, currency, feed_block)
    texts = _texts(languages, currency, notes)
    start, end = _flight(today)
    facts = look(feed, {key: value for key, value in feed_block.items() if key != "images"})
    notes += notes_of(facts, start, end)
    palette, brand_files = _brand(name, logo, tokens, notes)
    files: dict[str, bytes | Path] = {f"brand/{name}/{part}": content for part, content in brand_files.items()}
    told = campaign_text(name, feed_block, texts, start, end, until=not facts.ending(start, end), links=facts.links)
    files[f"campaigns/{name}/campaign.yaml"] = told.encode()
    if feed_copy is not None:
        files[f"campaigns/{name}/{feed_copy.name}"] = feed_copy
    files |= _project_files(folder, notes)
    _validate(files, name)
    _refuse_existing(folder, files)
    written = _write(folder, files)
    return Started(
        campaign_folder / "campaign.yaml",
        folder / "brand" / name / "brand.yaml",
        written,
        palette,
        tuple(dict.fromkeys(notes)),
    )


def _flight(today: date) -> tuple[date, date]:
    try:
        return today, today + timedelta(days=FLIGHT_DAYS)
    except OverflowError:
        raise InputError(Problem(f"--date {today}: the flight would end after the year 9999")) from None


def _check_name(name: str) -> None:
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError as error:
        raise InputError(Problem(str(error.errors()[0]["msg"]))) from None
    if name.lower() in _RESERVED:
        raise InputError(Problem(f"'{name}' cannot be the name of a folder on Windows: choose another"))


def _check_languages(languages: Sequence[str]) -> None:
    for locale in languages:
        try:
            written = TypeAdapter(Locale).validate_python(locale)
        except ValidationError as error:
            reason = str(error.errors()[0].get("ctx", {}).get("error", error.errors()[0]["msg"]))
            raise InputError(Problem(f"--language: {reason}{_language_named(locale)}")) from None
        if reason := unknown(written):
            raise InputError(Problem(f"--language: {reason}{did_you_mean(locale, PHRASES)}"))


def _language_named(name: str) -> str:
    """The code of a language that was written out in English."""
    names = {told.lower(): code for code, told in babel_locale("en").languages.items() if len(code) == 2}
    return f" (did you mean '{names[name.lower()]}'?)" if name.lower() in names else ""


def _feed_block(
    feed: Path, folder: Path, campaign_folder: Path, notes: list[str]
) -> tuple[dict[str, Any], Path | None]:
    """The `source` and `images` of the feed block, and the feed where it is to be copied."""
    try:
        size = feed.stat().st_size
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise InputError(Problem("no such file" if missing else f"cannot be read ({error.strerror})", feed)) from None
    if not feed.is_file():
        raise InputError(Problem("is not a file", feed))
    feed = feed.resolve()
    copy = feed if not feed.is_relative_to(folder) and size <= COPY_BYTES else None
    if copy and copy.name.lower() == "campaign.yaml":
        raise InputError(Problem("has the name that the campaign file needs: rename it", feed))
    block: dict[str, Any] = {"source": feed.name if copy else _relative(feed, campaign_folder)}
    if copy is None and not feed.is_relative_to(folder):
        notes.append(f"{shown(feed)} is larger than {COPY_BYTES // 1_000_000} MB and stays where it is")
    images = _image_folder(feed.parent) or _beside(feed.parent)
    if images is not None:
        block["images"] = _relative(images, campaign_folder)
        if not images.is_relative_to(folder):
            notes.append(f"the pictures stay in {shown(images)}, outside the project")
    return block, copy


def _relative(path: Path, folder: Path) -> str:
    """A path as seen from a folder, with POSIX slashes; absolute on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_posix()


def _image_folder(beside: Path) -> Path | None:
    """The folder next to the feed that holds its pictures, by its usual names."""
    try:
        folders = {entry.name.lower(): entry for entry in sorted(beside.iterdir()) if entry.is_dir()}
        known = [folders[name] for name in IMAGE_FOLDERS if name in folders]
        return next((entry for entry in known if _has_picture(entry)), None)
    except OSError:
        return None


def _beside(folder: Path) -> Path | None:
    """The feed's own folder, where pictures lie right in it."""
    try:
        return folder if any(_is_picture(entry) for entry in folder.iterdir()) else None
    except OSError:
        return None


def _has_picture(folder: Path) -> bool:
    return any(_is_picture(entry) for entry in folder.rglob("*"))


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES


def _settings(settings: Mapping[str, Any], currency: str | None, block: Mapping[str, Any]) -> dict[str, Any]:
    """The detected keys in the order the block reads best; our own `source` stays, and a found images folder."""
    order = ("dialect", "currency", "group", "variants", "map", "translations")
    merged = {**({"currency": currency} if currency else {}), **settings}
    kept = {key: value for key, value in merged.items() if key not in block and value not in (None, {}, [], "")}
    return {key: kept[key] for key in (*order, *(key for key in kept if key not in order)) if key in kept}


def _texts(languages: Sequence[str], currency: str | None, notes: list[str]) -> list[Phrases]:
    """The phrases of each language, once each."""
    texts: dict[str, Phrases] = {}
    for locale in languages or ("en",):
        found = phrases(locale, currency)
        texts.setdefault(found.locale, found)
        if language(locale) not in PHRASES:
            notes.append(f"there are no starter texts in '{locale}': the messages are in English, translate them")
    if not languages:
        notes.append("the feed's language is not known: the messages are in English")
    return list(texts.values())


def _brand(name: str, logo: Path | None, tokens: Path | None, notes: list[str]) -> tuple[Palette, dict[str, bytes]]:
    """The palette, and the files of the brand's folder."""
    read = read_tokens(tokens) if tokens else None
    seen = logo_drawing(logo) if logo else None
    if read:
        notes += read.notes
    palette = _palette(read, seen, notes)
    drawings = _usable(marks(logo, seen, palette, notes), logo, notes) if logo and seen else []
    if logo is None:
        notes.append("no logo: add one under 'logos' in brand.yaml")
    origin = " and ".join([*(["from the logo"] if logo else []), *(["from design tokens"] if tokens else [])])
    faces = starter_faces() | (read.faces if read else {})
    title = name.replace("-", " ").replace("_", " ").strip().title() if name.islower() else name
    text = brand_text(title, palette, faces, drawings, origin or "neutral, to be replaced")
    return palette, {"brand.yaml": text.encode(), **{mark.name: mark.content for mark in drawings}}


def _usable(drawings: Sequence[Mark], logo: Path, notes: list[str]) -> list[Mark]:
    """The drawings that `render` will take; a note for what it would refuse."""
    kept: list[Mark] = []
    with tempfile.TemporaryDirectory(prefix="omnirender-") as scratch:
        inputs = Inputs(Path(scratch) / "cache")
        for mark in drawings:
            file = Path(scratch) / mark.name
            file.write_bytes(mark.content)
            try:
                seen = inputs.analyse(inputs.add(file))
                if seen.flat:
                    raise AssetError(f"{shown(file)}: shows nothing (one colour, or under 8 px)")
                ink = seen.alpha_box
                kept.append(replace(mark, ratio=ink.w * seen.width / max(ink.h * seen.height, 1e-6)))
            except AssetError as error:
                why = str(error).removeprefix(f"{shown(file)}: ")
                notes.append(f"{shown(logo)}: left out of the brand: {why}")
    return kept if any(mark.name == drawings[0].name for mark in kept) else []


def _palette(tokens: Tokens | None, logo: Drawing | None, notes: list[str]) -> Palette:
    """What the tokens name, completed from the logo, completed by rule."""
    base = basis(logo) if logo else Basis(from_hex("#1A1A1A"))
    given = tokens.colours if tokens else {}
    if tokens and not given:
        notes.append("no design token is named like a brand colour (primary, accent, background, ...)")
    chosen = Basis(
        given.get("primary", base.primary),
        given.get("accent", base.accent if "primary" not in given else None),
        given.get("ground", base.ground),
        given.get("on_ground", base.on_ground),
    )
    palette = composed(chosen, given)
    for role, colour in given.items():
        made = getattr(palette, role)
        if made is not None and from_hex(made) != colour:
            notes.append(f"'{role}' of the design tokens was changed to {made}: text would not have been readable")
    return palette


def _project_files(folder: Path, notes: list[str]) -> dict[str, bytes | Path]:
    """Schemas and .gitignore, where the project does not have them yet."""
    made: dict[str, bytes | Path] = {}
    for kind, schema in schemas().items():
        part = f"schemas/{kind}.schema.json"
        if not (folder / part).exists():
            made[part] = (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode()
    ignore = folder / ".gitignore"
    if not ignore.exists():
        made[".gitignore"] = b"output/\n"
    elif not {"output", "output/", "/output", "/output/"} & set(_lines(ignore)):
        notes.append("add output/ to .gitignore: what is rendered need not be kept in git")
    return made


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text("utf-8", errors="replace").splitlines()]
    except OSError:
        return []


def _validate(files: Mapping[str, bytes | Path], name: str) -> None:
    """What was made must be what `render` reads; feed settings that are not come out here, with their key."""
    for part, model in ((f"brand/{name}/brand.yaml", Brand), (f"campaigns/{name}/campaign.yaml", Campaign)):
        content = files[part]
        assert isinstance(content, bytes)
        validated(model, parse(content, Path(part)))


def _refuse_existing(folder: Path, files: Mapping[str, object]) -> None:
    """Every file that is in the way, at once."""
    ours = [folder / part for part in files if not part.startswith(_SHARED)]
    problems = [Problem("exists already; choose another name, or move it away", path) for path in ours if path.exists()]
    if problems:
        raise InputError(problems)


def _write(folder: Path, files: Mapping[str, bytes | Path]) -> tuple[Path, ...]:
    made: list[Path] = []
    moved: list[Path] = []
    try:
        _make_folder(folder, made)
        with tempfile.TemporaryDirectory(prefix=".render-init-", dir=folder) as temporary:
            for part, content in files.items():
                _put(Path(temporary) / part, content)
            for part in sorted(files):
                target = folder / part
                _make_folder(target.parent, made)
                (Path(temporary) / part).rename(target)
                moved.append(target)
    except BaseException as error:  # an interrupt must not leave half a project either
        _undo(moved, made)
        if isinstance(error, OSError) and not isinstance(error, RenderError):
            raise OutputError(f"{shown(folder)}: cannot be written ({error.strerror or error})") from None
        raise
    return tuple(sorted(moved))


def _put(path: Path, content: bytes | Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        shutil.copyfile(content, path)
    else:
        path.write_bytes(content)


def _make_folder(folder: Path, made: list[Path]) -> None:
    """The folder and those above it; notes down which are new."""
    for part in [*reversed(folder.parents), folder]:
        if not part.exists():
            part.mkdir()
            made.append(part)


def _undo(moved: Sequence[Path], made: Sequence[Path]) -> None:
    for path in moved:
        path.unlink(missing_ok=True)
    for path in reversed(made):
        try:
            path.rmdir()
        except OSError:
            continue  # someone else put something there meanwhile
