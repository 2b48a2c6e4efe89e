"""animate: a still scene becomes one over time, in the brand's manner; it ends as the still."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.profile import Profile
from renderer.motion.camera import Camera
from renderer.motion.manner import Manner, manner
from renderer.motion.masthead import masthead
from renderer.motion.pieces import Pieces, taken_apart
from renderer.motion.sheets import Sheets
from renderer.motion.story import LESS, Story, Thrift
from renderer.placing.scale import Frame, frame
from renderer.scene import AnyNode, Box, Scene, numbered

LONGEST = 15
"""Seconds that anything moves (IAB New Ad Portfolio 2017, animation)."""
LAST = 400
"""Ms that a scene goes on after everything has come to rest: its end frame stays."""


def animate(
    scene: Scene, content: Content, format_: Format, networks: Sequence[Profile] = (), kept: tuple[Box, ...] = ()
) -> Scene:
    """A still scene staged in acts; of a page skin only its masthead moves. Its end frame is the still. `kept` are
    corners that controls stand in, px."""
    canvas = frame(format_, content.brand, content.rtl, networks, kept)
    limit, how = _limit(format_, networks), manner(content.brand)
    if canvas.page is None:
        story, nodes = _staged(taken_apart(scene), content, canvas, how, LESS, limit)
    else:
        above = masthead(scene, canvas)
        if above is None:
            return scene  # gutters never move
        at_once = msgspec.structs.replace(content, sequence=False)  # a reader is here for the page
        story, inner = _staged(above.pieces, at_once, above.frame, above.brief(how), above.thrifts(), limit)
        nodes = above.framed(inner)
    root = msgspec.structs.replace(scene.root, children=tuple(numbered(nodes, "0")))
    return msgspec.structs.replace(scene, root=root, duration=story.end + LAST)


def _staged(
    pieces: Pieces, content: Content, canvas: Frame, how: Manner, thrifts: Sequence[Thrift], limit: float
) -> tuple[Story, list[AnyNode]]:  # fmt: skip
    """The story that a still is told in, with as much of it as there is time for."""
    kind = Sheets if pieces.sheets else Camera
    for thrift in thrifts:
        story = kind(pieces, content, canvas, how, thrift)
        nodes = story.nodes()
        if story.end + LAST <= limit:
            break
    return story, nodes


def _limit(format_: Format, networks: Sequence[Profile]) -> float:
    """How long motion may last, ms: as the format and its networks have it."""
    rules = [one.html5.animation_s.most for one in networks if one.html5 and one.html5.animation_s]
    stated = format_.limits.animation_s
    return 1000 * min([LONGEST, *rules, *([stated] if stated is not None else [])])
