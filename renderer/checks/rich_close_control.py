"""rich/close-control: a creative that opened, or lies over a page, cannot be closed as readers expect it."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding
from renderer.scene import Action, AnyNode, Box, Image, Scene, Shape, Text, walked

LEAST, APART = 50, 12
"""CSS px: what answers to a click, each way, and the room around it."""
CLOSABLE = frozenset(("expanded", "shown"))
"""The states that are closed."""
_SLACK = 0.1  # px of rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """In each state that is closed, and in each segment of a film that is: whether a control is in the upper right
    corner, of 50x50 CSS px or as high as the canvas, there from the first frame and never moving, with no text, logo,
    button or product within 12 px."""
    board, scene = evidence.board, evidence.scene
    if board is None or board.how == "scroll":
        return  # a window over a film lies over nothing
    opened = board.film[0] if evidence.state in board.film else evidence.state
    if opened not in CLOSABLE:
        return
    own = (one for one in board.actions if one.state == opened and one.does in ("collapse", "close"))
    action, control = next(own, None), scene.find("close")
    if action is None or control is None or (action.state == evidence.state and action.node != control.id):
        yield CHECK.finding("Nothing closes it", limit=f"{LEAST}x{LEAST}")
        return
    area, least = action.area, LEAST * evidence.scale
    if area.w < least - _SLACK or area.h < min(least, scene.height) - _SLACK:
        yield CHECK.finding(f"What closes it answers to clicks on {area.w:.0f}x{area.h:.0f} px", control,
                            limit=f"{LEAST}x{LEAST}", actual=f"{area.w:.0f}x{area.h:.0f}")  # fmt: skip
    if abs(area.right - scene.width) > _SLACK or abs(area.y) > _SLACK:
        yield CHECK.finding("What closes it is not in the upper right corner", control)
    if any(node.tracks or node.opacity < 1 for node in walked(control)):
        yield CHECK.finding("What closes it moves, or is not there from the first frame on", control)
    yield from _crowding(scene.at(scene.duration), action, control.id, evidence.scale)


def _crowding(still: Scene, action: Action, own: str, scale: float) -> Iterator[Finding]:
    """What stands too close to the control, which is called by its `own` id."""
    area, room = action.area, APART * scale - _SLACK
    around = Box(area.x - room, area.y, area.w + room, area.h + room)
    for node in still.walk():
        if node.id == own or node.id.startswith(f"{own}.") or not _essential(node):
            continue
        box = node.subject if isinstance(node, Image) and node.subject is not None else node.box
        if box.overlap(around) > 0:
            yield CHECK.finding(f"The {node.role} stands within {APART} px of what closes it", node, limit=APART)


def _essential(node: AnyNode) -> bool:
    match node:
        case Text():
            return bool(node.lines)
        case Image():
            stands_free = node.subject not in (None, node.box)  # a photograph may reach under the control's plate
            return node.role == "logo" or (node.role == "product" and stands_free)
        case Shape():
            return node.role in ("button", "cta")
    return False


CHECK = Check(
    id="rich/close-control",
    level="fail",
    title="A creative that opens, or lies over a page, cannot be closed where and how readers expect it.",
    why="Who cannot close an ad leaves the page, or clicks on it by mistake.",
    source="IAB-MRAID-3: 50x50 in the upper right corner; look book, motion, section 11: nothing within 12 px",
    example="An expanded panel whose cross of 30x30 px comes in after a second, or beside whose cross the logo stands.",
    run=run,
)
