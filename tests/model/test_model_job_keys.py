from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.job import Variant, key, slug
from renderer.model.base import MAX_PART
from renderer.model.campaign import Segment
from renderer.model.feed import FeedItem

ODD = [
    "../../x",
    "CON",
    "con",
    "nul",
    "COM1",
    "x" * 300,
    "🍞",
    "Grille-pain 2 fentes",
    "a/b",
    "a\\b",
    "a:b",
    ".",
    "..",
    "-",
    "--",
    "é",
    "e\u0301",
    " ",
    "\x00",
    "a\nb",
    "ÀÉÎ",
    "日本",
    "%2e%2e",
    "~",
    "a+b",
    "a.b",
    "\ud800",
]


@pytest.mark.parametrize("part", ODD)
def test_any_part_becomes_a_safe_folder(part: str) -> None:
    made = slug(part)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]*", made)
    assert len(made) <= MAX_PART
    assert made.lower().split("-")[0] not in ("con", "nul", "com1") or "-" in made
    assert slug(part) == made
    assert slug(made) == made


@pytest.mark.parametrize("part", ["abc", "SKU_12-3", "a" * 80, "young-families", "0"])
def test_a_safe_part_stays_itself(part: str) -> None:
    assert slug(part) == part


def test_odd_parts_stay_apart() -> None:
    assert len({slug(part).lower() for part in ODD if part.lower() not in ("con",)}) == len(
        [p for p in ODD if p.lower() != "con"]
    )


def test_an_altered_part_ends_with_its_hash() -> None:
    assert re.fullmatch(r"Grille-pain-2-fentes-[0-9a-f]{8}", slug("Grille-pain 2 fentes"))


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=90), unique=True, min_size=2, max_size=6))
def test_different_ids_have_different_slugs(parts: list[str]) -> None:
    assert len({slug(part) for part in parts}) == len(parts)


def variant(segment: str = "everyone", **more: str) -> Variant:
    return Variant(Segment(id=segment), "fr-FR", **more)


def item(identity: str) -> FeedItem:
    return FeedItem(id=identity, title="x", row=1)


def test_keys() -> None:
    assert key("p1", "iab-leaderboard", variant(), (item("12"),)) == "p1/iab-leaderboard/everyone.fr-FR/12"
    assert key("p1", "f", variant("a", message="m", arm="b"), (item("1"), item("2"))) == "p1/f/a.fr-FR.m.b/1+2"
    assert key("p1", "f", variant(), ()) == "p1/f/everyone.fr-FR/-"


def test_many_items_make_a_short_key() -> None:
    ids = [f"item-{number}" for number in range(40)]
    made = key("p", "f", variant(), tuple(item(one) for one in ids)).split("/")[-1]
    assert len(made) <= MAX_PART
    assert made != key("p", "f", variant(), tuple(item(one) for one in reversed(ids))).split("/")[-1]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), unique=True, min_size=2, max_size=5), st.sampled_from(ODD))
def test_keys_of_different_items_differ_and_climb_nowhere(ids: list[str], placement: str) -> None:
    keys = [key(placement, "f", variant(), (item(one),)) for one in ids]
    assert len(set(keys)) == len(ids)
    for made in keys:
        assert made.count("/") == 3
        assert not set(made.split("/")) & {"", ".", ".."}
