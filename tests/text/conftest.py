from __future__ import annotations

from collections.abc import Callable

import pytest

from renderer.loading.brands import load_brand
from renderer.resources import starter_brand
from renderer.stores.inputs import Inputs
from renderer.text.fonts import FontSet
from renderer.text.shape import Style

Styles = Callable[..., Style]


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_brand(starter_brand() / "brand.yaml", Inputs(tmp_path_factory.mktemp("inputs"))).fonts


@pytest.fixture(scope="session")
def style(fonts: FontSet) -> Styles:
    def made(lang: str = "en", use: str = "text", weight: str = "regular", **more: object) -> Style:
        return Style(fonts.chain(use, weight), lang, **more)  # type: ignore[arg-type]

    return made
