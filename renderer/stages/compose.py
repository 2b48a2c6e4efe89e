"""compose: a job's Content. Copy is filled and set typographically, the offer becomes text, pictures are looked at."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from renderer import digest
from renderer.colours import luminance
from renderer.content import OWN, Content, Picture, PriceParts, Product, Rating
from renderer.copywriting import locales, texts
from renderer.copywriting.addresses import escaped, link_and_parameters, with_parameters
from renderer.copywriting.messages import message
from renderer.copywriting.titles import names
from renderer.errors import AssetError, placeless, shown
from renderer.feeds import refused_scheme, resolve_image
from renderer.job import Job
from renderer.model.brand import Brand
from renderer.model.campaign import Campaign, Copy
from renderer.model.feed import FeedItem, Money
from renderer.outcome import Finding
from renderer.stages.load import Loaded
from renderer.stores.analysis import CUTOUT_CONFIDENCE
from renderer.stores.artwork import TooCostly
from renderer.stores.inputs import Asset, Inputs
from renderer.text.typography import capitals, set_typographically

BRIGHT = 0.35  # relative luminance of a backdrop from which it can be divided out
STARS = 5
UNUSABLE, FAINT = "picture/unusable", "picture/faint"
SHOWN = ("headline", "subline", "name", "cta", "badge", "mention", "price_prefix", "store")
"""The text roles that a picture shows; subject and preheader belong to mailings."""


class Composed(NamedTuple):
    """A content, where it leads, and what was found wrong with its inputs."""

    content: Content
    click_url: str | None
    """None where neither the campaign nor the feed says."""
    sale_ends: tuple[str, str] | None
    """See `sale_ends`."""
    findings: tuple[Finding, ...]


def compose(job: Job, loaded: Loaded, inputs: Inputs, day: datetime, refused: TooCostly | None = None) -> Composed:
    """What a job shows; without its picture, where that is what was `refused` when it was to be painted.

    Raises TextError where a text has a value that the item lacks."""
    campaign, item, locale = loaded.campaign, job.item, job.variant.locale
    findings: list[Finding] = []
    scope = _scope(job, loaded, day)
    copies = texts_of(job, campaign)
    shown = {role: _copies(copy, scope, locale) for role, copy in copies.items() if role in SHOWN}
    if item is not None and "name" not in shown:
        name = names(item.text("title", locale), locale)
        if name[0] not in shown.get("headline", ())[:1]:  # a headline that is the title is not said twice
            shown["name"] = name
    if loaded.kit.brand.headline.case == "upper" and "headline" in shown:
        shown["headline"] = tuple(capitals(text, locale) for text in shown["headline"])
    looking = _Looking(loaded, inputs, locale, refused, findings)
    picture = looking.picture(item) if item is not None and len(job.items) == 1 else None
    products = _products(job, copies, looking, day) if len(job.items) > 1 else {}
    if len(job.items) > 1 and (first := products.get(job.items[0].id)) is not None:
        picture = first.picture
    offer = _offer(item, loaded, locale, day) if item is not None else _Offer()
    prefix = shown.pop("price_prefix", ())[:1] if offer.price is not None else ()
    shown.pop("price_prefix", None)
    shown = {**{role: (text,) for role, text in offer.texts.items()}, **shown}  # a person's words before the feed's
    click = campaign.placements[job.placement].click_url
    link = item.text("link", locale) if item is not None else ""
    kit, turn = loaded.kit, _turn(item)
    rtl, brand = locales.is_rtl(locale), _on_ground(loaded.kit.brand, turn)
    return Composed(
        Content(
            shown,
            offer.price,
            offer.prior,
            picture,
            kit.logos,
            brand,
            kit.fonts,
            locale,
            rtl,
            tuple(products.values()) if len(products) > 1 else (),
            turn,
            price_prefix="".join(prefix),
            sequence=campaign.placements[job.placement].sequence,
            rating=rating_of(item, locale) if item is not None and shows_rating(loaded) else None,
        ),
        _address(click, scope) if click else escaped(link) or None,
        min(filter(None, (sale_ends(one, loaded, day) for one in job.items)), default=None),
        tuple(findings),
    )


def _products(job: Job, copies: Mapping[str, Copy], looking: _Looking, day: datetime) -> dict[str, Product]:
    """The products of a creative that shows several, by item: those that have a picture to show.

    What is said of each, `name` and `badge`, is filled with its own values."""
    locale, found = job.variant.locale, {}
    for item in job.items:
        picture = looking.picture(item, f"'{item.id}' is left out of the range")
        if picture is None:
            continue
        scope = _scope(job, looking.loaded, day, item)
        said = {role: _copies(copy, scope, locale) for role, copy in copies.items() if role in OWN}
        offer = _offer(item, looking.loaded, locale, day)
        own = {"name": names(item.text("title", locale), locale)}
        own |= {role: (text,) for role, text in offer.texts.items()}
        found[item.id] = Product(picture, own | said, offer.price, offer.prior)
    return found


def _turn(item: FeedItem | None) -> int:
    """A number for an item, always the same whatever stands beside it: which of several equal choices is its own."""
    return zlib.crc32(item.id.encode("utf-8", "surrogatepass")) if item is not None else 0


def _on_ground(brand: Brand, turn: int) -> Brand:
    """The brand on the ground whose turn it is."""
    grounds = brand.palette.grounds
    if not grounds:
        return brand
    ground = grounds[turn % len(grounds)]
    return brand.model_copy(update={"palette": brand.palette.model_copy(update={"ground": ground})})


def _address(click: str, scope: Mapping[str, Any]) -> str:
    """The click_url filled. Raises TextError for one that would run something instead of leading somewhere."""
    parts = link_and_parameters(click)
    text = with_parameters(*(texts.fill(part, scope) for part in parts)) if parts else texts.fill(click, scope)
    if refused_scheme(text):
        raise texts.TextError(f"click_url becomes '{text[:40]}', which is no address that a click may lead to")
    return escaped(text)


def sale_ends(item: FeedItem, loaded: Loaded, day: datetime) -> tuple[str, str] | None:
    """When the sale that holds on a day ends and the flight's last day, where the flight goes on without the sale."""
    flight = loaded.campaign.flight
    ends = item.offer.ends_before(datetime.combine(flight.end, time(12), flight.zone()), day)
    return (f"{ends.astimezone(flight.zone()):%Y-%m-%d %H:%M}", flight.end.isoformat()) if ends is not None else None


def texts_of(job: Job, campaign: Campaign) -> dict[str, Copy]:
    """The texts that hold for a job, by role."""
    variant = job.variant
    return message(campaign, variant.segment, variant.arm, variant.locale, variant.message)


def reads(job: Job, campaign: Campaign) -> frozenset[str]:
    """The item's fields that a job's texts read, without filling them; `*` for all."""
    copies = texts_of(job, campaign)
    sources = [text for copy in copies.values() for text in texts.copies(copy)]
    click = campaign.placements[job.placement].click_url
    found = frozenset().union(*(texts.fields(source) for source in (*sources, *([click] if click else []))))
    return found | ({"title"} if "name" not in copies else set())


def _copies(copy: Copy, scope: Mapping[str, Any], locale: str) -> tuple[str, ...]:
    filled = (set_typographically(texts.fill(text, scope), locale) for text in texts.copies(copy))
    return tuple(text for text in filled if text)


def _scope(job: Job, loaded: Loaded, day: datetime, item: FeedItem | None = None) -> dict[str, Any]:
    """What texts may name; `item` is the job's first unless another is given."""
    item = item or job.item
    width, height = loaded.catalogue.formats[job.format].canvas()
    flight = loaded.campaign.flight
    return {
        "item": _item_scope(item, job.variant.locale, day) if item is not None else None,
        "items": [_item_scope(one, job.variant.locale, day) for one in job.items],
        "campaign": SimpleNamespace(name=loaded.name),
        "flight": SimpleNamespace(start=flight.start, end=flight.end),
        "segment": SimpleNamespace(id=job.variant.segment.id),
        "creative": SimpleNamespace(key=job.key, format=job.format, width=width, height=height),
        "locale": job.variant.locale,
        "date": day.date(),
    }


def _item_scope(item: FeedItem, locale: str, day: datetime) -> SimpleNamespace:
    offer = item.offer
    now, before = offer.current(day), offer.before(day)
    said = {field: item.text(field, locale) for field in ("title", "description", "brand", "category", "link")}
    return SimpleNamespace(
        id=item.id, **said, price=now, regular_price=offer.price, prior_price=before,
        saving=None if now is None or before is None else type(now)(before.amount - now.amount, now.currency),
        discount=offer.discount_percent(day), unit_price=offer.unit_price, unit_measure=offer.unit_measure,
        availability=offer.availability, rating=item.rating, reviews=item.reviews, attributes=item.attributes,
    )  # fmt: skip


class _Offer(NamedTuple):
    """The offer as a creative says it."""

    price: PriceParts | None = None
    prior: str = ""
    """The struck price."""
    texts: Mapping[str, str] = {}
    """By role: what the badge says of the saving, and the unit price."""


def _offer(item: FeedItem, loaded: Loaded, locale: str, day: datetime) -> _Offer:
    """The offer's texts; all of them are of the price that holds on the day."""
    offer = item.offer
    now, before = offer.current(day), offer.before(day)
    if now is None:
        return _Offer()
    found = {"badge": set_typographically(_saving(now, before, item, loaded, locale, day), locale)}
    if offer.unit_price is not None:
        found["unit_price"] = locales.unit_price_text(offer.unit_price, offer.unit_measure, locale)
    return _Offer(
        locales.price_parts(now, locale),
        locales.price_parts(before, locale).text if before is not None else "",
        {role: text for role, text in found.items() if text},
    )


def _saving(now: Money, before: Money | None, item: FeedItem, loaded: Loaded, locale: str, day: datetime) -> str:
    """The saving in the brand's manner; nothing where there is none."""
    percent = item.offer.discount_percent(day)
    if before is None or percent < 1:
        return ""
    match loaded.kit.brand.price.badge:
        case "percent":
            return locales.percent_saving(percent, locale)
        case "amount":
            saved = Money(before.amount - now.amount, now.currency)
            return "\u2212" + locales.price_parts(saved, locale).text
    return ""


def shows_rating(loaded: Loaded) -> bool:
    """Whether any layout has a slot for a rating; without one no creative depends on it."""
    return any("rating" in layout.root.slots for layout in loaded.kit.layouts)


def rating_of(item: FeedItem, locale: str) -> Rating | None:
    """An item's rating; none where nobody rated it, or out of more than five stars."""
    stars = item.rating
    if stars is None or not 0 < stars <= STARS or item.reviews == 0:
        return None
    return Rating(int(stars * 2 + Decimal("0.5")), locales.rating_text(stars, item.reviews, locale))


def picture_file(item: FeedItem, loaded: Loaded) -> tuple[str, Path | None]:
    """The reference to an item's main picture and the file it means, None where none was found."""
    feed = loaded.campaign.feed
    images = loaded.folder / feed.images if feed is not None and feed.images else None
    folder = (loaded.folder / feed.source).parent if feed is not None else loaded.folder
    for reference in item.images:
        found = resolve_image(reference, loaded.folder, images) or resolve_image(reference, folder, images)
        if found is not None:
            return reference, found
    return (item.images[0] if item.images else ""), None


def picture_digest(item: FeedItem, loaded: Loaded, inputs: Inputs) -> str:
    """Digest of an item's main picture, or of what will be said of its absence."""
    reference, file = picture_file(item, loaded)
    if file is None:
        return digest.of_value(["missing", _why_missing(reference, loaded)])
    try:
        return inputs.add(file).digest
    except AssetError as error:
        return digest.of_value(["unusable", reference, _reason(error, file)])


class _Looking(NamedTuple):
    """What a job's pictures are looked at with, and what is found wrong with them."""

    loaded: Loaded
    inputs: Inputs
    locale: str
    refused: TooCostly | None
    findings: list[Finding]

    def picture(self, item: FeedItem, instead: str = "a layout without a picture is used") -> Picture | None:
        """An item's picture; None, with a finding that says what is done `instead`, where there is no usable one."""
        reference, file = picture_file(item, self.loaded)
        if file is None:
            self.findings.append(_unusable("picture/missing", f"{_why_missing(reference, self.loaded)}; {instead}"))
            return None
        try:
            asset = self.inputs.add(file)
            if self.refused is not None and self.refused.asset == asset.digest:
                raise self.refused
            if self.inputs.analyse(asset).faint:
                self.findings.append(_faint(reference))
            return looked_at(asset, self.inputs, item.text("title", self.locale))
        except AssetError as error:
            why = f"{_named(reference)}{_reason(error, file)}; {instead}"
            self.findings.append(_unusable(UNUSABLE, why))
            return None


def names_pictures(findings: Iterable[Finding], items: Iterable[FeedItem], loaded: Loaded) -> bool:
    """Whether what was found of items' pictures still names them as the feed does: their digest is of their content."""
    said = [finding.message for finding in findings if finding.check in (UNUSABLE, FAINT)]
    if not said:
        return True
    names = tuple(_named(picture_file(item, loaded)[0]) for item in items)
    return all(message.startswith(names) for message in said)


def _named(reference: str) -> str:
    return f"'{reference}': "


def _reason(error: AssetError, file: Path) -> str:
    """What is wrong with a file; a manifest says nothing of the folders of this machine."""
    what = str(error)
    for name in (shown(file), shown(os.path.abspath(file))):  # noqa: PTH100 (links stay, as in the input store)
        what = what.removeprefix(f"{name}: ")
    return placeless(what)


def _why_missing(reference: str, loaded: Loaded) -> str:
    """Why there is no file for a picture, and what to do about it."""
    if not reference:
        return "the feed names no picture"
    told = reference if len(reference) <= 80 else reference[:77] + "..."
    images = loaded.campaign.feed.images if loaded.campaign.feed is not None else None
    if re.match(r"(?:https?:)?//", reference):
        where = f"no file of its name lies in {images}" if images else "set feed.images to the folder it lies in"
        return f"the picture {told} is not fetched, and {where}" if images else f"{told} is not fetched: {where}"
    path = reference.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
        return f"'{told}' leads out of the campaign's folder"
    if re.match(r"[a-z]+:", path):
        return f"'{told}' is neither a file nor the address of one"
    return f"no picture '{told}' lies in {images or 'the campaign folder'}"


def looked_at(asset: Asset, inputs: Inputs, alt: str) -> Picture:
    """A picture with what layouts need to know of it. Raises AssetError for an unusable one."""
    seen = inputs.analyse(asset)
    if seen.flat:
        raise AssetError(f"{asset.name}: shows nothing (one colour, or under 8 px)")
    separable = seen.plain or (seen.has_alpha and seen.alpha_box.w * seen.alpha_box.h < 0.98)
    red, green, blue = seen.backdrop.mean
    return Picture(
        asset=asset.digest, width=seen.width, height=seen.height, subject=seen.subject, focal=seen.focal,
        separable=separable, has_alpha=seen.has_alpha, alt=alt, cuttable=seen.confidence >= CUTOUT_CONFIDENCE,
        bright=luminance((red, green, blue, 255)) > BRIGHT,
        backdrop=seen.backdrop.mean, tone=seen.tone, edge=seen.edge,
        light=seen.light, inner=seen.inner, drawn=asset.kind == "artwork", calm=seen.calm,
    )  # fmt: skip


def _faint(reference: str) -> Finding:
    why = "can hardly be told from its backdrop: give a picture with more contrast, or one cut out with transparency"
    return _unusable(FAINT, f"{_named(reference)}the product {why}")


def _unusable(check: str, message_: str) -> Finding:
    return Finding(check, "warn", message_, subject="product", source="design: an item without a usable picture")
