"""The files a campaign names: found, or missed with a hint at what is meant."""

from __future__ import annotations

from pathlib import Path

from renderer.errors import InputError, Problem, did_you_mean, shown
from renderer.model import document
from renderer.model.document import Document


def written_at(file: Path) -> Document:
    """The campaign file's data. Raises InputError, with the file that was meant where one is near."""
    if file.suffix.lower() in (".csv", ".tsv", ".json", ".jsonl", ".xml"):
        raise InputError(Problem(f"is no campaign file; to see what a feed holds: render feed {shown(file)}", file))
    try:
        written = document.read(file)
    except InputError as error:
        if file.exists():
            raise
        raise InputError(Problem(f"no such file{meant(file)}", file)) from error
    if isinstance(written.data, dict) and {"palette", "typefaces"} & written.data.keys():
        raise InputError(Problem("is a brand file; name the campaign file that uses it", file))
    return written


def meant(file: Path) -> str:
    """What a person meant by a file that is not there."""
    try:
        beside = [one.name for one in sorted(file.parent.iterdir()) if one.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    near = did_you_mean(file.name, beside)
    if near or file.name != "campaign.yaml":
        return near
    return "; name a campaign file, or start one: render init NAME --feed FILE"


def no_file(file: Path, what: str) -> str:
    """What is said of a file that is not there, with a hint at one beside it that may be meant."""
    try:
        beside = [one.name for one in sorted(file.parent.iterdir()) if one.is_file()]
    except OSError:
        return f"no such file: {shown(file)} (there is no folder {shown(file.parent)})"
    return f"no such file: {shown(file)}{did_you_mean(file.name, beside)}"


def upwards(folder: Path, name: str) -> Path | None:
    """The nearest folder of a name beside or above a folder."""
    resolved = folder.resolve()
    return next((one / name for one in (resolved, *resolved.parents) if (one / name).is_dir()), None)
