"""The peers draw what we draw: a description holds every node of a scene, where the scene has it."""

from pathlib import Path

import pytest

from benchmarks import export
from renderer.resources import starter_brand
from renderer.scene import Box, Gradient, Group, Image, Line, Node, Run, Scene, Shape, Stroke, Text, Video
from renderer.text.fonts import font_files

INK = (10, 20, 30, 255)


def scene(*children: Node) -> Scene:
    box = Box(0, 0, 300, 250)
    return Scene(width=300, height=250, root=Group(id="0", role="root", box=box, children=children))


def described(*children: Node) -> list[dict]:
    return export.described(scene(*children), lambda asset: f"/pictures/{asset}", lambda font: 0)["nodes"]


def text(words: str, *runs: tuple[int, int]) -> Text:
    made = tuple(Run("f", 20.0, INK, (1,) * (end - start), tuple(float(10 * n) for n in range(start, end)),
                     (0.0,) * (end - start), (start, end)) for start, end in runs)  # fmt: skip
    line = Line(words, 12.0, 40.0, 80.0, made)
    return Text(id="0.0", role="headline", box=Box(12, 20, 80, 30), lines=(line,))


def test_text_keeps_words_position_size_and_colour() -> None:
    (node,) = described(text("Rentrée", (0, 7)))
    assert (node["text"], node["x"], node["baseline"], node["size"]) == ("Rentrée", 12.0, 40.0, 20.0)
    assert node["fill"] == list(INK)


def test_each_run_of_a_line_is_drawn_where_it_stands() -> None:
    first, second = described(text("ab日本", (0, 2), (2, 4)))
    assert (first["text"], first["x"]) == ("ab", 12.0)
    assert (second["text"], second["x"]) == ("日本", 32.0)


def test_struck_price_is_text_and_a_line() -> None:
    node = text("9,99", (0, 4))
    struck = Text(id=node.id, role="prior_price", box=node.box, lines=node.lines, strike=Stroke(INK, 2.0),
                  strike_line=((10.0, 35.0), (60.0, 30.0)))  # fmt: skip
    kinds = described(struck)
    assert [one["kind"] for one in kinds] == ["text", "line"]
    assert (kinds[1]["from"], kinds[1]["to"]) == ([10.0, 35.0], [60.0, 30.0])


def test_shape_keeps_outline_colour_and_opacity() -> None:
    path = ((0.0, 0.0), (50.0, 0.0), (40.0, 30.0))
    (node,) = described(Shape(id="0.0", role="panel", box=Box(0, 0, 50, 30), fill=INK, path=path, opacity=0.5))
    assert node["points"] == [[0.0, 0.0], [50.0, 0.0], [40.0, 30.0]]
    assert node["fill"] == [10, 20, 30, 128]


def test_gradient_becomes_its_middle_colour() -> None:
    ends = Gradient((0.0, 0.0), (1.0, 0.0), ((0.0, (0, 0, 0, 255)), (1.0, (200, 100, 50, 255))))
    (node,) = described(Shape(id="0.0", role="panel", box=Box(0, 0, 50, 30), gradient=ends))
    assert node["fill"] == [100, 50, 25, 255]


def test_picture_is_its_whole_frame_within_the_clip() -> None:
    picture = Image(id="0.0.0", role="product", box=Box(100, 50, 100, 100), asset="a", crop=Box(0.25, 0.0, 0.5, 1.0))
    clip = ((100.0, 60.0), (200.0, 60.0), (200.0, 150.0))
    group = Group(id="0.0", role="picture", box=Box(100, 60, 90, 90), children=(picture,), clip_path=clip)
    (node,) = described(group)
    assert node["file"] == "/pictures/a"
    assert node["frame"] == [50.0, 50.0, 200.0, 100.0]
    assert node["clip"] == [100, 60, 90, 90]
    assert node["points"] == [[100.0, 60.0], [200.0, 60.0], [200.0, 150.0]]


def test_every_node_of_nested_groups_is_there_in_painting_order() -> None:
    shape = Shape(id="0.0.0", role="panel", box=Box(0, 0, 50, 30), fill=INK)
    group = Group(id="0.0", role="group", box=Box(0, 0, 50, 30), children=(shape, text("a", (0, 1))))
    assert [node["kind"] for node in described(group, shape)] == ["shape", "text", "shape"]


def test_a_clip_is_refused_not_left_out() -> None:
    clip = Video(id="0.0", role="product", box=Box(0, 0, 9, 9), asset="v", crop=Box(0, 0, 1, 1))
    with pytest.raises(ValueError, match="video"):
        described(clip)


def test_fonts_are_numbered_once_with_their_metrics() -> None:
    file = font_files(starter_brand() / "fonts" / "arabic")[0]
    fonts = export.Fonts(lambda digest: file.path)
    assert [fonts.number("a"), fonts.number("a"), len(fonts.entries)] == [0, 0, 1]
    assert Path(fonts.entries[0]["file"]).exists()
    assert fonts.entries[0]["ascent"] > 0.5
    assert fonts.entries[0]["descent"] > 0
