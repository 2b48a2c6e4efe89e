"""What layouts need to know of a picture without its pixels: where the subject stands and what is behind it."""

from __future__ import annotations

from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from PIL import Image

from renderer.scene import Box
from renderer.stores import silhouette
from renderer.stores.bitmaps import Bitmaps
from renderer.stores.pictures import Pyramid
from renderer.stores.silhouette import Silhouette

Rgb: TypeAlias = tuple[int, int, int]

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
LUMINANCE_GRID = 16
_FLAT_RANGE = 8  # levels between the darkest and the lightest px of a picture that shows nothing


class BackdropColours(msgspec.Struct, frozen=True):
    """RGB of what lies behind the subject, along each side and on the whole."""

    top: Rgb
    bottom: Rgb
    left: Rgb
    right: Rgb
    mean: Rgb


class PictureAnalysis(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen in a picture. Boxes and points are shares (0 to 1) of the upright picture."""

    width: int
    """px, upright, of the file itself (an SVG's intrinsic size)."""
    height: int
    has_alpha: bool
    alpha_box: Box
    """Where anything is opaque at all; the whole picture where it has no transparency."""
    subject: Box
    """The silhouette without its soft floor shadow where `plain` or transparent; else the part with most detail."""
    plain: bool
    """A plain backdrop: relight works. No box edge shows except where the subject itself touches the border."""
    confidence: float
    """How sure the silhouette is, 0 to 1: from `CUTOUT_CONFIDENCE` on, the cutout treatment can be used."""
    backdrop: BackdropColours
    foot: float
    """y share of the line the subject stands on."""
    luminance: tuple[tuple[int, ...], ...]
    """16 rows of 16 values, 0 to 255; transparent parts count as white."""
    contrast: float
    """Mean difference of luminance between subject and backdrop, 0 to 1."""
    tone: float = 0.5
    """How light the subject looks on average, 0 to 1; 0.5 where nothing was found."""
    edge: tuple[float, ...] = ()
    """How light its outline is, 0 to 1: nine values from the darkest tenth of its length to the lightest."""
    light: bool = False
    """A subject about as light as its backdrop: on light grounds it needs the relight's own shading."""
    touches: bool = False
    """Whether the subject runs off the picture's border."""
    faint: bool = False
    """Whether a subject can hardly be told from an opaque picture's backdrop at all: no treatment brings it out."""
    flat: bool = False
    """One colour, or hardly a picture (under 8 px): unusable."""
    focal: tuple[float, float] = (0.5, 0.5)
    """x, y share that a crop should keep: of a subject that stands free its body, no pole, cord or foot."""
    inner: Box = WHOLE
    """What lies inside the frame lines of a scene; all of it where there are none."""
    calm: tuple[bool, bool, bool, bool] = (False, False, False, False)
    """Of a scene, whether each side (left, top, right, bottom of `inner`) looks the same farther out: what lies there
    can be drawn on."""

    @property
    def ratio(self) -> float:
        """Width / height."""
        return self.width / self.height


CUTOUT_CONFIDENCE = 0.72
"""The confidence from which a cutout looks right in nearly all pictures that were judged by eye."""


EDGE = (1, 4)  # px of 256 inside an outline between which its own colour is seen, free of the backdrop's
LINE_WITHIN, LINE_WHOLE, LINE_STEP, LINE_BLUR = 0.18, 0.85, 20, 5
"""Of a side, how near to it a frame's line lies; of its length, how much of it shows; its step in levels; px of 256 to
its far end. One of 225 judged photographs has any."""
STRONG, SPARE = 0.35, 0.004
"""Of a scene's strongest contrasts (98 of 100 are weaker), what still counts as its subject's; of all that counts, what
may lie beyond its box on each side. Judged on 15 photographs: the box holds all but straps, cords and soft shadows."""
SPAN, TOLD = 56, 0.04
"""From how many levels between its darkest and lightest fiftieth, and what mean contrast with a plain backdrop, a
subject is told (of 225 judged photographs the faintest has 76 and 0.063: a white fan on a white wall)."""
GRAIN = 6  # levels of a scene that are no contrast
BORDER, UNEVEN = 0.05, 7.2
"""How wide a scene's border is looked at; by how many levels 99 of 100 of its px may differ from what their line evenly
becomes, where it goes on as it is. Of 60 sides of 15 photographs those that do lie at 6.7 and less, others from 7.8."""
BODY, FULL = 0.6, 0.95
"""Of a subject's shorter side, how large the places are that its body is looked for in; of the fullest, how full they
are at least."""
CLEAR = 0.01  # of a picture's side that lies between a scene's subject and a border which it does not run off
CUT_OFF = 0.07
"""Of the border's px that a subject covers: from here on it is cut off there, and the cut would float on a ground.
Six of 225 judged photographs lie at 0.085 and more (frames, legs, half people), the next at 0.05 (cords, straps)."""


def analyse(picture: Pyramid, found: Silhouette | None = None) -> PictureAnalysis:
    """Look at a decoded picture; `found` is its `silhouette_of` where that is known already."""
    width, height = picture.size
    reduced = (found and found.picture) or _on_white(picture)
    alpha = _alpha(picture)
    common = _common(reduced)
    if min(width, height) < 8 or _is_flat(reduced, alpha):
        return PictureAnalysis(
            width=width, height=height, has_alpha=alpha is not None, alpha_box=WHOLE, subject=WHOLE, plain=False,
            confidence=0.0, backdrop=common, foot=1.0, luminance=_luminance(reduced), contrast=0.0, flat=True,
        )  # fmt: skip
    if alpha is not None:
        return _transparent(picture.size, reduced, alpha, common)
    return _opaque(picture.size, reduced, common, found or silhouette.find(reduced))


def silhouette_of(picture: Pyramid) -> Silhouette:
    """The silhouette that `analyse` sees in an opaque picture."""
    return silhouette.find(_on_white(picture))


def _on_white(picture: Pyramid) -> Image.Image:
    base = picture.base
    if not picture.has_alpha:
        return silhouette.small(base)
    white = Image.new("RGB", base.size, (255, 255, 255))
    straight = base.convert("RGBA")
    white.paste(straight, (0, 0), straight)
    return silhouette.small(white)


def _alpha(picture: Pyramid) -> npt.NDArray[np.uint8] | None:
    if not picture.has_alpha:
        return None
    return np.asarray(picture.base.getchannel("a" if "a" in picture.base.getbands() else "A"))


def _is_flat(reduced: Image.Image, alpha: npt.NDArray[np.uint8] | None) -> bool:
    """One colour all over; with transparency, nothing opaque or no shape at all."""
    if alpha is not None:
        return int(alpha.max()) < 16 or (int(alpha.max()) - int(alpha.min()) < _FLAT_RANGE and _one_colour(reduced))
    return _one_colour(reduced)


def _one_colour(reduced: Image.Image) -> bool:
    return all(int(high) - int(low) < _FLAT_RANGE for low, high in reduced.getextrema())  # type: ignore[misc]


def _box_of(mask: npt.NDArray[np.bool_]) -> Box:
    """The bounds of a mask in shares; the whole when it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return WHOLE
    height, width = mask.shape
    left, top = int(columns[0]) / width, int(rows[0]) / height
    return Box(left, top, (int(columns[-1]) + 1) / width - left, (int(rows[-1]) + 1) / height - top)


def _transparent(
    size: tuple[int, int], reduced: Image.Image, alpha: npt.NDArray[np.uint8], common: BackdropColours
) -> PictureAnalysis:
    subject = _box_of(alpha >= 128) if bool((alpha >= 128).any()) else _box_of(alpha >= 16)
    clear = int((alpha < 16).sum()) * 100 >= alpha.size
    return PictureAnalysis(
        width=size[0], height=size[1], has_alpha=True, alpha_box=_box_of(alpha >= 16), subject=subject, plain=False,
        confidence=1.0 if clear else 0.0, backdrop=common, foot=subject.bottom, luminance=_luminance(reduced),
        contrast=0.0, touches=_near_border(subject), focal=_body(alpha >= 128, subject),
        tone=_tone(reduced, _seen(alpha, reduced)),
    )  # fmt: skip


def _seen(alpha: npt.NDArray[np.uint8], reduced: Image.Image) -> npt.NDArray[np.bool_]:
    return np.asarray(Image.fromarray(alpha).resize(reduced.size, Image.Resampling.BOX)) >= 128


def _opaque(size: tuple[int, int], reduced: Image.Image, common: BackdropColours, found: Silhouette) -> PictureAnalysis:
    plain, confidence = _judge(found)
    inner = WHOLE if plain else _inside_lines(reduced)
    subject = _standing(found) if plain else _detail_box(reduced, inner)
    calm = (False, False, False, False) if plain else _calm(reduced, inner, subject)
    contrast = _contrast(found) if plain else 0.0
    return PictureAnalysis(
        width=size[0], height=size[1], has_alpha=False, alpha_box=WHOLE, subject=subject, plain=plain,
        confidence=confidence, backdrop=_colours(found) if plain else common, foot=subject.bottom,
        luminance=_luminance(reduced), contrast=contrast, light=plain and found.light,
        faint=(plain and contrast < TOLD) or _span(reduced, subject) < SPAN,
        tone=_tone(reduced, found.mask), edge=_edge(reduced, found.mask) if plain else (),
        touches=found.touching > 0.0 and plain, inner=inner, calm=calm,
        focal=_body(found.mask, subject) if plain else _centre(subject),
    )  # fmt: skip


def _standing(found: Silhouette) -> Box:
    """The mask's bounds, up to what it has lost there, down to where it stands: what is dark right under it is feet,
    or no place for text. A long shadow or a cord that runs out of the picture does not count: the body is placed."""
    height = found.mask.shape[0]
    body = _box_of(found.mask & ~silhouette.leaving(found.mask))
    return body._replace(y=found.top / height, h=(found.foot - found.top) / height)


def _judge(found: Silhouette) -> tuple[bool, float]:
    """Whether the backdrop is plain, and how far the silhouette can be trusted."""
    behind = found.backdrop
    area = int(found.mask.sum()) / found.mask.size
    plain = behind.ring_known >= 0.7 and behind.ring_residual <= 0.04 and 0.003 < area < 0.9
    plain = plain and found.touching < CUT_OFF
    if not plain:
        return False, 0.0
    ring = _ramp(behind.ring_known, 0.6, 0.95)
    residual = 1.0 - _ramp(behind.ring_residual, 0.015, 0.05)
    crisp = _ramp(found.crisp, 0.5, 0.92)
    free = 1.0 - _ramp(found.touching, 0.02, 0.3)
    whole = 1.0 - _ramp(found.stray, 0.02, silhouette.TORN)
    whole *= 1.0 - _ramp(found.melted, silhouette.SOUND, silhouette.MELTED)
    return True, round(ring * residual * crisp * free * whole * (0.7 if found.light else 1.0), 3)


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _body(mask: npt.NDArray[np.bool_], subject: Box) -> tuple[float, float]:
    """The middle of the places, so large as a part of the subject's shorter side, that it fills the most of."""
    height, width = mask.shape
    side = max(1, round(BODY * min(subject.w * width, subject.h * height)))
    if side >= min(height, width):
        return _centre(subject)
    sums = np.pad(mask.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    filled = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    rows, columns = np.nonzero(filled >= FULL * filled.max())
    if not filled.max():
        return _centre(subject)
    return (float(columns.mean()) + side / 2) / width, (float(rows.mean()) + side / 2) / height


def _centre(box: Box) -> tuple[float, float]:
    return box.x + box.w / 2, box.y + box.h / 2


def _near_border(box: Box) -> bool:
    return min(box.x, box.y, 1.0 - box.right, 1.0 - box.bottom) < 0.004


def _mean(pixels: npt.NDArray[np.uint8]) -> Rgb:
    flat = pixels.reshape(-1, 3).astype(np.int64)
    red, green, blue = (int(total) // len(flat) for total in flat.sum(axis=0))
    return red, green, blue


def _sides(pixels: npt.NDArray[np.uint8]) -> BackdropColours:
    ring = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return BackdropColours(_mean(pixels[0]), _mean(pixels[-1]), _mean(pixels[:, 0]), _mean(pixels[:, -1]), _mean(ring))


def _common(reduced: Image.Image) -> BackdropColours:
    """The sides' own colours."""
    return _sides(np.asarray(reduced))


def _colours(found: Silhouette) -> BackdropColours:
    return _sides(found.backdrop.surface)


def _luminance(reduced: Image.Image) -> tuple[tuple[int, ...], ...]:
    grid = reduced.convert("L").resize((LUMINANCE_GRID, LUMINANCE_GRID), Image.Resampling.BOX)
    return tuple(tuple(int(value) for value in row) for row in np.asarray(grid))


def _span(reduced: Image.Image, subject: Box) -> int:
    """Levels from the darkest to the lightest fiftieth of what a box holds."""
    low, high = np.percentile(_within(reduced, subject), (2, 98))
    return int(high - low)


def _tone(reduced: Image.Image, mask: npt.NDArray[np.bool_]) -> float:
    seen = np.asarray(reduced.convert("L"))[mask]
    return round(int(seen.sum(dtype=np.int64)) / (255 * len(seen)), 3) if len(seen) else 0.5


def _edge(reduced: Image.Image, mask: npt.NDArray[np.bool_]) -> tuple[float, ...]:
    """Deciles of lightness just inside a subject's outline."""
    board = Bitmaps(*mask.shape)
    bits = board.pack(mask)
    rim = board.unpack(board.shrink(bits, EDGE[0])) & ~board.unpack(board.shrink(bits, EDGE[1]))
    seen = np.sort(np.asarray(reduced.convert("L"))[rim])
    return tuple(round(int(seen[len(seen) * tenth // 10]) / 255, 3) for tenth in range(1, 10)) if len(seen) else ()


def _contrast(found: Silhouette) -> float:
    if not found.mask.any():
        return 0.0
    gap = np.abs(found.ratio[found.mask].astype(np.int64) - 256).sum()
    return round(min(1.0, int(gap) / (int(found.mask.sum()) * 3 * 256)), 3)


def _inside_lines(reduced: Image.Image) -> Box:
    """What lies inside straight lines along a picture's sides, from end to end: frames, window bars, table edges."""
    grey = np.asarray(reduced.convert("L"), dtype=np.int64)
    height, width = grey.shape
    left, right = _lines(grey) / width, _lines(grey[:, ::-1]) / width
    top, bottom = _lines(grey.T) / height, _lines(grey.T[:, ::-1]) / height
    return Box(left, top, 1.0 - left - right, 1.0 - top - bottom)


def _lines(grey: npt.NDArray[np.int64]) -> int:
    """How many px on the left end with the last line that runs from top to bottom; 0 without one."""
    step = grey[:, 2:] - grey[:, :-2]
    near = step[:, : int(grey.shape[1] * LINE_WITHIN)]
    whole = [(near * sign > LINE_STEP).mean(axis=0) >= LINE_WHOLE for sign in (1, -1)]
    found = np.flatnonzero(whole[0] | whole[1])
    return int(found[-1]) + LINE_BLUR if len(found) else 0


def _detail_box(reduced: Image.Image, inner: Box) -> Box:
    """The box that holds a scene's strong contrasts, across and down, inside its frame."""
    grey = _within(reduced, inner)
    energy = np.zeros_like(grey)
    energy[:, 1:] += np.abs(grey[:, 1:] - grey[:, :-1])
    energy[1:, :] += np.abs(grey[1:, :] - grey[:-1, :])
    energy = np.maximum(energy - min(GRAIN, int(np.percentile(energy, 98)) // 4), 0)  # black on black is fainter still
    energy[energy < STRONG * np.percentile(energy, 98)] = 0
    left, right = _middle(energy.sum(axis=0))
    top, bottom = _middle(energy.sum(axis=1))
    return Box(inner.x + left * inner.w, inner.y + top * inner.h, (right - left) * inner.w, (bottom - top) * inner.h)


def _within(reduced: Image.Image, inner: Box) -> npt.NDArray[np.int64]:
    """A part of a picture in grey."""
    width, height = reduced.size
    sides = (inner.x * width, inner.y * height, inner.right * width, inner.bottom * height)
    cut = reduced.crop(tuple(round(side) for side in sides))  # type: ignore[arg-type]
    return np.asarray(cut.convert("L"), dtype=np.int64)


def _middle(profile: npt.NDArray[np.int64]) -> tuple[float, float]:
    sums = np.cumsum(profile)
    total = int(sums[-1])
    if total == 0:
        return 0.0, 1.0
    first = int(np.searchsorted(sums, total * SPARE))
    last = int(np.searchsorted(sums, total * (1.0 - SPARE)))
    return first / len(profile), (last + 1) / len(profile)


def _calm(reduced: Image.Image, inner: Box, subject: Box) -> tuple[bool, bool, bool, bool]:
    """Whether the left, top, right and bottom border go on as they are; where the subject runs off, none does: legs
    drawn on would be stilts."""
    grey = _within(reduced, inner)
    room = (subject.x - inner.x, subject.y - inner.y, inner.right - subject.right, inner.bottom - subject.bottom)
    left, top, right, bottom = (gap >= CLEAR for gap in room)
    return (
        left and _steady(grey),
        top and _steady(grey.T),
        right and _steady(grey[:, ::-1]),
        bottom and _steady(grey.T[:, ::-1]),
    )


def _steady(grey: npt.NDArray[np.int64]) -> bool:
    """Whether all lines that run off the left border become lighter or darker evenly, or change alike: a wall in soft
    light and a table's edge do, leaves and straps do not."""
    strip = grey[:, 1 : max(4, round(BORDER * grey.shape[1]))]
    across = np.arange(strip.shape[1]) - (strip.shape[1] - 1) / 2
    apart = strip - strip.mean(axis=1, keepdims=True) - strip.mean(axis=0, keepdims=True) + strip.mean()
    apart -= (apart @ across / (across @ across))[:, None] * across
    return bool(np.percentile(np.abs(apart), 99) <= UNEVEN)
