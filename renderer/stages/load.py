"""load: files to a Loaded campaign. Every mistake is reported with its file, line and key before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from renderer import digest
from renderer.errors import InputError, Problem
from renderer.garbage import seldom_collected
from renderer.loading.brands import BrandKit, brand_kit
from renderer.loading.catalogue import Catalogue, load_catalogue
from renderer.loading.feed import read_items
from renderer.loading.files import written_at
from renderer.loading.proofs import (
    check_columns,
    check_formats,
    check_locales,
    check_networks,
    check_paths,
    check_rules,
    check_texts,
)
from renderer.model.campaign import Campaign
from renderer.model.document import Document
from renderer.model.feed import FeedItem, RejectedRow
from renderer.model.profile import Profile
from renderer.model.remainder import remainder
from renderer.model.validation import validated
from renderer.stores.inputs import Inputs

_NEEDED = frozenset(("feed", "messages", "placements"))
"""Without these as they were meant, more would be wrong than is."""


class Loaded(NamedTuple):
    """A campaign with everything it names."""

    name: str
    file: Path
    campaign: Campaign
    kit: BrandKit
    catalogue: Catalogue
    networks: Mapping[str, Profile]
    """The profiles of the networks that there are, by name."""
    items: tuple[FeedItem, ...]
    rejected: tuple[RejectedRow, ...]
    digests: dict[str, str]

    @property
    def folder(self) -> Path:
        """Where the campaign file lies; its paths are relative to it."""
        return self.file.parent

    def profiles(self, placement: int) -> tuple[Profile, ...]:
        """The profiles of a placement's networks, in the order in which the campaign names them."""
        return tuple(self.networks[name] for name in self.campaign.placements[placement].networks)


@seldom_collected()
def load(path: Path, inputs: Inputs, networks: Mapping[str, Profile]) -> Loaded:
    """A campaign and all it names; `networks` are the profiles by name. Raises InputError with every mistake."""
    file = path / "campaign.yaml" if path.is_dir() else path
    written = written_at(file)
    catalogue = load_catalogue(file.parent)
    problems: list[Problem] = []
    try:
        campaign = validated(Campaign, written)
    except InputError as error:
        problems += error.problems
        remaining = remainder(Campaign, written, _NEEDED)
        if remaining is not None:
            _proofread_rest(*remaining, inputs, catalogue, networks, problems)
        raise _refused(problems, file) from None
    check_paths(campaign, written, problems)
    if problems:
        raise InputError(problems)
    _proofread(campaign, written, catalogue, networks, problems)
    kit = brand_kit(campaign.brand, written, inputs, problems)
    items, rejected = read_items(campaign, written, problems)
    if items:
        check_columns(campaign, items, written, problems)
        check_rules(campaign, file.parent, written, problems)
    if problems or kit is None:
        raise _refused(problems, file)
    inputs.flush()
    name = named(campaign, file)
    if not name.isprintable():
        raise InputError(written.problem((), "its folder's name cannot be a campaign's: give it a 'name'"))
    return Loaded(
        name=name,
        file=file,
        campaign=campaign,
        kit=kit,
        catalogue=catalogue,
        networks=networks,
        items=items,
        rejected=rejected,
        digests={"campaign": digest.of_bytes(file.read_bytes()), **kit.digests},
    )


def named(campaign: Campaign, file: Path) -> str:
    """What a campaign is called, and the folder its creatives are written to."""
    return campaign.name or file.resolve().parent.name or "campaign"


def _proofread(
    campaign: Campaign, written: Document, catalogue: Catalogue, networks: Mapping[str, Profile],
    problems: list[Problem],
) -> None:  # fmt: skip
    """What is wrong with a campaign although its model takes it, as far as the file itself tells."""
    check_locales(campaign, written, problems)
    check_formats(campaign, catalogue, written, problems)
    check_networks(campaign, networks, written, problems)
    check_texts(campaign, written, problems)


def _proofread_rest(
    campaign: Campaign, written: Document, inputs: Inputs, catalogue: Catalogue, networks: Mapping[str, Profile],
    problems: list[Problem],
) -> None:  # fmt: skip
    """What else is wrong with a campaign that has mistakes. Its feed is read only where they are elsewhere: a setting
    that is missing would put every row in the wrong."""
    feed_is_sound = not any(problem.key.startswith("feed") for problem in problems)
    _proofread(campaign, written, catalogue, networks, problems)
    brand_kit(campaign.brand, written, inputs, problems)
    if feed_is_sound:
        read_items(campaign, written, problems)


def _refused(problems: list[Problem], file: Path) -> InputError:
    """Every mistake, the campaign file's first, by line."""
    return InputError(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file != file, problem.line or 0)))
