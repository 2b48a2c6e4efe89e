"""Where shipped files lie: one locator for a wheel, an editable install and a checkout."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from renderer.errors import AssetError


@cache
def shipped() -> Path:
    """The folder that holds `brand/starter` and `formats`: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parent


def starter_brand() -> Path:
    """The brand used where none is named, with the starter fonts and layouts."""
    return shipped() / "brand" / "starter"


def formats_folder() -> Path:
    """The format catalogue, one YAML file a family."""
    return shipped() / "formats"


@cache
def package_folder(name: str) -> Path:
    """The folder of an installed Python package (`package:font_manrope`), without importing it.

    Raises AssetError when the package is not installed."""
    spec = find_spec(name) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise AssetError(f"package '{name}' is not installed (pip install {name.replace('_', '-')})")
    return Path(next(iter(spec.submodule_search_locations)))
