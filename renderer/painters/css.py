"""CSS of a page: numbers, colours, and tracks as `@keyframes` over one cycle that all elements share.

What a page shows without any animation is its end; animations only lead there, so that who wants no motion, or has a
browser without it, sees the finished creative.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from math import floor
from typing import NamedTuple

from renderer.scene import Box, Colour, Point, hex_of
from renderer.tracks import LINEAR, Affine, Ease, Keyframe, Property, Track, Tracks

MOVING = "m"
"""The class of all that moves."""
_JUST_BEFORE = 0.001  # % of the cycle by which a cut's old value ends before its new one
_GRID = 64  # parts of a px that browsers lay out in


def number(value: float, digits: int = 3) -> str:
    """As short as it can be written."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def px(value: float, digits: int = 3) -> str:
    """A length."""
    text = number(value, digits)
    return text if text == "0" else f"{text}px"


def side(value: float) -> float:
    """A side of what browsers and painters both round to whole px of the screen, where both round it to the same, at 1x
    and at 2x: browsers lay out in 64ths of a px, and round halves up."""
    quarter = floor(value * 4) / 4 + 0.125
    for able in (round(value * _GRID) / _GRID, quarter, quarter - 0.25, quarter + 0.25):
        if all(floor(able * density + 0.5) == round(value * density) for density in (1, 2)):
            return able
    return value


def colour(value: Colour) -> str:
    """`#rgb`, `#rrggbb` or with alpha."""
    text = hex_of(value).lower()
    return f"#{text[1::2]}" if text[1::2] == text[2::2] else text


def place(box: Box) -> str:
    """Where an element stands on the canvas, and its size."""
    left, top, right, bottom = side(box.x), side(box.y), side(box.right), side(box.bottom)
    width, height = max(1 / _GRID, right - left), max(1 / _GRID, bottom - top)
    return f"left:{px(left, 6)};top:{px(top, 6)};width:{px(width, 6)};height:{px(height, 6)}"


def polygon(points: tuple[Point, ...]) -> str:
    """A `clip-path`; points in the element's own px."""
    return f"polygon({','.join(f'{px(x)} {px(y)}' for x, y in points)})"


def matrix(transform: Affine, origin: Point) -> str:
    """A transform of the canvas, for an element that is transformed about an origin."""
    x, y = origin
    moved = Affine(e=-x, f=-y).after(transform).after(Affine(e=x, f=y))
    return f"matrix({','.join(number(value, 6) for value in moved)})"


class _Stop(NamedTuple):
    """A keyframe of a rule."""

    percent: float
    value: tuple[float, ...]
    timing: str = ""


class Sheet:
    """A style sheet being written: rules in their order, keyframes shared by all that move alike.

    With `transforms` it keeps to what AMP takes: only `opacity` and `transform` move, one of each an element, and
    nothing is `!important`: who wants no motion is given none."""

    def __init__(self, duration: int, loops: int, mark: str = "", transforms: bool = False) -> None:
        self.moving = mark + MOVING
        """The class of all that moves."""
        self._transforms = transforms
        self._mark = mark
        self._duration = duration
        self._loops = loops
        self._rules: dict[str, str] = {}
        self._keyframes: dict[str, str] = {}

    def rule(self, selector: str, *declarations: str) -> None:
        """One rule; empty declarations are left out."""
        told = ";".join(filter(None, declarations))
        if told:
            self._rules[selector] = told

    def animated(self, tracks: Tracks, coloured: str, opacity: float) -> str:
        """The declaration that lets an element follow its tracks; empty where there are none, or no time.

        `coloured` is the property that holds its colour, `opacity` what its shares are shares of."""
        if not self._duration:
            return ""
        names = [self._named(track, coloured, opacity) for track in tracks if _moves(track)]
        return f"animation-name:{','.join(names)}" if names else ""

    def text(self) -> str:
        """The whole sheet."""
        found = [f"{selector}{{{told}}}" for selector, told in self._rules.items()]
        if not self._keyframes:
            return "\n".join(found)
        time = f"{number(self._duration / 1000)}s"
        runs = f".{self.moving}{{animation:{time} linear {self._loops or 'infinite'} both}}"
        found.append(f"@media (prefers-reduced-motion:no-preference){{{runs}}}" if self._transforms else runs)
        found.sort(key=lambda rule: not rule.startswith((".", "@media")))
        found += [f"@keyframes {name}{{{body}}}" for body, name in self._keyframes.items()]
        if not self._transforms:
            found.append(f"@media (prefers-reduced-motion:reduce){{.{self.moving}{{animation:none!important}}}}")
        return "\n".join(found)

    def written(self, property_: Property, value: tuple[float, ...], coloured: str = "color") -> str:
        """A track's value as a declaration."""
        if self._transforms and property_ in _TRANSFORMS:
            return f"transform:{_TRANSFORMS[property_](value)}"
        return written(property_, value, coloured)

    def _named(self, track: Track, coloured: str, opacity: float) -> str:
        said: dict[str, list[str]] = {}
        for stop in _stops(track.keyframes, self._duration):
            value = (stop.value[0] * opacity,) if track.property == "opacity" else stop.value
            said.setdefault(self.written(track.property, value, coloured) + stop.timing, []).append(
                f"{number(stop.percent)}%"
            )  # fmt: skip
        body = "".join(f"{','.join(at)}{{{told}}}" for told, at in said.items())
        return self._keyframes.setdefault(body, f"{self._mark}k{len(self._keyframes)}")


def _moves(track: Track) -> bool:
    """Whether a track ever changes anything."""
    return any(one.value != other.value for one, other in itertools.pairwise(track.keyframes))


def _stops(keyframes: tuple[Keyframe, ...], duration: int) -> list[_Stop]:
    """A track's keyframes over the whole cycle; of those at one time, which are a cut, the first and the last."""
    frames = [one for one in keyframes if one.at <= duration]
    if frames[0].at > 0:
        frames.insert(0, Keyframe(0, frames[0].value))
    if frames[-1].at < duration:
        last = Track("opacity", keyframes).at(duration)
        frames.append(Keyframe(duration, last))
    groups = [list(group) for _, group in itertools.groupby(frames, key=lambda one: one.at)]
    found: list[_Stop] = []
    for index, group in enumerate(groups):
        percent = group[0].at * 100 / duration
        first, last_ = group[0], group[-1]
        if index and first.value != last_.value:
            if found[-1].value == first.value:
                found[-1] = found[-1]._replace(timing=_HELD)
            else:
                found.append(_Stop(percent - _JUST_BEFORE, first.value, _HELD))
        after = groups[index + 1][0].value if index + 1 < len(groups) else last_.value
        found.append(_Stop(percent, last_.value, _timing(last_.ease) if after != last_.value else ""))
    return found


_HELD = ";animation-timing-function:step-end"


def _timing(ease: Ease) -> str:
    if ease == LINEAR:
        return ""
    return f";animation-timing-function:cubic-bezier({','.join(number(value, 4) for value in ease)})"


def _clip(value: tuple[float, ...]) -> str:
    return polygon(tuple(zip(value[::2], value[1::2], strict=True)))


def _tone(value: tuple[float, ...]) -> str:
    red, green, blue, alpha = (min(255, max(0, round(channel))) for channel in value)
    return colour((red, green, blue, alpha))


_WRITTEN: dict[Property, tuple[str, Callable[[tuple[float, ...]], str]]] = {
    "opacity": ("opacity", lambda value: number(value[0], 4)),
    "move": ("translate", lambda value: f"{px(value[0])} {px(value[1])}"),
    "scale": ("scale", lambda value: number(value[0], 5)),
    "turn": ("rotate", lambda value: f"{number(value[0])}deg"),
    "colour": ("", _tone),
    "clip": ("clip-path", _clip),
}


_TRANSFORMS: dict[Property, Callable[[tuple[float, ...]], str]] = {
    "move": lambda value: f"translate({px(value[0])},{px(value[1])})",
    "scale": lambda value: f"scale({number(value[0], 5)})",
    "turn": lambda value: f"rotate({number(value[0])}deg)",
}


def written(property_: Property, value: tuple[float, ...], coloured: str = "color") -> str:
    """A track's value as a declaration."""
    name, write = _WRITTEN[property_]
    return f"{name or coloured}:{write(value)}"


def changes(property_: Property, value: tuple[float, ...]) -> bool:
    """Whether a value makes anything look other than it would without."""
    return _NEUTRAL.get(property_) != value


_NEUTRAL: dict[Property, tuple[float, ...]] = {"opacity": (1.0,), "move": (0.0, 0.0), "scale": (1.0,), "turn": (0.0,)}
