"""Pages: valid, accessible, safe, small, the same bytes; how pictures and times come into them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from browsers import LOCAL, SAME_PIXELS, launched
from judges import axe, html_validate, nu
from staged import Staged, moving, renumbered, staged, track

from renderer.painters import css, html5, plates
from renderer.scene import Box, Group, Image, Scene, Shape, Text, walked
from renderer.tracks import Keyframe, Track

HOSTILE = "</span></a><script>owned('text')</script>\"'><img src=x onerror=owned(1)>&\x00\x1f"


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Staged, ...]:
    return staged("saison", tmp_path_factory.mktemp("quiet"))


@pytest.fixture(scope="module")
def loud(tmp_path_factory: pytest.TempPathFactory) -> tuple[Staged, ...]:
    return staged("rentree", tmp_path_factory.mktemp("loud"))


def test_pages_are_valid_and_accessible(loud: tuple[Staged, ...], quiet: tuple[Staged, ...], tmp_path: Path) -> None:
    written = []
    for index, one in enumerate((*loud, *quiet)):
        page = html5.paint(moving(one.scene), one.tools, one.fonts)
        assert len(page.files) <= 12
        assert sum("-2x" not in name for name in page.files) + 1 <= 10  # what is asked for before it stands
        folder = tmp_path / str(index)
        folder.mkdir()
        (folder / "index.html").write_text(html5.document(page, href="https://shop.example/?a=1&b=2"), encoding="utf-8")
        for name, content in page.files.items():
            (folder / name).write_bytes(content)
        written.append(folder / "index.html")
    assert not nu(written)
    assert not html_validate(written)
    with launched(LOCAL, *SAME_PIXELS) as browser:
        for file in written[::5]:
            page_: Any = browser.new_page()
            page_.goto(file.as_uri())
            assert not axe(page_)
            page_.close()


def test_pages_are_the_same_bytes(quiet: tuple[Staged, ...]) -> None:
    one = quiet[0]
    scene = moving(one.scene)
    assert html5.paint(scene, one.tools, one.fonts) == html5.paint(scene, one.tools, one.fonts)


def test_quality_and_names(quiet: tuple[Staged, ...]) -> None:
    one = quiet[0]
    fine = html5.paint(one.scene, one.tools, one.fonts, quality=90, prefix="asset:")
    low = html5.paint(one.scene, one.tools, one.fonts, quality=50)
    assert len(low.files["stage.jpg"]) < len(fine.files["stage.jpg"])
    assert 'src="asset:stage.jpg" srcset="asset:stage-2x.jpg 2x"' in fine.body
    assert 'url("asset:f0.woff2")' in fine.css


def test_hostile_texts_are_text(loud: tuple[Staged, ...]) -> None:
    one = loud[0]

    def spoilt(node: Any) -> Any:
        if isinstance(node, Group):
            return msgspec.structs.replace(node, children=tuple(map(spoilt, node.children)))
        if isinstance(node, Image):
            return msgspec.structs.replace(node, alt=HOSTILE)
        if isinstance(node, Text):
            line = msgspec.structs.replace(node.lines[0], text=HOSTILE)
            return msgspec.structs.replace(node, lines=(line, *node.lines[1:]), lang='x" onload="owned()')
        return node

    scene = msgspec.structs.replace(one.scene, root=spoilt(one.scene.root), lang='"><script>owned()</script>')
    told = html5.document(html5.paint(scene, one.tools, one.fonts), href='https://x.example/"onclick="owned()')
    assert "<script" not in told
    assert "onerror=owned(1)>" not in told
    assert ' onload="' not in told
    assert '"onclick' not in told
    assert "\x00" not in told


def test_what_is_gone_in_the_end_is_hidden(loud: tuple[Staged, ...]) -> None:
    one = loud[0]
    gone = track("opacity", (0, (1,)), (1000, (0,)))
    headline = next(node for node in one.scene.walk() if node.role == "headline")
    hook = msgspec.structs.replace(headline, tracks=(gone,))
    children = tuple(renumbered([hook, *one.scene.root.children], "0"))
    root = msgspec.structs.replace(one.scene.root, children=children)
    scene = msgspec.structs.replace(one.scene, root=root, duration=2000)
    page = html5.paint(scene, one.tools, one.fonts)
    assert '<p id="n0-0" class="m" aria-hidden="true">' in page.body
    assert page.body.count("<h1 ") == 1
    assert "#n0-0{opacity:0;animation-name:k0}" in page.css
    assert "<s><span" in page.body
    assert "prix précédent" in page.body


@pytest.mark.parametrize(
    ("frames", "rule"),
    [
        ([(0, 0), (2000, 0), (2000, 1)], "0%{opacity:0;animation-timing-function:step-end}50%,100%{opacity:1}"),
        ([(1000, 0), (2000, 1)], "0%{opacity:0}25%{opacity:0}50%,100%{opacity:1}"),
        ([(0, 0), (1000, 1), (1000, 0.2), (4000, 1)],
         "0%{opacity:0}24.999%{opacity:1;animation-timing-function:step-end}25%{opacity:.2}100%{opacity:1}"),
    ],
)  # fmt: skip
def test_keyframes(frames: list[tuple[int, float]], rule: str) -> None:
    sheet = css.Sheet(4000, 1)
    fade = Track("opacity", tuple(Keyframe(at, (value,)) for at, value in frames))
    assert sheet.animated((fade,), "color", 1.0) == "animation-name:k0"
    assert sheet.animated((fade,), "color", 1.0) == "animation-name:k0"  # shared
    told = sheet.text().replace("0%,25%{opacity:0}", "0%{opacity:0}25%{opacity:0}")
    assert f"@keyframes k0{{{rule}}}" in told


def test_numbers_and_sides() -> None:
    assert [css.number(value) for value in (0.5, -0.25, 3.0, 10.0, -0.0001)] == [".5", "-.25", "3", "10", "0"]
    assert [css.colour(one) for one in ((255, 255, 255, 255), (1, 2, 3, 128))] == ["#fff", "#01020380"]
    for value in (397.5014, 285.4999, 16.432, 0.0, 16.5, 17.5, 0.25):
        for density in (1, 2):
            assert int(css.side(value) * density + 0.5) == round(value * density)


# How pictures come in ---------------------------------------------------------------------------------------------

CANVAS = Box(0, 0, 300, 250)
PANEL = Shape(id="", role="panel", box=CANVAS, fill=(240, 240, 240, 255))
TABLE = Shape(id="", role="table", box=Box(0, 150, 300, 100), fill=(200, 200, 200, 255), behind=True)
RISE = (track("move", (0, (0, 8)), (900, (0, 0))),)
DRIFT = (track("scale", (0, (1.9,)), (900, (1,))),)


def picture(**more: Any) -> Image:
    return Image(id="", role="product", box=Box(80, 50, 100, 150), asset="a", crop=Box(0, 0, 1, 1),
                 treatment="relight", **more)  # fmt: skip


def held(*children: Any, **more: Any) -> Group:
    return Group(id="", role="group", box=CANVAS, children=children, **more)


def test_the_parts_of_one_photograph_become_one_picture() -> None:
    """A scene is drawn on beyond its sides in up to eight parts: as files they would be too many."""
    side = {"asset": "a", "crop": Box(0, 0, 1, 1)}
    parts = [Image(id="", role="product", box=Box(80, 50, 100, 150), **side),
             *(Image(id="", role="backdrop", box=Box(x, 50, 40, 150), **side) for x in (40, 180))]  # fmt: skip
    root = Group(id="0", role="root", box=CANVAS,
                 children=tuple(renumbered([PANEL, held(held(*parts), tracks=DRIFT)], "0")))  # fmt: skip
    plan = plates.planned(Scene(width=300, height=250, root=root, duration=1000))
    (plate,) = plan.plates.values()
    assert plate.box == Box(40, 50, 180, 150)
    assert plan.plated == {one.id for one in walked(root) if isinstance(one, Image)}


@pytest.mark.parametrize(
    ("children", "way"),
    [
        ([PANEL, picture()], "multiplied"),
        ([PANEL, picture(tracks=RISE)], "multiplied"),
        ([PANEL, held(picture(), tracks=RISE)], "multiplied"),
        ([held(PANEL, picture(), tracks=DRIFT)], "multiplied"),
        ([PANEL, TABLE, picture()], "plated"),
        ([PANEL, held(TABLE, picture(), tracks=DRIFT)], "plated"),
        ([PANEL, TABLE, held(picture(), tracks=RISE)], "alone"),
        ([PANEL, held(picture(), TABLE, tracks=RISE)], "alone"),
    ],
)
def test_how_a_picture_comes_in(children: list[Any], way: str) -> None:
    root = Group(id="0", role="root", box=CANVAS, children=tuple(renumbered(children, "0")))
    scene = Scene(width=300, height=250, root=root, duration=1000)
    plan = plates.planned(scene)
    image = next(node for node in walked(root) if isinstance(node, Image))
    found = {"plated": image.id in plan.plated, "alone": image.id in plan.alone,
             "multiplied": image.id in plan.multiplied.values()}  # fmt: skip
    assert [name for name, so in found.items() if so] == [way]
    if way == "multiplied" and isinstance(children[-1], Group) and len(children[-1].children) == 1:
        assert image.id not in plan.multiplied  # the group that moves it is blended, not the picture within
