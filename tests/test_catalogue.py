"""The shipped catalogue: complete against the reference list, true to its facts, found by what people call things."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from renderer.commands.formats import facts, found_formats
from renderer.loading.catalogue import load_catalogue, match_formats, near_format
from renderer.model.format import Format

CATALOGUE = load_catalogue()
ENTRIES = [one for one in CATALOGUE.formats.values() if not one.of]
OURS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("reference_formats.yaml").read_text(encoding="utf-8"))
ADDED = {"skin/wallpaper", "skin/natemat-1296", "skin/natemat-972", "skin/natemat-774", "skin/pelmorex",
         "skin/magnite-1000x1000", "skin/magnite-1800x1000", "skin/magnite-2000x1400"}  # fmt: skip
"""Publishers' own geometries of a page skin, which the reference list tells within one entry."""
FOUND_SINCE = {"skin/arch": {"EQUATIV-SKIN"}}
"""Sources that were read after the reference list was made."""
KB = {"initial": "initial_kb", "subload": "subload_kb", "total": "total_kb", "static": "static_kb"}


@pytest.fixture(scope="module")
def reference(shared: Callable[[str], Path]) -> dict[str, dict[str, Any]]:
    text = shared("reference/formats.yaml").read_text(encoding="utf-8")
    return {one["id"]: one for one in yaml.load(text, yaml.CSafeLoader)["formats"]}


def test_264_formats_of_the_reference_and_publishers_skins_are_the_catalogue() -> None:
    assert len(OURS) == len(set(OURS.values())) == 264
    assert {*OURS.values(), *ADDED} == {one.id for one in ENTRIES}


def test_every_format_of_the_reference_is_in_the_catalogue(reference: dict[str, dict[str, Any]]) -> None:
    assert set(reference) == set(OURS)


@pytest.mark.parametrize("family", sorted({one.family for one in ENTRIES}))
def test_its_facts_are_those_of_the_reference(family: str, reference: dict[str, dict[str, Any]]) -> None:
    found = [(fact, CATALOGUE.formats[OURS[theirs]]) for theirs, fact in reference.items()]
    found = [(fact, one) for fact, one in found if one.family == family]
    assert found
    for fact, one in found:
        _same_facts(one, fact)


def _same_facts(one: Format, fact: dict[str, Any]) -> None:
    weights = {KB[name]: value for name, value in (fact["max_weight_kb"] or {}).items() if name in KB}
    limits = one.limits.model_dump(exclude_none=True)
    assert {name: value for name, value in limits.items() if name.endswith("kb")} == weights
    assert one.limits.animation_s == fact["max_animation_s"]
    sources = set(fact["sources"]) | FOUND_SINCE.get(one.id, set())
    assert (one.channel, one.verified, set(one.source)) == (fact["channel"], fact["verified"], sources)
    assert one.unit == fact.get("units", "px")
    _same_sizes(one, fact)
    _same_durations(one, fact.get("duration_s"))
    status = (fact.get("status") or "").replace("_", " ").replace("adhesion ", "")
    assert (one.status or "").casefold() == status
    for field in (*fact.get("unverified_fields", ()), *fact.get("derived_fields", ())):
        assert "Not verified: " in one.note or "Derived from a published share: " in one.note, field
    if fact["sources"] == ["MEMORY"]:
        assert "From memory" in one.note
    assert len(one.text_limits) >= len(fact.get("text_limits", ()))


def _same_sizes(one: Format, fact: dict[str, Any]) -> None:
    stated = fact.get("size_range") or {}
    if fact["width"] and fact["height"]:
        assert one.size == (fact["width"], fact["height"])
    elif fact["width"]:
        assert (one.size, one.details["width_px"], bool(one.needs)) == (None, fact["width"], True)
    elif stated.get("unit") != "dp":
        assert one.size is None
        assert one.needs
    if stated.get("unit") == "dp":
        assert one.range == (tuple(stated["min"]), tuple(stated["max"]))
    if stated.get("unit") in ("dp", "px") and not one.needs:
        assert tuple(stated["min"]) in {each.size for each in one.stated()}
    drawn = {each.size for each in one.stated()} | {state.size for state in one.states}
    told = " ".join(state.note for state in one.states)
    for state in fact["states"]:
        if isinstance(state.get("width"), int) and isinstance(state.get("height"), int) and not one.content:
            assert (state["width"], state["height"]) in drawn or str(state["width"]) in told


def _same_durations(one: Format, stated: Any) -> None:
    limits = one.limits
    if isinstance(stated, list):
        assert list(limits.duration_s) == stated
    elif stated is not None:
        numbers = [limits.min_duration_s, limits.max_duration_s]
        assert all(f"{number:g}" in stated for number in numbers if number is not None)
        assert any(number is not None for number in numbers)


def test_safe_zones_of_the_reference(reference: dict[str, dict[str, Any]]) -> None:
    seen = 0
    for theirs, fact in reference.items():
        one, zone = CATALOGUE.formats[OURS[theirs]], fact["safe_zone"] or {}
        for side in ("top", "bottom", "left", "right"):
            share = zone.get(f"{side}_pct")
            if share is None and side in ("left", "right"):
                share = zone.get("sides_pct")
            covered = getattr(one.safe_zone, side)
            if share is not None:
                assert covered == pytest.approx(share / 100)
                seen += 1
            elif f"{side}_px" in zone:
                assert one.size is not None
                along = one.size[1] if side in ("top", "bottom") else one.size[0]
                assert zone[f"{side}_px"] <= covered * along < zone[f"{side}_px"] + 1
                seen += 1
        if "trim" in zone:
            assert one.ratios is not None
            assert (one.ratios.safe, one.ratios.trim, one.ratios.bleed) == (
                zone["safe_ratio"],
                zone["trim"],
                zone["bleed"],
            )
            seen += 1
    assert seen == 23


def test_the_safe_part_of_a_full_page_has_its_ratio() -> None:
    found = [one for one in CATALOGUE.formats.values() if one.ratios and not one.of]
    assert len(found) == 5
    for one in found:
        assert one.ratios is not None
        width, height = one.canvas()
        wide, high = map(int, one.ratios.safe.split(":"))
        safe = height * (1 - one.safe_zone.top - one.safe_zone.bottom)
        assert safe / width == pytest.approx(high / wide, rel=0.002)


def test_sources_that_are_cited_are_told() -> None:
    cited = {name for one in ENTRIES for name in one.source}
    assert cited <= set(CATALOGUE.sources)
    assert all(CATALOGUE.sources[name].get("title") for name in cited)


def test_every_format_can_be_told_of_and_what_opens_says_how() -> None:
    for one in CATALOGUE.formats.values():
        (found,) = (row for row in found_formats(one.id) if row["id"] == one.id)
        told = dict(facts(found))
        assert ("html5" in told) == (one.opens is not None or one.turns), one.id
        assert told["id"] == one.id if "id" in told else told


def test_no_format_is_left_out_of_html5_for_the_way_in_which_it_opens() -> None:
    """Of those that take HTML5: what is a film or a game, what has no size of its own, and further sizes that the
    format itself covers."""
    left = {one.id for one in CATALOGUE.formats.values()
            if one.refusal("html5") and {"html5", "html"} & set(one.file_types) and one.channel in ("display", "mobile")
            and not one.of}  # fmt: skip
    assert left == {"legacy/in-banner-video", "legacy/floating", "legacy/between-the-page", "mobile/playable",
                    "mobile/interstitial-in-app"}  # fmt: skip


def test_what_takes_no_still_says_what_it_needs_and_the_rest_has_a_size() -> None:
    for one in CATALOGUE.formats.values():
        assert bool(one.no_still()) == bool(one.needs), one.id
        assert one.needs or (one.measure() and one.canvas()), one.id


@pytest.mark.parametrize(
    ("word", "id_"),
    [
        ("pavé", "iab/medium-rectangle"),
        ("pave", "iab/medium-rectangle"),
        ("méga bannière", "iab/leaderboard"),
        ("grand angle", "iab/half-page"),
        ("habillage", "skin/arch"),
        ("réglette", "in-store/shelf-strip"),
        ("épingle", "social/pinterest-standard"),
        ("méga pavé", "legacy/large-rectangle"),
        ("overslide", "rising-star/mobile-slider"),
        ("bannière mobile", "iab/smartphone-wide-banner"),
        ("1920x158", "in-store/shelf-strip"),
        ("210x297", "print/a4"),
        ("sms", "messaging/sms"),
    ],
)
def test_people_find_formats_by_what_they_call_them(word: str, id_: str) -> None:
    assert id_ in [row["id"] for row in found_formats(word)]


def test_an_alias_means_one_format() -> None:
    aliases = [alias for one in ENTRIES for alias in one.aliases]
    assert len(aliases) == len(set(aliases))
    for alias in set(aliases) - {one.family for one in ENTRIES} - {one.channel for one in ENTRIES}:
        assert len(match_formats(alias, CATALOGUE)) == 1


def test_a_size_that_several_families_have_means_the_iabs() -> None:
    assert "iab/medium-rectangle" in near_format("300x250", CATALOGUE)
    assert "iab/leaderboard" in near_format("728x90", CATALOGUE)


def test_patterns_take_the_further_sizes_with_them() -> None:
    assert [one.id for one in match_formats("iab/flex-16x9", CATALOGUE)] == ["iab/flex-16x9"]
    assert "iab/flex-16x9-min" in [one.id for one in match_formats("iab-flex", CATALOGUE)]
    assert "iab/flex-16x9-min" in [one.id for one in match_formats("mobile/*", CATALOGUE)]
    assert len(match_formats("*/*", CATALOGUE)) == len(CATALOGUE.formats)
