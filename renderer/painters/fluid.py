"""fluid: a creative that takes any width, as one page of several scenes (docs/decisions/0022-fluid-pages.md).

The page asks its container how wide it is, shows the scene that was arranged for the nearest size, and scales it to
fit; text stays text. All in CSS: there is no script. What is not shown is not displayed, so that neither its pictures
are asked for nor its texts read.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from math import sqrt

from renderer.painters import css
from renderer.painters.html5 import Beside, KeptByScene, Writer, classed, strut
from renderer.painters.page import CANVAS, Page, said
from renderer.painters.pictures import Shown, Sources
from renderer.scene import Board, Scene
from renderer.text.fonts import FontFile

_DENSE = "@media (min-resolution:1.5dppx)"
_STYLE = """\
body{position:relative}
main{container-type:inline-size}
.ad{width:100%}
.s{display:none;position:absolute;left:0;top:0;overflow:hidden;isolation:isolate;transform-origin:0 0}"""


def paint(
    board: Board, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84, prefix: str = "",
    kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a fluid board, as `html5.paint` is of a scene; equal files are shared between its states. Its size is
    that of the first state."""
    beside, first = Beside(fonts, prefix, kept), board.states[board.initial]
    bodies, sheets, title, named = list[str](), list[str](), "", list[set[str]]()
    for name, scene in _rising(board):
        writer = _Writer(scene, assets, beside, quality, name[0], heads=name == board.initial)
        bodies.append(f'<div class="s" id="{name}">\n{writer.body()}\n</div>')
        sheets += [writer.sheet.text(), *writer.dense()]
        named.append(writer.named)
        title = writer.title() if name == board.initial else title
    style = "\n".join([
        beside.faces() + CANVAS.replace("STRUT", strut(*board.states.values())), _STYLE, _uncut(board), *sheets,
        *_sizes(board),
    ])  # fmt: skip
    contents = beside.files.contents
    shown = max(named, key=lambda names: sum(len(contents[name]) for name in names))
    return Page(first.width, first.height, first.lang, first.rtl, title, "\n".join(bodies), style, contents,
                later=frozenset[str]().union(*named) - shown)  # fmt: skip


class _Writer(Writer):
    """One state. Its pictures are backgrounds, which browsers ask for only where they are displayed."""

    def __init__(
        self, scene: Scene, assets: Sources, beside: Beside, quality: int, mark: str, heads: bool
    ) -> None:  # fmt: skip
        super().__init__(scene, assets, beside, quality, mark, heads)
        self.named: set[str] = set()
        """Its pictures' files."""
        self._denser: list[str] = []

    def dense(self) -> list[str]:
        """What screens of twice the density show."""
        return [f"{_DENSE}{{\n" + "\n".join(self._denser) + "\n}"] if self._denser else []

    def _picture(self, own: str, told: str, shown: Shown, alt: str) -> None:
        dense = shown.srcset.removesuffix(" 2x")
        self.sheet.rule(f".b#{own}", f'background:url("{shown.src}") 0 0/100% 100%')
        if dense:
            self._denser.append(f'.b#{own}{{background-image:url("{dense}")}}')
        prefix = self.beside.files.prefix
        self.named.update(one.removeprefix(prefix) for one in (shown.src, dense) if one)
        hidden = "" if "aria-hidden" in told else ' aria-hidden="true"'
        meant = f' role="img" aria-label="{said(alt)}"' if alt else hidden
        self.out.append(f"<div {classed(told, 'b')}{meant}></div>")


def _rising(board: Board) -> list[tuple[str, Scene]]:
    """The states, smallest first."""
    return sorted(board.states.items(), key=lambda one: one[1].width)


def switches(board: Board) -> list[float]:
    """The widths from which each state but the smallest is shown, px: two scenes are scaled alike much there."""
    return [sqrt(one.width * other.width) for (_, one), (_, other) in itertools.pairwise(_rising(board))]


def _sizes(board: Board) -> list[str]:
    """Which state is shown at a width, and how large it is. Browsers that cannot ask show the smallest, as it is."""
    rules = []
    for name, scene in _rising(board):
        size, scale = f"width:{scene.width}px;height:{scene.height}px", f"scale:tan(atan2(100cqw,{scene.width}px))"
        rules.append(f"#{name}{{{size};background:{css.colour(scene.background)};{scale}}}")
    states, before = _rising(board), ""
    for (name, scene), least in zip(states, [0.0, *switches(board)], strict=True):
        shown = f".ad{{aspect-ratio:{scene.width}/{scene.height}}}#{name}{{display:block}}"
        gone = f"#{before}{{display:none}}" if before else ""
        rules.append(f"@container (min-width:{css.px(least)}){{{shown}{gone}}}" if before else shown)
        before = name
    return rules


def _uncut(board: Board) -> str:
    """Frames have whole px: a share of one that does not fit calls for no scroll bar."""
    width, height = max(((one.width, one.height - 1) for one in board.states.values()), key=lambda one: one[0] / one[1])
    return f"@media (max-aspect-ratio:{width}/{height}){{html{{overflow:hidden}}}}"
