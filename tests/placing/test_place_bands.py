"""A band below a row of panels leans across all of them."""

from __future__ import annotations

import msgspec
import pytest
from test_place_arrange import content, shape_of

from renderer.loading.brands import BrandKit
from renderer.placing.panels import Panel, lowered
from renderer.scene import Box, Shape
from renderer.stages.arrange import arrange

BLUE = (0, 0, 200, 255)


def test_a_lowered_panel_goes_on_as_its_sides_lean() -> None:
    leaning = Panel("primary", BLUE, ((0, 0), (120, 0), (80, 100), (0, 100)), Box(0, 0, 100, 100))
    longer = lowered(leaning, 10, 100)
    assert longer.box == Box(0, 0, 100, 110)
    assert longer.path == ((0, 0), (120, 0), (76, 110), (0, 110))
    assert lowered(leaning, 10, 200) is leaning  # its foot lies elsewhere
    assert lowered(leaning._replace(path=()), 10, 100).box == Box(0, 0, 100, 110)


@pytest.mark.parametrize("layout", ["panel/story", "panel/story-offer"])
def test_a_band_leans_under_a_row_of_panels(layout: str, kit: BrandKit) -> None:
    shapes = kit.brand.shapes.model_copy(update={"slant_deg": 10})
    shown = content(kit, "short")
    shown = msgspec.structs.replace(shown, brand=kit.brand.model_copy(update={"shapes": shapes}))
    scene = arrange(shown, shape_of((1080, 1920)), [one for one in kit.layouts if one.id == layout])
    panels = [node for node in scene.walk() if isinstance(node, Shape) and node.role == "panel"]
    band = next(one for one in panels if one.fill is not None and one.path and one.path[0][1] > one.path[1][1] + 50)
    beside = [one for one in panels if one.box.bottom > band.box.y and one.box.y == 0]
    assert len(beside) == 2
    left = max(point[1] for point in beside[0].path or beside[0].corners())
    assert left >= max(point[1] for point in band.path[:2]) - 1  # no gap where the band leans down
    assert all(panels.index(one) < panels.index(band) for one in beside)  # and it lies over them
