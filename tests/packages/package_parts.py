"""Parts as a painter gives them, and packages of them."""

from __future__ import annotations

from typing import Any

from renderer import checks
from renderer.loading.profiles import known_profiles
from renderer.model.profile import Profile
from renderer.parts import CLICK, HEAD, Package, Parts
from renderer.stages.package import package

SHIPPED = known_profiles(checks.IDS)
HTML = (
    f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Bouilloire</title>{HEAD}</head>'
    f'<body><img src="asset:hero.jpg" alt="">{CLICK}</body></html>'
)
URL = "https://shop.example/kettle?a=1&b=2"


def parts(**more: Any) -> Parts:
    written = {"name": "spring_1", "width": 300, "height": 250, "html": HTML,
               "css": "body{margin:0;background:url(asset:ground.png)}",
               "assets": {"hero.jpg": b"\xff" * 500, "ground.png": b"\x89" * 300},
               "backup": b"\xd8" * 100, "click_url": URL, "label": "Bouilloire"}  # fmt: skip
    return Parts(**{**written, **more})


def network(**html5: Any) -> Profile:
    """A network of one's own."""
    said = {"id": "n", "name": "Net", "source": "x", "as_of": "2026-01-01", "verified": True}
    return Profile.model_validate({**said, "html5": {"click": {"by": "variable"}, **html5}})


def made(profile: str | Profile, **more: Any) -> Package:
    return package(parts(**more), SHIPPED[profile] if isinstance(profile, str) else profile)
