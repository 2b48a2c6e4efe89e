from __future__ import annotations

import pytest
from demo_scenes import Staged, staged


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Staged, ...]]:
    return {name: tuple(staged(name, tmp_path_factory.mktemp(name))) for name in ("rentree", "saison")}
