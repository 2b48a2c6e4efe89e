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


def test_what_a_network_wants_of_corners_and_sides_is_kept_and_its_change_is_seen(shop: Shop) -> None:
    folder = shop.folder / "formats" / "profiles"
    folder.mkdir(parents=True)
    plain, fact = PROFILE % 900, "source: house rule, verified: true"
    corner = f"reserved: [{{corner: top-left, width: 40, height: 40, {fact}}}]\n"
    shop.campaign["placements"][0]["networks"] = ["tiny"]
    shop.write()
    files = []
    for rules in (plain, plain + corner, plain + f"border: {{on: light, {fact}}}\n"):
        (folder / "tiny.yaml").write_text(rules)
        result, _ = shop.run()
        assert result.made == len(result.records)
        files.append({record.creative.key: record.creative.files[0].sha256 for record in result.records})
    assert any(files[1][key] != before for key, before in files[0].items())  # a logo stood there
    assert any(files[2][key] != before for key, before in files[0].items())
