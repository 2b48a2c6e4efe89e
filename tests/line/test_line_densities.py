"""Files for denser screens: where a format states densities, each still comes at each of them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import numpy as np
import pytest
import yaml
from line_shop import Shop
from PIL import Image

from renderer.commands.explaining import explained, told
from renderer.executors.pool import Pool
from renderer.reports import trafficking

FOLDER = "web/own-dense/everyone.fr-FR/item0"


def dense(shop: Shop, densities: Any = (1, 2), **other: Any) -> None:
    """The shop with a format of its own that states densities, in one language."""
    own = {"id": "own/dense", "name": {"en": "Dense"}, "channel": "mobile", "size": [320, 100], "source": ["OWN"],
           "as_of": "2026-09-01", "verified": False, "densities": list(densities), **other}  # fmt: skip
    (shop.folder / "formats").mkdir(exist_ok=True)
    (shop.folder / "formats/own.yaml").write_text(yaml.safe_dump({"family": "own", "formats": [own]}))
    shop.campaign["placements"][0] |= {"formats": ["own/*"]}
    shop.campaign["locales"] = ["fr-FR"]
    shop.campaign["messages"].pop("en-GB", None)
    shop.write()


def files(shop: Shop, item: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.manifest()["creatives"][item]["files"]
    return found


def apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, levels of 255."""
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


def test_each_density_has_a_file_that_shows_the_same(shop: Shop) -> None:
    dense(shop, (1, 1.5, 2))
    result, _ = shop.run()
    assert (result.made, len(shop.files())) == (3, 9)
    assert [(file["path"], file["scale"], file["width"], file["height"]) for file in files(shop)] == [
        (f"{FOLDER}/own-dense.jpg", 1.0, 320, 100),
        (f"{FOLDER}/own-dense@1.5x.jpg", 1.5, 480, 150),
        (f"{FOLDER}/own-dense@2x.jpg", 2.0, 640, 200),
    ]
    assert {one["check"] for one in shop.manifest()["creatives"][0]["findings"]} == {"product/upscaled"}
    plain, *others = (Image.open(shop.output / "demo" / file["path"]).convert("RGB") for file in files(shop))
    for other, file in zip(others, files(shop)[1:], strict=True):
        assert other.size == (file["width"], file["height"])
        assert apart(plain, other.resize(plain.size, Image.Resampling.BOX)) < 8, "the same picture"
        assert apart(other, plain.resize(other.size, Image.Resampling.BICUBIC)) > 2, "finer, not enlarged"


def test_each_file_keeps_the_limit_by_itself(shop: Shop) -> None:
    dense(shop, limits={"total_kb": 12})
    shop.run()
    small, large = files(shop)
    assert [file["limit_kb"] for file in (small, large)] == [12, 12]
    assert small["bytes"] < large["bytes"] <= 12_000
    assert small["quality"] == 90 > large["quality"]
    dense(shop, limits={"total_kb": 9})  # less than the larger one weighs at its worst
    shop.run()
    (finding,) = [one for one in shop.manifest()["creatives"][0]["findings"] if one["check"] == "weight/too-heavy"]
    assert finding["subject"] == files(shop)[1]["path"]


def test_what_did_not_change_is_not_made_again(shop: Shop, paints: list[int]) -> None:
    dense(shop)
    shop.run()
    assert len(paints) == 6
    before, manifest = shop.files(), shop.manifest()
    assert not shop.made()
    other = shop.copy(shop.folder.parent / "other")
    other.run(Pool(2))
    assert (other.bytes(), other.manifest()) == (shop.bytes(), manifest)
    shop.campaign["naming"] = "{campaign}_{item}_{width}"
    shop.write()
    painted = len(paints)
    assert (shop.run()[0].renamed, len(paints)) == (3, painted)
    assert {path.rpartition("/")[2] for path in shop.files() if "item0" in path} == {
        "demo_item0_320.jpg", "demo_item0_320@2x.jpg"
    }  # fmt: skip
    shop.campaign["naming"] = None
    shop.write()
    shop.run()
    assert shop.files() == before
    dense(shop, (1,))
    shop.run()
    assert len(shop.files()) == 3, "a density that is stated no more takes its files along"
    dense(shop)
    shop.run()
    assert shop.bytes() == {path: content for path, (content, _) in before.items()}


def test_creatives_that_come_out_alike_share_their_paint_at_every_density(shop: Shop, paints: list[int]) -> None:
    dense(shop)
    shop.campaign["segments"] = [{"id": "everyone"}, {"id": "families"}]
    shop.write()
    shop.run()
    assert len(paints) == 6
    assert len(shop.files()) == 12
    made = shop.bytes()
    assert made[f"{FOLDER}/own-dense@2x.jpg"] == made[f"{FOLDER}/own-dense@2x.jpg".replace("everyone", "families")]


def test_a_picture_that_is_large_enough_at_1x_alone_is_told(shop: Shop) -> None:
    dense(shop, size=[300, 250])
    shop.run()
    (told,) = [one for one in shop.manifest()["creatives"][0]["findings"] if one["check"] == "product/upscaled"]
    assert "times at 2x; use a larger one" in told["message"]


def test_reports_list_both(shop: Shop) -> None:
    dense(shop)
    result, _ = shop.run()
    creatives = [record.creative for record in result.records]
    rows = trafficking.rows(creatives, (date(2026, 9, 1), date(2026, 9, 30)), named=False)
    sheet = list(csv.DictReader(io.StringIO(trafficking.as_csv(rows).decode("utf-8-sig"), newline="")))
    assert [(row["name"], row["size"], row["scale"]) for row in sheet[:2]] == [
        (FOLDER, "320x100", "1x"),
        (f"{FOLDER}@2x", "640x200", "2x"),
    ]
    assert len({row["name"] for row in sheet}) == len(sheet) == 6
    found = explained(FOLDER, shop.folder, shop.output, None)
    assert [one["scale"] for one in found["denser"]] == [2.0]
    assert found["denser"][0]["weights"][0]["bytes"] > found["weights"][0]["bytes"]
    assert "  file at 2x: JPEG at 90, " in told(found)


@pytest.mark.parametrize("densities", [[2], [], [1, 1], [2, 1], [1, 5], [1, 0.5], [True, 2], ["2x"], 2, "1x 2x"])
def test_densities_that_cannot_be_are_refused(shop: Shop, densities: Any) -> None:
    dense(shop)
    written = yaml.safe_load((shop.folder / "formats/own.yaml").read_text())
    written["formats"][0]["densities"] = densities
    (shop.folder / "formats/own.yaml").write_text(yaml.safe_dump(written))
    code, _, err = shop.answer()
    assert code == 2
    (line,) = err.splitlines()
    assert "formats/own.yaml:" in line
    assert ": formats[0].densities" in line
    assert "Traceback" not in err


def test_a_side_that_a_density_makes_too_long_is_refused(shop: Shop) -> None:
    dense(shop, size=[6000, 100])
    code, _, err = shop.answer()
    assert code == 2
    assert "has 'densities' with which a side is over 10000 px" in err


def test_further_sizes_have_no_densities_of_their_own(shop: Shop) -> None:
    dense(shop, sizes={"wide": [480, 100]})
    shop.run()
    assert {path.rpartition("/")[2] for path in shop.files()} == {
        "own-dense.jpg", "own-dense@2x.jpg", "own-dense-wide.jpg"
    }  # fmt: skip
