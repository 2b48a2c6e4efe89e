"""The drawings of a logo that `render init` writes are seen on the brand's own ground and on its panel."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from renderer import colours
from renderer.loading.brands import load_brand
from renderer.starting.project import Started, start
from renderer.stores.inputs import Inputs

WORDMARK = (
    '<path d="M10 20h20v60h-20zM50 20h60v18h-60zM50 60h90v20h-90z" fill="{}"/><circle cx="170" cy="50" r="28" {}/>'
)
STAR = '<path fill="url(#g)" d="M100 10l28 57 62 9-45 44 11 62-56-29-56 29 11-62-45-44 62-9z"/>'
GRADIENT = '<defs><linearGradient id="g"><stop offset="0" stop-color="#FF5F6D"/><stop offset="1" stop-color="#FFC371"/>'


def svg(body: str, box: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box}">{body}</svg>'


def begun(folder: Path, drawing: str) -> Started:
    (folder / "feed.csv").write_text("id,title\n1,Mug\n")
    (folder / "logo.svg").write_text(drawing)
    return start("x", folder, folder / "feed.csv", folder / "logo.svg", today=date(2026, 9, 1))


def assert_seen(folder: Path, drawing: str) -> None:
    """What `render` chooses from on a ground holds a drawing whose every ink reaches 3 : 1 there."""
    made = begun(folder, drawing)
    kit = load_brand(made.brand, Inputs(folder / "cache"))
    for role in ("ground", "primary"):
        panel = colours.parse(getattr(made.palette, role))
        seen = {art.asset: min(colours.contrast(ink, panel) for ink in art.inks) for art in kit.logos if art.inks}
        assert max(seen.values()) >= 3, (role, seen)


@pytest.mark.parametrize(
    "ink",
    ["#FF6A00", "#00AEEF", "#00B140", "#7AC143", "#FF69B4", "#F5A623", "#FFE600", "#BFD7EA", "#E2001A", "#0057B8",
     "#FF4B00", "#EE11EE", "#000000", "#FFFFFF"],
)  # fmt: skip
def test_a_wordmark_in_any_colour_is_seen_everywhere(tmp_path: Path, ink: str) -> None:
    assert_seen(tmp_path, svg(WORDMARK.format(ink, f'fill="{ink}"'), "200 100"))


def test_a_gradient_is_seen_everywhere(tmp_path: Path) -> None:
    assert_seen(tmp_path, svg(f"{GRADIENT}</linearGradient></defs>{STAR}", "200 200"))


def test_a_second_version_is_made_only_where_a_panel_needs_it(tmp_path: Path) -> None:
    made = begun(tmp_path, svg(WORDMARK.format("#FF6A00", 'fill="#FF6A00"'), "200 100"))
    assert made.palette.primary == "#FF6A00"
    assert [path.name for path in made.written if path.parent == made.brand.parent] == [
        "brand.yaml", "logo-ink.svg", "logo.svg"]  # fmt: skip
    (note,) = (note for note in made.notes if "logo-ink" in note)
    assert "for light grounds" in note


@pytest.mark.parametrize(
    ("box", "least", "clear"),
    [("100 300", 6, 0.08), ("100 100", 18, 0.25), ("200 100", 36, 0.25), ("600 100", 48, 0.25), ("1200 100", 84, 0.25)],
)
def test_the_least_width_follows_the_shape(tmp_path: Path, box: str, least: int, clear: float) -> None:
    width, height = box.split()
    inside = f'<path d="M0 0h{width}v{height}h-{width}z" fill="#0057B8"/><circle cx="50" cy="50" r="20" fill="#fff"/>'
    made = begun(tmp_path, svg(inside, box))
    written = re.findall(r"clear_space: ([\d.]+), min_width_px: (\d+)", made.brand.read_text("utf-8"))
    assert set(written) == {(str(clear), str(least))}
