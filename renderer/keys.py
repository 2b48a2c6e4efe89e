"""Input digests: what a job is made of, value by value, so that what did not change is not done again.

A job's digest covers the values it reads and nothing else: the item's fields that its texts name or its layouts show,
its copy, its format, its placement's options, brand, fonts, layouts, picture, the day, and the versions of our code
and of the libraries that make bytes.
"""

from __future__ import annotations

from renderer import digest, versions
from renderer.copywriting.texts import ATTRIBUTE
from renderer.job import Job
from renderer.model.feed import FeedItem
from renderer.stages import compose
from renderer.stages.plan import Plan, moment
from renderer.stores.inputs import Inputs
from renderer.stores.ledger import Record

SHOWN = frozenset(("id", "title", "offer", "picture"))
"""What every creative may show of an item beside its texts: the title describes the picture."""
_UNSHOWN = {"name", "aliases", "note", "as_of"}
"""Of a format: what no creative and no finding says."""
TRANSLATED = frozenset(("title", "description", "link", "brand", "category", "*"))
_OFFER = frozenset(("price", "regular_price", "prior_price", "saving", "discount", "unit_price", "unit_measure"))
SHORT = 16
"""Hex digits kept of the digests that a job's own is made of."""


class Keys:
    """Digests the jobs of one plan. What jobs share is digested once."""

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        self._plan = plan
        self._loaded = plan.loaded
        self._inputs = inputs
        self._moment = moment(plan.day, plan.loaded)
        self._common = _short({
            "code": versions.making(),
            "checks": versions.code("checks"),
            "date": digest.of_value(plan.day),
            **{name: value for name, value in plan.loaded.digests.items() if name != "campaign"},
            "campaign": digest.of_value([plan.loaded.name, plan.loaded.campaign.flight.model_dump(mode="json")]),
        })  # fmt: skip
        self._shared: dict[tuple[object, ...], dict[str, str]] = {}
        self._copies: dict[tuple[object, ...], tuple[str, tuple[str, ...]]] = {}
        self._lead: tuple[FeedItem, ...] = ()
        self._item_digests: dict[tuple[str, str, str], str] = {}

    def of(self, job: Job) -> tuple[str, dict[str, str]]:
        """A job's input digest and the digests it consists of, by name."""
        copy, fields = self._copy(job)
        parts = self._of_many(job.format, copy)
        if job.items[:1] != self._lead:  # jobs come by item: one creative's digests are all that is worth keeping
            self._lead, self._item_digests = job.items[:1], {}
        locale = job.variant.locale
        for label, item in job.labelled():
            parts = parts | {f"{label}.{field}": self._field(item, field, locale) for field in fields}
        return digest.of_bytes("\n".join([*parts, *parts.values()]).encode()), parts

    def hold(self, job: Job, digest: str, record: Record) -> bool:
        """Whether what is recorded of a job with an input digest is what would be made of it now."""
        findings = record.creative.findings
        named = not job.items or not findings or compose.names_pictures(findings, job.items, self._loaded)
        return record.input == digest and named

    def _of_many(self, format_id: str, copy: str) -> dict[str, str]:
        """What all items' jobs of a format and a copy have in common."""
        key = (format_id, copy)
        if key not in self._shared:
            format_ = self._loaded.catalogue.formats[format_id]
            place = digest.of_value(format_.model_dump(mode="json", exclude=_UNSHOWN))
            self._shared[key] = self._common | _short({"format": place, "copy": copy})
        return self._shared[key]

    def _copy(self, job: Job) -> tuple[str, tuple[str, ...]]:
        """Digest of the texts and options of a job, and the item's fields they read."""
        variant = job.variant
        key = (job.placement, job.outputs, variant.segment.id, variant.locale, variant.message, variant.arm)
        if key not in self._copies:
            campaign = self._loaded.campaign
            texts = {role: copy.model_dump() for role, copy in compose.texts_of(job, campaign).items()}
            placement = campaign.placements[job.placement]
            networks = [one.model_dump(mode="json") for one in self._loaded.profiles(job.placement)]
            shown = [placement.encoding, placement.animated, placement.sequence]
            options = [placement.click_url, shown, networks, job.placement_id, key[1:]]
            fields = compose.reads(job, campaign) - _OFFER | SHOWN
            if compose.shows_rating(self._loaded):
                fields |= {"rating", "reviews"}
            if not placement.click_url:
                fields |= {"link"}
            self._copies[key] = digest.of_value([texts, options]), tuple(sorted(fields))
        return self._copies[key]

    def _field(self, item: FeedItem, field: str, locale: str) -> str:
        key = (item.id, field, locale if field in TRANSLATED else "")
        if key not in self._item_digests:
            self._item_digests[key] = self._digest(item, field, locale)[:SHORT]
        return self._item_digests[key]

    def _digest(self, item: FeedItem, field: str, locale: str) -> str:
        match field:
            case "offer":
                offer, at = item.offer, self._moment
                return digest.of_value([offer.current(at), offer.before(at), offer.discount_percent(at), offer.price,
                                        offer.mechanic, offer.unit_price, offer.unit_measure,
                                        compose.sale_ends(item, self._loaded, at)])  # fmt: skip
            case "availability":
                return digest.of_value(item.offer.availability)
            case "picture":
                return compose.picture_digest(item, self._loaded, self._inputs)
            case _ if field.startswith(ATTRIBUTE):
                return digest.of_value(item.attributes.get(field.removeprefix(ATTRIBUTE)))
            case "*":
                return digest.of_value(item)
            case _ if field in TRANSLATED:
                return digest.of_value(item.text(field, locale))
        return digest.of_value(getattr(item, field, None))


def _short(parts: dict[str, str]) -> dict[str, str]:
    return {name: value[:SHORT] for name, value in parts.items()}
