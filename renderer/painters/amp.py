"""amp: a Scene with its tracks as the page of an AMPHTML ad, which brings no script and no font of its own.

What the HTML5 painter writes, but for three things (docs/decisions/0025-amphtml.md): letters are outlines, with their
text beside them for those who do not see; pictures are `amp-img`; only opacities and transforms move.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

import msgspec
import numpy as np

from renderer.painters import codecs, css, html5, outlines, raster
from renderer.painters.css import Sheet
from renderer.painters.html5 import Beside, KeptByScene, classed
from renderer.painters.letterforms import brings_colours, outline
from renderer.painters.page import Page, said
from renderer.painters.pictures import Shown, Sources
from renderer.painters.transforms import only_transforms
from renderer.scene import Box, Group, Line, Scene, Text
from renderer.text.fonts import FontFile, face

_CANVAS = """\
body{margin:0}
.ad{position:relative;display:block;overflow:hidden;isolation:isolate;line-height:0}
.ad h1,.ad p,.c{position:absolute;left:0;top:0;width:100%;height:100%;margin:0;font-weight:400}
.ad s{text-decoration:none}
.ad svg,.b{position:absolute;display:block;max-width:none}
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"""
_BLACK, _WHITE = (0, 0, 0, 255), (255, 255, 255, 255)
_DENSE = 2  # px a px of coloured signs, which are pictures: as sharp as phones show them


def paint(
    scene: Scene, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84, prefix: str = "",
    kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a scene, as `html5.paint`."""
    return _Writer(only_transforms(scene), assets, Beside(fonts, prefix, kept), quality).page()


def document(page: Page, head: str = "", before_end: str = "") -> str:
    """A whole document but for its style, which the network's head brings (`Page.css`)."""
    lang = f' lang="{html.escape(page.lang)}"' if page.lang else ""
    side = ' dir="rtl"' if page.rtl else ""
    return (
        f'<!DOCTYPE html>\n<html{lang}{side}>\n<head>\n<meta charset="utf-8">\n<title>{page.title}</title>\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n{head}</head>\n<body>\n<main>\n'
        f'<div class="ad">\n{page.body}\n</div>\n{before_end}</main>\n</body>\n</html>\n'
    )


class _Writer(html5.Writer):
    """One scene being written."""

    def __init__(self, scene: Scene, assets: Sources, beside: Beside, quality: int) -> None:
        super().__init__(scene, assets, beside, quality)
        self.sheet = Sheet(scene.duration, scene.loops, transforms=True)
        self._assets = assets

    def style(self) -> str:
        """The page's style, after its body was written."""
        return f"{_CANVAS}\n{self.sheet.text()}"

    def _picture(self, own: str, told: str, shown: Shown, alt: str) -> None:
        dense = f' srcset="{html.escape(shown.src)} 1x, {html.escape(shown.srcset)}"' if shown.srcset else ""
        image = f'<amp-img layout="fill" src="{html.escape(shown.src)}"{dense} alt="{said(alt)}"></amp-img>'
        self.out.append(f"<div {classed(told, 'b')}>{image}</div>")

    def _line(self, node: Text, line: Line, own: str, coloured: bool) -> str:
        """One line: its text for those who do not see it, and its outlines."""
        runs = [run for run in line.runs if run.glyphs]
        if not runs:
            return ""
        size = max(run.size for run in runs)
        box = outlines.whole(
            line.x - size, line.baseline - 1.5 * size, line.x + line.advance + size, line.baseline + size
        )
        self.sheet.rule(f"#{own}", css.place(box), "overflow:visible")
        view = " ".join(css.number(side) for side in box)
        drawn, signs = [], ""
        for run in runs:
            its = face(self.beside.fonts[run.font])
            if brings_colours(run, its):
                alone = msgspec.structs.replace(line, runs=(run,))
                signs += self._signs(msgspec.structs.replace(node, lines=(alone,), tracks=(), opacity=1.0), box, own)
            else:
                drawn.append(outline(line, run, its))
        words = f'<span class="v">{said(line.text)}</span>'
        return f'{words}<svg id="{own}" aria-hidden="true" viewBox="{view}">{"".join(drawn)}</svg>{signs}'

    def _signs(self, node: Text, box: Box, own: str) -> str:
        """Signs with colours of their own, as a picture."""
        pixels = self._free(Group(id="0", role="root", box=self.scene.canvas, children=(node,)))
        left, top, right, bottom = (max(0, round(side * _DENSE)) for side in (box.x, box.y, box.right, box.bottom))
        part = np.ascontiguousarray(pixels[top:bottom, left:right])
        src = self.beside.files.add("signs", "png", codecs.transparent(part))
        size = Box(left / _DENSE, top / _DENSE, part.shape[1] / _DENSE, part.shape[0] / _DENSE)
        self.sheet.rule(f"#{own}s", css.place(size))
        return f'<span id="{own}s" class="b"><amp-img layout="fill" src="{src}" alt=""></amp-img></span>'

    def _free(self, root: Group) -> raster.Pixels:
        """Nodes on nothing, their colours multiplied by their alpha: the painter paints on a ground, so what black and
        white grounds leave of each other is what lets through."""
        painted = [raster.paint(msgspec.structs.replace(self.scene, root=root, background=ground, duration=0),
                                self._assets, _DENSE).pixels for ground in (_BLACK, _WHITE)]  # fmt: skip
        made = painted[0].copy()
        made[..., 3] = 255 - (painted[1] - painted[0])[..., :3].min(axis=2)
        return made
