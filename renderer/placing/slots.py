"""Slots: each knows how much room its content wants and how it is drawn into the room it gets.

`measure` answers with a natural size in px for the room offered; `nodes` draws into a box. Heights of text run from
cap top to baseline, so that everything aligns to ink.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from renderer import colours
from renderer.model.layout import Element
from renderer.placing import price as prices
from renderer.content import Content, LogoArt, Picture
from renderer.placing.scale import ROLES, Frame, script
from renderer.scene import AnyNode, Box, Colour, Group, Image, Line, Point, Shape, Stroke, Text
from renderer.text import fit
from renderer.text.fonts import face
from renderer.text.shape import Style

Align = Literal["start", "center", "end"]


class Ground(NamedTuple):
    """What an element stands on: the palette role, its colour, its outline and bounding box (px)."""

    role: str
    colour: Colour
    path: tuple[Point, ...]
    box: Box


class Free(NamedTuple):
    """Which ways a slot may grow to the sides of its ground, because nothing else stands there."""

    left: bool = True
    top: bool = True
    right: bool = True
    bottom: bool = True


class Spot(NamedTuple):
    """Where a slot came to stand."""

    slot: Slot
    box: Box
    ground: Ground
    align: Align
    free: Free = Free()


class Slot(Protocol):
    """Content that can be measured and drawn."""

    role: str
    flexible: bool

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The natural size in the room offered, px."""

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The content drawn where it came to stand."""

    def quality(self) -> tuple[float, str]:
        """How near to its ideal it came (1: ideal) and the rung of the fit ladder."""


class Maker(NamedTuple):
    """Makes slots for one canvas, one content and one step of the type scale."""

    frame: Frame
    content: Content
    factor: float

    def slot(self, element: Element, in_row: bool) -> Slot | None:
        """The slot of an element, None where there is nothing to show."""
        name = element.slot
        if name == "space":
            return Space()
        if name is None or not self.content.has(name):
            return None
        match name:
            case "price":
                return PriceSlot(self, element)
            case "logo":
                return LogoSlot(self, element)
            case "product":
                return ProductSlot(self, element)
            case "cta":
                return CtaSlot(self, element)
            case "badge":
                return BadgeSlot(self, element)
        return TextSlot(self, element, name, in_row)

    def style(self, role: str) -> Style:
        """The style of a text role."""
        use, weight = ROLES[role].use, ROLES[role].weight
        if role == "cta":
            weight = self.content.brand.cta.weight
        fonts = self.content.fonts
        display = use == "display"
        return Style(
            fonts.chain(use, weight),
            self.content.locale,
            0.0 if script(self.content.locale)[1] else fonts.tracking[0 if display else 1],
            fonts.tabular[0 if display else 1],
        )

    def aim(self, role: str, element: Element) -> float:
        """The size a role would have were there room enough, px: what its quality is measured against."""
        return self.frame.size(role, element.size, self.content.locale)

    def setting(self, role: str, element: Element) -> fit.Setting:
        """How a text role is set in an element."""
        ideal = self.frame.size(role, element.size * self.factor, self.content.locale)
        leading = max(ROLES[role].leading, script(self.content.locale)[1])
        return fit.Setting(
            self.style(role),
            max(fit.STEP, round(ideal / fit.STEP) * fit.STEP),
            self.frame.floor(role),
            leading,
            element.lines,
            element.max_lines or element.lines + 1,
            self.content.rtl,
        )


class Space:
    """Nothing, wherever there is room."""

    role = "space"
    flexible = True

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """No size of its own."""
        return 0.0, 0.0

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Nothing."""
        return []

    def quality(self) -> tuple[float, str]:
        """Always ideal."""
        return 1.0, "full"


class TextSlot:
    """Running text: headline, subline, name, struck prior price, mention."""

    flexible = False

    def __init__(self, maker: Maker, element: Element, role: str, in_row: bool) -> None:
        self.role = role
        self.maker = maker
        self.in_row = in_row
        self.setting = maker.setting(role, element)
        self.aim = maker.aim(role, element)
        content = maker.content
        self.copies = (content.prior_price,) if role == "prior_price" else content.texts[role]
        self.fitted: fit.Fitted | None = None

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The fitted text's size."""
        fitting = fit.natural if self.in_row else fit.fit
        self.fitted = fitting(self.copies, self.setting, width, height)
        return self.fitted.advance, self.fitted.height

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """A Text node, struck through where it is a prior price."""
        box, ground, align = spot.box, spot.ground, spot.align
        fitted = fit.fit(self.copies, self.setting, box.w + 0.01, box.h + 0.01)
        self.fitted = fitted
        colour = colours.text_on(self.maker.content.brand.palette, ground.role)
        if self.role == "mention":
            colour = colours.mixed(colour, ground.colour, 0.82)
        return [text_node(self.role, fitted, box, colour, align, self.maker.content, self.role == "prior_price")]

    def quality(self) -> tuple[float, str]:
        """Size against the role's own ideal, less where lines break ill."""
        if self.fitted is None:
            return 1.0, "full"
        share = min(1.0, self.fitted.size / self.aim)
        return share * (1.0 - 0.3 * min(1.0, self.fitted.cost)), self.fitted.rung

    @property
    def drop(self) -> float:
        """What hangs below its last baseline, px."""
        return self.fitted.drop if self.fitted is not None else 0.0

    def ill_broken(self) -> bool:
        """Whether a reader stumbles at the end of a line."""
        return self.fitted is not None and self.fitted.cost >= fit.ILL


def text_node(
    role: str, fitted: fit.Fitted, box: Box, colour: Colour, align: Align, content: Content, struck: bool = False
) -> Text:
    """A fitted text placed in a box, its ink on the box's side, the block at the box's top."""
    lines: list[Line] = []
    baseline = box.y + fitted.cap
    for one in fitted.lines:
        ink = one.right - one.left
        left = box.x if align == "start" else box.right - ink if align == "end" else box.x + (box.w - ink) / 2
        snapped = float(round(baseline)) if fitted.size < 14 else baseline
        runs = prices.runs_of(one.shaped, fitted.size, colour)
        lines.append(Line(one.text, left - one.left, snapped, one.shaped.width * fitted.size, tuple(runs), content.rtl))
        baseline += fitted.pitch
    ink_box = _ink_box(fitted, lines, box)
    stroke = Stroke(colour, max(1.0, fitted.size * 0.09)) if struck else None
    strike = _strike(ink_box, fitted, content.rtl) if struck and lines else None
    return Text(
        id="",
        role=role,
        box=ink_box,
        lines=tuple(lines),
        rung=fitted.rung,
        lang=content.locale,
        missing=fitted.missing,
        strike=stroke,
        strike_line=strike,
    )


def _ink_box(fitted: fit.Fitted, lines: list[Line], box: Box) -> Box:
    if not lines:
        return Box(box.x, box.y, 0, 0)
    left = min(line.x + one.left for line, one in zip(lines, fitted.lines, strict=True))
    right = max(line.x + one.right for line, one in zip(lines, fitted.lines, strict=True))
    top = lines[0].baseline - fitted.cap
    return Box(left, top, right - left, lines[-1].baseline + fitted.drop - top)


def _strike(ink: Box, fitted: fit.Fitted, rtl: bool) -> tuple[Point, Point]:
    """Tilted 6 degrees at most, crossing at 46 % of the cap height (look book, section 4)."""
    over = fitted.size * 0.12
    middle = ink.y + fitted.cap * 0.54
    rise = min(ink.w * 0.05, fitted.cap * 0.28) * (-1 if rtl else 1)
    return (ink.x - over, middle + rise), (ink.right + over, middle - rise)


class PriceSlot:
    """The price lockup with or without its plate."""

    role = "price"
    flexible = False

    def __init__(self, maker: Maker, element: Element) -> None:
        assert maker.content.price is not None
        self.maker = maker
        brand = maker.content.brand
        quiet = brand.price.style == "quiet"
        self.role_size = "name" if quiet else "price"
        style = maker.style(self.role_size)
        self.cap = face(style.chain[0]).cap_height
        self.lockup = prices.lockup(maker.content.price, style, brand.price.style, self.cap, maker.content.rtl)
        self.plate = element.plate and brand.price.plate != "none" and not quiet
        full = 0.74 if self.lockup.full else 1.0  # decimals as large as the integer ask for less
        self.ideal = maker.frame.size(self.role_size, element.size * maker.factor * full, "")
        self.aim = self.ideal / maker.factor
        self.floor = maker.frame.floor(self.role_size)
        self.size = self.ideal

    @cached_property
    def _extent(self) -> tuple[float, float]:
        """Width and height in em, the plate's padding included."""
        if not self.plate:
            return self.lockup.width, self.cap
        return (
            self.lockup.width + prices.PLATE_LEFT + prices.PLATE_RIGHT,
            self.cap + 2 * prices.PLATE_TOP,
        )

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The lockup at the largest size up to its ideal that fits the room, never below its floor."""
        across, down = self._extent
        self.size = max(self.floor, min(self.ideal, width / across, height / down))
        return across * self.size, down * self.size

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The plate, and the price as one line of text."""
        box, ground, align = spot.box, spot.ground, spot.align
        palette = self.maker.content.brand.palette
        width, height = self.measure(box.w + 0.01, box.h + 0.01)
        x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
        outer = Box(x, box.y + (box.h - height) / 2, width, height)
        fill_role = "price" if palette.price and self.plate else ground.role
        colour = colours.text_on(palette, fill_role)
        size, inner = self.size, outer
        drawn: list[AnyNode] = []
        if self.plate:
            shape = self.maker.content.brand.price.plate
            fill = colours.role(palette, fill_role) or ground.colour
            drawn.append(plate(outer, shape, fill, self.maker.frame, "plate"))
            inner = outer.inset(prices.PLATE_LEFT * size, prices.PLATE_TOP * size,
                                prices.PLATE_RIGHT * size, prices.PLATE_TOP * size)  # fmt: skip
        baseline = inner.y + self.cap * size
        line = self.lockup.line(inner.x, baseline, size, colour)
        ink = Box(inner.x, inner.y, self.lockup.width * size, self.cap * size)
        text = Text(id="", role="price", box=ink, lines=(line,), rung=self.quality()[1],
                    lang=self.maker.content.locale, missing=self.lockup.missing)  # fmt: skip
        return [*drawn, text]

    def quality(self) -> tuple[float, str]:
        """Size against ideal."""
        return min(1.0, self.size / self.aim), "full" if self.size > 0.999 * self.ideal else "shrunk"


def plate(box: Box, shape: str, fill: Colour, frame: Frame, role: str, stroke: Stroke | None = None) -> Shape:
    """A box in one of the brand's forms: box, rounded, pill, skewed, outline."""
    if shape == "skewed" and frame.lean():
        lean = frame.lean() * box.h / 2
        path = ((box.x + lean, box.y), (box.right + lean, box.y), (box.right - lean, box.bottom),
                (box.x - lean, box.bottom))  # fmt: skip
        return Shape(id="", role=role, box=box, fill=fill, path=path, radius=0.045 * box.h, stroke=stroke)
    radius = {"box": 0.0, "skewed": 0.06 * box.h, "rounded": max(frame.brand.shapes.radius, 0.16) * box.h}
    return Shape(id="", role=role, box=box, fill=fill, radius=radius.get(shape, box.h / 2), stroke=stroke)


class LabelSlot:
    """A short text in a box: the base of call to action and badge. Paddings in em, measured from cap and baseline."""

    flexible = False
    role = ""
    pad_x = 1.25
    pad_y = 0.86

    def __init__(self, maker: Maker, element: Element) -> None:
        self.maker = maker
        self.setting = maker.setting(self.role, element)._replace(lines=1, max_lines=1)
        self.aim = maker.aim(self.role, element)
        self.copies = maker.content.texts[self.role]
        self.fitted: fit.Fitted | None = None

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The label with its padding, at the largest size that fits the width."""
        setting = self.setting
        one = fit.fit(self.copies, setting, 1e6, 1e6)
        needed = (one.advance / one.size + 2 * self.pad_x) * setting.ideal
        if needed > width:
            size = max(setting.floor, int(setting.ideal * width / needed / fit.STEP) * fit.STEP)
            setting = setting._replace(ideal=size)
        fitted = fit.fit(self.copies, setting, max(1.0, width - 2 * self.pad_x * setting.ideal + 0.01), 1e6)
        self.fitted = fitted
        return fitted.advance + 2 * self.pad_x * fitted.size, fitted.cap + 2 * self.pad_y * fitted.size

    def placed(self, box: Box, align: Align) -> tuple[fit.Fitted, Box, Box]:
        """The text, its outer box and the box of its ink."""
        width, height = self.measure(box.w + 0.01, box.h + 0.01)
        assert self.fitted is not None
        x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
        outer = Box(x, box.y + (box.h - height) / 2, width, height)
        pad = self.fitted.size
        return self.fitted, outer, outer.inset(pad * self.pad_x, pad * self.pad_y, pad * self.pad_x, pad * self.pad_y)

    def quality(self) -> tuple[float, str]:
        """Size against ideal."""
        if self.fitted is None:
            return 1.0, "full"
        return min(1.0, self.fitted.size / self.aim), self.fitted.rung


class CtaSlot(LabelSlot):
    """The call to action: a button in the brand's form, or an arrow where it must be compact."""

    role = "cta"

    def __init__(self, maker: Maker, element: Element) -> None:
        super().__init__(maker, element)
        self.compact = element.compact
        self.form = maker.content.brand.cta.shape
        if self.form == "text":
            self.pad_x = self.pad_y = 0.0

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The button, or the arrow's own square."""
        if self.compact:
            side = 0.28 * self.maker.frame.height
            return side * 0.6, side
        return super().measure(width, height)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Box and label."""
        box, ground, align = spot.box, spot.ground, spot.align
        content = self.maker.content
        palette = content.brand.palette
        on_ground = colours.text_on(palette, ground.role)
        if self.compact:
            return [_arrow(box, on_ground, content)]
        fitted, outer, inner = self.placed(box, align)
        fill, label = self._colours(ground)
        label_node = text_node("cta", fitted, inner, label, "center", content)
        if self.form == "text":
            return [text_node("cta", fitted, inner, on_ground, align, content)]
        if self.form == "outline":
            stroke = Stroke(on_ground, max(1.0, fitted.size * 0.09))
            shape = Shape(id="", role="button", box=outer, stroke=stroke, radius=outer.h / 2)
            return [shape, text_node("cta", fitted, inner, on_ground, "center", content)]
        return [plate(outer, self.form, fill, self.maker.frame, "button"), label_node]

    def _colours(self, ground: Ground) -> tuple[Colour, Colour]:
        """The brand's own pair, turned round where it would vanish into the ground."""
        palette = self.maker.content.brand.palette
        role = self.maker.content.brand.cta.fill
        fill = colours.role(palette, role) or colours.parse(palette.primary)
        label = colours.text_on(palette, role)
        if colours.contrast(fill, ground.colour) >= 2.2:
            return fill, label
        turned = colours.text_on(palette, ground.role)
        return turned, ground.colour


def _arrow(box: Box, colour: Colour, content: Content) -> Shape:
    """A chevron pointing onwards in reading direction."""
    thick = box.w * 0.34
    points = [(0.0, 0.0), (thick, 0.0), (box.w, box.h / 2), (thick, box.h), (0.0, box.h), (box.w - thick, box.h / 2)]
    flip = content.rtl
    path = tuple((box.right - x if flip else box.x + x, box.y + y) for x, y in points)
    return Shape(id="", role="cta", box=box, fill=colour, path=path)


class BadgeSlot(LabelSlot):
    """The saving, in its colour."""

    role = "badge"
    pad_x = 0.52
    pad_y = 0.36

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Box and label."""
        box, ground, align = spot.box, spot.ground, spot.align
        content = self.maker.content
        palette = content.brand.palette
        fitted, outer, inner = self.placed(box, align)
        fill = colours.role(palette, "saving") or colours.text_on(palette, ground.role)
        label = colours.text_on(palette, "saving") if palette.saving else ground.colour
        form = content.brand.price.plate
        shape = plate(outer, form if form != "none" else "rounded", fill, self.maker.frame, "plate")
        return [shape, text_node("badge", fitted, inner, label, "center", content)]


class LogoSlot:
    """The logo, in the variant made for its ground, aligned by its ink."""

    role = "logo"
    flexible = False

    def __init__(self, maker: Maker, element: Element) -> None:
        self.maker = maker
        self.element = element
        self.ideal = maker.frame.a * 0.052 * element.size * max(0.8, maker.factor)
        self.height = self.ideal

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """About 0.05 `a` high; wide wordmarks lower, tall emblems higher; at least the brand's width."""
        art = self.maker.content.logos[0]
        tall = self.ideal * min(1.9, max(1.0, 2.4 / art.ratio)) if art.ratio < 2.4 else self.ideal
        tall = min(tall, self.maker.frame.width * 0.42 / art.ratio) if art.ratio > 6 else tall
        tall = max(tall, art.min_width * self.maker.frame.scale / art.ratio)
        self.height = min(tall, height, width / art.ratio)
        return self.height * art.ratio, self.height

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The artwork; its frame is larger than its ink where the drawing has margins."""
        box, ground, align = spot.box, spot.ground, spot.align
        art = self._variant(ground)
        height = min(box.h, box.w / art.ratio)
        width = height * art.ratio
        x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
        ink = Box(x, box.y + (box.h - height) / 2, width, height)
        frame = _around(ink, art.ink)
        name = self.maker.content.brand.name
        image = Image(id="", role="logo", box=frame, asset=art.asset, crop=Box(0, 0, 1, 1), treatment="artwork",
                      alt=name, subject=ink)  # fmt: skip
        return [image]

    def _variant(self, ground: Ground) -> LogoArt:
        wanted = "dark" if colours.is_dark(ground.colour) else "light"
        logos = self.maker.content.logos
        return next((art for art in logos if art.ground == wanted),
                    next((art for art in logos if art.ground == "any"), logos[0]))  # fmt: skip

    def quality(self) -> tuple[float, str]:
        """Height against ideal."""
        return min(1.0, self.height / self.ideal), "full"


def _around(ink: Box, share: Box) -> Box:
    """The frame of a drawing whose ink (shares of the frame) covers a box."""
    width, height = ink.w / max(share.w, 1e-6), ink.h / max(share.h, 1e-6)
    return Box(ink.x - share.x * width, ink.y - share.y * height, width, height)


class ProductSlot:
    """The product picture: placed by its subject where that stands free, cropped by its focal point where not."""

    role = "product"
    flexible = True

    def __init__(self, maker: Maker, element: Element) -> None:
        assert maker.content.product is not None
        self.maker = maker
        self.picture: Picture = maker.content.product

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """No size of its own: it takes what is left."""
        return 0.0, 0.0

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The picture, cut to the ground it stands on."""
        ground = spot.ground
        light = not colours.is_dark(ground.colour) and colours.luminance(ground.colour) > 0.6
        if self.picture.separable and (light or self.picture.has_alpha):
            return [self._standing(spot, "plain" if self.picture.has_alpha else "relight")]
        if self.picture.separable and self.picture.cuttable:
            return [self._standing(spot, "cutout")]
        return [self._covering(spot)]

    def _standing(self, spot: Spot, treatment: str) -> AnyNode:
        """A subject that stands free: as large as the slot allows, its middle on the slot's."""
        picture, box = self.picture, spot.box
        ratio = picture.subject.w * picture.width / (picture.subject.h * picture.height)
        width = min(box.w, box.h * ratio)
        height = width / ratio
        subject = Box(box.x + (box.w - width) / 2, box.y + (box.h - height) * 0.55, width, height)
        return self._clipped(_around(subject, picture.subject), subject, spot.ground, treatment)

    def _covering(self, spot: Spot) -> AnyNode:
        """A scene fills the slot out to the sides of its ground, cropped around its subject.

        Where that would cut the subject, it is framed inside the slot instead, as wide as shows the subject whole."""
        picture = self.picture
        subject = Box(picture.subject.x * picture.width, picture.subject.y * picture.height,
                      picture.subject.w * picture.width, picture.subject.h * picture.height)  # fmt: skip
        area = _grown(spot)
        widest, tallest = picture.width / max(1.0, subject.h), picture.height / max(1.0, subject.w)
        if area.w / area.h > widest or area.h / area.w > tallest:
            area = _framed(spot.box, area, widest, tallest)
        scale = max(area.w / picture.width, area.h / picture.height)
        width, height = picture.width * scale, picture.height * scale
        x = min(area.x, max(area.right - width, area.x + area.w / 2 - picture.focal[0] * width))
        middle = (subject.y + subject.h / 2) / picture.height
        y = min(area.y, max(area.bottom - height, area.y + area.h / 2 - middle * height))
        return self._clipped(Box(x, y, width, height), area, spot.ground, "plain", area)

    def _clipped(self, frame: Box, subject: Box, ground: Ground, treatment: str, area: Box | None = None) -> AnyNode:
        bounds = area or ground.box
        left, top = max(frame.x, bounds.x), max(frame.y, bounds.y)
        right, bottom = min(frame.right, bounds.right), min(frame.bottom, bounds.bottom)
        crop = Box((left - frame.x) / frame.w, (top - frame.y) / frame.h, (right - left) / frame.w,
                   (bottom - top) / frame.h)  # fmt: skip
        seen = Box(left, top, right - left, bottom - top)
        image = Image(
            id="", role="product", box=seen, asset=self.picture.asset, crop=crop,
            treatment=treatment,  # type: ignore[arg-type]
            alt=self.picture.alt, subject=subject,
        )  # fmt: skip
        return Group(id="", role="picture", box=seen, children=(image,), clip_path=ground.path)

    def quality(self) -> tuple[float, str]:
        """A picture has no ladder."""
        return 1.0, "full"


def _framed(slot: Box, area: Box, widest: float, tallest: float) -> Box:
    """Part of a slot for a picture that cannot fill it: a band from side to side, or a frame as high as the slot."""
    if area.h / area.w > tallest:
        height = area.w * tallest
        return Box(area.x, max(area.y, slot.y + (slot.h - height) / 2), area.w, height)
    width = min(slot.w, slot.h * widest)
    return Box(slot.x + (slot.w - width) / 2, slot.y, width, slot.h)


def _grown(spot: Spot) -> Box:
    """The slot's box, grown to its ground's sides wherever nothing else stands between."""
    box, outer, free = spot.box, spot.ground.box, spot.free
    left, top = outer.x if free.left else box.x, outer.y if free.top else box.y
    right, bottom = outer.right if free.right else box.right, outer.bottom if free.bottom else box.bottom
    return Box(left, top, right - left, bottom - top)
