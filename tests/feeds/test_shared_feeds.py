"""Real catalogues that lie beside the project, where present."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from renderer.feeds import read, resolve_image
from renderer.model.campaign import Feed
from renderer.model.feed import FeedItem

pytestmark = pytest.mark.shared


def items(folder: Path, feed: dict[str, Any]) -> list[FeedItem]:
    found = list(read(Feed.model_validate(feed), folder))
    assert all(isinstance(one, FeedItem) for one in found)
    return [one for one in found if isinstance(one, FeedItem)]


def test_spree(shared: Callable[[str], Path]) -> None:
    folder = shared("data/spree")
    translation = {"source": "product_translations_de.csv", "key": "slug"}
    feed = {"source": "products.csv", "images": "images", "group": "slug", "translations": {"de-DE": translation}}
    found = items(folder, feed)
    assert len(found) == 37
    espresso = found[0]
    assert (espresso.id, espresso.title) == ("automatic-espresso-machine", "Automatic Espresso Machine")
    assert espresso.text("title", "de-DE") == "Kaffeevollautomat"
    assert all(item.offer.price is not None and item.offer.price.currency == "USD" for item in found)
    assert all("de-DE" in item.translations for item in found)
    assert all(resolve_image(item.images[0], folder, folder / "images") for item in found)
    each = list(read(Feed.model_validate({**feed, "variants": "each"}), folder))
    assert sum(isinstance(one, FeedItem) for one in each) == 87


def test_eshop(shared: Callable[[str], Path]) -> None:
    folder = shared("data/eshop")
    found = items(folder, {"source": "catalog.json", "currency": "USD", "map": {"image": "Pics/{Id}.webp"}})
    assert len(found) == 101
    assert found[0].title == "Wanderer Black Hiking Boots"
    assert all(resolve_image(item.images[0], folder, None) for item in found)
