from __future__ import annotations

import pytest

from renderer.loading.brands import BrandKit, load_brand
from renderer.resources import starter_brand
from renderer.stores.inputs import Inputs


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> BrandKit:
    return load_brand(starter_brand() / "brand.yaml", Inputs(tmp_path_factory.mktemp("inputs")))
