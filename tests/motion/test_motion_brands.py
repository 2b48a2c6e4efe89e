"""Brands unlike the demos': what holds of their motion too."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml
from demo_scenes import CAMPAIGNS

from renderer.boxes import common
from renderer.checks import IDS
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.painters import raster
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.board import board
from renderer.stages.compose import compose
from renderer.stages.load import load
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs

FORMATS = ["iab/medium-rectangle", "iab/half-page", "iab/mobile-interstitial", "iab/skyscraper", "iab/billboard",
           "iab/leaderboard"]  # fmt: skip
STRIKE = 12
"""Levels by which a strike drawn as a bar may differ from one drawn as a line, along its edges."""


@pytest.mark.parametrize("pace", ["brisk", "even"])
def test_prices_in_the_brands_colour_end_as_the_still(pace: str, tmp_path: Path) -> None:
    """Their panel is no sheet that comes, since it has the ground's colour; what comes must not lie over it."""
    shutil.copytree(CAMPAIGNS.parent / "brand", tmp_path / "brand")
    shutil.copytree(CAMPAIGNS / "rentree", tmp_path / "campaigns/rentree")
    kit = tmp_path / "brand/voltige/brand.yaml"
    brand = yaml.safe_load(kit.read_text())
    brand["palette"] |= {"price": brand["palette"]["primary"], "on_price": "#FFFFFF"}
    brand["price"]["plate"], brand["motion"] = "rounded", {"pace": pace, "entrance": "rise"}
    kit.write_text(yaml.safe_dump(brand, allow_unicode=True, sort_keys=False))
    path = tmp_path / "campaigns/rentree/campaign.yaml"
    campaign = yaml.safe_load(path.read_text())
    campaign["placements"] = [{"formats": FORMATS, "as": ["html5"], "limit": 3, "click_url": "https://shop.example/"}]
    path.write_text(yaml.safe_dump(campaign, allow_unicode=True, sort_keys=False))
    inputs = Inputs(tmp_path / "cache")
    loaded = load(path, inputs, known_profiles(IDS))
    planned, tools, looked = plan(loaded, Selection(locales=("fr-FR",))), Tools(loaded, inputs, Outputs(tmp_path)), 0
    for job in planned.jobs():
        content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
        format_ = loaded.catalogue.formats[job.format]
        still = arrange(content, format_, loaded.kit.layouts)
        moving = animate(still, content, format_)
        end = moving.at(moving.duration)
        before, after = (raster.paint(one, tools).pixels.astype(int) for one in (still, end))
        apart = np.abs(before - after).max(axis=2)
        assert (apart > STRIKE).sum() <= 4, job.key
        looked += 1
    assert looked > 30


@pytest.mark.parametrize("name", ["rentree", "saison"])
def test_hooks_keep_clear_of_what_closes_a_strip(name: str, tmp_path: Path) -> None:
    """In the corner that a close control has, also where sheets cover the hook later."""
    inputs = Inputs(tmp_path / "cache")
    loaded = load(CAMPAIGNS / name / "campaign.yaml", inputs, known_profiles(IDS))
    planned, looked = plan(loaded, Selection(formats=("iab/leaderboard",))), 0
    for job in list(planned.jobs())[:8]:
        content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
        for id_ in ("mobile/footer", "high-impact/desktop-footer", "rising-star/mobile-adhesion"):
            made = board(content, loaded.catalogue.formats[id_], loaded.kit.layouts)
            assert made is not None, id_
            scene = made.states[made.initial]
            (closing,) = (one for one in made.actions if one.does == "close")
            for node in scene.walk():
                if node.role == "hook":
                    met = common(node.box, closing.area)
                    assert met.w * met.h < 1, (job.key, id_)
                    looked += 1
    assert looked or name == "saison"
