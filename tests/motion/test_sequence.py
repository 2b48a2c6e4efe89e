"""Several products one after the other (`sequence: true`), then all of them in their places."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml
from demo_scenes import CAMPAIGNS, Staged, seen

from renderer import checks
from renderer.boxes import common
from renderer.checks import IDS
from renderer.errors import RenderError
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.painters import raster
from renderer.scene import Image, Text
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose
from renderer.stages.load import load
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs

FORMATS = ["iab/medium-rectangle", "iab/leaderboard", "iab/half-page", "iab/billboard", "iab/skyscraper"]
PRODUCTS = 3
LIMIT = 15_000
"""Ms that anything moves (IAB New Ad Portfolio 2017)."""


def written(name: str, folder: Path, **changes: object) -> Path:
    """A demo campaign of one placement that shows several products in sequence."""
    shutil.copytree(CAMPAIGNS.parent / "brand", folder / "brand")
    shutil.copytree(CAMPAIGNS / name, folder / "campaigns" / name)
    path = folder / "campaigns" / name / "campaign.yaml"
    campaign = yaml.safe_load(path.read_text())
    placement = {"formats": FORMATS, "as": ["html5"], "products": PRODUCTS, "sequence": True, "limit": PRODUCTS}
    campaign["placements"] = [{**placement, "click_url": "https://shop.example/", **changes}]
    path.write_text(yaml.safe_dump(campaign, allow_unicode=True, sort_keys=False))
    return path


def in_sequence(name: str, folder: Path) -> Iterator[Staged]:
    inputs = Inputs(folder / "cache")
    loaded = load(written(name, folder), inputs, known_profiles(IDS))
    planned, tools = plan(loaded, Selection()), Tools(loaded, inputs, Outputs(folder / "out"))
    for job in planned.jobs():
        content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
        format_ = loaded.catalogue.formats[job.format]
        still = arrange(content, format_, loaded.kit.layouts, loaded.profiles(job.placement))
        yield Staged(job.key, still, animate(still, content, format_), content, format_, tools)


@pytest.fixture(scope="module", params=["rentree", "saison"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Staged]:
    every = in_sequence(request.param, tmp_path_factory.mktemp(request.param))
    return [one for one in every if sum(node.role == "product" for node in one.still.walk()) > 1]


def prices(one: Staged, ms: int) -> set[str]:
    """The prices that can be read at a time."""
    now, canvas = one.moving.at(ms), one.still.canvas
    return {" ".join(line.text for line in node.lines) for node, box, opacity in seen(now)
            if isinstance(node, Text) and node.role == "price" and opacity > 0.9 and common(box, canvas).w > 0.9 * box.w
            and box.w > 1}  # fmt: skip


def at_rest(one: Staged, ms: int) -> bool:
    """Whether nothing moves just then."""
    tracks = [track for node in one.moving.walk() for track in node.tracks]
    return not any(start < ms < end for track in tracks for start, end in track.moving())


def test_each_is_told_by_itself_then_all_are_there(shown: list[Staged]) -> None:
    assert len(shown) >= 10
    for one in shown:
        every = prices(one, one.moving.duration)
        assert every == {" ".join(line.text for line in node.lines) for node in one.still.walk()
                         if isinstance(node, Text) and node.role == "price"}  # fmt: skip
        firsts = [next(ms for ms in range(0, one.moving.duration, 40) if price in prices(one, ms)) for price in every]
        assert min(b - a for a, b in zip(sorted(firsts), sorted(firsts)[1:], strict=False)) >= 1000, one.key


def test_a_shot_is_larger_where_there_is_room(shown: list[Staged]) -> None:
    """In nearly all but strips, whose products are as high as they are already: pictures, or what is said of them."""
    larger, high = 0, [one for one in shown if one.still.height >= 200]
    for one in high:
        largest = 0.0
        for ms in range(0, one.moving.duration, 80):
            for node, box, opacity in seen(one.moving.at(ms)):
                if node.role in ("price", "product") and opacity > 0.9:
                    largest = max(largest, box.h / node.box.h)
        larger += largest > 1.12
    assert larger >= 0.8 * len(high), f"{larger} of {len(high)}"


def test_what_is_said_of_a_product_stands_with_it(shown: list[Staged]) -> None:
    """Whenever one price alone is read beside one picture, it is the price of what the picture shows."""
    looked = 0
    for one in (one for one in shown if one.still.height >= 200):
        for ms in range(0, one.moving.duration, 200):
            told = prices(one, ms) if at_rest(one, ms) else set()
            there = {node.asset for node, box, opacity in seen(one.moving.at(ms))
                     if isinstance(node, Image) and node.role == "product" and opacity > 0.9 and box.w > 4}  # fmt: skip
            if len(told) == len(there) == 1:
                own = {each.price.text for each in one.content.products if each.picture.asset in there and each.price}
                assert {_figures(text) for text in told} <= {_figures(text) for text in own}, (one.key, ms)
                looked += 1
    assert looked > 20


def _figures(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def test_it_keeps_what_all_motion_keeps(shown: list[Staged]) -> None:
    for one in shown:
        assert one.moving.duration <= LIMIT, one.key
        evidence = checks.Evidence(one.moving, one.format, one.content.brand)
        told = [finding for finding in checks.check(evidence) if finding.check.startswith("motion/")]
        assert told == [], one.key
        before = raster.paint(one.still, one.tools).pixels.astype(int)
        after = raster.paint(one.moving.at(one.moving.duration), one.tools).pixels.astype(int)
        assert (np.abs(before - after).max(axis=2) > 12).sum() <= 4, one.key


def test_shots_do_not_lie_on_words(shown: list[Staged]) -> None:
    """While they are read, no price of a shot lies on the logo or the legal line."""
    for one in shown:
        words = [node.box for node in one.still.walk() if node.role in ("logo", "mention")]
        for ms in range(0, one.moving.duration, 240):
            if not at_rest(one, ms):
                continue
            told = [box for node, box, opacity in seen(one.moving.at(ms)) if node.role == "price" and opacity > 0.9]
            for met in (common(box, word) for box in told for word in words):
                assert met.w * met.h < 4, (one.key, ms)


def test_a_sequence_needs_several(tmp_path: Path) -> None:
    path = written("rentree", tmp_path, products=1)
    with pytest.raises(RenderError, match="sequence"):
        load(path, Inputs(tmp_path / "cache"), known_profiles(IDS))
