from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from moving import Demo, demo

from renderer.loading.brands import load_brand
from renderer.resources import starter_brand
from renderer.stores.inputs import Inputs
from renderer.text.fonts import FontSet


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_brand(starter_brand() / "brand.yaml", Inputs(tmp_path_factory.mktemp("inputs"))).fonts


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Demo]:
    """A demo campaign's scene of a format, set in motion."""
    folder = tmp_path_factory.mktemp("demos")
    return cache(lambda campaign, format_: demo(campaign, format_, folder))
