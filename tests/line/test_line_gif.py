"""`as: [gif]`: the same story as one animated picture, within the weight and the rate of its places."""

from __future__ import annotations

import numpy as np
import pytest
from line_shop import Shop
from PIL import Image

FOLDER = "web/iab-medium-rectangle/everyone.fr-FR/item0"


@pytest.fixture
def moving(shop: Shop) -> Shop:
    shop.campaign["placements"][0] |= {"formats": ["iab/medium-rectangle"], "as": ["still", "gif"], "limit": 1}
    shop.campaign["locales"] = ["fr-FR"]
    shop.campaign["messages"].pop("en-GB", None)
    shop.write()
    return shop


def test_a_still_and_the_same_over_time(moving: Shop) -> None:
    moving.run()
    (one,) = moving.manifest()["creatives"]
    assert one["status"] == "ok"
    still, gif = one["files"]
    assert (still["path"], gif["path"]) == (
        f"{FOLDER}/iab-medium-rectangle.jpg", f"{FOLDER}/iab-medium-rectangle.gif"
    )  # fmt: skip
    assert (gif["media_type"], gif["deliverable"], gif["limit_kb"]) == ("image/gif", "gif", 150.0)
    assert gif["bytes"] <= 150_000
    assert gif["tried"][0]["kind"].startswith("GIF, 12.5 fps")
    with Image.open(moving.output / "demo" / gif["path"]) as moves:
        frames, seconds = moves.n_frames, 0
        for frame in range(frames):
            moves.seek(frame)
            seconds += moves.info["duration"]
        last = moves.convert("RGB")
    assert frames > 20
    assert seconds / 1000 == pytest.approx(gif["duration_s"], abs=0.1)
    with Image.open(moving.output / "demo" / still["path"]) as picture:
        apart = np.abs(np.asarray(last, np.int16) - np.asarray(picture.convert("RGB"), np.int16)).mean()
    assert apart < 2, "a palette's steps and a JPEG's, no more"


def test_a_network_that_wants_few_frames(moving: Shop) -> None:
    moving.campaign["placements"][0] |= {"networks": ["google-ads"]}
    moving.write()
    moving.run()
    gif = moving.manifest()["creatives"][0]["files"][1]
    assert gif["tried"][0]["kind"].startswith("GIF, 5 fps")
    with Image.open(moving.output / "demo" / gif["path"]) as moves:
        for frame in range(moves.n_frames):
            moves.seek(frame)
            assert moves.info["duration"] >= 200


def test_the_kind_that_the_campaign_wants(moving: Shop) -> None:
    moving.campaign["placements"][0] |= {"animated": ["apng"]}
    moving.write()
    moving.run()
    _, moves = moving.manifest()["creatives"][0]["files"]
    assert moves["path"] == f"{FOLDER}/iab-medium-rectangle-animated.png"
    assert moves["media_type"] == "image/png"
    with Image.open(moving.output / "demo" / moves["path"]) as picture:
        assert picture.n_frames > 20


def test_nothing_changed_nothing_done(moving: Shop) -> None:
    moving.run()
    assert moving.run()[0].made == 0
    moving.campaign["placements"][0] |= {"animated": ["gif", "apng"]}
    moving.write()
    assert moving.run()[0].made == 1
