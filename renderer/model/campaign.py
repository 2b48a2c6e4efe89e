"""The campaign: what is said, to whom, with which items, where."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, field_validator, model_validator

from renderer.model.base import Currency, Date, Locale, Model, Name, TimeZone, no_flag, one_or_many, wrong
from renderer.model.naming import checked
from renderer.model.rules import parse_sort, parse_where

Output = Literal["still", "html5", "amphtml", "gif", "video", "email"]
Scalar = str | int | float | bool
MAX_PRODUCTS = 6  # in one picture; of more none is seen (our own choice)


class Flight(Model):
    """The days on which the campaign runs, both included."""

    start: Date
    end: Date
    timezone: TimeZone = "UTC"

    @model_validator(mode="after")
    def _order(self) -> Flight:
        if self.end < self.start:
            raise wrong(f"ends ({self.end}) before it starts ({self.start})")
        return self

    def zone(self) -> ZoneInfo:
        """The time zone the days are meant in."""
        return ZoneInfo(self.timezone)


class Translation(Model):
    """A second table with an item's texts in another language."""

    source: str
    key: str = "id"
    """The column that holds the item's id (or its group's)."""
    map: dict[str, str] = {}


class Feed(Model):
    """Where the items come from."""

    source: str
    dialect: Literal["csv", "tsv", "json", "jsonl", "google-rss", "google-atom"] | None = None
    """Detected where not given."""
    images: str | None = None
    """A folder in which pictures lie whose address is relative or cannot be reached."""
    map: dict[str, str] = {}
    """Our field -> the feed's column or path, for headers the dialect does not know."""
    currency: Currency | None = None
    """ISO 4217, where the feed's prices do not say."""
    decimal: Literal[".", ","] | None = None
    """The decimal sign of prices, where they do not tell (`12.990`)."""
    group: str | None = None
    """Column that ties a product's rows (parent and variants) together; one item comes of each group."""
    variants: Literal["first", "each"] = "first"
    """first: one item a group, its gaps filled from the first variant; each: one a variant, filled from the parent."""
    translations: dict[Locale, Translation] = {}


class Items(Model):
    """Which items take part: a rule, an order, a cap."""

    where: str | None = None
    sort: str | None = None
    limit: int | None = Field(None, ge=1)

    _numbers = field_validator("limit", mode="before")(no_flag)

    @field_validator("where")
    @classmethod
    def _where(cls, text: str | None) -> str | None:
        if text is not None:
            parse_where(text)
        return text

    @field_validator("sort")
    @classmethod
    def _sort(cls, text: str | None) -> str | None:
        if text is not None:
            parse_sort(text)
        return text


class Copy(Model):
    """One text: in full, a short form for when space is scarce, and further alternatives."""

    text: str
    short: str | None = None
    alternatives: tuple[str, ...] = ()


def _copy(value: Any) -> Any:
    if value is None or isinstance(value, list):
        raise wrong(f"must be text, not {'empty' if value is None else 'a list'}")
    if isinstance(value, (bool, int, float)):
        raise wrong(f"must be text, not {str(value).lower()}; put it in quotes")
    return {"text": value} if isinstance(value, str) else value


CopyText = Annotated[Copy, BeforeValidator(_copy)]
"""A text as a person writes it: a plain string, or `{text, short, alternatives}`."""


class Message(Model):
    """What is said in one language. Texts are Jinja2 over `item`, `campaign`, `flight`, `locale`, `segment`."""

    id: Name | None = None
    headline: CopyText | None = None
    subline: CopyText | None = None
    cta: CopyText | None = None
    badge: CopyText | None = None
    name: CopyText | None = None
    """The product's name as shown; default: the item's title."""
    mention: CopyText | None = None
    price_prefix: CopyText | None = None
    """What stands before the price in its lockup: `From`."""
    store: CopyText | None = None
    """What the shop does for its buyers: `Click & collect in 1 h`; layouts with a slot for it show it."""
    subject: CopyText | None = None
    preheader: CopyText | None = None


Messages = dict[Locale, Annotated[tuple[Message, ...], BeforeValidator(one_or_many)]]


class Audience(Model):
    """Whom a segment means, in five families."""

    demographics: dict[str, Scalar | list[Scalar]] = {}
    geography: dict[str, Scalar | list[Scalar]] = {}
    behaviour: dict[str, Scalar | list[Scalar]] = {}
    interests: dict[str, Scalar | list[Scalar]] = {}
    context: dict[str, Scalar | list[Scalar]] = {}


class Segment(Model):
    """A part of the audience and what is different for it."""

    id: Name
    audience: Audience = Audience()
    items: Items = Items()
    """`where` narrows the campaign's; `sort` and `limit` replace it."""
    messages: Messages = {}
    """Texts that replace the campaign's, key by key."""
    exclusive: bool = False
    """Items this segment takes are not shown to later ones."""


class Arm(Model):
    """One side of a test."""

    id: Name
    weight: float = Field(1, gt=0)
    messages: Messages = {}

    _numbers = field_validator("weight", mode="before")(no_flag)


class Placement(Model):
    """Formats that run together, and how."""

    id: Name | None = None
    formats: Annotated[tuple[str, ...], BeforeValidator(one_or_many)] = Field(min_length=1)
    """Format ids, families, channels or globs."""
    as_: Annotated[tuple[Output, ...], BeforeValidator(one_or_many)] = Field(("still",), alias="as", min_length=1)
    networks: Annotated[tuple[str, ...], BeforeValidator(one_or_many)] = ("iab",)
    click_url: str | None = None
    items: Literal["each", "none"] = "each"
    """each: one creative an item; none: one creative without an item."""
    products: int = Field(1, ge=1, le=MAX_PRODUCTS)
    """How many items each creative shows side by side, taken in their order; the last creative may show fewer. Texts
    that name `item` speak of the first."""
    sequence: bool = False
    """Whether creatives that move show their `products` one after the other, each near by with its name and offer,
    before all of them stand together; stills show them together."""
    limit: int | None = Field(None, ge=1)
    """At most so many of a segment's items, the first in their order: `limit: 1` shows every shape, but of one item."""
    encoding: Literal["auto", "jpeg", "png", "webp", "avif"] = "auto"
    """auto: JPEG where a product picture is shown, PNG where none is and it keeps the limit; always what the format
    accepts."""

    animated: Annotated[tuple[Literal["gif", "apng", "webp"], ...], BeforeValidator(one_or_many)] = Field(
        ("gif",), min_length=1
    )
    """What `as: gif` may come as: of several kinds that the format takes, the one that looks best within the weight."""

    _numbers = field_validator("products", "limit", mode="before")(no_flag)

    @model_validator(mode="after")
    def _items_to_show(self) -> Placement:
        if self.items == "none" and self.products > 1:
            raise wrong(f"shows no item ('items: none'), so it cannot show {self.products} products")
        if self.sequence and self.products == 1:
            raise wrong("has a 'sequence' of one product: say how many 'products' it shows")
        if self.items == "none" and self.limit:
            raise wrong(f"shows no item ('items: none'), so there are none to limit to {self.limit}")
        return self


EVERYONE = Segment(id="everyone")


class Campaign(Model):
    """A campaign file (`campaigns/<name>/campaign.yaml`)."""

    name: Name | None = None
    """Default: the folder's name."""
    brand: str = "starter"
    flight: Flight
    locales: Annotated[tuple[Locale, ...], BeforeValidator(one_or_many)] = Field(min_length=1)
    """The first is the fallback."""
    feed: Feed | None = None
    items: Items = Items()
    messages: Messages = {}
    placements: tuple[Placement, ...] = Field(min_length=1)
    segments: tuple[Segment, ...] = (EVERYONE,)
    arms: tuple[Arm, ...] = ()
    profile: str | None = None
    naming: str | None = None
    """What files are called, the type left out: `{campaign}_{format}_{locale}_{item}_{width}x{height}`. Fields:
    campaign, format, item, width, height, locale, language, segment, placement, message, arm, start, end, brand,
    channel, family. Default: the format's id. With a pattern, no two files of a campaign may get one name."""

    @field_validator("naming")
    @classmethod
    def _names_files(cls, naming: str | None) -> str | None:
        return naming if naming is None else checked(naming)

    @field_validator("locales")
    @classmethod
    def _locales_once(cls, locales: tuple[str, ...]) -> tuple[str, ...]:
        return _once(locales, "locale")

    @field_validator("segments")
    @classmethod
    def _segments_once(cls, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
        _once(tuple(segment.id.casefold() for segment in segments), "segment")
        return segments or (EVERYONE,)

    @field_validator("arms")
    @classmethod
    def _arms_once(cls, arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
        _once(tuple(arm.id.casefold() for arm in arms), "arm")
        return arms

    def date(self, chosen: date | None = None) -> date:
        """The day that texts and prices are meant for: the one chosen, or the flight's first."""
        return chosen or self.flight.start


def _once(values: tuple[str, ...], what: str) -> tuple[str, ...]:
    twice = sorted(value for value, count in Counter(values).items() if count > 1)
    if twice:
        raise wrong(f"names the {what} '{twice[0]}' twice")
    return values
