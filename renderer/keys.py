"""Input digests: what a job is made of, value by value, so that what did not change is not done again.

A job's digest covers the values it reads and nothing else: the item's fields that its texts name or its layouts show,
its copy, its format, its placement's options, brand, fonts, layouts, picture, the day, and the versions of our code
and of the libraries that make bytes.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from renderer import digest
from renderer.errors import AssetError
from renderer.job import Job
from renderer.model.feed import FeedItem
from renderer.resources import formats_folder
from renderer.stages import compose
from renderer.stages.plan import Plan, moment
from renderer.stores.inputs import Inputs

LIBRARIES = ("babel", "cairosvg", "deflate", "jinja2", "msgspec", "numpy", "pillow", "python-bidi", "skia-python",
             "uharfbuzz", "uniseg")  # fmt: skip
SHOWN = frozenset(("id", "title", "offer", "picture"))
"""What every creative may show of an item beside its texts: the title describes the picture."""
_OFFER = frozenset(("price", "regular_price", "prior_price", "saving", "discount", "unit_price", "unit_measure"))
SHORT = 16
"""Hex digits kept of the digests that a job's own is made of."""
_SILENT = ("cli.py", "reports", "executors", "starting", "checks", "commands")
"""Parts of the package that never touch a creative's bytes, and checks, whose findings are made from stored facts."""


@cache
def code() -> str:
    """Digest of everything in our code and our libraries that makes bytes."""
    package = Path(__file__).parent
    sources = [file for file in sorted(package.rglob("*.py"))
               if not file.relative_to(package).parts[0].startswith(_SILENT)]  # fmt: skip
    return digest.of_value([[file.relative_to(package).as_posix(), file.read_bytes()] for file in sources]
                           + [[name, version(name)] for name in LIBRARIES]
                           + [["python", *sys.version_info[:2]]])  # fmt: skip


def checks(own: tuple[Path, ...] = ()) -> str:
    """Digest of what findings are made by: the checks' code and the networks' profiles, shipped and own."""
    rules = sorted((Path(__file__).parent / "checks").rglob("*.py"))
    folders = (formats_folder(), *own)
    profiles = [file for folder in folders for file in sorted((folder / "profiles").glob("*.yaml"))]
    return digest.of_value([[file.name, file.read_bytes()] for file in (*rules, *profiles)])


class Keys:
    """Digests the jobs of one plan. What jobs share is digested once."""

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        self._plan = plan
        self._loaded = plan.loaded
        self._inputs = inputs
        self._moment = moment(plan.day, plan.loaded)
        self._common = _short({
            "code": code(),
            "checks": checks(plan.loaded.catalogue.own),
            "date": digest.of_value(plan.day),
            **{name: value for name, value in plan.loaded.digests.items() if name != "campaign"},
            "campaign": digest.of_value([plan.loaded.name, plan.loaded.campaign.flight.model_dump(mode="json")]),
        })  # fmt: skip
        self._shared: dict[tuple[object, ...], dict[str, str]] = {}
        self._copies: dict[tuple[object, ...], tuple[str, tuple[str, ...]]] = {}
        self._item_id = ""
        self._item_digests: dict[str, str] = {}

    def of(self, job: Job) -> tuple[str, dict[str, str]]:
        """A job's input digest and the digests it consists of, by name."""
        copy, fields = self._copy(job)
        parts = self._of_many(job.format, copy)
        if job.item is not None:
            parts = parts | {f"item.{field}": self._field(job.item, field, job.variant.locale) for field in fields}
        return digest.of_bytes("\n".join([*parts, *parts.values()]).encode()), parts

    def _of_many(self, format_id: str, copy: str) -> dict[str, str]:
        """What all items' jobs of a format and a copy have in common."""
        key = (format_id, copy)
        if key not in self._shared:
            format_ = self._loaded.catalogue.formats[format_id]
            self._shared[key] = self._common | _short({"format": digest.of_value(format_.model_dump(mode="json")),
                                                       "copy": copy})  # fmt: skip
        return self._shared[key]

    def _copy(self, job: Job) -> tuple[str, tuple[str, ...]]:
        """Digest of the texts and options of a job, and the item's fields they read."""
        variant = job.variant
        key = (job.placement, job.output, variant.segment.id, variant.locale, variant.message, variant.arm)
        if key not in self._copies:
            campaign = self._loaded.campaign
            texts = {role: copy.model_dump() for role, copy in compose.message(job, campaign).items()}
            placement = campaign.placements[job.placement]
            options = [placement.click_url, placement.encoding, list(placement.networks), job.placement_id,
                       key[1:]]  # fmt: skip
            fields = compose.reads(job, campaign) - _OFFER | SHOWN
            if not placement.click_url:
                fields |= {"link"}
            self._copies[key] = digest.of_value([texts, options]), tuple(sorted(fields))
        return self._copies[key]

    def _field(self, item: FeedItem, field: str, locale: str) -> str:
        if item.id != self._item_id:  # jobs come by item: one item's digests are all that is worth keeping
            self._item_id, self._item_digests = item.id, {}
        key = f"{field}/{locale}" if field in ("title", "description", "*") else field
        if key not in self._item_digests:
            self._item_digests[key] = self._digest(item, field, locale)[:SHORT]
        return self._item_digests[key]

    def _digest(self, item: FeedItem, field: str, locale: str) -> str:
        match field:
            case "offer":
                offer, at = item.offer, self._moment
                return digest.of_value([offer.current(at), offer.before(at), offer.discount_percent(at), offer.price,
                                        offer.mechanic, offer.unit_price, offer.unit_measure])  # fmt: skip
            case "availability":
                return digest.of_value(item.offer.availability)
            case "picture":
                return self._picture(item)
            case "title" | "description":
                return digest.of_value(item.text(field, locale))
            case "*":
                return digest.of_value(item)
        return digest.of_value(getattr(item, field, None))

    def _picture(self, item: FeedItem) -> str:
        reference, file = compose.picture_file(item, self._loaded)
        if file is None:
            return digest.of_value(["missing", reference])
        try:
            return self._inputs.add(file).digest
        except AssetError:
            return digest.of_value(["unusable", reference])


def _short(parts: dict[str, str]) -> dict[str, str]:
    return {name: value[:SHORT] for name, value in parts.items()}
