"""board: the states of a creative that opens or closes, as one page.

All states lie in the page, one above the other; what is not shown is inert. A readable script switches them, and asks
who holds the page for room; without it the first state is a plain creative. Controls are drawn in the scenes, and
worked by buttons that lie over them, above the layer that takes the clicks to the landing page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from renderer.painters import css, film, opening, outlines
from renderer.painters.html5 import Beside, KeptByScene, Writer, strut
from renderer.painters.opening import size
from renderer.painters.page import CANVAS, CONTROLS, Page, said
from renderer.painters.pictures import Sources
from renderer.scene import Action, Board
from renderer.text.fonts import FontFile

_FOLDER = Path(__file__).parent
_IDS = {"expand": "open", "collapse": "close", "close": "close", "back": "back", "next": "next",
        "previous": "previous"}  # fmt: skip
"""What the button of an action is called, by what it does."""
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
@media (prefers-reduced-motion:reduce){.ad,.s,.i,body:after{transition:none!important}}""".replace("CONTROLS", CONTROLS)


class _Drawn(NamedTuple):
    """A state as HTML: what is clipped and moved with it, and its controls, which are not."""

    inner: str
    over: str


def paint(
    board: Board, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84, prefix: str = "",
    kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a board, as `html5.paint` is of a scene; equal files are shared between its states."""
    beside, first = Beside(fonts, prefix, kept), board.states[board.initial]
    drawn, sheets, title, first_files = dict[str, _Drawn](), list[str](), "", set[str]()
    for name, scene in sorted(board.states.items(), key=lambda one: one[0] != board.initial):
        writer = Writer(scene, assets, beside, quality, _mark(name), heads=name == board.initial)
        drawn[name] = _Drawn(writer.body(), "\n".join(writer.over))
        sheets.append(writer.sheet.text())
        if name == board.initial:
            title = writer.title()
            first_files = {*beside.files.contents, *(f"{family}.woff2" for family in beside.families.values())}
    style = "\n".join([
        beside.faces() + CANVAS.replace("STRUT", strut(*board.states.values())), _STYLE, *opening.rules(board),
        *sheets, *(f"#{_IDS[action.does]}{{{_area(action, board)}}}" for action in board.actions),
    ])  # fmt: skip
    return Page(first.width, first.height, first.lang, first.rtl, title, _body(board, drawn), style,
                beside.files.contents, _buttons(board), script(board),
                frozenset(beside.files.contents) - first_files)  # fmt: skip


def script(board: Board) -> str:
    """What switches the states, told what they are."""
    large = board.states.get("expanded", board.states[board.initial])
    foot = opening.ground(large, (large.width / 2, large.height - 1.0))
    told = {"how": board.how, "initial": board.initial, "screen": board.screen, "ground": css.colour(foot),
            "segments": len(board.film), "sizes": {name: size(board, name) for name in opening.places(board)},
            }  # fmt: skip
    made = _script("board").replace("BOARD", json.dumps(told, sort_keys=True), 1)
    made = made.replace("FILM", _script("film") if board.film else "null", 1)
    return made.replace("SWIPED", _script("swipe") if board.how == "slide" else "null", 1)


def _script(name: str) -> str:
    return (_FOLDER / f"{name}.js").read_text(encoding="utf-8").rstrip()


def _mark(name: str) -> str:
    """What the names of a state's elements begin with."""
    first, _, number = name.partition("-")
    return first[0] + number


def _body(board: Board, drawn: Mapping[str, _Drawn]) -> str:
    """All states, the first one first."""
    bodies = []
    for name in sorted(opening.places(board), key=lambda one: one != board.initial):
        inner, over = drawn[name]
        if name in board.film:
            inner = film.body(board, [drawn[one].inner for one in board.film])
            over = film.controls(board, [drawn[one].over for one in board.film])
        inner, asleep = f'<div class="i">\n{inner}\n</div>\n{over}'.rstrip(), ""
        if name != board.initial:  # nothing of it is asked for before the page stands
            inner, asleep = f"<template>\n{inner}\n</template>", " inert"
        bodies.append(f'<div class="s" id="{name}"{asleep}>\n{inner}\n</div>')
    return "\n".join(bodies)


def _buttons(board: Board) -> str:
    """The buttons over the controls; without the script there are none."""
    told = []
    for action in board.actions:
        opened = ' aria-expanded="false"' if action.does == "expand" else ""
        about = ' aria-controls="expanded"' if "expanded" in board.states else ""
        told.append(f'<button type="button" class="k" id="{_IDS[action.does]}" aria-label="{said(action.label)}"'
                    f"{opened}{about} hidden></button>")  # fmt: skip
    return "\n".join(told)


def _area(action: Action, board: Board) -> str:
    top = board.top if action.state == "expanded" else 0.0
    area = outlines.whole(action.area.x, action.area.y + top, action.area.right, action.area.bottom + top)
    return f"left:{css.px(area.x)};top:{css.px(area.y)};width:{css.px(area.w)};height:{css.px(area.h)}"
