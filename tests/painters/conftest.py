from __future__ import annotations

import pytest

from renderer.loading.brands import load_brand
from renderer.resources import starter_brand
from renderer.stores.inputs import Inputs
from renderer.text.fonts import FontSet


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_brand(starter_brand() / "brand.yaml", Inputs(tmp_path_factory.mktemp("inputs"))).fonts
