"""Pictures: the logo aligned by its ink, the product placed by its subject or cropped around it."""

from __future__ import annotations

from collections.abc import Sequence

from renderer import colours
from renderer.boxes import common
from renderer.content import LogoArt, Picture
from renderer.model.layout import Element
from renderer.placing.grounds import standing_on
from renderer.placing.scenes import WHOLE, Patch, framed, patches, turned
from renderer.placing.slots import Basis, Clear, Free, Ground, Measured, Slot, Spot, aligned, grown
from renderer.scene import AnyNode, Box, Group, Image

CRISP = 1.5  # px of the canvas from one px of a picture before it blurs
DUST = 0.7  # of its least width below which a logo is not set: that layout does not fit
MICRO = 60  # px of height at 1x up to which half a logo's clear space is enough (look book, section 6)
CUT = 0.35  # of its subject's side that a scene may lose: it is a guess at what matters, not an outline
ALONE = 0.5  # the same where nothing stands beside it: a strip left over would look like a mistake
SLIGHT = 0.14  # of an area's side that a scene leaves free: it is cut a little more instead
MIDDLE, FRONT = 0.55, 0.85
"""Of the height left over, what lies above a product: most often; and on a table, to whose front it is drawn."""
LOST = 0.6  # of its slot's length that a product fills at least, blurred or not


class LogoSlot(Slot):
    """The logo, in the variant made for its ground, aligned by its ink."""

    role = "logo"

    def __init__(self, basis: Basis, element: Element) -> None:
        self.basis = basis
        self.ideal = basis.frame.a * 0.052 * element.size * max(0.8, basis.factor)
        self.clear = self._clear_space()

    def measure(self, width: float, height: float) -> Measured:
        """About 0.05 `a` high; wide wordmarks lower, tall emblems higher; at least the brand's width."""
        art = self.basis.content.logos[0]
        tall = self.ideal * min(1.9, max(1.0, 2.4 / art.ratio)) if art.ratio < 2.4 else self.ideal
        tall = min(tall, self.basis.frame.width * 0.42 / art.ratio) if art.ratio > 6 else tall
        tall = max(tall, art.min_width * self.basis.frame.scale / art.ratio)
        dust = DUST * art.min_width * self.basis.frame.scale / art.ratio
        tall = max(dust, min(tall, height, width / art.ratio))
        clear = self.clear * tall
        return Measured(
            tall * art.ratio, tall, share=min(1.0, tall / self.ideal), clear=Clear(clear, clear, clear, clear)
        )

    def _clear_space(self) -> float:
        """What the brand keeps free around its logo, in logo heights; half of that in micro strips."""
        frame = self.basis.frame
        share = max(art.clear_space for art in self.basis.content.logos)
        return share / 2 if frame.height <= MICRO * frame.scale else share

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The artwork; its frame is larger than its ink where the drawing has margins."""
        art, box = self._variant(spot.ground), spot.box
        height = min(box.h, box.w / art.ratio)
        ink = aligned(height * art.ratio, height, box, spot.align)
        frame = _around(ink, art.ink)
        name = self.basis.content.brand.name
        image = Image(
            id="",
            role="logo",
            box=frame,
            asset=art.asset,
            crop=Box(0, 0, 1, 1),
            treatment="artwork",
            alt=name,
            subject=ink,
        )
        return [image]

    def _variant(self, ground: Ground) -> LogoArt:
        """The one made for the ground, unless another shows plainly better on it (WCAG 2.2, 1.4.11 asks 3:1)."""
        wanted = "dark" if colours.is_dark(ground.colour) else "light"

        def rank(art: LogoArt) -> tuple[bool, bool, float]:
            least = min((colours.contrast(ink, ground.colour) for ink in art.inks), default=1.0)
            return least >= 3.0, art.ground == wanted, least

        return max(self.basis.content.logos, key=rank)


def _around(ink: Box, share: Box) -> Box:
    """The frame of a drawing whose ink (shares of the frame) covers a box."""
    width, height = ink.w / max(share.w, 1e-6), ink.h / max(share.h, 1e-6)
    return Box(ink.x - share.x * width, ink.y - share.y * height, width, height)


class ProductSlot(Slot):
    """The product picture: placed by its subject where that stands free, cropped by its focal point where not."""

    role = "product"
    reaches = True

    def __init__(self, basis: Basis, element: Element) -> None:
        assert basis.content.product is not None
        self.basis = basis
        self.picture: Picture = basis.content.product
        self.flexible = not element.snug
        self.spread = element.spread
        self.placed = turned(self.picture) if basis.content.rtl else self.picture
        inner = self.picture.inner
        self._inside = (inner.w * self.picture.width, inner.h * self.picture.height)

    def measure(self, width: float, height: float) -> Measured:
        """A subject that stands free, as large as a room and its px allow; of a scene, what shows its subject whole."""
        if self.picture.separable:
            return Measured(*self._standing_size(width, height))
        seen = self._seen(Box(0, 0, width, height), Free(), 0.0)
        return Measured(seen.w, seen.h)

    def settle(self, box: Box, reach: Box) -> Measured:
        """A subject keeps to its box; a scene goes out to the sides of its ground, its subject within the box."""
        if self.picture.separable:
            return self.measure(box.w, box.h)
        found = framed(self.placed, reach, box)
        seen = found.whole(reach)
        shown = found.shown(common(box, reach) if self.spread else reach)
        return Measured(seen.w, seen.h, share=min(1.0, shown / WHOLE))

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The picture, cut to the ground it stands on; nothing where a forced layout leaves no room."""
        if min(spot.box.w, spot.box.h, spot.ground.box.w, spot.ground.box.h) < 1:
            return []
        how = standing_on(self.picture, self.basis.content.brand.image.treatment, spot.ground.colour).treatment
        if how:
            return [self._standing(spot, how)]
        return [self._covering(spot) if self.picture.separable else self._filling(spot)]

    def _standing(self, spot: Spot, treatment: str) -> AnyNode:
        """A subject that stands free: as large as the slot and its px allow, its middle on the slot's."""
        box = spot.box
        width, height = self._standing_size(box.w, box.h)
        above = FRONT if spot.ground.table is not None else MIDDLE
        subject = Box(box.x + (box.w - width) / 2, box.y + (box.h - height) * above, width, height)
        return self.standing_at(subject, spot.ground, treatment)

    def standing_at(self, subject: Box, ground: Ground, treatment: str) -> AnyNode:
        """A subject that stands free, in the very box given."""
        return self._clipped(_around(subject, self.picture.subject), subject, ground, treatment)

    def _standing_size(self, width: float, height: float) -> tuple[float, float]:
        """Width and height of a free-standing subject in a room, px: blurred only where it would be lost otherwise."""
        picture = self.picture
        native = picture.subject.w * picture.width
        ratio = native / (picture.subject.h * picture.height)
        width = min(width, height * ratio)
        width = min(width, max(CRISP * native, LOST * width))
        return width, width / ratio

    def _filling(self, spot: Spot) -> AnyNode:
        """A scene out to the sides of its ground, its subject within the slot; where that would cut it too much, less
        of the ground."""
        free = spot.free
        area = grown(spot.box, spot.ground, free)
        found = framed(self.picture, area, spot.box)
        if found.shown(area) < WHOLE:
            area = self._seen(area, free, ALONE if free.left and free.right else CUT)
            found = framed(self.picture, area, area)
        return self._patched(patches(self.picture, found.picture, area), area, spot.ground)

    def _patched(self, parts: Sequence[Patch], area: Box, ground: Ground) -> AnyNode:
        """A scene and what of it is drawn on beyond its calm sides."""
        images = tuple(
            Image(
                id="",
                role="backdrop" if index else "product",
                box=part.box,
                asset=self.picture.asset,
                crop=part.crop,
                treatment="plain",
                alt="" if index else self.picture.alt,
                subject=None if index else part.box,
            )
            for index, part in enumerate(parts)
        )
        return Group(id="", role="picture", box=area, children=images, clip_path=ground.path)

    def _covering(self, spot: Spot) -> AnyNode:
        """A scene fills the slot out to the sides of its ground, cropped around its subject."""
        free = spot.free
        area = self._seen(grown(spot.box, spot.ground, free), free, ALONE if free.left and free.right else CUT)
        return self.covering(area, spot.ground)

    def covering(self, area: Box, ground: Ground) -> AnyNode:
        """The picture fills the very area given, cropped around its subject."""
        picture = self.picture
        inner = picture.inner
        scale = max(area.w / self._inside[0], area.h / self._inside[1])
        width, height = picture.width * scale, picture.height * scale
        x = max(area.right - inner.right * width, area.x + area.w / 2 - picture.focal[0] * width)
        x = min(area.x - inner.x * width, x)
        middle = picture.subject.y + picture.subject.h / 2
        y = max(area.bottom - inner.bottom * height, area.y + area.h / 2 - middle * height)
        y = min(area.y - inner.y * height, y)
        return self._clipped(Box(x, y, width, height), area, ground, "plain", area)

    def _seen(self, area: Box, free: Free, cut: float) -> Box:
        """The part of an area that a scene fills: all, or as much as cuts no more of its subject than `cut`.

        What is too wide ends flush with the side that is free; what is too tall, above and below."""
        seen = self._least_cut(area, free, cut)
        slight = area.w - seen.w <= SLIGHT * area.w and area.h - seen.h <= SLIGHT * area.h
        return area if slight else seen

    def _least_cut(self, area: Box, free: Free, cut: float) -> Box:
        picture, kept = self.picture, 1.0 - cut
        widest = self._inside[0] / max(1.0, kept * picture.subject.h * picture.height)
        tallest = self._inside[1] / max(1.0, kept * picture.subject.w * picture.width)
        if area.h > area.w * tallest:
            return Box(area.x, area.y + (area.h - area.w * tallest) / 2, area.w, area.w * tallest)
        width = min(area.w, area.h * widest)
        rest = area.w - width
        return Box(area.x + (0.0 if free.left else rest if free.right else rest / 2), area.y, width, area.h)

    def _clipped(self, frame: Box, subject: Box, ground: Ground, treatment: str, area: Box | None = None) -> AnyNode:
        bounds = area or ground.reach()
        left, top = max(frame.x, bounds.x), max(frame.y, bounds.y)
        right, bottom = min(frame.right, bounds.right), min(frame.bottom, bounds.bottom)
        crop = Box(
            (left - frame.x) / frame.w, (top - frame.y) / frame.h, (right - left) / frame.w, (bottom - top) / frame.h
        )
        seen = Box(left, top, right - left, bottom - top)
        image = Image(
            id="",
            role="product",
            box=seen,
            asset=self.picture.asset,
            crop=crop,
            treatment=treatment,  # type: ignore[arg-type]
            alt=self.picture.alt,
            subject=subject,
        )
        return Group(id="", role="picture", box=seen, children=(image,), clip_path=ground.path)
