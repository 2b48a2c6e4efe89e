"""The brand: palette, typefaces, logos and the manner in which everything is set."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from renderer.model.base import Colour, Model, one_or_many, wrong


class Palette(Model):
    """Colours by role. A role `x` on which text stands has a partner `on_x`."""

    ground: Colour = "#FFFFFF"
    on_ground: Colour = "#1A1A1A"
    primary: Colour = "#1A1A1A"
    on_primary: Colour = "#FFFFFF"
    secondary: Colour | None = None
    on_secondary: Colour | None = None
    accent: Colour | None = None
    price: Colour | None = None
    on_price: Colour | None = None
    saving: Colour | None = None
    on_saving: Colour | None = None
    grounds: tuple[Colour, ...] = ()
    """Grounds that products take turns on, each always the same; text on them is `on_ground`. Empty: `ground`."""

    @model_validator(mode="before")
    @classmethod
    def _pairs(cls, data: Any) -> Any:
        """A ground colour without its text colour would leave text to chance."""
        if isinstance(data, dict):
            for role in ("secondary", "price", "saving"):
                if data.get(role) and not data.get(f"on_{role}"):
                    raise wrong(f"has '{role}' but not 'on_{role}', the colour of text on it")
        return data


class Typeface(Model):
    """A family and where its files lie."""

    family: str
    source: str = "package:font_source_sans_pro"
    """`package:NAME` (an installed font package), or a folder relative to the brand file."""
    weights: dict[str, int] = {}
    """Names for weights, e.g. `bold: 800`."""
    figures: Literal["proportional", "tabular"] = "proportional"
    tracking: float = Field(0.0, ge=-0.1, le=0.5)
    """Letter spacing in em, added to every glyph."""

    @field_validator("weights")
    @classmethod
    def _weights(cls, weights: dict[str, int]) -> dict[str, int]:
        for name, weight in weights.items():
            if not 1 <= weight <= 1000:
                raise wrong(f"weight '{name}' is {weight}; a weight lies between 1 and 1000")
        return weights

    @field_validator("source")
    @classmethod
    def _source(cls, source: str) -> str:
        if source.startswith("package:") and not re.fullmatch(r"package:[A-Za-z_][A-Za-z0-9_]*", source):
            raise wrong(f"'{source}' is not a package source: write it like package:font_manrope")
        return source


class Typefaces(Model):
    """The faces by use, and those asked for characters the others lack."""

    display: Typeface
    text: Typeface
    fallback: tuple[str, ...] = ("starter-arabic", "starter-hebrew", "starter-japanese", "starter-emoji")
    """Names of starter faces, or folders relative to the brand file, in order."""


class Logo(Model):
    """One drawing of the logo and the ground it is made for."""

    file: str
    ground: Literal["light", "dark", "any"] = "any"
    clear_space: float = Field(0.25, ge=0, le=2)
    """Empty space on all sides, as a share of the logo's height."""
    min_width_px: int = Field(40, ge=1, le=2000)


class Legibility(Model):
    """The floors below which text is not set (px at 1x, WCAG contrast ratio)."""

    min_text_px: float = Field(10, ge=4, le=100)
    min_legal_px: float = Field(8, ge=4, le=100)
    contrast: float = Field(4.5, ge=1, le=21)


class Headline(Model):
    """How headlines are set."""

    case: Literal["as-written", "upper"] = "as-written"
    """upper: in capitals, by the language's own rules."""
    italic: bool = False
    """In the display family's italic face, where it has one."""
    weight: str = "bold"
    """A name among the display family's weights, or a usual one."""
    accent: str | None = None
    """The palette role whose colour numbers in it take, with the unit that belongs to them."""


class Cta(Model):
    """The call to action's form."""

    shape: Literal["box", "rounded", "pill", "skewed", "outline", "text"] = "rounded"
    fill: str = "primary"
    weight: str = "bold"
    arrow: bool = False
    """Whether `text` and `outline` end in a thin arrow; an outlined button is then shown as text where it is small."""


class Price(Model):
    """How a price is set."""

    style: Literal["stacked", "raised", "inline", "quiet"] = "inline"
    """stacked: decimals under the raised currency; raised: decimals raised; inline: as text; quiet: small, no plate."""
    plate: Literal["none", "box", "rounded", "skewed"] = "none"
    badge: Literal["none", "percent", "amount"] = "percent"


class Badge(Model):
    """The badge's form."""

    shape: Literal["plate", "pill", "disc", "flash", "tag", "bar"] = "plate"
    """plate: as the price's plate; disc and flash (a star with many rays) are round and hold words in up to three
    lines, long ones in a tag; tag: a price tag with a hole; bar: text above a thin rule, not filled."""


class ImageStyle(Model):
    """What becomes of product pictures."""

    treatment: Literal["extend-backdrop", "cut-out", "framed", "auto"] = "auto"


class Motion(Model):
    """The brand's motion language."""

    entrance: Literal["none", "fade", "rise", "slide", "wipe", "pop"] = "fade"
    """How a part comes in; default: as the pace has it (brisk: slide, even: rise, calm: fade). Panels come in by
    `exit`; for the rest `wipe` is today the same as `slide`."""
    emphasis: Literal["none", "pulse", "flash", "count"] = "none"
    """Whether price and call to action are stressed, once: with a pulse, whichever it is called. Nothing flashes, and a
    price's digits never change."""
    exit: Literal["none", "fade", "slide"] = "fade"
    """How the hook leaves: pushed off by the panels that come (slide), or dissolved with them."""
    easing: Literal["linear", "ease", "smooth", "snap"] = "smooth"
    pace: Literal["calm", "even", "brisk"] = "even"
    """Gives all lengths, and whatever is not said above."""


class Shapes(Model):
    """The geometry panels and plates are cut with."""

    slant_deg: float = Field(0, ge=0, le=30)
    """Angle from the vertical of slanted edges."""
    radius: float = Field(0.05, ge=0, le=0.5)
    """Corner radius of plates and boxes, as a share of their height."""


class Voice(Model):
    """The brand's manner of speech, checked in every text."""

    address: dict[str, str] = {}
    exclamation_max: int | None = Field(None, ge=0)
    banned: tuple[str, ...] = ()
    preferred: dict[str, str] = {}


Role = Literal[
    "logo", "headline", "price", "unit_price", "cta", "product", "subline", "badge", "mention", "name", "rating",
    "store",
]  # fmt: skip
PRIORITIES: tuple[Role, ...] = ("logo", "product", "price", "headline", "cta", "name", "badge", "subline", "mention")


class Brand(Model):
    """A brand file (`brand/<name>/brand.yaml`)."""

    name: str
    palette: Palette = Palette()
    typefaces: Typefaces
    logos: Annotated[tuple[Logo, ...], BeforeValidator(one_or_many)] = ()
    legibility: Legibility = Legibility()
    headline: Headline = Headline()
    cta: Cta = Cta()
    price: Price = Price()
    badge: Badge = Badge()
    image: ImageStyle = ImageStyle()
    shapes: Shapes = Shapes()
    motion: Motion = Motion()
    priorities: tuple[Role, ...] = PRIORITIES
    """What stays longest when space runs out, most important first."""
    layouts: tuple[str, ...] = ()
    """Designs this brand is shown in, best first; empty: `stage` where its prices are quiet, else `panel`."""
    voice: Voice = Voice()

    @property
    def quiet(self) -> bool:
        """Whether its manner is quiet: small prices without a plate, wide margins, light type (decision 9)."""
        return self.price.style == "quiet"

    @field_validator("priorities")
    @classmethod
    def _once(cls, priorities: tuple[Role, ...]) -> tuple[Role, ...]:
        twice = sorted({role for role in priorities if priorities.count(role) > 1})
        if twice:
            raise wrong(f"names {', '.join(twice)} twice")
        return priorities
