"""Shapes that lie behind subjects: a table's edge ends at the outline of what is relit on it."""

from __future__ import annotations

from test_paint_raster import WHITE, Pictures, image, painted, shape


def test_what_lies_behind_ends_at_the_outline_of_a_relit_subject() -> None:
    """A table under four px: the ground alone, a soft edge of the subject, its inside, its inside darker than white."""
    table = shape((0, 1, 4, 3), (100, 100, 100, 255), behind=True)
    bright = Pictures(a=[[(255, 255, 255, 0), (255, 255, 255, 51), (255, 255, 255, 255), (51, 51, 51, 255)]])
    made = painted(table, image((0, 0, 4, 4), treatment="relight"), size=(4, 4), background=WHITE, assets=bright)
    assert made.pixels[0, :, 0].tolist() == [255, 255, 255, 51]
    assert made.pixels[2, :, 0].tolist() == [100, 131, 255, 51]
    plain = painted(
        shape((0, 1, 4, 3), (100, 100, 100, 255)), image((0, 0, 4, 4), treatment="relight"), size=(4, 4), assets=bright
    )
    assert plain.pixels[2, :, 0].tolist() == [100, 100, 100, 20]


def test_a_subject_that_reaches_beyond_the_canvas_hides_what_lies_behind_it_too() -> None:
    for mirror in (False, True):
        shades = [(0, 0, 0, 255), (255, 255, 255, 255), (255, 255, 255, 0), (255, 255, 255, 0)]
        made = painted(
            shape((-2, 2, 9, 9), (100, 100, 100, 255), behind=True),
            image((-1, 1, 4, 9), treatment="relight", mirror=mirror),
            size=(6, 4),
            assets=Pictures(a=[shades[::-1] if mirror else shades]),
        )
        assert made.pixels[1, :, 0].tolist() == [255] * 6
        assert made.pixels[3, :, 0].tolist() == [255, 100, 100, 100, 100, 100]
