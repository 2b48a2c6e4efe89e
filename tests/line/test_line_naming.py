"""What files are called: by the pattern, renamed without painting, and never two alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from line_shop import Shop

from renderer.commands.rendering import planned
from renderer.errors import InputError
from renderer.stages.plan import Selection
from renderer.stores.outputs import Outputs

PATTERN = "{campaign}_{format}_{locale}_{item}_{width}x{height}"


def name(shop: Shop, pattern: str | None = PATTERN) -> None:
    shop.campaign["naming"] = pattern
    shop.write()


def names(shop: Shop) -> set[str]:
    return {Path(path).name for path in shop.files()}


def test_files_are_called_by_the_pattern_and_lie_where_they_lay(shop: Shop) -> None:
    shop.run()
    folders = {Path(path).parent for path in shop.files()}
    keys = [one["key"] for one in shop.manifest()["creatives"]]
    name(shop)
    shop.run()
    assert "demo_iab-medium-rectangle_fr-FR_item0_300x250.jpg" in names(shop)
    assert len(names(shop)) == 12
    assert {Path(path).parent for path in shop.files()} == folders
    assert [one["key"] for one in shop.manifest()["creatives"]] == keys
    assert {file["path"] for one in shop.manifest()["creatives"] for file in one["files"]} == set(shop.files())


def test_another_pattern_renames_and_makes_nothing(shop: Shop, paints: list[int]) -> None:
    shop.run()
    before, painted = shop.files(), len(paints)
    name(shop)
    result, told = shop.run()
    assert (result.made, result.cached, result.renamed, result.changed) == (0, 12, 12, True)
    assert all(creative.cached for creative in told)
    assert len(paints) == painted
    assert sorted(shop.files().values()) == sorted(before.values())
    assert not set(before) & set(shop.files())
    fresh = shop.copy(shop.folder.parent / "fresh")
    fresh.run()
    assert fresh.bytes() == shop.bytes()
    assert fresh.manifest() == shop.manifest()
    assert not shop.run()[0].changed
    name(shop, None)
    shop.run()
    assert shop.files() == before


def test_a_filtered_run_renames_what_it_selects(shop: Shop) -> None:
    shop.run()
    name(shop)
    assert shop.run(selection=Selection(items=("item0",)))[0].renamed == 4
    assert sum(one.startswith("demo_") for one in names(shop)) == 4
    assert shop.run()[0].renamed == 8
    assert all(one.startswith("demo_") for one in names(shop))


def test_a_run_killed_while_renaming_is_taken_up(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.run()
    content = sorted(shop.bytes().values())
    name(shop)
    rename, done = Outputs.rename, []

    def killed(self: Outputs, old: str, new: str) -> None:
        rename(self, old, new)
        done.append(new)
        if len(done) == 5:
            pytest.exit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(Outputs, "rename", killed)
        with pytest.raises(pytest.exit.Exception):
            shop.run()
    result, _ = shop.run()
    assert (result.made, result.renamed) == (1, 7)
    assert sorted(shop.bytes().values()) == content
    assert all(one.startswith("demo_") for one in names(shop))


def test_a_name_and_a_value_that_change_together_leave_no_file_behind(shop: Shop) -> None:
    shop.run()
    name(shop)
    shop.rows[0]["price"] = "7.00 EUR"
    shop.campaign["placements"][0]["click_url"] = "https://toucan.example/new/{{ item.id }}"  # paints nothing new
    shop.write()
    shop.run()
    assert len(shop.files()) == 12
    assert all(one.startswith("demo_") for one in names(shop))
    assert json.loads(shop.manifest_file().read_bytes())["counts"]["files"] == 12


def refused(shop: Shop, selection: Selection = Selection()) -> str:  # noqa: B008
    with pytest.raises(InputError) as error:
        planned(shop.folder / "campaign.yaml", shop.output, selection, None)
    assert len(error.value.problems) == 1
    assert error.value.problems[0].line
    return str(error.value)


@pytest.mark.parametrize(
    ("pattern", "twins", "advice"),
    [
        ("{format}_{locale}", ("everyone.fr-FR/item0", "everyone.fr-FR/item1"), "; add {item}"),
        ("{format}_{item}", ("everyone.fr-FR/item0", "everyone.en-GB/item0"), "; add {locale}"),
        ("banner", ("smartphone-wide-banner/everyone.fr-FR/item0", "medium-rectangle/everyone.fr-FR/item0"),
         "; add {format}"),
    ],
)  # fmt: skip
def test_two_files_of_one_name_are_refused_before_anything_is_made(
    shop: Shop, pattern: str, twins: tuple[str, str], advice: str
) -> None:
    name(shop, pattern)
    for selection in (Selection(), Selection(items=("item2",))):  # be they selected or not
        told = refused(shop, selection)
        assert "campaign.yaml:" in told
        assert "naming: two creatives would be called" in told
        assert all(twin in told for twin in twins)
        assert told.endswith(advice)
    assert not (shop.output / "demo").exists()


def test_case_does_not_tell_two_files_apart(shop: Shop) -> None:
    shop.rows[0]["id"], shop.rows[1]["id"] = "c", "b_c"
    shop.campaign["segments"] = [{"id": "a_B"}, {"id": "a"}]
    name(shop, "{format}_{locale}_{segment}_{item}")
    told = refused(shop)
    assert "two creatives would be called 'iab-smartphone-wide-banner_fr-FR_a_b_c'" in told
    assert "add" not in told


def test_long_names_are_cut_and_stay_apart(shop: Shop) -> None:
    shop.rows = [{**shop.rows[0], "id": "x" * 75 + end} for end in ("a", "b")]
    name(shop, "{item}_{item}_{format}_{locale}")
    shop.run()
    assert len(names(shop)) == 8
    assert {len(Path(one).stem) for one in names(shop)} == {150}


def test_explain_says_that_a_file_will_be_renamed(shop: Shop) -> None:
    from renderer.commands.explaining import explained

    shop.run()
    name(shop)
    key = "web/iab-medium-rectangle/everyone.fr-FR/item0"
    state = explained(key, shop.folder / "campaign.yaml", shop.output, None)["state"]
    assert state.endswith("its file will be called demo_iab-medium-rectangle_fr-FR_item0_300x250")


def test_the_trafficking_sheet_is_the_same_everywhere_and_untouched_when_nothing_changed(
    shop: Shop, tmp_path: Path
) -> None:
    def sheets(one: Shop) -> dict[str, tuple[bytes, int]]:
        code, _, err = one.render("--report", "trafficking", "-j", "1")
        assert code == 0, err
        found = [one.output / "demo" / f"trafficking.{ending}" for ending in ("csv", "xlsx")]
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in found}

    name(shop)
    first = sheets(shop)
    assert sheets(shop) == first
    other = shop.copy(tmp_path / "other")
    assert {key: content for key, (content, _) in sheets(other).items()} == {
        key: content for key, (content, _) in first.items()
    }
    assert not (shop.output / "demo/report.html").exists()
    name(shop, None)
    assert sheets(shop)["trafficking.csv"][0] != first["trafficking.csv"][0]
