"""skin: a page skin around a publisher's page, as one page (docs/decisions/0023-skins-as-pages.md).

It fills the window that it is given, whatever its size: the skin hangs from the middle of the upper side, as a
publisher's content does, so that gutters stay beside that and only their outer parts are cut. Where the content lies
nothing is painted and nothing answers to a click. Where it shows several products, a readable script turns from one to
the next; without it the first is a plain skin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from renderer.painters import css
from renderer.painters.beyond import beyond
from renderer.painters.css import px
from renderer.painters.html5 import Beside, KeptByScene, Writer, strut
from renderer.painters.page import CANVAS, CONTROLS, Page, said
from renderer.painters.pictures import Sources
from renderer.scene import Action, Board, Box, Scene, Text
from renderer.text.fonts import FontFile

FADES_MS = 160
"""How long one product shows through the next (as states do that open)."""
_SCRIPT = Path(__file__).with_name("skin.js")
_STYLE = """\
html,body{height:100%}
html{overflow:hidden}
.ad{position:absolute;inset:0}
.s{position:absolute;top:0}"""
_TURNS = f"""\
.s{{z-index:1;transition:opacity {FADES_MS}ms linear}}
.s[inert]{{z-index:0;opacity:0;visibility:hidden;transition:opacity 0s {FADES_MS}ms,visibility 0s {FADES_MS}ms}}
{CONTROLS}
.k:focus-visible{{outline-offset:2px;box-shadow:0 0 0 2px #fff}}
@media (prefers-reduced-motion:reduce){{.s{{transition:none!important}}}}"""


def paint(
    shown: Scene | Board, content: Box, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84,
    prefix: str = "", kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a skin, or of one that turns, as `html5.paint` is of a scene; `content` is what the publisher's own
    page covers of it."""
    board = shown if isinstance(shown, Board) else Board(states={"skin": shown}, initial="skin")
    beside, first, first_files = Beside(fonts, prefix, kept), board.states[board.initial], set[str]()
    bodies, sheets, title = list[str](), list[str](), ""
    for place, (name, scene) in enumerate(board.states.items()):
        mark = chr(ord("a") + place) if len(board.states) > 1 else ""
        writer = Writer(beyond(scene, content), assets, beside, quality, mark, heads=not place, plated=False)
        inner, asleep = writer.body(), ""
        if not place:
            title = writer.title()
            first_files = {*beside.files.contents, *(f"{family}.woff2" for family in beside.families.values())}
        else:  # nothing of it is asked for before the page stands
            inner, asleep = f"<template>\n{inner}\n</template>", " inert"
        about = f' data-about="{_about(scene)}"' if board.actions else ""
        bodies.append(f'<div class="s" id="{name}"{about}{asleep}>\n{inner}\n</div>')
        sheets.append(writer.sheet.text())
    style = "\n".join(filter(None, [
        beside.faces() + CANVAS.replace("STRUT", strut(*board.states.values())), _STYLE,
        _TURNS if board.actions else "", *_around(first, content), *sheets, *_places(board, first),
    ]))  # fmt: skip
    contents = beside.files.contents
    return Page(first.width, first.height, first.lang, first.rtl, title, "\n".join(bodies), style, contents,
                _buttons(board), _script(board), frozenset(contents) - first_files)  # fmt: skip


def _around(scene: Scene, content: Box) -> list[str]:
    """The rules for where the skin hangs, and for what is cut out of it: by the same outline what is painted and the
    layer that takes the clicks."""
    left, right = (_from_middle(side, scene) for side in (content.x, content.right))
    top = px(content.y)
    outline = f"0 0,100% 0,100% 100%,{right} 100%,{right} {top},{left} {top},{left} 100%,0 100%"
    return [
        f".ad{{background:{css.colour(scene.background)}}}",
        f".ad,#click{{clip-path:polygon({outline})}}",
        f".s{{left:{_from_middle(0, scene)};width:{scene.width}px;height:{scene.height}px}}",
    ]


def _from_middle(x: float, scene: Scene) -> str:
    """Where an x of the canvas lies in a window."""
    apart = x - scene.width / 2
    return f"calc(50% {'-' if apart < 0 else '+'} {css.number(abs(apart))}px)"


def _used(board: Board) -> list[Action]:
    """The arrows, which stand and say the same in every state."""
    return [one for one in board.actions if one.state == board.initial]


def _places(board: Board, scene: Scene) -> list[str]:
    return [f"#{one.does}{{left:{_from_middle(one.area.x, scene)};top:{px(one.area.y)};"
            f"width:{px(one.area.w)};height:{px(one.area.h)}}}" for one in _used(board)]  # fmt: skip


def _buttons(board: Board) -> str:
    """The buttons over the arrows, and what says which product is shown; without the script there are none."""
    if not board.actions:
        return ""
    told = [f'<button type="button" class="k" id="{one.does}" aria-label="{said(one.label)}" hidden></button>'
            for one in _used(board)]  # fmt: skip
    return "\n".join([*told, '<p class="v" role="status" id="told"></p>'])


def _script(board: Board) -> str:
    """What turns from one product to the next; empty where nothing does."""
    if not board.actions:
        return ""
    return _SCRIPT.read_text(encoding="utf-8").replace("STATES", json.dumps(list(board.states)), 1)


def _about(scene: Scene) -> str:
    """What a state shows, in words; escaped."""
    texts = [
        node for role in ("name", "price") for node in scene.walk() if isinstance(node, Text) and node.role == role
    ]
    return said(", ".join(" ".join(line.text for line in node.lines) for node in texts))
