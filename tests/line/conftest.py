from __future__ import annotations

from pathlib import Path

import pytest
from line_shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Three items, two formats, two locales: twelve creatives."""
    return Shop(tmp_path / "shop")


@pytest.fixture
def paints(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one for each painting (serial executor)."""
    from renderer.painters import raster

    seen: list[int] = []
    original = raster.paint

    def counted(*arguments: object) -> raster.Painted:
        seen.append(1)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(raster, "paint", counted)
    return seen
