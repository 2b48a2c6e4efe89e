"""Several products in one creative: which ones, and what of them counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from line_shop import Shop

from renderer.commands.rendering import matrix, planned
from renderer.stages.plan import Plan, Selection


@pytest.fixture
def range_shop(tmp_path: Path) -> Shop:
    """Seven lamps, three in each creative."""
    shop = Shop(tmp_path, 7)
    shop.campaign["locales"], shop.campaign["messages"] = ["en-GB"], {"en-GB": shop.campaign["messages"]["en-GB"]}
    shop.campaign["placements"] = [
        {"id": "wide", "formats": ["iab/medium-rectangle"], "products": 3, "click_url": "https://toucan.example/"}
    ]
    shop.write()
    return shop


def plan_of(shop: Shop, selection: Selection = Selection()) -> Plan:  # noqa: B008
    return planned(shop.folder / "campaign.yaml", shop.output, selection, None)[0]


def shown(plan: Plan) -> list[list[str]]:
    return [[item.id for item in job.items] for job in plan.jobs()]


def test_items_are_taken_in_their_order_and_a_last_one_alone(range_shop: Shop) -> None:
    plan = plan_of(range_shop)
    assert shown(plan) == [["item0", "item1", "item2"], ["item3", "item4", "item5"], ["item6"]]
    assert next(plan.jobs()).key == "wide/iab-medium-rectangle/everyone.en-GB/item0+item1+item2"
    counts = matrix(plan)["counts"]
    assert (counts["creatives"], counts["items"]) == (3, 7)


def test_each_segment_makes_its_own_ranges(range_shop: Shop) -> None:
    range_shop.campaign["segments"] = [
        {"id": "all"},
        {"id": "dear", "items": {"where": "price >= 23", "sort": "-price"}},
    ]
    range_shop.write()
    found = {job.variant.segment.id: [] for job in plan_of(range_shop).jobs()}
    for job in plan_of(range_shop).jobs():
        found[job.variant.segment.id].append("+".join(item.id for item in job.items))
    assert sorted(found["all"]) == ["item0+item1+item2", "item3+item4+item5", "item6"]
    assert sorted(found["dear"]) == ["item3", "item6+item5+item4"]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(items=("item4",)), [["item3", "item4", "item5"]]),
        (Selection(limit=4), [["item0", "item1", "item2"], ["item3", "item4", "item5"]]),
        (Selection(items=("item6",)), [["item6"]]),
    ],
    ids=["item", "limit", "leftover"],
)
def test_a_filter_chooses_whole_creatives(range_shop: Shop, selection: Selection, expected: list[list[str]]) -> None:
    assert shown(plan_of(range_shop, selection)) == expected


def test_every_product_counts(range_shop: Shop) -> None:
    """A change to any of them makes its creative anew, and no other."""
    first, second, last = [job.key for job in plan_of(range_shop).jobs()]
    assert range_shop.made() == {first, second, last}
    assert range_shop.made() == set()
    range_shop.rows[1]["price"] = "7.50 EUR"
    range_shop.write()
    assert range_shop.made() == {first}
    range_shop.picture(5, "#FF00FF")
    assert range_shop.made() == {second}
    range_shop.rows[6]["title"] = "Another lamp"
    range_shop.write()
    assert range_shop.made() == {last}


def test_the_manifest_lists_every_product(range_shop: Shop) -> None:
    range_shop.run()
    listed = [creative["items"] for creative in range_shop.manifest()["creatives"]]
    assert listed == [["item0", "item1", "item2"], ["item3", "item4", "item5"], ["item6"]]
