"""A project's own network profiles count like the shipped ones."""

from __future__ import annotations

from line_shop import Shop

from renderer.build import Result

PROFILE = "id: tiny\nname: Tiny\nlimits: {still_kb: %s}\nsource: house rule\nas_of: 2026-01-01\nverified: true\n"


def heavy(result: Result) -> set[str]:
    return {
        record.creative.key
        for record in result.records
        if "weight/too-heavy" in {finding.check for finding in record.creative.findings}
    }


def test_a_networks_own_limit_is_kept_and_its_change_is_seen(shop: Shop) -> None:
    folder = shop.folder / "formats" / "profiles"
    folder.mkdir(parents=True)
    (folder / "tiny.yaml").write_text(PROFILE % 900)
    shop.campaign["placements"][0]["networks"] = ["tiny"]
    shop.write()
    first, _ = shop.run()
    assert not heavy(first)
    (folder / "tiny.yaml").write_text(PROFILE % 0.5)
    again, _ = shop.run()
    assert again.made == len(again.records)
    assert heavy(again) == {record.creative.key for record in again.records}
