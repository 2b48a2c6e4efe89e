"""opening: how large a creative that opens is in each of its states, and how it gets from one to the other, in CSS."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from renderer import colours
from renderer.painters import css, film
from renderer.scene import Board, Box, Colour, Gradient, Group, Point, Scene, Shape

OPENS_MS, CLOSES_MS, FADES_MS = 480, 320, 160
"""How long it opens and closes, and how long one state shows through the other (the look book's pushdown)."""
_MOVE = "cubic-bezier(.76,0,.24,1)"
_SHADOW = "drop-shadow(0 6px 16px rgb(0 0 0/.3))"
"""What sets a module apart from the rest of the creative that it grows over (our own choice)."""


def places(board: Board) -> tuple[str, ...]:
    """The states that lie in the page by themselves: of a film, the first stands for all."""
    return tuple(name for name in board.states if name not in board.film[1:])


def size(board: Board, name: str) -> tuple[int, int]:
    """How large the creative is in a state, px: a module leaves in sight what it grows over."""
    scenes = [board.states[name]]
    if board.how == "module":
        scenes = list(board.states.values()) if name == "expanded" else scenes
    return max(one.width for one in scenes), max(one.height for one in scenes)


def rules(board: Board) -> list[str]:
    """The sizes of the states, and what leads from one to the other."""
    made = []
    for name in places(board):
        scene = board.states[name]
        made += [f"#{name}{{width:{scene.width}px;height:{scene.height}px}}",
                 f"#{name} .i{{background:{css.colour(scene.background)}}}"]  # fmt: skip
        own = ".ad" if name == board.initial else f"[data-state={name}] .ad"
        width, height = size(board, name)
        made.append(f"{own}{{width:{width}px;height:{height}px}}")
    if board.film:
        made += film.rules(board)
    if "collapsed" not in board.states:
        return made
    match board.how:
        case "slide":
            return made + _sliding(board)
        case "module":
            return made + _module(board)
    return made + _growing(board)


def ground(scene: Scene, point: Point) -> Colour:
    """What a scene ends with at a point of its side: it goes on there where the place is larger than it."""
    colour = scene.background
    for node in _there(scene.root, point):
        if node.role in ("ground", "panel", "light", "table", "plate"):
            own = _shade(node.gradient, node.box, point) if node.gradient is not None else node.fill
            colour = colours.mixed(own, colour, own[3] / 255) if own is not None else colour
    return colour


def _there(group: Group, point: Point) -> Iterator[Shape]:
    """The shapes of a still that show at a point, the lowest first."""
    clip = group.clip_path
    if clip and not Shape(id="", role="", box=group.box, path=clip).holds(point):
        return
    for node in group.children:
        if isinstance(node, Group):
            yield from _there(node, point)
        elif isinstance(node, Shape) and node.holds(point):
            yield node


def _shade(gradient: Gradient, box: Box, point: Point) -> Colour:
    """A gradient's colour at a point of its box."""
    (x0, y0), (x1, y1) = ((box.x + x * box.w, box.y + y * box.h) for x, y in (gradient.start, gradient.end))
    long = (x1 - x0) ** 2 + (y1 - y0) ** 2
    share = ((point[0] - x0) * (x1 - x0) + (point[1] - y0) * (y1 - y0)) / long if long else 1.0
    stops = gradient.stops
    for (low, first), (high, second) in itertools.pairwise(stops):
        if share <= high:
            part = min(1.0, max(0.0, (share - low) / (high - low))) if high > low else 1.0
            red, green, blue, alpha = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
            return red, green, blue, alpha
    return stops[-1][1]


def _growing(board: Board) -> list[str]:
    """Closed, the large state is cut down to the small one, which comes back over it."""
    small, large = board.states["collapsed"], board.states["expanded"]
    closed = f"inset(0 {css.px(large.width - small.width)} {css.px(large.height - small.height)} 0)"
    gone, there = f"opacity {FADES_MS}ms linear", f"visibility 0s {OPENS_MS}ms"
    made = [
        f".ad{{transition:height {CLOSES_MS}ms {_MOVE}}}" if board.how == "push" else _LATE,
        f"#expanded{{transition:visibility 0s {CLOSES_MS}ms}}",
        f"#expanded .i{{clip-path:{closed};transition:clip-path {CLOSES_MS}ms {_MOVE}}}",
        f"#collapsed{{transition:opacity {FADES_MS}ms linear {CLOSES_MS - FADES_MS}ms}}",
        # open
        f"[data-state=expanded] .ad{{transition:height {OPENS_MS}ms {_MOVE}}}" if board.how == "push" else _AT_ONCE,
        "[data-state=expanded] #expanded{transition:none}",
        f"[data-state=expanded] #expanded .i{{clip-path:inset(0);transition:clip-path {OPENS_MS}ms {_MOVE}}}",
        f"[data-state=expanded] #collapsed{{opacity:0;transition:{gone},{there}}}",
    ]
    if board.initial == "expanded":
        made.append("body:not([data-state]) #expanded .i{clip-path:none}")
    return made


_LATE = f".ad{{transition:width 0s {CLOSES_MS}ms,height 0s {CLOSES_MS}ms}}"
_AT_ONCE = "[data-state=expanded] .ad{transition:none}"


def _sliding(board: Board) -> list[str]:
    """The bar stays at the foot of the page, as what slides in above it comes from the side; only then it changes. Its
    grounds go on as wide as the page is; what answers to clicks lies in the middle."""
    small, large = board.states["collapsed"], board.states["expanded"]
    away, half = "-100%" if large.rtl else "100%", css.px(small.width / 2)
    still, foot = small.at(small.duration), large.height - small.height / 2
    left, right = (css.colour(ground(still, (x, small.height / 2))) for x in (1.0, small.width - 1.0))
    after = css.colour(ground(large, (1.0, foot)))
    return [
        "body{position:fixed;left:0;bottom:0;width:100%;touch-action:pan-y}",
        "body[data-app]{position:relative;bottom:auto}",
        "main{position:relative;width:fit-content;margin:auto}",
        f"#click{{left:max(0px,50% - {half})!important;width:{small.width}px!important}}",
        f'body:before,body:after{{content:"";position:absolute;z-index:-1;left:0;bottom:0;width:100%;height:{small.height}px;'
        f"background:linear-gradient(90deg,{left} 50%,{right} 50%)}}",
        f"body:after{{background:{after};opacity:0;transition:opacity {FADES_MS}ms linear}}",
        f"[data-state=expanded]:after{{opacity:1;transition-delay:{OPENS_MS}ms}}",
        "#collapsed{top:auto;bottom:0}",
        _LATE,
        f"#expanded{{transition:visibility 0s {CLOSES_MS}ms}}",
        f"#expanded .i{{transform:translateX({away});transition:transform {CLOSES_MS}ms {_MOVE}}}",
        # open
        _AT_ONCE,
        "[data-state=expanded] #expanded{transition:none}",
        f"[data-state=expanded] #expanded .i{{transform:none;transition:transform {OPENS_MS}ms {_MOVE}}}",
        f"[data-state=expanded] #collapsed{{opacity:0;transition:opacity {FADES_MS}ms linear {OPENS_MS}ms,"
        f"visibility 0s {OPENS_MS + FADES_MS}ms}}",
    ]


def _module(board: Board) -> list[str]:
    """It grows out of the middle of its height, over the rest, to the side where there is room: the right, or the left
    where who holds the page says so."""
    small, large = board.states["collapsed"], board.states["expanded"]
    wider, half, top, foot = large.width - small.width, css.px(large.height / 2), board.top, board.top + large.height
    shut, shut_left = f"inset({half} {css.px(wider)} {half} 0)", f"inset({half} 0 {half} {css.px(wider)})"
    closes, opens = f"transition:clip-path {CLOSES_MS}ms {_MOVE}", f"transition:clip-path {OPENS_MS}ms {_MOVE}"
    right = ((0, 0), (small.width, 0), (small.width, top), (large.width, top), (large.width, foot),
             (small.width, foot), (small.width, small.height), (0, small.height))  # fmt: skip
    left = tuple((large.width - x, y) for x, y in right)
    return [
        _LATE,
        "#collapsed[inert]{visibility:visible}",
        f"#expanded{{top:{css.px(top)};z-index:2;filter:{_SHADOW};transition:visibility 0s {CLOSES_MS}ms}}",
        f"#expanded .i{{clip-path:{shut};{closes}}}",
        f"[data-side=left] #expanded .i{{clip-path:{shut_left}}}",
        # open
        _AT_ONCE,
        f"[data-state=expanded][data-side=left] #collapsed{{left:{css.px(wider)}}}",
        "[data-state=expanded] #expanded{transition:none}",
        f"[data-state=expanded] #expanded .i{{clip-path:inset(0);{opens}}}",
        f"[data-state=expanded] #click{{clip-path:{css.polygon(right)}}}",
        f"[data-state=expanded][data-side=left] #click{{clip-path:{css.polygon(left)}}}",
    ]
