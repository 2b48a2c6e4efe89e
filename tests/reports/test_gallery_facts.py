"""What the gallery says beside the manifest comes from the catalogue and from the networks of the campaign."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.commands.gallery import format_facts, network_limits
from renderer.loading.profiles import known_profiles
from renderer.stages.load import Loaded, load
from renderer.stores.inputs import Inputs

CAMPAIGN = Path(__file__).parents[2] / "campaigns/rentree"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load(CAMPAIGN, Inputs(tmp_path_factory.mktemp("inputs")), known_profiles(()))


def test_formats_say_what_their_places_cover(loaded: Loaded) -> None:
    facts = format_facts(loaded)
    assert facts["iab/leaderboard"]["limit_kb"] == 150
    assert facts["iab/leaderboard"]["safe_zone"] == {}
    assert facts["iab/leaderboard"]["page"] == []
    assert facts["iab/super-leaderboard"]["status"] == "delisted"
    assert facts["mobile/interscroller"]["note"] == loaded.catalogue.formats["mobile/interscroller"].note != ""
    story, format_ = facts["social/meta-story"]["safe_zone"], loaded.catalogue.formats["social/meta-story"]
    assert story["top"] == format_.safe_zone.top > 0
    left, top, width, height = facts["skin/wallpaper"]["page"]
    assert left == pytest.approx((1 - width) / 2, abs=0.001)
    assert top + height == pytest.approx(1, abs=0.001)
    assert facts["skin/wallpaper"]["as_of"] == loaded.catalogue.formats["skin/wallpaper"].as_of.isoformat()


def test_limits_are_those_of_the_placement_s_networks(loaded: Loaded) -> None:
    first, *others = loaded.campaign.placements
    changed = first.model_copy(update={"id": "strict", "networks": ("google-ads",)})
    campaign = loaded.campaign.model_copy(update={"placements": (changed, *others)})
    found = network_limits(loaded._replace(campaign=campaign))
    google = loaded.networks["google-ads"]
    assert found["strict"]["still"] == [(google.limits.still_kb, google.name)]
    assert found["strict"]["gif"] == [(google.limits.gif_kb, google.name)]
    assert "html5" not in found["strict"]
