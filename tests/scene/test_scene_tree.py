from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from renderer.scene import (
    Action,
    Board,
    Box,
    Gradient,
    Group,
    Image,
    Line,
    Run,
    Scene,
    Shadow,
    Shape,
    Stroke,
    Text,
    Video,
    decode,
    encode,
    hex_of,
)
from renderer.tracks import IDENTITY, Affine, Keyframe, Track

GOLDENS = Path(__file__).parent / "goldens"  # UPDATE_GOLDENS=1 writes them anew
INK, RED, CLEAR = (13, 7, 69, 255), (232, 19, 42, 255), (0, 0, 0, 128)


def words(text: str, x: float = 10, baseline: float = 30, size: float = 14, **more: object) -> Text:
    run = Run("font", size, INK, (1, 2), (0.0, 7.0), (0.0, 0.0), (0, len(text)))
    line = Line(text, x, baseline, 14.0, (run,))
    return Text(
        id="t", role=str(more.pop("role", "headline")), box=Box(x, baseline - 10, 80, 12.5), lines=(line,), **more
    )  # type: ignore[arg-type]


def group(*children: object, **more: object) -> Group:
    return Group(id="0", role="root", box=Box(0, 0, 300, 250), children=children, **more)  # type: ignore[arg-type]


def poster() -> Scene:
    plate = Shape(
        id="0.0", role="panel", box=Box(0, 0, 120, 250), fill=RED, path=((0, 0), (130, 0), (110, 250), (0, 250))
    )
    picture = Image(
        id="0.1.0",
        role="product",
        box=Box(120, 10, 170, 200),
        asset="a",
        crop=Box(0.1, 0, 0.8, 1),
        treatment="relight",
        subject=Box(140, 20, 100, 150),
    )
    cut = Group(id="0.1", role="picture", box=Box(120, 0, 180, 250), children=(picture,), clip=True)
    return Scene(
        width=300,
        height=250,
        root=group(plate, cut, words("Grille-pain", rung="rewrapped")),
        layout="panel/side",
        dropped=("mention", "badge"),
    )


def moving() -> Scene:
    rise = Track("move", (Keyframe(0, (0.0, 20.0)), Keyframe(500, (0.0, 0.0))))
    fade = Track("opacity", (Keyframe(100, (0.0,)), Keyframe(300, (1.0,)), Keyframe(900, (0.5,))))
    struck = words(
        "99 €",
        strike=Stroke(INK, 1),
        strike_line=((10, 28), (40, 22)),
        tracks=(rise, fade),
        opacity=0.5,
        role="prior_price",
    )
    plate = Shape(
        id="p",
        role="plate",
        box=Box(5, 5, 50, 40),
        fill=CLEAR,
        path=((5, 5), (55, 5), (5, 45)),
        tracks=(Track("move", (Keyframe(0, (10.0, 0.0)), Keyframe(100, (0.0, 0.0)))),),
        shadow=Shadow(1, 1, 2, CLEAR),
    )
    inner = Group(
        id="g",
        role="offer",
        box=Box(0, 0, 100, 60),
        children=(plate, struck),
        clip_path=((0, 0), (100, 0), (100, 60)),
        tracks=(Track("move", (Keyframe(0, (-40.0, 0.0)), Keyframe(400, (0.0, 0.0)))),),
    )
    return Scene(width=300, height=250, root=group(inner), duration=1000)


def drawn() -> Scene:
    dusk = Gradient((0, 0), (0, 1), ((0.0, RED), (1.0, INK)))
    sky = Shape(id="s", role="panel", box=Box(0, 0, 88, 31), gradient=dusk)
    frame = Shape(id="f", role="button", box=Box(4.25, 4.5, 30, 20), stroke=Stroke(INK, 1.5), radius=10)
    clip = Video(id="v", role="product", box=Box(40, 0, 48, 31), asset="v", crop=Box(0, 0, 1, 1), end=900)
    return Scene(width=88, height=31, root=group(sky, frame, clip, words("Café", size=10.5, role="cta")))


SCENES = {"poster": poster, "moving": moving, "drawn": drawn}


@pytest.mark.parametrize("name", SCENES)
def test_outline_is_the_golden(name: str) -> None:
    golden = GOLDENS / f"{name}.txt"
    outline = SCENES[name]().outline()
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(outline, encoding="utf-8")
    assert outline == golden.read_text(encoding="utf-8")


def test_outline_has_a_line_a_node() -> None:
    for made in SCENES.values():
        scene = made()
        assert len(scene.outline().splitlines()) == 1 + len(list(scene.walk()))


def test_walk_meets_parents_first_in_painting_order() -> None:
    assert [node.role for node in poster().walk()] == ["root", "panel", "picture", "product", "headline"]
    assert poster().find("product") is not None
    assert poster().find("cta") is None


@pytest.mark.parametrize("name", SCENES)
def test_bytes_and_back(name: str) -> None:
    scene = SCENES[name]()
    assert decode(encode(scene)) == scene
    again = decode(encode(scene))  # whole numbers in places of float come back as floats
    assert decode(encode(again)).digest() == again.digest()
    assert isinstance(decode(encode(scene)).root.box, Box)


def test_tracks_come_to_a_transform() -> None:
    still = moving().at(200)
    plate, struck, offer = still.find("plate"), still.find("prior_price"), still.find("offer")
    assert plate is not None
    assert offer is not None
    assert isinstance(struck, Text)
    assert offer.transform == Affine(e=-20)
    assert plate.transform == IDENTITY
    assert moving().at(50).find("plate").transform == Affine(e=5)  # type: ignore[union-attr]
    assert struck.transform == Affine(f=pytest.approx(12.0))
    assert struck.box == Box(10, 20, 80, 12.5)  # what it says of itself stays
    assert all(not node.tracks for node in still.walk())
    assert still.duration == 0


@pytest.mark.parametrize(
    ("ms", "opacity", "y"), [(200, 0.25, 12), (300, 0.5, 8), (600, 0.375, 0), (900, 0.25, 0), (5000, 0.25, 0)]
)
def test_values_between_keyframes(ms: int, opacity: float, y: float) -> None:
    struck = moving().at(ms).find("prior_price")
    assert isinstance(struck, Text)
    assert struck.opacity == pytest.approx(opacity)
    assert struck.transform.f == pytest.approx(y)


@pytest.mark.parametrize("ms", [0, 50, 100])
def test_what_cannot_be_seen_is_left_out(ms: int) -> None:
    assert moving().at(ms).find("prior_price") is None


def test_colour_and_clip_change() -> None:
    red = Track("colour", (Keyframe(0, (232.0, 19.0, 42.0, 255.0)), Keyframe(100, (32.0, 19.0, 42.0, 255.0))))
    cut = Track("clip", (Keyframe(0, (0, 0, 0, 0, 0, 9, 0, 9)), Keyframe(100, (0, 0, 8, 0, 8, 9, 0, 9))))
    inner = Group(id="g", role="offer", box=Box(0, 0, 9, 9), children=(words("a", tracks=(red,)),), tracks=(cut,))
    seen = Scene(width=9, height=9, root=group(inner), duration=100).at(50)
    offer, text = seen.find("offer"), seen.find("headline")
    assert isinstance(offer, Group)
    assert isinstance(text, Text)
    assert offer.clip_path == ((0, 0), (4, 0), (4, 9), (0, 9))
    assert text.lines[0].runs[0].fill == (132, 19, 42, 255)


def test_a_still_scene_stays_itself() -> None:
    assert poster().at(400) == poster()


def variants(scene: Scene) -> list[Scene]:
    """One scene a field, each changed in that field alone."""
    change = msgspec.structs.replace
    text = scene.root.children[2]
    plate = scene.root.children[0]
    cut = scene.root.children[1]
    assert isinstance(text, Text)
    assert isinstance(plate, Shape)
    assert isinstance(cut, Group)
    picture = cut.children[0]
    assert isinstance(picture, Image)
    line = text.lines[0]
    run = line.runs[0]

    def with_child(index: int, node: object) -> Scene:
        children = list(scene.root.children)
        children[index] = node  # type: ignore[call-overload]
        return change(scene, root=change(scene.root, children=tuple(children)))

    def with_run(**more: object) -> Scene:
        return with_child(2, change(text, lines=(change(line, runs=(change(run, **more),)),)))

    made = [
        change(scene, **one)
        for one in (
            {"width": 301},
            {"height": 251},
            {"background": INK},
            {"duration": 1},
            {"loops": 2},
            {"poster": 1},
            {"lang": "fr"},
            {"rtl": True},
            {"layout": "x"},
            {"dropped": ()},
        )
    ]
    made += [
        with_child(0, change(plate, **one))
        for one in (
            {"id": "x"},
            {"role": "x"},
            {"box": Box(0, 0, 121, 250)},
            {"opacity": 0.5},
            {"href": "x"},
            {"fill": INK},
            {"radius": 1.0},
            {"tracks": (Track("move", (Keyframe(0, (1.0, 0.0)),)),)},
            {"path": ()},
            {"stroke": Stroke(INK, 1)},
            {"shadow": Shadow(0, 0, 1, INK)},
            {"gradient": Gradient((0, 0), (1, 1), ((0.0, INK),))},
        )
    ]
    made += [
        with_child(1, change(cut, **one))
        for one in ({"axis": "row"}, {"clip": False}, {"clip_path": ((0, 0),)}, {"radius": 2.0})
    ]
    made += [
        with_child(1, change(cut, children=(change(picture, **one),)))
        for one in (
            {"asset": "b"},
            {"crop": Box(0, 0, 1, 1)},
            {"treatment": "plain"},
            {"alt": "x"},
            {"mirror": True},
            {"subject": None},
        )
    ]
    made += [
        with_child(2, change(text, **one))
        for one in (
            {"rung": "full"},
            {"lang": "x"},
            {"missing": "x"},
            {"strike": Stroke(INK, 2)},
            {"strike_line": ((0, 0), (1, 1))},
            {"lines": ()},
        )
    ]
    made += [
        with_child(2, change(text, lines=(change(line, **one),)))
        for one in (
            {"text": "x"},
            {"x": 11},
            {"baseline": 31},
            {"advance": 15},
            {"rtl": True},
            {"runs": ()},
        )
    ]
    made += [
        with_run(**one)
        for one in (
            {"font": "x"},
            {"size": 15},
            {"fill": RED},
            {"glyphs": (1, 3)},
            {"xs": (0.0, 8.0)},
            {"ys": (0.0, 1.0)},
            {"source": (0, 1)},
            {"slant": 0.2},
        )
    ]
    return made


def test_any_change_gives_another_digest() -> None:
    scene = poster()
    digests = [scene.digest(), *(one.digest() for one in variants(scene))]
    assert len(set(digests)) == len(digests)


def test_the_digest_is_the_same_in_every_process() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_scene_tree as t;"
        "print([made().digest() for made in t.SCENES.values()])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert told == {f"{[made().digest() for made in SCENES.values()]}\n"}


def test_boards() -> None:
    board = Board(states={"b": poster(), "a": drawn()}, initial="a", actions=(Action("a", "0", "expand", "b"),))
    again = Board(states={"a": drawn(), "b": poster()}, initial="a", actions=(Action("a", "0", "expand", "b"),))
    assert board.digest() == again.digest()
    for other in ({"initial": "b"}, {"actions": ()}, {"states": {"a": drawn()}}):
        assert msgspec.structs.replace(board, **other).digest() != board.digest()


def test_boxes() -> None:
    box = Box(10, 20, 30, 40)
    assert (box.right, box.bottom) == (40, 60)
    assert box.inset(1, 2, 3, 4) == Box(11, 22, 26, 34)
    assert box.inset(20, 0, 20, 0).w == 0
    assert box.overlap(Box(30, 50, 100, 100)) == 100
    assert box.overlap(Box(40, 20, 5, 5)) == 0
    assert Box(11, 21, 5, 5).within(box)
    assert not Box(9, 21, 5, 5).within(box)


def test_hex() -> None:
    assert (hex_of((1, 2, 255, 255)), hex_of(CLEAR)) == ("#0102FF", "#00000080")
