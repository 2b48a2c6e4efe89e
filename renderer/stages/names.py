"""What files are called: by the campaign's naming pattern, and never two alike."""

from __future__ import annotations

from collections.abc import Iterable

from renderer.errors import InputError
from renderer.job import Job, Variant, shortened, shown, slug
from renderer.loading.files import written_at
from renderer.model.feed import FeedItem
from renderer.model.format import Format
from renderer.model.naming import MAX_NAME, fields, filled
from renderer.stages.load import Loaded

TELLING = ("placement", "format", "segment", "locale", "message", "arm", "item")
"""The fields that a key is made of: together they tell all creatives apart."""


def file_name(
    loaded: Loaded, placement: str, format_: Format, variant: Variant, items: tuple[FeedItem, ...]
) -> str:  # fmt: skip
    """A creative's name in the campaign's pattern, without the file's type; the format's where there is no pattern."""
    pattern = loaded.campaign.naming
    if pattern is None:
        return format_.slug
    values = {field: _value(field, loaded, placement, format_, variant, items) for field in fields(pattern)}
    name = filled(pattern, values) or format_.slug
    return shortened(name, MAX_NAME) if len(name) > MAX_NAME else name


def _value(
    field: str, loaded: Loaded, placement: str, format_: Format, variant: Variant, items: tuple[FeedItem, ...]
) -> str:  # fmt: skip
    """What a field of a pattern stands for, in signs that any disk takes; '' where a creative has no such thing."""
    match field:
        case "campaign":
            return slug(loaded.name)
        case "brand":
            return slug(loaded.kit.brand.name)
        case "placement":
            return slug(placement)
        case "format":
            return format_.slug
        case "channel" | "family":
            return str(getattr(format_, field))
        case "width" | "height":
            return str(format_.canvas()[field == "height"])
        case "segment":
            return slug(variant.segment.id)
        case "language":
            return variant.locale.partition("-")[0]
        case "start" | "end":
            return str(getattr(loaded.campaign.flight, field))
        case "item":
            return shown(items)
    word = getattr(variant, field)  # locale, message, arm
    return slug(word) if word else ""


def refuse_twins(loaded: Loaded, jobs: Iterable[Job]) -> None:
    """Two files of one name would replace each other wherever they are uploaded to one place; letters' case does not
    tell them apart on every disk. Raises InputError with both keys."""
    pattern = loaded.campaign.naming
    if pattern is None:
        return
    named: dict[str, Job] = {}
    for job in jobs:
        twin = named.setdefault(job.name.casefold(), job)
        if twin is not job:
            what = f"two creatives would be called '{job.name}': {twin.key} and {job.key}{_telling(pattern, twin, job)}"
            raise InputError(written_at(loaded.file).problem(("naming",), what))


def _telling(pattern: str, one: Job, other: Job) -> str:
    """The fields that would tell two creatives apart, as advice."""
    both = [dict(zip(TELLING, _told(job), strict=True)) for job in (one, other)]
    missing = [f"{{{field}}}" for field in TELLING
               if both[0][field] != both[1][field] and field not in fields(pattern)]  # fmt: skip
    return f"; add {' or '.join(missing)}" if missing else ""


def _told(job: Job) -> tuple[str, ...]:
    variant = job.variant
    return (job.placement_id, job.format, variant.segment.id, variant.locale, variant.message, variant.arm,
            shown(job.items))  # fmt: skip
