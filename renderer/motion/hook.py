"""The hook: the headline alone beside the logo, as large as the canvas allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from renderer import colours
from renderer.boxes import common
from renderer.content import Content
from renderer.model.layout import Element
from renderer.motion.manner import MICRO
from renderer.motion.pieces import Pieces
from renderer.placing.running_text import ACCENTED, text_node
from renderer.placing.scale import Frame
from renderer.placing.slots import Align, Basis
from renderer.scene import Box, Colour, Text
from renderer.text import fit

LARGER, TALL = 1.3, 1.12
"""Of the still's headline: below it a hook of its own would say the same at the same size; and where the canvas is so
high that the headline alone, at its head, would leave most of it empty, or so low that nothing is large."""
HIGH = 1.4
"""Times its width that a canvas is high, from which it is such a one."""
NARROW = 0.86
"""Of the height of the room beside the logo that the hook takes at most."""
LOUDER = 2.0
"""Times the size of the line below it that the headline has at least."""
LARGE_LINE = 1.15
"""Of its size in a still that the line has here."""
MOST = 1.4
"""Px of type a px of height: capitals of one line fill it."""
MAX_LINES, MORE_LINES = 3, 5
"""Lines of a hook at most; and where the canvas is high."""
HALF = 0.45
"""Of the canvas' width that such a place has at least: a hook in a corner is none."""
STRIP = 4.0
"""Times its height that a canvas is wide, from which the hook may stand where sheets cover it."""
WIDE, RAISED = 6.5, 0.4
"""A room so many times as wide as high is a strip; in others the hook stands so far down in what is left."""
REACH = 0.7
"""Of the margin that accents and what hangs below the last line may reach into."""
BESIDE = 0.72
"""Of its size that a hook beside the logo counts as: below it, it stands on the logo's axis."""
COVERED, CUT = 1.25, 0.6
"""The same where sheets will cover it; and beside the logo, where it is cut on its way, if it could be covered."""
OFF_AXIS = 0.1
"""Of the canvas' width that a logo is away from the margin, from which the hook does not stand on its axis."""
ALIGNED: dict[bool, Align] = {False: "start", True: "end"}
TORN = 0.6
"""Of its size that a hook with torn words counts as."""
LEFT = 0.5
"""Of the height that a control in a corner must leave for the headline to stand clear of it."""
POSTER = 2.0
"""Break cost up to which lines of one word or two are one."""
HYPHENS = ("-", "\u2010", "\u2011")
UNFIT = frozenset(("ellipsis", "failed"))


class Hook(NamedTuple):
    """The hook's lines, each a text of its own, in reading order."""

    lines: tuple[Text, ...]
    line: Text | None
    """What stands below them, much smaller."""
    window: Box | None
    """What they are seen within on their way: where they stand beside the logo, they do not cross it."""
    covered: bool = False
    """Whether they come from the side where lines end, and stay until a sheet covers them."""


class Room(NamedTuple):
    """A part of the canvas that the hook may fill; `beside`: it begins or ends at the logo's side; `covered`: all of it
    lies below the sheets that come."""

    box: Box
    beside: bool
    covered: bool = False

    @property
    def strip(self) -> bool:
        """Whether it is so low that one line fills it."""
        return self.covered or self.box.w > WIDE * self.box.h


def hook(
    pieces: Pieces, content: Content, frame: Frame, ground: Colour, home: Box | None = None, line: bool = True
) -> Hook | None:  # fmt: skip
    """The hook of a still on a ground; None where it has no headline, or no room for a larger one. `home`: what of the
    canvas no sheet covers later."""
    headline, logo = pieces.first("headline"), pieces.first("logo")
    if headline is None or "headline" not in content.texts:
        return None
    sizes = [run.size for text in headline.texts() for one in text.lines for run in one.runs]
    if not sizes:  # a headline of nothing but what nobody sees, such as zero widths
        return None
    small = _high(frame) or frame.height < MICRO * frame.scale
    least = (TALL if small else LARGER) * max(sizes)
    basis = Basis(frame, _said_first(content, " ".join(line.text for text in headline.texts() for line in text.lines)),
                  1.0, {})  # fmt: skip
    rooms = list(_rooms(frame, logo.box if logo is not None else None, home))
    below = _line(basis, rooms) if line and "subline" in content.texts else None
    for line_, floor in ((below, max(least, LOUDER * below.size if below is not None else 0.0)), (None, least)):
        found = max(
            ((_fitted(basis, room, line_), room) for room in rooms),
            key=lambda one: _size(one[0]) * _liked(one[1], rooms),
        )
        if _size(found[0]) >= floor:
            return _set(basis, found[0], line_, found[1], logo.box if logo is not None else None, ground)
    return None


def _said_first(content: Content, words: str) -> Content:
    """The copies of the headline, that of the still first: what is read again at the end is what was read."""
    copies = sorted(content.texts["headline"], key=lambda copy: copy.split() != words.split())
    return msgspec.structs.replace(content, texts={**content.texts, "headline": tuple(copies)})


def _size(fitted: fit.Fitted) -> float:
    """What a setting counts as: its size, less where words are torn for it, be it at a hyphen of their own; a ladder of
    words is a poster, where it has the lines for it."""
    ladder = fitted.setting.max_lines >= MORE_LINES and fitted.cost < POSTER
    torn = (fitted.cost >= fit.ILL and not ladder) or any(line.text.endswith(HYPHENS) for line in fitted.lines[:-1])
    return 0.0 if fitted.rung in UNFIT else fitted.size * (TORN if torn else 1.0)


def _rooms(frame: Frame, logo: Box | None, home: Box | None) -> Iterator[Room]:
    """The rooms beside the logo that stays where it is: below, above, after and before it; and, where that is a strip,
    what sheets cover after it or before it."""
    live = common(frame.free, frame.canvas.inset(frame.margin, frame.margin, frame.margin, frame.margin))
    control = max((one.bottom for one in frame.kept), default=0.0)
    if live.bottom - control > LEFT * live.h:
        live = live.inset(0, max(0.0, control - live.y), 0, 0)
    else:  # a strip: nothing is above or below a control
        for box in frame.kept:
            ends = box.x + box.w / 2 > frame.canvas.w / 2
            left, right = (0.0, live.right - box.x + frame.unit) if ends else (box.right + frame.unit - live.x, 0.0)
            live = live.inset(max(0.0, left), 0, max(0.0, right), 0)
    if logo is None:
        yield Room(live, False)
        return
    gap = max(frame.unit, 0.4 * logo.h)
    yield Room(Box(live.x, logo.bottom + gap, live.w, live.bottom - logo.bottom - gap), False)
    yield Room(Box(live.x, live.y, live.w, logo.y - gap - live.y), False)
    yield Room(Box(logo.right + 2 * gap, live.y, live.right - logo.right - 2 * gap, live.h), True)
    yield Room(Box(live.x, live.y, logo.x - 2 * gap - live.x, live.h), True)
    if home is not None and home.h >= frame.height - 1 and frame.width > STRIP * frame.height:
        after, before = max(home.right, logo.right) + gap, min(home.x, logo.x) - gap
        covered = (Box(after, live.y, live.right - after, live.h), Box(live.x, live.y, before - live.x, live.h))
        yield from (Room(box, True, True) for box in covered if box.w > HALF * frame.width)


def _liked(room: Room, rooms: Sequence[Room]) -> float:
    """What a size in a room counts as."""
    if room.covered:
        return COVERED
    if not room.beside:
        return 1.0
    return CUT if any(one.covered for one in rooms) else BESIDE


def _line(basis: Basis, rooms: Sequence[Room]) -> fit.Fitted | None:
    """The line below, at the size it has on this canvas, on one line or two."""
    setting = basis.setting("subline", Element.model_construct(slot="subline", size=LARGE_LINE, lines=1, max_lines=2))
    wide = max(room.box.w for room in rooms)
    found = fit.fit(basis.content.texts["subline"], setting, max(1.0, wide), basis.frame.height)
    return None if found.rung in UNFIT else found


def _fitted(basis: Basis, room: Room, below: fit.Fitted | None) -> fit.Fitted:
    """The headline as large as a room allows, lines broken well; none where the line has no room below it."""
    element = Element.model_construct(slot="headline", size=1.0, lines=1, max_lines=MAX_LINES)
    setting, box, lines = basis.setting("headline", element), room.box, MORE_LINES if _high(basis.frame) else MAX_LINES
    high = box.h * NARROW - (below.height + _gap(below) if below is not None else 0.0)
    ideal = max(setting.floor, round(max(1.0, high) * MOST / fit.STEP) * fit.STEP)
    wanted = setting._replace(ideal=ideal, lines=lines, max_lines=lines)
    unfit = below is not None and (below.width > box.w or room.strip)
    copies, wide = basis.content.texts["headline"], max(1.0, 0.0 if unfit else box.w)
    found = _whole(copies, wanted, wide, max(1.0, high))
    reach = _gap(below) + below.height if below is not None else 0.0
    reach += found.over + found.height + found.drop
    most = box.h + 2 * REACH * basis.frame.margin  # accents and tails may reach into the margin
    return found if reach <= most else _whole(copies, wanted, wide, max(1.0, high * most / reach))


def _high(frame: Frame) -> bool:
    return frame.height > HIGH * frame.width


def _whole(copies: tuple[str, ...], setting: fit.Setting, width: float, height: float) -> fit.Fitted:
    """The first copy, unless its words are torn and those of a shorter one are not: nothing is torn at this size."""
    found = [_unbroken(copy, setting, width, height) for copy in copies if copy]
    return next((one for one in found if _size(one) == one.size), found[0])


def _unbroken(copy: str, setting: fit.Setting, width: float, height: float) -> fit.Fitted:
    """A copy as large as it can be, or as large as its longest word can: a compound is better smaller than parted."""
    found = fit.fit((copy,), setting, width, height)
    if _size(found) == found.size:
        return found
    longest = fit.fit((max(copy.split(), key=len),), setting._replace(lines=1, max_lines=1), width, height)
    whole = fit.fit(
        (copy,), setting._replace(ideal=max(setting.floor, min(setting.ideal, longest.size))), width, height
    )
    return max(found, whole, key=_size)


def _gap(below: fit.Fitted) -> float:
    return 1.1 * below.size


def _set(
    basis: Basis, best: fit.Fitted, below: fit.Fitted | None, room: Room, logo: Box | None, ground: Colour
) -> Hook:  # fmt: skip
    """The lines in their room: on the logo's axis where they stand below it, else in the middle."""
    content, within = basis.content, room.box
    accent = colours.role(content.brand.palette, content.brand.headline.accent or "")
    if accent is not None and colours.contrast(accent, ground) < ACCENTED:
        accent = None
    high = best.height + (best.drop + _gap(below) + below.height if below is not None else 0.0)
    edge = within.right - best.width if content.rtl else within.x
    away = 0.0 if logo is None else abs(logo.right - within.right) if content.rtl else abs(logo.x - within.x)
    middle = room.strip or away > OFF_AXIS * basis.frame.width
    left = within.x + (within.w - best.width) / 2 if middle else edge
    top = within.y + (within.h - high) * (0.5 if room.strip else RAISED)
    if room.strip:
        top += (best.over - best.drop) / 2
    box = Box(left, top, best.width, best.height)
    ink, align = _ink(content, ground), ALIGNED[content.rtl]
    node = text_node("headline", best, box, ink, align, content, accent=accent)
    line = None
    if below is not None:
        x = box.right - below.width if content.rtl else box.x
        own = Box(x, box.bottom + best.drop + _gap(below), below.width, below.height)
        line = msgspec.structs.replace(text_node("subline", below, own, ink, align, content), role="hook")
    lines = (msgspec.structs.replace(_on_px(one), role="hook") for one in split(node))
    margin = basis.frame.margin
    window = within.inset(0, -margin, 0, -margin) if room.beside and not room.covered else None
    return Hook(tuple(lines), line, window, room.covered)


def _on_px(text: Text) -> Text:
    """A line on whole px: browsers round where it stands and how far it has gone, we round where it is."""
    (line,) = text.lines
    by = round(line.baseline) - line.baseline
    box = Box(text.box.x, text.box.y + by, text.box.w, text.box.h)
    return msgspec.structs.replace(text, box=box, lines=(msgspec.structs.replace(line, baseline=line.baseline + by),))


def _ink(content: Content, ground: Colour) -> Colour:
    palette = content.brand.palette
    for role in ("primary", "ground", "secondary", "price", "saving"):
        if colours.role(palette, role) == ground:
            return colours.text_on(palette, role)
    return colours.readable(palette, ground)


def split(text: Text) -> Iterator[Text]:
    """A text's lines as texts of their own."""
    last = text.lines[-1].baseline if text.lines else 0.0
    for line in text.lines:
        up = last - line.baseline
        own = Box(text.box.x, text.box.y, text.box.w, text.box.h - up) if line is text.lines[0] else None
        top = line.baseline - (text.lines[0].baseline - text.box.y)
        own = own or Box(text.box.x, top, text.box.w, text.box.bottom - up - top)
        yield msgspec.structs.replace(text, lines=(line,), box=own)
