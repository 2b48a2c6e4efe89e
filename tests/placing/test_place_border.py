"""The border of light creatives: where there is one, how it looks, and that it is crisp."""

from __future__ import annotations

import msgspec
import pytest
from test_place_arrange import content, shape_of

from renderer import colours
from renderer.loading.brands import BrandKit
from renderer.model.profile import Profile
from renderer.painters.raster import Pixels, paint
from renderer.placing.border import border
from renderer.placing.scale import Frame, frame
from renderer.scene import AnyNode, Box, Colour, Group, Image, Scene, Shape
from renderer.stages.arrange import arrange

WHITE, BLUE = (255, 255, 255, 255), (20, 30, 160, 255)
GREY = (228, 228, 228, 255)  # relative luminance 0.78


def network(**asked: object) -> Profile:
    written = {"on": "light", "source": "x", "verified": False, **asked}
    return Profile.model_validate({"id": "n", "name": "N", "source": "x", "as_of": "2026-01-01", "verified": False,
                                   "border": written})  # fmt: skip


def canvas(kit: BrandKit, *networks: Profile, size: tuple[int, int] = (40, 30), scale: float = 1.0) -> Frame:
    return frame(shape_of(size).model_copy(update={"scale": scale}), kit.brand, networks=networks or (network(),))


def panel(box: tuple[float, float, float, float], fill: Colour, **more: object) -> Shape:
    return Shape(id="p", role="panel", box=Box(*box), fill=fill, **more)  # type: ignore[arg-type]


def picture(subject: tuple[float, float, float, float] | None) -> Image:
    own = Box(*subject) if subject else None
    return Image(id="i", role="product", box=Box(0, 0, 40, 30), asset="a", crop=Box(0, 0, 1, 1), subject=own)


@pytest.mark.parametrize(
    ("background", "nodes", "drawn"),
    [
        (WHITE, (), True),
        (GREY, (), False),
        (BLUE, (), False),
        (WHITE, (panel((0, 0, 18, 30), BLUE),), True),
        (WHITE, (panel((0, 0, 22, 30), BLUE),), False),
        (BLUE, (panel((0, 0, 40, 30), WHITE),), True),
        (BLUE, (panel((0, 0, 40, 30), WHITE), panel((1, 1, 38, 28), BLUE)), True),
        (WHITE, (panel((0, 0, 40, 30), BLUE, path=((0, 0), (14, 0), (10, 30), (0, 30))),), True),
        (WHITE, (panel((0, 0, 1, 1), BLUE, path=((0, 0), (40, 0), (20, 30), (0, 30))),), False),
        (WHITE, (picture((0, 0, 40, 30)),), False),  # a scene, which has colours of its own
        (WHITE, (picture(None),), False),
        (WHITE, (picture((10, 5, 20, 20)),), True),  # its ground shows all round
    ],
)
def test_a_border_is_drawn_where_most_of_the_sides_is_light(
    kit: BrandKit, background: Colour, nodes: tuple[AnyNode, ...], drawn: bool
) -> None:
    assert bool(list(border(canvas(kit), nodes, background))) is drawn


def test_no_border_where_no_network_asks_for_one(kit: BrandKit) -> None:
    silent = network().model_copy(update={"border": None})
    assert list(border(canvas(kit, silent), (), WHITE)) == []
    (widest,) = border(canvas(kit, silent, network(width=1), network(width=2)), (), WHITE)
    assert widest.stroke is not None
    assert widest.stroke.width == 2


def pixels(kit: BrandKit, background: Colour, scale: float = 1.0, nodes: tuple[AnyNode, ...] = ()) -> Pixels:
    made = canvas(kit, scale=scale)
    children = (*nodes, *border(made, nodes, background))
    root = Group(id="0", role="root", box=made.canvas, children=children)
    return paint(Scene(width=made.width, height=made.height, root=root, background=background), None).pixels  # type: ignore[arg-type]


@pytest.mark.parametrize(("scale", "width"), [(1.0, 1), (1.4, 1), (2.0, 2), (3.0, 3)])
def test_it_covers_whole_pixels_and_no_others(kit: BrandKit, scale: float, width: int) -> None:
    made = pixels(kit, WHITE, scale)
    assert (made[width:-width, width:-width] == 255).all()
    ring = made.copy()
    ring[width:-width, width:-width] = made[0, 0]
    assert (ring == made[0, 0]).all()
    assert (made[0, 0, :3] < 255).all()


@pytest.mark.parametrize("background", [WHITE, (247, 243, 234, 255), (255, 240, 0, 255), (232, 232, 232, 255)])
def test_it_is_seen_and_stays_faint(kit: BrandKit, background: Colour) -> None:
    red, green, blue, alpha = pixels(kit, background)[0, 0].tolist()
    assert 1.3 <= colours.contrast((red, green, blue, alpha), background) < 1.8


def test_it_nearly_vanishes_on_a_dark_panel(kit: BrandKit) -> None:
    dark = colours.parse(kit.brand.palette.on_ground)
    made = pixels(kit, WHITE, nodes=(panel((0, 0, 10, 30), dark),))
    assert abs(made[0, 0].astype(int) - made[5, 5].astype(int)).max() <= 1
    assert (made[0, 0] != made[0, 30]).any()


def test_it_is_drawn_last_and_moves_nothing(kit: BrandKit) -> None:
    white = content(kit, "short")
    palette = kit.brand.palette.model_copy(update=dict.fromkeys(("ground", "primary"), "#FFFFFF"))
    shown = msgspec.structs.replace(white, brand=kit.brand.model_copy(update={"palette": palette}))
    plain = arrange(shown, shape_of((300, 250)), kit.layouts)
    bordered = arrange(shown, shape_of((300, 250)), kit.layouts, [network()])
    assert plain.find("border") is None
    assert bordered.root.children[:-1] == plain.root.children
    assert bordered.root.children[-1].role == "border"
