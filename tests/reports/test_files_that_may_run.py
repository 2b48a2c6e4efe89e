"""Which files of a creative may run where something fails."""

from __future__ import annotations

from typing import Any

import msgspec
from test_trafficking_report import FLIGHT, for_networks

from renderer.outcome import Creative, File, Finding, concerns, judged, may_run, refusing
from renderer.reports import trafficking
from renderer.reports.totals import totals


def failing(*findings: Finding) -> Creative:
    one = for_networks(1, "adform", "xandr", status="fail")
    return msgspec.structs.replace(one, findings=findings, files=judged(one.files, findings))


def fail(**more: Any) -> Finding:
    return Finding("weight/too-heavy", "fail", "Too heavy.", **more)


def running(one: Creative) -> list[str]:
    return [file.path.rpartition("/")[2] for file in one.files if may_run(one, file)]


def test_a_finding_of_a_network_is_about_its_own_files() -> None:
    one = failing(fail(network="adform"))
    assert [file.status for file in one.files] == ["ok", "fail", "fail", "ok", "ok"]
    assert running(one) == ["spring_1.v2.jpg", "spring_1.xandr.zip", "spring_1-backup.jpg"]
    assert refusing(one) == ("adform",)
    assert totals({"creatives": [one]}, None)["refused_by"] == {"adform": 1}
    assert totals({"creatives": [msgspec.to_builtins(one)]}, None)["refused_by"] == {"adform": 1}


def test_a_finding_of_a_file_is_about_that_file_alone() -> None:
    zipped = next(file.path for file in failing().files if file.network == "xandr")
    one = failing(fail(network="xandr", file=zipped))
    assert [file.path for file in one.files if not may_run(one, file)] == [zipped]


def test_what_no_network_has_to_itself_nobody_may_run() -> None:
    one = failing(fail())
    assert {file.status for file in one.files} == {"fail"}
    assert (running(one), refusing(one)) == ([], ())


def test_a_network_without_files_of_its_own_is_served_by_those_that_all_share() -> None:
    one = failing(fail(network="google-ads"))
    assert running(one) == ["spring_1.adform.zip", "spring_1.adform-backup.png", "spring_1.xandr.zip"]


def test_a_failed_creative_without_a_reason_runs_nowhere() -> None:
    """As an older version's manifest may have it: its files say nothing of themselves."""
    one = for_networks(1, "adform", status="fail")
    assert running(one) == []


def test_a_shared_backup_image_too_heavy_for_one_network_serves_the_others() -> None:
    shared = failing().files[-1]
    one = failing(fail(network="adform", file=shared.path))
    (xandr,) = trafficking.rows_of("xandr", [one], FLIGHT, True)
    assert xandr["backup"] == shared.path
    assert not may_run(one, shared)
    assert may_run(one, shared, "xandr")


def test_the_sheets_name_what_is_left_out_and_why() -> None:
    one = failing(fail(network="adform"))
    rows = list(trafficking.left_out([one]))
    assert [(row["network"], row["file"].rpartition("/")[2], row["reason"]) for row in rows] == [
        ("adform", "spring_1.adform.zip", "weight/too-heavy: Too heavy."),
        ("adform", "spring_1.adform-backup.png", "weight/too-heavy: Too heavy."),
    ]
    assert list(trafficking.left_out([one], "xandr")) == []
    assert len(list(trafficking.left_out([one], "adform"))) == 2
    assert [row["name"] for row in trafficking.rows_of("xandr", [one], FLIGHT, True)] == ["spring_1.xandr"]
    assert list(trafficking.rows_of("adform", [one], FLIGHT, True)) == []
    whole = failing(fail())
    (row,) = trafficking.left_out([whole], "xandr")
    assert (row["network"], row["file"]) == ("", "")


def test_notes_and_warnings_keep_nothing_back() -> None:
    file = File("a/b.zip", "application/zip", 1, "0", 1, 1, network="adform")
    assert judged((file,), (Finding("size/refused", "warn", "", network="xandr"),)) == (file,)
    (warned,) = judged((file,), (Finding("size/refused", "warn", "", network="adform"),))
    assert warned.status == "warn"
    assert concerns(Finding("x/y", "note", ""), file, (file,))
