"""rich/close-control: what closes a creative that opened."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from test_checks_good import evidence

from renderer import checks
from renderer.outcome import Finding
from renderer.scene import Action, AnyNode, Board, Box, Group, Image, Scene, Shape, Text
from renderer.tracks import Keyframe, Track

AREA = Box(880, 0, 90, 50)
CROSS = Shape(id="0.1.0", role="cross", box=Box(930, 14, 15, 15), fill=(0, 0, 0, 255))
PANEL = Shape(id="0.0", role="panel", box=Box(0, 0, 970, 415), fill=(255, 255, 255, 255))


def control(**more: Any) -> Group:
    return Group(**{"id": "0.1", "role": "close", "box": AREA, "children": (CROSS,), **more})


def found(
    *nodes: AnyNode, closing: Group | None = None, area: Box = AREA, state: str = "expanded", act: bool = True
) -> list[Finding]:
    children = (PANEL, closing or control(), *nodes)
    scene = Scene(width=970, height=415, root=Group(id="0", role="root", box=Box(0, 0, 970, 415), children=children))
    actions = (Action("expanded", "0.1", "collapse", "collapsed", area, "Close"),) if act else ()
    board = Board(states={"collapsed": scene, "expanded": scene}, initial="collapsed", actions=actions, how="push")
    seen = checks.check(evidence(scene=scene, board=board, state=state))
    return [one for one in seen if one.check == "rich/close-control"]


def test_a_good_one() -> None:
    assert found() == []
    assert found(state="collapsed", act=False) == []
    assert [one for one in checks.check(evidence()) if one.check == "rich/close-control"] == []


def test_none() -> None:
    assert [one.message for one in found(act=False)] == ["Nothing closes it"]
    gone = msgspec.structs.replace(control(), id="0.9")
    assert [one.message for one in found(closing=gone)] == ["Nothing closes it"]


@pytest.mark.parametrize(
    ("area", "message"),
    [
        (Box(940, 0, 30, 50), "What closes it answers to clicks on 30x50 px"),
        (Box(880, 0, 90, 44), "What closes it answers to clicks on 90x44 px"),
        (Box(0, 0, 90, 50), "What closes it is not in the upper right corner"),
        (Box(880, 20, 90, 50), "What closes it is not in the upper right corner"),
    ],
)
def test_too_small_or_elsewhere(area: Box, message: str) -> None:
    assert [one.message for one in found(area=area)] == [message]


def test_late_or_moving() -> None:
    late = (Track("opacity", (Keyframe(0, (0.0,)), Keyframe(900, (1.0,)))),)
    message = "What closes it moves, or is not there from the first frame on"
    assert [one.message for one in found(closing=control(tracks=late))] == [message]
    faint = control(children=(msgspec.structs.replace(CROSS, opacity=0.5),))
    assert [one.message for one in found(closing=faint)] == [message]


def test_crowded() -> None:
    logo = Image(id="0.2", role="logo", box=Box(780, 20, 92, 20), asset="x", crop=Box(0, 0, 1, 1))
    assert [one.message for one in found(logo)] == ["The logo stands within 12 px of what closes it"]
    button = Shape(id="0.2", role="button", box=Box(900, 60, 60, 30), fill=(9, 9, 9, 255))
    assert [one.subject for one in found(button)] == ["button"]
    product = {"id": "0.2", "role": "product", "box": Box(600, 0, 370, 415), "asset": "x", "crop": Box(0, 0, 1, 1)}
    assert found(Image(**product, subject=Box(620, 80, 200, 300))) == []
    assert len(found(Image(**product, subject=Box(820, 20, 100, 300)))) == 1
    assert found(Image(**product)) == [], "a photograph reaches under the plate"
    assert found(Text(id="0.2", role="name", box=Box(700, 10, 160, 20), lines=())) == []
