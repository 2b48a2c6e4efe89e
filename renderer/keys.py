"""Input digests: what a job is made of, value by value, so that what did not change is not done again.

A job's digest covers the values it reads and nothing else: the item's fields that its texts name or its layouts show,
its copy, its format, its placement's options, brand, fonts, layouts, picture, the day, and the versions of our code
and of the libraries that make bytes.
"""

from __future__ import annotations

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
SHOWN = frozenset(("offer", "picture"))
"""What every layout may show of an item beside its texts."""
_OFFER = frozenset(("price", "regular_price", "prior_price", "saving", "discount", "unit_price", "unit_measure",
                    "availability"))  # fmt: skip
_SILENT = ("cli.py", "reports", "executors", "starting", "checks", "commands")
"""Parts of the package that never touch a creative's bytes, and checks, whose findings are made from stored facts."""


@cache
def code() -> str:
    """Digest of everything in our code and our libraries that makes bytes."""
    package = Path(__file__).parent
    sources = [file for file in sorted(package.rglob("*.py"))
               if not file.relative_to(package).parts[0].startswith(_SILENT)]  # fmt: skip
    return digest.of_value([[file.relative_to(package).as_posix(), file.read_bytes()] for file in sources]
                           + [[name, version(name)] for name in LIBRARIES])  # fmt: skip


@cache
def checks() -> str:
    """Digest of what findings are made by: the checks' code and the networks' profiles."""
    rules = sorted((Path(__file__).parent / "checks").rglob("*.py"))
    profiles = sorted((formats_folder() / "profiles").glob("*.yaml"))
    return digest.of_value([[file.name, file.read_bytes()] for file in (*rules, *profiles)])


class Keys:
    """Digests the jobs of one plan. What jobs share is digested once."""

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        self._plan = plan
        self._loaded = plan.loaded
        self._inputs = inputs
        self._moment = moment(plan.day, plan.loaded)
        self._common = {
            "code": code(),
            "checks": checks(),
            "date": digest.of_value(plan.day),
            **{name: value for name, value in plan.loaded.digests.items() if name != "campaign"},
            "campaign": digest.of_value([plan.loaded.name, plan.loaded.campaign.flight.model_dump(mode="json")]),
        }
        self._formats: dict[str, str] = {}
        self._copies: dict[tuple[object, ...], tuple[str, frozenset[str]]] = {}
        self._item_id = ""
        self._item_digests: dict[str, str] = {}

    def of(self, job: Job) -> tuple[str, dict[str, str]]:
        """A job's input digest and the digests it consists of, by name."""
        copy, fields = self._copy(job)
        parts = {**self._common, "format": self._format(job.format), "copy": copy}
        if job.item is not None:
            for field in sorted(fields):
                parts[f"item.{field}"] = self._field(job.item, field, job.variant.locale)
        parts = {name: value[:16] for name, value in parts.items()}
        return digest.of_bytes("\n".join(f"{name}={value}" for name, value in parts.items()).encode()), parts

    def _format(self, id_: str) -> str:
        if id_ not in self._formats:
            format_ = self._loaded.catalogue.formats[id_]
            self._formats[id_] = digest.of_value(format_.model_dump(mode="json"))
        return self._formats[id_]

    def _copy(self, job: Job) -> tuple[str, frozenset[str]]:
        """Digest of the texts and options of a job, and the item's fields they read."""
        variant = job.variant
        key = (job.placement, variant.segment.id, variant.locale, variant.message, variant.arm)
        if key not in self._copies:
            campaign = self._loaded.campaign
            texts = {role: copy.model_dump() for role, copy in compose.message(job, campaign).items()}
            placement = campaign.placements[job.placement]
            options = [placement.click_url, placement.encoding, list(placement.networks), job.placement_id, list(key[1:])]
            fields = compose.reads(job, campaign)
            fields = fields - _OFFER | SHOWN | {"id"}
            self._copies[key] = digest.of_value([texts, options]), fields
        return self._copies[key]

    def _field(self, item: FeedItem, field: str, locale: str) -> str:
        if item.id != self._item_id:  # jobs come by item: one item's digests are all that is worth keeping
            self._item_id, self._item_digests = item.id, {}
        key = f"{field}/{locale}" if field in ("title", "description", "*") else field
        if key not in self._item_digests:
            self._item_digests[key] = self._digest(item, field, locale)
        return self._item_digests[key]

    def _digest(self, item: FeedItem, field: str, locale: str) -> str:
        match field:
            case "offer":
                offer, at = item.offer, self._moment
                return digest.of_value([offer.current(at), offer.before(at), offer.discount_percent(at), offer.price,
                                        offer.mechanic, offer.unit_price, offer.unit_measure])  # fmt: skip
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
        except AssetError as error:
            return digest.of_value(["unusable", str(error)])
