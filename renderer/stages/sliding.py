"""sliding: a bar that a page slides in over: the page above, the bar still there below it, now with what leads back."""

from __future__ import annotations

import msgspec

from renderer.model.format import Format
from renderer.model.layout import Element, Layout
from renderer.placing import controls
from renderer.placing.scale import frame
from renderer.placing.stacking import stacked
from renderer.scene import Action, Board, Box, Scene
from renderer.stages.arrange import arrange
from renderer.stages.states import COLLAPSED, EXPANDED, States, closing, opening


def sliding(states: States, format_: Format) -> Board:
    """The bar, and the page that it slides in: closed by a control in its corner, and by all of the bar."""
    opened, content = format_.opened(), states.content
    assert opened is not None, f"{format_.id} slides in no state"
    (width, high), (_, whole) = format_.canvas(), opened.canvas()
    page = states.closable(opened.model_copy(update={"size": (width, whole - high)}), moving=False)
    bar = _back_bar(states, format_)
    both = stacked((page, bar))
    _, closed = states.openable(format_, moving=True, towards="onwards")
    control = both.find(controls.CLOSE)
    assert control is not None
    area = Box(0.0, float(whole - high), float(width), float(high))
    back = Action(EXPANDED, both.root.children[-1].id, "back", COLLAPSED, area, controls.back_word(content.locale))
    actions = (opening(closed, frame(format_, content.brand, content.rtl), content),
               closing(EXPANDED, both, content, COLLAPSED), back)  # fmt: skip
    opens = format_.opens
    return Board(states={COLLAPSED: closed, EXPANDED: both}, initial=COLLAPSED, actions=actions, how="slide",
                 screen=opens is not None and opens.screen)  # fmt: skip


def _back_bar(states: States, format_: Format) -> Scene:
    """The bar below what slid in: what leads back, where the handle was. Whose it is the page above says."""
    content = states.content
    word = controls.back_word(content.locale)
    short = msgspec.structs.replace(
        content.alone(), texts={"cta": (word,)}, opens="back", price=None, prior_price="", product=None, rating=None,
        logos=(),
    )  # fmt: skip
    row = [{"slot": "space", "share": 1}, {"slot": "cta", "size": 1.3}]
    root = Element.model_validate({"row": row, "fill": "primary", "align": "center", "pad": [0.6, 1]})
    layout = Layout(id="panel/back", design="panel", ratio=(0, 100), picture="none", root=root)
    return arrange(short, format_, (layout,), states.networks)
