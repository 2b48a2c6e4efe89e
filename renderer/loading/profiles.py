"""The profiles by name: the shipped ones in `formats/profiles/`, and those of a campaign's own folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from renderer.errors import InputError, choices
from renderer.model import document
from renderer.model.profile import ALL_CHECKS, Profile
from renderer.model.validation import validated
from renderer.resources import formats_folder


def known_profiles(checks: Sequence[str], *folders: Path) -> dict[str, Profile]:
    """The shipped profiles and those of further `formats` folders, which may replace them.

    `checks`: the ids of those that there are. Raises InputError: a malformed file, an unknown check."""
    found: dict[str, Profile] = {}
    for folder in (formats_folder(), *folders):
        for file in sorted((folder / "profiles").glob("*.yaml")):
            one = _read(file, checks)
            found[one.id] = one
    return found


def _read(file: Path, checks: Sequence[str]) -> Profile:
    written = document.read(file)
    one = validated(Profile, written)
    problems = [
        written.problem(("checks", index), f"unknown check '{id_}'{choices(id_, checks)}")
        for index, id_ in enumerate(one.checks)
        if id_ not in checks and id_ != ALL_CHECKS
    ]
    if problems:
        raise InputError(problems)
    return one
