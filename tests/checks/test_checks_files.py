"""Checks of files, the profiles of networks, and the pages that describe the checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_checks_good import evidence, file, found, place

from renderer import checks
from renderer.errors import InputError
from renderer.loading.profiles import known_profiles
from renderer.stages import compose


@pytest.mark.parametrize(
    ("width", "height", "scale", "good"),
    [(300, 250, 1.0, True), (600, 500, 2.0, True), (301, 250, 1.0, False), (300, 250, 2.0, False), (0, 0, 1.0, False)],
)
def test_size_wrong(width: int, height: int, scale: float, good: bool) -> None:
    findings = found("size/wrong", evidence(files=(file(width=width, height=height, scale=scale),)))
    assert (not findings) is good
    assert all(finding.actual == f"{width}x{height}" for finding in findings)


def test_size_of_what_has_none_of_its_own() -> None:
    page = file(path="mail.eml", media_type="message/rfc822", width=0, height=0)
    expanded = file(state="expanded", width=600)
    assert found("size/wrong", evidence(files=(page, expanded))) == []


def test_size_of_a_flexible_format() -> None:
    flexible = place(size=None, range=[[300, 150], [450, 225]])
    assert found("size/wrong", evidence(files=(file(width=375, height=187),), format=flexible)) == []
    assert found("size/wrong", evidence(files=(file(width=460, height=187),), format=flexible))


def test_size_refused() -> None:
    square = evidence(format=place(size=[1080, 1080]), files=(file(width=1080, height=1080),))
    (finding,) = found("size/refused", square, "google-ads")
    assert finding.status == "warn"
    assert "unverified" in finding.source
    assert found("size/refused", square, "iab") == []
    assert found("size/refused", evidence(), "google-ads") == []


def test_weight() -> None:
    assert found("weight/too-heavy", evidence(files=(file(bytes=150_000),))) == []
    (finding,) = found("weight/too-heavy", evidence(files=(file(bytes=150_100),)))
    assert (finding.limit, finding.actual, finding.status) == (150, 150.1, "fail")
    assert finding.source == "IAB-FIXED-2019"
    assert "150.1 kB" in finding.message


@pytest.mark.parametrize(
    ("deliverable", "limits", "allowed"),
    [
        ("still", {"initial_kb": 100, "static_kb": 40}, 40),
        ("backup", {"initial_kb": 100}, 100),
        ("gif", {"initial_kb": 100, "static_kb": 40}, 100),
        ("html5", {"initial_kb": 100, "subload_kb": 200}, 300),
        ("html5", {"initial_kb": 100, "total_kb": 150}, 150),
        ("video", {"total_kb": 1100}, 1100),
    ],
)
def test_weight_by_deliverable(deliverable: str, limits: dict[str, float], allowed: int) -> None:
    def weighing(size: int) -> list[object]:
        made = file(bytes=size, deliverable=deliverable, media_type="application/zip")
        return list(found("weight/too-heavy", evidence(files=(made,), format=place(limits=limits))))

    assert weighing(allowed * 1000) == []
    assert len(weighing(allowed * 1000 + 1)) == 1


def test_weight_without_a_limit() -> None:
    huge = (file(bytes=10**9), file(bytes=10**9, deliverable="email"), file(bytes=10**9, deliverable="video"))
    assert found("weight/too-heavy", evidence(files=huge, format=place(limits={}))) == []


def test_weight_of_a_network() -> None:
    billboard = place(limits={"initial_kb": 250}, size=[970, 250])
    heavy = file(bytes=200_000, width=970)
    assert found("weight/too-heavy", evidence(files=(heavy,), format=billboard), "iab") == []
    (finding,) = found("weight/too-heavy", evidence(files=(heavy,), format=billboard), "iab", "google-ads")
    assert finding.limit == 150
    assert finding.source == "GOOGLE-20-SIZES (unverified)"
    for_iab = file(bytes=200_000, width=970, network="iab")
    assert found("weight/too-heavy", evidence(files=(for_iab,), format=billboard), "iab", "google-ads") == []


def test_profiles_shipped() -> None:
    assert {"iab", "google-ads"} <= set(known_profiles(checks.IDS))
    assert known_profiles(checks.IDS)["google-ads"].verified is False


PROFILE = """\
id: mine
name: Mine
checks: {checks}
limits: {{still_kb: 30}}
source: [NOTE]
as_of: 2026-11-22
verified: true
"""


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    written = tmp_path / "profiles" / "mine.yaml"
    written.write_text(PROFILE.format(checks="[weight/too-heavy]"), encoding="utf-8")
    mine = known_profiles(checks.IDS, tmp_path)["mine"]
    (finding,) = checks.check(evidence(files=(file(bytes=31_000, width=1),)), [mine])
    assert (finding.check, finding.limit) == ("weight/too-heavy", 30)
    written.write_text(PROFILE.format(checks="[weight/to-heavy]"), encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.yaml:3: checks\[0\]: unknown check 'weight/to-heavy' \(did you mean"):
        known_profiles(checks.IDS, tmp_path)


@pytest.mark.parametrize("one", checks.ALL, ids=lambda one: one.id)
def test_every_check_says_what_and_why(one: checks.Check) -> None:
    assert re.fullmatch(r"[a-z-]+/[a-z-]+", one.id)
    assert one.level in ("note", "warn", "fail")
    assert all(part.strip() for part in (one.title, one.why, one.source, one.example))
    if one.run is not None:
        assert (one.run.__doc__ or "").strip()
        assert one.run.__module__.rpartition(".")[2] == one.id.replace("/", "_").replace("-", "_")


def test_what_a_stage_finds_itself_is_found_there() -> None:
    stages = "".join(path.read_text(encoding="utf-8") for path in Path(compose.__file__).parent.glob("*.py"))
    elsewhere = [one.id for one in checks.ALL if one.run is None]
    assert elsewhere == ["picture/missing", "picture/unusable", "picture/faint"]
    assert all(f'"{id_}"' in stages for id_ in elsewhere)


def test_ids_are_unique() -> None:
    ids = [one.id for one in checks.ALL]
    assert len(ids) == len(set(ids))


def test_every_file_of_a_check_is_registered() -> None:
    folder = Path(checks.__file__).parent
    written = {path.stem for path in folder.glob("*.py") if "\nCHECK = Check(" in path.read_text(encoding="utf-8")}
    assert written == {one.id.replace("/", "_").replace("-", "_") for one in checks.ALL}


def test_catalogue_and_page() -> None:
    listed = checks.catalogue()
    assert [one["id"] for one in listed] == [one.id for one in checks.ALL]
    assert all(set(one) == {"id", "status", "title", "why", "measured", "example", "source"} for one in listed)
    page = checks.markdown()
    assert all(f"\n## {one.id}\n" in page for one in checks.ALL)
    assert page == checks.markdown()


def test_messages_are_told_in_the_order_of_the_checks() -> None:
    bad = evidence(files=(file(bytes=999_000, width=1),), brand=evidence().brand)
    assert [one.check for one in checks.check(bad)] == ["size/wrong", "weight/too-heavy"]
