"""Several products in one creative: which ones, and what of them counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from line_shop import SALE, Shop

from renderer.commands.rendering import matrix, planned
from renderer.errors import InputError
from renderer.outcome import Creative
from renderer.stages.compose import compose
from renderer.stages.plan import Plan, Selection, moment


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
    counts = matrix(plan, range_shop.output)["counts"]
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


def creatives(shop: Shop) -> list[Creative]:
    return shop.run()[1]


def test_a_product_without_a_picture_is_left_out_and_told(range_shop: Shop) -> None:
    (range_shop.folder / "item1.png").unlink()
    (range_shop.folder / "item4.png").write_bytes(b"not a picture")
    first, second, last = creatives(range_shop)
    (missing,) = [one for one in first.findings if one.check == "picture/missing"]
    assert "'item1' is left out of the range" in missing.message
    (broken,) = [one for one in second.findings if one.check == "picture/unusable"]
    assert broken.message.startswith("'item4.png': ")
    assert "'item4' is left out of the range" in broken.message
    assert (first.status, second.status, last.status) == ("warn", "warn", "ok")
    assert first.layout.startswith(("panel/range", "stage/range"))
    assert range_shop.made() == set()  # what was found is still so: nothing is done again


def test_one_picture_of_three_is_shown_alone(range_shop: Shop) -> None:
    for number in (1, 2):
        (range_shop.folder / f"item{number}.png").unlink()
    first, *_ = creatives(range_shop)
    assert "range" not in first.layout
    assert len([one for one in first.findings if one.check == "picture/missing"]) == 2


def test_a_shape_too_small_shows_the_first_and_says_so(range_shop: Shop) -> None:
    range_shop.campaign["placements"][0]["formats"] = ["iab/smartphone-wide-banner"]
    range_shop.write()
    first, _, last = creatives(range_shop)
    assert [one.check for one in first.findings if one.check == "product/alone"] == ["product/alone"]
    assert not [one for one in last.findings if one.check == "product/alone"]  # it was to show one


def test_the_sale_that_ends_first_counts(range_shop: Shop) -> None:
    range_shop.rows[1] |= {"sale_price": "9.90 EUR", "sale_price_effective_date": SALE}
    range_shop.write()
    made, _ = range_shop.run(day=date(2026, 9, 11))
    found = [record.creative.key for record in made.records
             if any(one.check == "price/ends-early" for one in record.creative.findings)]  # fmt: skip
    assert found == ["wide/iab-medium-rectangle/everyone.en-GB/item0+item1+item2"]


def test_texts_name_the_first_item_and_all(range_shop: Shop) -> None:
    """`item` is the first; `items` all of them; a name is each product's own."""
    range_shop.campaign["messages"]["en-GB"] = {
        "headline": "{{ items | length }} from {{ item.title }}",
        "name": "No {{ item.id }}",
        "cta": "To {{ items[1].title }}",
    }
    range_shop.write()
    made, inputs = planned(range_shop.folder / "campaign.yaml", range_shop.output, Selection(), None)
    job = next(made.jobs())
    shown = compose(job, made.loaded, inputs, moment(made.day, made.loaded)).content
    assert shown.texts["headline"] == ("3 from Lamp number 0",)
    assert shown.texts["cta"] == ("To Lamp number 1",)
    assert [one.texts["name"] for one in shown.products] == [("No item0",), ("No item1",), ("No item2",)]
    assert [one.price.text for one in shown.products if one.price] == ["€20.90", "€21.90", "€22.90"]


def test_a_placement_without_items_shows_no_products(range_shop: Shop) -> None:
    range_shop.campaign["placements"][0]["items"] = "none"
    range_shop.write()
    with pytest.raises(InputError, match=r"placements\[0\]: shows no item .* cannot show 3 products"):
        plan_of(range_shop)


@pytest.mark.parametrize("products", [0, 7])
def test_one_to_six_products(range_shop: Shop, products: int) -> None:
    range_shop.campaign["placements"][0]["products"] = products
    range_shop.write()
    with pytest.raises(InputError, match=r"placements\[0\]\.products"):
        plan_of(range_shop)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (1, [["item0"]]),
        (4, [["item0", "item1", "item2"], ["item3"]]),
        (9, [["item0", "item1", "item2"], ["item3", "item4", "item5"], ["item6"]]),
    ],
)
def test_a_placement_shows_no_more_items_than_its_limit(
    range_shop: Shop, limit: int, expected: list[list[str]]
) -> None:
    range_shop.campaign["placements"][0]["limit"] = limit
    range_shop.write()
    assert shown(plan_of(range_shop)) == expected


def test_a_limit_counts_in_each_segments_order_and_in_its_placement_alone(range_shop: Shop) -> None:
    first = range_shop.campaign["placements"][0]
    range_shop.campaign["placements"] = [{**first, "products": 1, "limit": 1}, {**first, "id": "all", "products": 1}]
    range_shop.campaign["segments"] = [{"id": "all"}, {"id": "dear", "items": {"sort": "-price"}}]
    range_shop.write()
    found = [(job.key.split("/")[0], job.variant.segment.id, job.items[0].id) for job in plan_of(range_shop).jobs()]
    assert sorted(one for one in found if one[0] == "wide") == [("wide", "all", "item0"), ("wide", "dear", "item6")]
    assert sum(one[0] == "all" for one in found) == 14


def test_a_limit_of_no_items_is_refused(range_shop: Shop) -> None:
    range_shop.campaign["placements"][0] |= {"items": "none", "products": 1, "limit": 2}
    range_shop.write()
    with pytest.raises(InputError, match=r"placements\[0\]: shows no item .* none to limit"):
        plan_of(range_shop)
