"""fluid: a creative that takes any size of its format's range: arranged at its ends and between, scaled to the rest."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.model.terms import Size
from renderer.scene import FLUID, Board, Scene
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange

SMALL, MIDDLE, LARGE = "small", "middle", "large"
"""The names of states."""
WORTH = 1.25
"""How many times larger the largest size is, at least, where one in the middle is arranged too (ours)."""


def fluid(
    content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()
) -> Board | None:
    """The states of a fluid creative, each over time; None for a format of one size. It begins as that whose size is
    nearest to the format's still."""
    if not format_.fluid():
        return None
    states = dict[str, Scene]()
    for name, size in sizes(format_).items():
        own = format_.model_copy(update={"size": size, "range": None, "sizes": {}, "densities": (1.0,)})
        still = arrange(content, own, layouts, networks)
        states[name] = animate(still, content, own, networks)
    width = format_.canvas()[0]
    return Board(states=states, initial=min(states, key=lambda name: abs(states[name].width - width)), how=FLUID)


def sizes(format_: Format) -> dict[str, Size]:
    """The sizes that a fluid creative is arranged at, by state. The still's own is one of them."""
    assert format_.range is not None, "a fluid format has a range"
    (small, large), own = format_.range, format_.canvas()
    found = {SMALL: small}
    if large[0] >= WORTH * small[0]:
        within = own if small[0] < own[0] < large[0] else ((small[0] + large[0]) // 2, (small[1] + large[1]) // 2)
        found[MIDDLE] = within
    elif format_.canvas() not in (small, large):
        found[MIDDLE] = own
    return {**found, LARGE: large}
