from __future__ import annotations

import pytest
from pydantic import ValidationError

from renderer.model.format import SafeZone


def test_a_safe_zone_leaves_room() -> None:
    assert SafeZone(top=0.14, bottom=0.35).bottom == 0.35
    with pytest.raises(ValidationError, match="covers all of the height"):
        SafeZone(top=0.5, bottom=0.5)
