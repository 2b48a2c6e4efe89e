"""What fills a layout: resolved copy, price parts, pictures and logos. Made by compose, read by arrange."""

from __future__ import annotations

from typing import Literal

import msgspec

from renderer.model.brand import Brand
from renderer.scene import Box, Colour
from renderer.text.fonts import FontSet

OWN = ("name", "badge", "unit_price")
"""The texts that are said of one product: each of several has its own."""


class PriceParts(msgspec.Struct, frozen=True):
    """A price as the locale writes it, and its parts for the lockup."""

    text: str
    integer: str
    decimals: str
    """Without the separator; empty where there are none or they are zero."""
    symbol: str
    symbol_first: bool
    separator: str = "."
    """Between integer and decimals, as the locale writes it."""


class Picture(msgspec.Struct, frozen=True):
    """A usable product picture. Boxes are shares of the picture, 0 to 1."""

    asset: str
    width: int
    height: int
    subject: Box
    focal: tuple[float, float]
    separable: bool
    """Whether the subject stands on a plain or transparent ground."""
    has_alpha: bool
    alt: str
    cuttable: bool = False
    """Whether the subject can be cut out cleanly, for dark and saturated grounds."""
    bright: bool = True
    """Whether its backdrop is light enough to be divided out: on a black one nothing of a black product would stay."""
    backdrop: tuple[int, int, int] = (255, 255, 255)
    """RGB of its backdrop on the whole."""
    tone: float = 0.5
    """How light the subject looks, 0 to 1."""
    edge: tuple[float, ...] = ()
    """The same of its outline: nine deciles; none where nobody looked."""
    light: bool = False
    """Whether it is about as light as its backdrop."""
    inner: Box = Box(0.0, 0.0, 1.0, 1.0)
    """Of a scene, what lies inside its frame lines: nothing else is shown."""
    drawn: bool = False
    """Whether it is a drawing, sharp at any size."""
    calm: tuple[bool, bool, bool, bool] = (False, False, False, False)
    """Of a scene, whether each side of `inner` (left, top, right, bottom) can be drawn on beyond the picture."""


class LogoArt(msgspec.Struct, frozen=True):
    """A logo drawing; `ink` is what it covers of its own frame (shares)."""

    asset: str
    ratio: float
    """Width through height of the ink."""
    ink: Box
    ground: str
    clear_space: float
    min_width: float
    inks: tuple[Colour, ...] = ()
    """The colours that make up a tenth of it or more."""


class Product(msgspec.Struct, frozen=True):
    """One of several products that a creative shows together."""

    picture: Picture
    texts: dict[str, tuple[str, ...]]
    """Copies of what is said of it alone, by role."""
    price: PriceParts | None
    prior_price: str


class Rating(msgspec.Struct, frozen=True):
    """What buyers think of an item."""

    halves: int
    """Half stars out of ten."""
    text: str
    """As the locale writes it, with the number of reviews."""


class Content(msgspec.Struct, frozen=True):
    """Everything one creative may show, by role. A role that is absent has nothing to show."""

    texts: dict[str, tuple[str, ...]]
    """Copies by role: the full one, then the shorter ones."""
    price: PriceParts | None
    prior_price: str
    product: Picture | None
    logos: tuple[LogoArt, ...]
    brand: Brand
    fonts: FontSet
    locale: str
    rtl: bool
    products: tuple[Product, ...] = ()
    """Where a creative shows several: all of them. The fields of one product are then the first item's."""
    turn: int = 0
    """Which of designs that are as good as each other is its turn: a campaign's items need not look stamped."""
    price_prefix: str = ""
    """What stands before the price within its lockup: `From`."""
    rating: Rating | None = None
    sequence: bool = False
    """Whether several products are shown one after the other first, where it moves."""
    opens: Literal["", "down", "onwards", "back"] = ""
    """Where to its call to action opens it: an angle beside the label points down, or two in the direction that a page
    slides onwards or back; empty: it leads elsewhere."""

    def together(self) -> Content:
        """Only what is shown once beside several products; what is said of each stays with it."""
        shared = {role: copies for role, copies in self.texts.items() if role not in OWN}
        return msgspec.structs.replace(self, texts=shared, price=None, prior_price="", product=None, rating=None)

    def alone(self, product: Product | None = None) -> Content:
        """The same with one product: one of several, else the first item."""
        if product is None:
            return msgspec.structs.replace(self, products=())
        texts = {role: copies for role, copies in self.texts.items() if role not in OWN} | product.texts
        return msgspec.structs.replace(
            self,
            texts=texts,
            price=product.price,
            prior_price=product.prior_price,
            product=product.picture,
            products=(),
            rating=None,
        )

    def roles(self) -> tuple[str, ...]:
        """Every role that has something to show."""
        beside = ("price", "prior_price", "rating", "product", "range", "logo")
        return tuple(role for role in (*self.texts, *beside) if self.has(role))

    def has(self, slot: str) -> bool:
        """Whether there is something to show in a slot."""
        match slot:
            case "price":
                return self.price is not None
            case "prior_price":
                return bool(self.prior_price)
            case "rating":
                return self.rating is not None
            case "product":
                return self.product is not None
            case "range":
                return bool(self.products)
            case "logo":
                return bool(self.logos)
        return any(self.texts.get(slot, ()))
