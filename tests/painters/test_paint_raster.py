from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from renderer.painters.raster import Painted, Pixels, paint
from renderer.scene import Box, Gradient, Group, Image, Line, Point, Run, Scene, Shadow, Shape, Stroke, Text, Video
from renderer.text.fonts import FontSet, face
from renderer.text.shape import Style, shaped

WHITE, BLACK, RED, BLUE = (255, 255, 255, 255), (0, 0, 0, 255), (255, 0, 0, 255), (0, 0, 255, 255)
LETTERS = {"_": WHITE[:3], "K": BLACK[:3], "R": RED[:3], "B": BLUE[:3]}


class Pictures:
    """Assets made by hand: premultiplied RGBA by name, scaled by repeating pixels."""

    def __init__(self, fonts: FontSet | None = None, **pictures: list[list[tuple[int, int, int, int]]]) -> None:
        self.files = {file.digest: file for file in fonts.files()} if fonts else {}
        self.pictures = {name: np.array(rows, np.uint8) for name, rows in pictures.items()}
        self.asked: list[tuple[int, int]] = []

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> Pixels:
        source = self.pictures[asset]
        self.asked.append((width, height))
        rows = ((crop.y + (np.arange(height) + 0.5) / height * crop.h) * len(source)).astype(int)
        columns = ((crop.x + (np.arange(width) + 0.5) / width * crop.w) * source.shape[1]).astype(int)
        return source[rows][:, columns]

    def font(self, digest: str) -> bytes:
        return face(self.files[digest]).content


def shape(
    box: tuple[float, float, float, float], fill: tuple[int, int, int, int] | None = RED, **more: object
) -> Shape:
    return Shape(id="s", role="panel", box=Box(*box), fill=fill, **more)  # type: ignore[arg-type]


def group(*children: object, box: tuple[float, float, float, float] = (0, 0, 99, 99), **more: object) -> Group:
    return Group(id="g", role="x", box=Box(*box), children=children, **more)  # type: ignore[arg-type]


def image(box: tuple[float, float, float, float], **more: object) -> Image:
    return Image(id="i", role="product", box=Box(*box), asset="a", crop=Box(0, 0, 1, 1), **more)  # type: ignore[arg-type]


def painted(
    *nodes: object, size: tuple[int, int] = (6, 4), assets: Pictures | None = None, scale: float = 1, **more: object
) -> Painted:
    scene = Scene(width=size[0], height=size[1], root=group(*nodes, box=(0, 0, *size)), **more)  # type: ignore[arg-type]
    return paint(scene, assets or Pictures(), scale)


def assert_looks(made: Painted, art: str) -> None:
    """Pixels as letters, a row a line."""
    wanted = np.array([[LETTERS[letter] for letter in row.strip()] for row in art.strip().splitlines()], np.uint8)
    assert made.pixels[..., :3].tolist() == wanted.tolist()
    assert (made.pixels[..., 3] == 255).all()


# areas


def test_a_rectangle_covers_its_pixels_and_no_others() -> None:
    assert_looks(
        painted(shape((1, 1, 3, 2))),
        """
        ______
        _RRR__
        _RRR__
        ______
        """,
    )


@pytest.mark.parametrize(
    "more", [{}, {"radius": 0.0001}, {"path": ((1, 1), (4, 1), (4, 3), (1, 3))}], ids=["slice", "round", "path"]
)
def test_every_way_to_paint_a_rectangle_is_the_same(more: dict[str, object]) -> None:
    assert painted(shape((1, 1, 3, 2), **more)).pixels.tolist() == painted(shape((1, 1, 3, 2))).pixels.tolist()


def test_later_nodes_lie_on_earlier_ones_and_sides_are_cut() -> None:
    assert_looks(
        painted(shape((-5, 2, 99, 99)), shape((4, -1, 9, 4), BLUE), background=BLACK),
        """
        KKKKBB
        KKKKBB
        RRRRBB
        RRRRRR
        """,
    )


def test_half_a_pixel_is_half_a_colour() -> None:
    row = painted(shape((1.5, 0, 2, 4), BLACK)).pixels[0, :, 0].tolist()
    assert row[0] == 255
    assert row[2] == 0
    assert row[1] == pytest.approx(128, abs=1)
    assert row[3] == pytest.approx(128, abs=1)


def test_opacity_mixes() -> None:
    for made in (
        shape((0, 0, 6, 4), BLACK, opacity=0.5),
        shape((0, 0, 6, 4), (0, 0, 0, 128)),
        group(shape((0, 0, 6, 4), BLACK), opacity=0.5),
    ):
        assert painted(made).pixels[0, 0, 0] == pytest.approx(127, abs=1)


def test_a_group_fades_as_one_picture() -> None:
    """What lies hidden within a group stays hidden when it fades."""
    seen = painted(group(shape((0, 0, 6, 4), BLACK), shape((0, 0, 6, 4), RED), opacity=0.5)).pixels[1, 1]
    assert seen[0] == 255
    assert seen[1] == pytest.approx(127, abs=1)
    assert painted(group(shape((0, 0, 6, 4), BLACK), opacity=0.0)).pixels.min() == 255


def test_a_gradient_runs_from_stop_to_stop() -> None:
    sky = Gradient((0, 0), (1, 0), ((0.0, BLACK), (1.0, WHITE)))
    row = painted(shape((0, 0, 64, 2), None, gradient=sky), size=(64, 2)).pixels[0, :, 0].astype(int)
    assert row[0] <= 4
    assert row[-1] >= 251
    assert (np.diff(row) >= 0).all()
    assert row[32] == pytest.approx(128, abs=4)


def test_a_stroke_lies_on_the_outline() -> None:
    made = painted(shape((1, 1, 4, 2), None, stroke=Stroke(BLACK, 2)), size=(6, 4)).pixels[..., 0]
    assert made[0].tolist() == [0] * 6
    assert made[:, 0].tolist() == [0] * 4


def test_a_shadow_falls_beside_its_shape() -> None:
    made = painted(shape((2, 2, 4, 4), RED, shadow=Shadow(6, 0, 0.5, BLACK)), size=(16, 8)).pixels
    assert made[4, 9, 0] < 60
    assert made[4, 3].tolist() == [255, 0, 0, 255]
    assert made[4, 14, 0] > 240


def test_a_shadow_is_as_soft_at_twice_the_density() -> None:
    node = shape((20, 20, 24, 24), RED, shadow=Shadow(0, 0, 5, BLACK))
    plain, dense = (painted(node, size=(64, 64), scale=scale).pixels[..., 1].astype(int) for scale in (1, 2))
    assert abs(plain - dense.reshape(64, 2, 64, 2).mean((1, 3))).max() < 8


def test_corners_are_round() -> None:
    made = painted(shape((0, 0, 20, 20), BLACK, radius=8), size=(20, 20)).pixels[..., 0]
    assert made[0, 0] == 255
    assert made[10, 0] == 0
    assert made[0, 10] == 0


# clips


def test_a_polygon_clips_shapes_and_pictures_alike() -> None:
    left: tuple[Point, ...] = ((0, 0), (3, 0), (3, 4), (0, 4))
    art = """
        RRR___
        RRR___
        RRR___
        RRR___
        """
    assert_looks(painted(group(shape((0, 0, 6, 4)), clip_path=left)), art)
    assert_looks(painted(group(image((0, 0, 6, 4)), clip_path=left), assets=Pictures(a=[[RED]])), art)


def test_nested_clips_both_hold() -> None:
    inner = group(image((0, 0, 6, 4)), box=(0, 1, 6, 2), clip=True)
    assert_looks(
        painted(group(inner, box=(2, 0, 2, 4), clip=True), shape((5, 0, 1, 1), BLUE), assets=Pictures(a=[[RED]])),
        """
        _____B
        __RR__
        __RR__
        ______
        """,
    )


def test_a_clip_has_the_groups_round_corners() -> None:
    for child in (shape((0, 0, 20, 20), BLACK), image((0, 0, 20, 20))):
        made = painted(
            group(child, box=(0, 0, 20, 20), clip=True, radius=8), size=(20, 20), assets=Pictures(a=[[BLACK]])
        ).pixels[..., 0]
        assert made[0, 0] == 255
        assert made[10, 0] == 0
        assert made[10, 10] == 0


def test_a_slanted_clip_is_smooth() -> None:
    made = painted(
        group(image((0, 0, 40, 40)), clip_path=((0, 0), (30, 0), (20, 40), (0, 40))),
        size=(40, 40),
        assets=Pictures(a=[[BLACK]]),
    ).pixels[..., 0]
    assert len({int(value) for value in made[:, 25]}) > 2
    assert made.mean() == pytest.approx(255 * (1 - 25 / 40), abs=1.5)


# pictures


def test_relight_multiplies_exactly() -> None:
    values = [0, 1, 2, 63, 127, 128, 200, 254, 255]
    for ground in values:
        for light in values:
            scene_ground = (ground, ground, ground, 255)
            made = painted(
                image((0, 0, 1, 1), treatment="relight"),
                size=(1, 1),
                background=scene_ground,
                assets=Pictures(a=[[(light, light, light, 255)]]),
            )
            assert made.pixels[0, 0, 0] == round(ground * light / 255)


def test_transparency_is_laid_over_exactly() -> None:
    for ground in (0, 3, 100, 254, 255):
        for alpha in (0, 1, 127, 128, 254, 255):
            for value in {0, alpha // 2, alpha}:
                made = painted(
                    image((0, 0, 1, 1)),
                    size=(1, 1),
                    background=(ground, ground, ground, 255),
                    assets=Pictures(a=[[(value, value, value, alpha)]]),
                )
                assert made.pixels[0, 0, 0] == min(255, value + round(ground * (255 - alpha) / 255))


def test_pictures_are_mirrored_and_faded() -> None:
    both = Pictures(a=[[RED, BLUE]])
    assert_looks(painted(image((0, 0, 2, 1)), size=(2, 1), assets=both), "RB")
    assert_looks(painted(image((0, 0, 2, 1), mirror=True), size=(2, 1), assets=both), "BR")
    assert painted(image((0, 0, 2, 1), opacity=0.5), size=(2, 1), assets=both).pixels[0, 0].tolist() == [
        255,
        127,
        127,
        255,
    ]


def test_pictures_beyond_the_canvas_are_cut() -> None:
    assert_looks(
        painted(image((4, -2, 4, 4)), size=(6, 3), assets=Pictures(a=[[RED, BLUE], [BLUE, RED]])),
        "____BB\n____BB\n______",
    )
    assert painted(image((50, 50, 4, 4)), assets=Pictures(a=[[RED]])).pixels.min() == 255


def test_a_clip_of_film_is_no_still() -> None:
    with pytest.raises(ValueError, match="clip"):
        painted(Video(id="v", role="product", box=Box(0, 0, 1, 1), asset="a", crop=Box(0, 0, 1, 1)))


# text


def words(
    text: str, fonts: FontSet, size: float = 24, rtl: bool = False, x: float = 20, baseline: float = 50, **more: object
) -> Text:
    one = shaped(text, Style(fonts.chain("text", "regular"), "en"), rtl)
    runs, pen = [], 0.0
    for run in one.runs:
        xs = []
        for advance, dx in zip(run.advances, run.dx, strict=True):
            xs.append((pen + dx) * size)
            pen += advance
        runs.append(
            Run(
                run.face.digest,
                size,
                BLACK,
                run.glyphs,
                tuple(xs),
                tuple(-dy * size for dy in run.dy),
                (run.start, run.end),
            )
        )
    line = Line(text, x, baseline, one.width * size, tuple(runs), rtl)
    box = Box(
        x + one.left * size,
        baseline - one.ascent * size,
        (one.right - one.left) * size,
        (one.ascent + one.descent) * size,
    )
    return Text(id="t", role="headline", box=box, lines=(line,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("Grille-pain", False),
        ("fjÅg", False),
        ("1\u202f299,00\u00a0€", False),
        ("غلاية هادئة 50%", True),
        ("静かなケトル", False),
        ("שלום XL", True),
    ],
)
@pytest.mark.parametrize("scale", [1, 2])
def test_the_ink_is_where_shaping_says(text: str, rtl: bool, scale: float, fonts: FontSet) -> None:
    node = words(text, fonts, rtl=rtl)
    made = painted(node, size=(300, 80), assets=Pictures(fonts), scale=scale).pixels[..., 0]
    rows, columns = np.nonzero(made < 200)
    seen = (columns.min() / scale, rows.min() / scale, (columns.max() + 1) / scale, (rows.max() + 1) / scale)
    for got, wanted in zip(seen, (node.box.x, node.box.y, node.box.right, node.box.bottom), strict=True):
        assert got == pytest.approx(wanted, abs=1.01)


def test_emoji_are_painted_in_colour(fonts: FontSet) -> None:
    made = painted(words("❤️", fonts), size=(60, 60), assets=Pictures(fonts)).pixels.astype(int)
    assert ((made[..., 0] - made[..., 2]) > 100).any()


def test_a_struck_price_has_its_line(fonts: FontSet) -> None:
    node = words("      ", fonts, strike=Stroke(RED, 4), strike_line=((10, 20), (50, 20)))
    made = painted(node, size=(60, 40), assets=Pictures(fonts)).pixels
    assert made[20, 30].tolist() == [255, 0, 0, 255]
    assert made[20, 5].tolist() == [255, 255, 255, 255]
    assert made[16, 30].tolist() == [255, 255, 255, 255]


def test_probes_see_what_lies_behind_before_the_text(fonts: FontSet) -> None:
    node = words("MMM", fonts, x=2, baseline=30)
    half = shape((0, 0, node.box.x + node.box.w / 2, 60), (10, 20, 30, 255))
    made = painted(half, node, size=(100, 60), assets=Pictures(fonts), background=(240, 250, 245, 255))
    (probe,) = made.probes
    assert probe.role == "headline"
    assert probe.darkest == (10, 20, 30, 255)
    assert probe.lightest == (240, 250, 245, 255)
    assert made.pixels.min() == 0  # the text itself is black


def test_text_outside_the_canvas_has_no_probe(fonts: FontSet) -> None:
    assert painted(words("a", fonts, x=500), assets=Pictures(fonts)).probes == ()


# the whole


def test_twice_the_scale_is_twice_the_size() -> None:
    nodes = (shape((1, 1, 3, 2)), group(image((2, 2, 4, 2)), clip_path=((2, 2), (5, 2), (5, 4), (2, 4))))
    once, twice = (painted(*nodes, assets=Pictures(a=[[BLUE]]), scale=scale).pixels for scale in (1, 2))
    assert twice.tolist() == once.repeat(2, axis=0).repeat(2, axis=1).tolist()


def busy(fonts: FontSet) -> Scene:
    sky = Gradient((0, 0), (1, 1), ((0.0, BLUE), (1.0, WHITE)))
    cut = group(
        image((40, 10, 90, 80), treatment="relight"), clip_path=((40, 0), (120, 0), (100, 100), (30, 100)), opacity=0.8
    )
    plate = shape(
        (10, 60, 80, 30),
        RED,
        path=((14, 60), (94, 60), (86, 90), (6, 90)),
        radius=3,
        shadow=Shadow(1, 2, 3, (0, 0, 0, 90)),
    )
    return Scene(
        width=160,
        height=100,
        root=group(shape((0, 0, 160, 100), None, gradient=sky), cut, plate, words("Café 静 سلام", fonts)),
    )


def test_the_same_bytes_twice_and_in_a_new_process(fonts: FontSet) -> None:
    pictures = Pictures(fonts, a=[[RED, WHITE], [(40, 90, 40, 128), BLUE]])
    first = hashlib.sha256(paint(busy(fonts), pictures, 1.5).pixels.tobytes()).hexdigest()
    assert hashlib.sha256(paint(busy(fonts), pictures, 1.5).pixels.tobytes()).hexdigest() == first
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import test_paint_raster as t\n"
        "import tempfile; from pathlib import Path; from renderer.resources import starter_brand\n"
        "from renderer.loading.brands import load_brand\n"
        "from renderer.stores.inputs import Inputs\n"
        "fonts = load_brand(starter_brand() / 'brand.yaml', Inputs(Path(tempfile.mkdtemp()))).fonts\n"
        "p = t.Pictures(fonts, a=[[t.RED, t.WHITE], [(40, 90, 40, 128), t.BLUE]])\n"
        "print(hashlib.sha256(t.paint(t.busy(fonts), p, 1.5).pixels.tobytes()).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == first


def test_faces_are_loaded_from_their_own_files(fonts: FontSet) -> None:
    assert all(Path(file.path).is_file() and face(file).characters for file in fonts.files())


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("place", [(-3, -5, 16, 12), (-8, 1, 12, 3), (1, -6, 4, 12)])
def test_of_a_picture_larger_than_the_canvas_no_more_is_asked_for_than_is_seen(
    place: tuple[int, int, int, int], mirror: bool
) -> None:
    """On a canvas that holds it, the same px at the same places."""
    shades = [[(16 * row + column, 40 * column, 255 - 60 * row, 255) for column in range(4)] for row in range(3)]
    seen, whole = Pictures(a=shades), Pictures(a=shades)
    made = painted(image(place, mirror=mirror), assets=seen).pixels
    room = painted(image((place[0] + 10, place[1] + 10, *place[2:]), mirror=mirror), size=(40, 40), assets=whole).pixels
    assert made.tolist() == room[10:14, 10:16].tolist()
    (width, height), = seen.asked  # fmt: skip
    assert whole.asked == [place[2:]]
    assert width <= 6
    assert height <= 4
