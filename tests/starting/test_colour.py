import pytest

from renderer.starting.colour import (
    BLACK,
    WHITE,
    Oklch,
    contrast,
    distance,
    from_hex,
    hex_text,
    hue_gap,
    oklab,
    oklch,
    rgb,
)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [  # Ottosson's own figures for the sRGB primaries
        ("#FF0000", (0.62796, 0.22486, 0.12585)),
        ("#00FF00", (0.86644, -0.23389, 0.17950)),
        ("#0000FF", (0.45201, -0.03246, -0.31153)),
        ("#FFFFFF", (1.0, 0.0, 0.0)),
        ("#000000", (0.0, 0.0, 0.0)),
    ],
)
def test_oklab_agrees_with_its_author(colour: str, expected: tuple[float, float, float]) -> None:
    assert oklab(from_hex(colour)) == pytest.approx(expected, abs=2e-4)


def test_every_colour_survives_the_way_there_and_back() -> None:
    for colour in [(r, g, b) for r in range(0, 256, 51) for g in range(0, 256, 51) for b in range(0, 256, 51)]:
        assert max(abs(one - other) for one, other in zip(rgb(oklch(colour)), colour, strict=True)) <= 4


def test_chroma_beyond_srgb_is_lowered_and_hue_kept() -> None:
    shown = oklch(rgb(Oklch(0.7, 0.5, 140)))
    assert shown.chroma < 0.3
    assert hue_gap(shown.hue, 140) < 3


def test_contrast_and_distance_have_their_known_ends() -> None:
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(from_hex("#767676"), WHITE) == pytest.approx(4.54, abs=0.01)
    assert distance(WHITE, BLACK) == pytest.approx(1, abs=1e-3)


def test_hex_in_all_its_lengths() -> None:
    assert from_hex("#abc") == from_hex("#AABBCC") == from_hex("#aabbccff")
    assert hex_text(from_hex("#2312D8")) == "#2312D8"
    for bad in ("2312D8", "#12", "#GGGGGG", "#12345"):
        with pytest.raises(ValueError, match=r"hex|invalid"):
            from_hex(bad)
