"""board: the states of a creative that opens or closes, as one page.

All states lie in the page, one above the other; what is not shown is inert. A readable script switches them, and asks
who holds the page for room; without it the first state is a plain creative. Controls are drawn in the scenes, and
worked by buttons that lie over them, above the layer that takes the clicks to the landing page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from renderer.painters import css, outlines
from renderer.painters.html5 import Beside, KeptByScene, Writer, strut
from renderer.painters.page import CANVAS, CONTROLS, Page, said
from renderer.painters.pictures import Sources
from renderer.scene import Action, Board, Colour, Scene, Shape
from renderer.text.fonts import FontFile

OPENS_MS, CLOSES_MS, FADES_MS = 480, 320, 160
"""How long it opens and closes, and how long one state shows through the other (the look book's pushdown)."""
_MOVE = "cubic-bezier(.76,0,.24,1)"
_SCRIPT = Path(__file__).with_name("board.js")
_STYLE = """\
body{position:relative;width:fit-content}
body[hidden]{display:none}
.s,.i{position:absolute;left:0;top:0}
.s{isolation:isolate}
.i{width:100%;height:100%;overflow:hidden;isolation:isolate}
.s[inert]{visibility:hidden}
#collapsed{z-index:1}
[data-waiting] *{animation-play-state:paused!important}
CONTROLS
@media (prefers-reduced-motion:reduce){.ad,.s,.i{transition:none!important}}""".replace("CONTROLS", CONTROLS)


def paint(
    board: Board, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84, prefix: str = "",
    kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a board, as `html5.paint` is of a scene; equal files are shared between its states."""
    beside, first = Beside(fonts, prefix, kept), board.states[board.initial]
    bodies, sheets, title, first_files = list[str](), list[str](), "", set[str]()
    for name, scene in sorted(board.states.items(), key=lambda one: one[0] != board.initial):
        writer = Writer(scene, assets, beside, quality, name[0], heads=name == board.initial)
        inner = writer.body()
        inner = "\n".join([f'<div class="i">\n{inner}\n</div>', *writer.over])
        if name == board.initial:
            title, asleep = writer.title(), ""
            first_files = {*beside.files.contents, *(f"{family}.woff2" for family in beside.families.values())}
        else:  # nothing of it is asked for before the page stands
            inner, asleep = f"<template>\n{inner}\n</template>", " inert"
        bodies.append(f'<div class="s" id="{name}"{asleep}>\n{inner}\n</div>')
        sheets.append(writer.sheet.text())
    style = "\n".join([
        beside.faces() + CANVAS.replace("STRUT", strut(*board.states.values())), _STYLE, *_sizes(board), *sheets,
        *(f"#{_own(action)}{{{_area(action)}}}" for action in board.actions),
    ])  # fmt: skip
    return Page(first.width, first.height, first.lang, first.rtl, title, "\n".join(bodies), style,
                beside.files.contents, _buttons(board), script(board),
                frozenset(beside.files.contents) - first_files)  # fmt: skip


def script(board: Board) -> str:
    """What switches the states, told what they are."""
    large = board.states.get("expanded", board.states[board.initial])
    told = {"how": board.how, "initial": board.initial, "screen": board.screen, "ground": css.colour(_foot(large)),
            "sizes": {name: [scene.width, scene.height] for name, scene in board.states.items()}}  # fmt: skip
    return _SCRIPT.read_text(encoding="utf-8").replace("BOARD", json.dumps(told, sort_keys=True), 1)


def _sizes(board: Board) -> list[str]:
    """How large the creative is in each state, and how it gets there."""
    rules = []
    for name, scene in board.states.items():
        size = f"width:{scene.width}px;height:{scene.height}px"
        rules += [f"#{name}{{{size}}}", f"#{name} .i{{background:{css.colour(scene.background)}}}"]
        own = ".ad" if name == board.initial else f"[data-state={name}] .ad"
        rules.append(f"{own}{{{size}}}")
    if "collapsed" not in board.states:
        return rules
    small, large = board.states["collapsed"], board.states["expanded"]
    closed = f"inset(0 {css.px(large.width - small.width)} {css.px(large.height - small.height)} 0)"
    gone, there = f"opacity {FADES_MS}ms linear", f"visibility 0s {OPENS_MS}ms"
    rules += [
        # closed: the large state is cut down to the small one, which comes back over it
        f".ad{{transition:height {CLOSES_MS}ms {_MOVE}}}" if board.how == "push" else
        f".ad{{transition:width 0s {CLOSES_MS}ms,height 0s {CLOSES_MS}ms}}",
        f"#expanded{{transition:visibility 0s {CLOSES_MS}ms}}",
        f"#expanded .i{{clip-path:{closed};transition:clip-path {CLOSES_MS}ms {_MOVE}}}",
        f"#collapsed{{transition:opacity {FADES_MS}ms linear {CLOSES_MS - FADES_MS}ms}}",
        # open
        f"[data-state=expanded] .ad{{transition:height {OPENS_MS}ms {_MOVE}}}" if board.how == "push" else
        "[data-state=expanded] .ad{transition:none}",
        "[data-state=expanded] #expanded{transition:none}",
        f"[data-state=expanded] #expanded .i{{clip-path:inset(0);transition:clip-path {OPENS_MS}ms {_MOVE}}}",
        f"[data-state=expanded] #collapsed{{opacity:0;transition:{gone},{there}}}",
    ]  # fmt: skip
    if board.initial == "expanded":
        rules.append("body:not([data-state]) #expanded .i{clip-path:none}")
    return rules


def _buttons(board: Board) -> str:
    """The buttons over the controls; without the script there are none."""
    told = []
    for action in board.actions:
        opened = ' aria-expanded="false"' if action.does == "expand" else ""
        about = ' aria-controls="expanded"' if "expanded" in board.states else ""
        told.append(f'<button type="button" class="k" id="{_own(action)}" aria-label="{said(action.label)}"'
                    f"{opened}{about} hidden></button>")  # fmt: skip
    return "\n".join(told)


def _own(action: Action) -> str:
    return "open" if action.does == "expand" else "close"


def _area(action: Action) -> str:
    area = outlines.whole(action.area.x, action.area.y, action.area.right, action.area.bottom)
    return f"left:{css.px(area.x)};top:{css.px(area.y)};width:{css.px(area.w)};height:{css.px(area.h)}"


def _foot(scene: Scene) -> Colour:
    """What a scene ends with at its lower side: it goes on there on longer screens."""
    point, colour = (scene.width / 2, scene.height - 1.0), scene.background
    for node in scene.root.children:
        if isinstance(node, Shape) and node.role in ("panel", "light", "table") and node.holds(point):
            colour = node.gradient.stops[-1][1] if node.gradient is not None else node.fill or colour
    return colour
