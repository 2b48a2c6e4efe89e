"""The profiles by name: the shipped ones in `formats/profiles/`, and those of a campaign's own folder."""

from __future__ import annotations

from pathlib import Path

from renderer.checks.register import ALL
from renderer.errors import InputError, choices
from renderer.model import document
from renderer.model.profile import ALL_CHECKS, Profile
from renderer.model.validation import validated
from renderer.resources import formats_folder


def known_profiles(*folders: Path) -> dict[str, Profile]:
    """The shipped profiles and those of further `formats` folders, which may replace them.

    Raises InputError: a malformed file, an unknown check."""
    found: dict[str, Profile] = {}
    for folder in (formats_folder(), *folders):
        for file in sorted((folder / "profiles").glob("*.yaml")):
            one = _read(file)
            found[one.id] = one
    return found


def _read(file: Path) -> Profile:
    written = document.read(file)
    one = validated(Profile, written)
    ids = [check.id for check in ALL]
    problems = [
        written.problem(("checks", index), f"unknown check '{id_}'{choices(id_, ids)}")
        for index, id_ in enumerate(one.checks)
        if id_ not in ids and id_ != ALL_CHECKS
    ]
    if problems:
        raise InputError(problems)
    return one
