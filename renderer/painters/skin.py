"""skin: a page skin around a publisher's page, as one page (docs/decisions/0023-skins-as-pages.md).

It fills the window that it is given, whatever its size: the skin hangs from the middle of the upper side, as a
publisher's content does, so that gutters stay beside that and only their outer parts are cut. Where the content lies
nothing is painted and nothing answers to a click.
"""

from __future__ import annotations

from collections.abc import Mapping

from renderer.painters import css
from renderer.painters.beyond import beyond
from renderer.painters.css import px
from renderer.painters.html5 import Beside, KeptByScene, Writer, strut
from renderer.painters.page import CANVAS, Page
from renderer.painters.pictures import Sources
from renderer.scene import Box, Scene
from renderer.text.fonts import FontFile

STYLE = """\
html,body{height:100%}
html{overflow:hidden}
.ad{position:absolute;inset:0}
.s{position:absolute;top:0}"""


def paint(
    scene: Scene, content: Box, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84, prefix: str = "",
    kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a skin, as `html5.paint` is of a scene; `content` is what the publisher's own page covers of it."""
    beside, whole = Beside(fonts, prefix, kept), beyond(scene, content)
    writer = Writer(whole, assets, beside, quality, plated=False)
    body = f'<div class="s">\n{writer.body()}\n</div>'
    style = "\n".join([
        beside.faces() + CANVAS.replace("STRUT", strut(scene)), STYLE, *around(scene, content), writer.sheet.text(),
    ])  # fmt: skip
    return Page(scene.width, scene.height, scene.lang, scene.rtl, writer.title(), body, style, beside.files.contents)


def around(scene: Scene, content: Box) -> list[str]:
    """The rules for where the skin hangs, and for what is cut out of it: by the same outline what is painted and the
    layer that takes the clicks."""
    left, right = (f"calc(50% {_signed(side - scene.width / 2)})" for side in (content.x, content.right))
    top = px(content.y)
    outline = f"0 0,100% 0,100% 100%,{right} 100%,{right} {top},{left} {top},{left} 100%,0 100%"
    return [
        f".ad{{background:{css.colour(scene.background)}}}",
        f".ad,#click{{clip-path:polygon({outline})}}",
        f".s{{left:calc(50% {_signed(-scene.width / 2)});width:{scene.width}px;height:{scene.height}px}}",
    ]


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'} {px(abs(value)) if value else '0px'}"
