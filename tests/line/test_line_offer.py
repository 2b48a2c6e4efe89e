"""What feed and campaign say beside the price reaches the creatives whose layouts have a slot for it."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from line_shop import Shop

from renderer.outcome import Creative

LAYOUT: dict[str, Any] = {
    "layouts": [
        {"id": "own/any", "design": "own", "ratio": [0, 100],
         "root": {"fill": "ground", "column": [
             {"slot": "headline"}, {"slot": "product", "min": 0.1}, {"slot": "rating"}, {"slot": "price"},
             {"slot": "unit_price"}, {"slot": "store"}]}},
    ]
}  # fmt: skip


def told(shop: Shop, bare: bool = False) -> list[Creative]:
    """What is made in a layout with all of these slots, or with none of them."""
    shop.campaign |= {"locales": ["fr-FR"], "placements": [{"id": "web", "formats": ["iab/medium-rectangle"]}]}
    shop.campaign["messages"] = {
        "fr-FR": {"headline": "Rentrée", "price_prefix": "À partir de", "store": "Retrait en 1 h"}
    }
    for row in shop.rows:
        row |= {
            "rating": "4.6",
            "reviews": "1234",
            "unit_pricing_measure": "250 g",
            "unit_pricing_base_measure": "1 kg",
        }
    layouts = copy.deepcopy(LAYOUT)
    if bare:
        column = layouts["layouts"][0]["root"]["column"]
        column[:] = [one for one in column if one["slot"] not in ("rating", "unit_price", "store")]
    shop.brand["layouts"] = ["own"]
    (shop.folder / "brand" / "toucan" / "layouts").mkdir(exist_ok=True)
    file = shop.folder / "brand" / "toucan" / "layouts" / "own.yaml"
    file.write_text(yaml.safe_dump(layouts), encoding="utf-8")
    shop.write()
    return shop.run()[1]


def test_a_layout_with_slots_shows_all_of_it(shop: Shop) -> None:
    for creative in told(shop):
        assert creative.status in ("ok", "warn"), creative.error or creative.findings
        assert not {"rating", "unit_price", "store"} & set(creative.dropped)
        assert not [finding for finding in creative.findings if finding.check == "price/unit-price-missing"]


def test_without_a_slot_a_missing_unit_price_is_told(shop: Shop) -> None:
    for creative in told(shop, bare=True):
        assert {"unit_price", "store"} <= set(creative.dropped)
        assert [finding.status for finding in creative.findings if finding.check == "price/unit-price-missing"]


def test_another_rating_makes_only_its_own_creatives_anew(shop: Shop) -> None:
    told(shop)
    shop.rows[0]["rating"] = "2.6"
    shop.write()
    assert len(shop.made()) == 1
