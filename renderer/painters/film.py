"""film: the segments of a creative in a window that scrolls from one to the next, and the pager below it.

Scrolling is the browser's own: by wheel, by finger and by keys, without a script. The script counts which segment is
seen, works the pager's ends, and puts the layer that takes the clicks into the film, so that it is scrolled with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from renderer.painters import css
from renderer.painters.page import LAYER
from renderer.scene import Board

ID = "film"
_STYLE = """\
.f{position:absolute;left:0;top:0;width:100%;overflow:hidden auto;scroll-snap-type:y mandatory;scrollbar-width:none}
.f::-webkit-scrollbar{display:none}
.f:focus-visible{outline:2px solid #000;outline-offset:-2px}
.g{position:relative;overflow:hidden;isolation:isolate;scroll-snap-align:start;scroll-snap-stop:always}
.o{visibility:hidden;pointer-events:none}
.k[aria-disabled=true]{cursor:default}"""


def window(board: Board) -> float:
    """How high the window is, px: what the pager leaves of a segment."""
    band = board.states[board.film[0]].find("pager")
    assert band is not None, "a film has a pager"
    return band.box.y


def body(board: Board, segments: Sequence[str]) -> str:
    """The film; segments are inner HTML. What is seen at first is there at once; the others wait for all else to be
    loaded where there are scripts, and lie below it where there are none."""
    count = len(segments)
    parts = [f'<div class="g" id="{name}-g" role="group" aria-label="{index + 1} / {count}">\n{inner}\n</div>'
             for index, (name, inner) in enumerate(zip(board.film, segments, strict=True))]  # fmt: skip
    rest = "\n".join(parts[1:])
    if board.film[0] == board.initial:
        rest = f"<noscript>\n{rest}\n</noscript>\n{LAYER}"
    return f'<div class="f" id="{ID}">\n{parts[0]}\n{rest}\n</div>'


def controls(board: Board, drawn: Sequence[str]) -> str:
    """The controls over the window, as they are drawn with each segment: one is seen at a time."""
    return "\n".join(f'<div class="o" id="o{index + 1}">\n{one}\n</div>' for index, one in enumerate(drawn))


def rules(board: Board) -> list[str]:
    """How the film is scrolled, and which pager is seen."""
    count, high = len(board.film), f"height:{window(board):g}px"
    seen = ",".join(f'[data-segment="{index + 1}"] #o{index + 1}' for index in range(count))
    return [
        _STYLE,
        f".f,.g{{{high}}}",
        *(f"#{name}-g{{background:{css.colour(board.states[name].background)}}}" for name in board.film),
        f".f #click{{height:{count * 100}%!important}}",
        f"body:not([data-segment]) #o1,{seen}{{visibility:inherit}}",
    ]
