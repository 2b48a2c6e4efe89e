from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from renderer.archive import archive
from renderer.commands import rendering
from renderer.outcome import Creative, File, Finding
from renderer.reports import trafficking
from renderer.stores.outputs import Outputs

FLIGHT = (date(2026, 9, 1), date(2026, 9, 30))
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def creative(number: int, status: Any = "ok", **other: Any) -> Creative:
    key = f"web/iab-leaderboard/all.fr-FR/SKU-{number}"
    file = File(f"{key}/spring_{number}.v2.jpg", "image/jpeg", 14_249, "0" * 64, 728, 90)
    values: dict[str, Any] = {"items": (f"SKU-{number}",), "click_url": f"https://t/{number}", "findings": ()} | other
    return Creative(key=key, placement="web", format="iab/leaderboard", channel="display", family="iab-fixed",
                    segment="all", locale="fr-FR", message="", arm="", status=status, cached=False,
                    files=() if status == "error" else (file,), **values)  # fmt: skip


def table(creatives: list[Creative], named: bool = True) -> list[dict[str, str]]:
    content = trafficking.as_csv(trafficking.rows(creatives, FLIGHT, named))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def pages(book: bytes) -> dict[str, list[list[str]]]:
    """A workbook's pages by title, as rows of what their cells hold."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert parts.testzip() is None
        texts = ["".join(one.itertext()) for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]
        titles = [
            one.get("name", "") for one in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        found = {}
        for number, title in enumerate(titles, 1):
            page = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(page.iter(f"{SHEET}f")), "no formula"
            found[title] = [[texts[int(cell[0].text or 0)] if cell.get("t") == "s" else cell[0].text or ""
                             for cell in row if len(cell)] for row in page.iter(f"{SHEET}row")]  # fmt: skip
        return found


def test_a_row_a_file_with_what_an_ad_server_asks_for() -> None:
    (row,) = table([creative(1, "warn")])
    assert row == {
        "name": "spring_1.v2", "file": "web/iab-leaderboard/all.fr-FR/SKU-1/spring_1.v2.jpg", "size": "728x90",
        "scale": "1x", "weight_kb": "14.2", "click_url": "https://t/1",
        "flight_start": "2026-09-01", "flight_end": "2026-09-30",
        "placement": "web", "format": "iab/leaderboard", "segment": "all", "language": "fr-FR", "item": "SKU-1",
        "message": "", "arm": "", "status": "warn", "key": "web/iab-leaderboard/all.fr-FR/SKU-1",
    }  # fmt: skip
    assert list(row) == list(trafficking.COLUMNS)


def test_without_a_pattern_the_key_is_the_name() -> None:
    assert table([creative(1)], named=False)[0]["name"] == "web/iab-leaderboard/all.fr-FR/SKU-1"


def test_what_is_not_to_be_trafficked_is_on_a_page_of_its_own() -> None:
    finding = Finding("weight/too-heavy", "fail", "It weighs 160 kB.")
    note = Finding("space/empty", "note", "A third is empty.")
    made = [creative(1), creative(2, "fail", findings=(finding, note)), creative(3, "error", error="no memory")]
    assert [row["item"] for row in table(made)] == ["SKU-1"]
    found = pages(trafficking.as_xlsx(list(trafficking.rows(made, FLIGHT, True)), list(trafficking.left_out(made))))
    assert list(found) == ["Trafficking", "Not to be trafficked"]
    assert [row[0] for row in found["Trafficking"]] == ["name", "spring_1.v2"]
    assert [row[-1] for row in found["Not to be trafficked"]] == [
        "reason", "weight/too-heavy: It weighs 160 kB.", "no memory"
    ]  # fmt: skip
    assert list(pages(trafficking.as_xlsx(list(trafficking.rows(made[:1], FLIGHT, True)), []))) == ["Trafficking"]


def test_nothing_in_a_cell_is_computed_by_a_spreadsheet() -> None:
    made = [creative(1, items=(item,)) for item in ("=1+1", "+33", "-5", "@sum", "\t=2", "fine")]
    assert [row["item"] for row in table(made)] == ["'=1+1", "'+33", "'-5", "'@sum", "'=2", "fine"]
    rows = list(trafficking.rows(made, FLIGHT, True))
    found = pages(trafficking.as_xlsx(rows, []))["Trafficking"]  # its texts are marked as such: they stay as they are
    assert [row[-3] for row in found[1:]] == ["=1+1", "+33", "-5", "@sum", "=2", "fine"]


def test_spreadsheets_know_the_encoding_and_odd_signs_break_no_row() -> None:
    made = [creative(1, items=('Thé "vert", 日本\r\n2', "\ud800\x01"))]
    content = trafficking.as_csv(trafficking.rows(made, FLIGHT, True))
    assert content.startswith(b"\xef\xbb\xbfname,file,size,")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    assert table(made)[0]["item"] == 'Thé "vert", 日本 2+\\ud800\\x01'
    pages(trafficking.as_xlsx(list(trafficking.rows(made, FLIGHT, True)), []))


def test_pages_and_cells_stay_within_what_a_spreadsheet_takes(monkeypatch: Any) -> None:
    monkeypatch.setattr(trafficking, "MAX_ROWS", 2)
    rows = list(trafficking.rows([creative(n, click_url="https://" + "x" * 40_000) for n in range(3)], FLIGHT, True))
    found = pages(trafficking.as_xlsx(rows, []))
    assert [len(page) for page in found.values()] == [3, 2]
    assert max(len(cell) for page in found.values() for row in page for cell in row) < 32_767


def for_networks(number: int, *networks: str, status: Any = "ok") -> Creative:
    """A creative with a zip for each network, a backup image of each but one, and a shared one."""
    one = creative(number, status)
    made = [one.files[0]]
    for network in networks:
        path = f"{one.key}/spring_{number}.{network}"
        made.append(File(f"{path}.zip", "application/zip", 98_000, "1" * 64, 728, 90, deliverable="html5",
                         network=network))  # fmt: skip
        if network != "xandr":
            made.append(File(f"{path}-backup.png", "image/png", 9_000, "2" * 64, 728, 90, deliverable="backup",
                             network=network))  # fmt: skip
    made.append(File(f"{one.key}/spring_{number}-backup.jpg", "image/jpeg", 9_000, "3" * 64, 728, 90,
                     deliverable="backup"))  # fmt: skip
    return msgspec.structs.replace(one, files=tuple(made))


def test_a_network_has_a_sheet_of_its_own_files() -> None:
    made = [creative(1), for_networks(2, "xandr", "adform"), for_networks(3, "adform"), for_networks(4, "dv360")]
    assert trafficking.networks(made) == ("adform", "dv360", "xandr")
    assert trafficking.networks([creative(1)]) == ()
    rows = list(trafficking.rows_of("adform", made, FLIGHT, True))
    assert [row["name"] for row in rows] == ["spring_2.adform", "spring_3.adform"]
    folder = "web/iab-leaderboard/all.fr-FR/SKU-2"
    assert rows[0] == {
        "name": "spring_2.adform", "size": "728x90", "weight_kb": 98.0, "click_url": "https://t/2",
        "flight_start": FLIGHT[0], "flight_end": FLIGHT[1], "segment": "all", "language": "fr-FR",
        "file": f"{folder}/spring_2.adform.zip", "backup": f"{folder}/spring_2.adform-backup.png",
    }  # fmt: skip
    assert list(rows[0]) == list(trafficking.OF_NETWORK)
    (xandr,) = trafficking.rows_of("xandr", made, FLIGHT, True)
    assert xandr["backup"] == f"{folder}/spring_2-backup.jpg"  # the one that all share


def test_without_a_pattern_the_network_tells_names_apart() -> None:
    names = [row["name"] for row in trafficking.rows([for_networks(1, "adform", "xandr")], FLIGHT, False)]
    key = "web/iab-leaderboard/all.fr-FR/SKU-1"
    assert names == [key, f"{key}.adform", f"{key}.adform-backup", f"{key}.xandr", f"{key}-backup"]


def sheets(folder: Path, *made: Creative) -> dict[str, bytes]:
    """The sheets that a run with these creatives leaves."""
    result: Any = SimpleNamespace(records=[SimpleNamespace(creative=one) for one in made])
    rendering._write_sheets(Outputs(folder), result, str(len(made)), FLIGHT, True)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("trafficking*"))}


def test_sheets_of_networks_come_and_go(tmp_path: Path) -> None:
    assert list(sheets(tmp_path, creative(1))) == ["trafficking.csv", "trafficking.xlsx"]
    found = sheets(tmp_path, for_networks(1, "adform", "dv360"), for_networks(2, "adform", status="fail"))
    assert list(found) == ["trafficking-adform.csv", "trafficking-adform.xlsx", "trafficking-dv360.csv",
                           "trafficking-dv360.xlsx", "trafficking.csv", "trafficking.xlsx"]  # fmt: skip
    assert found["trafficking-adform.csv"].decode("utf-8-sig").splitlines()[0] == ",".join(trafficking.OF_NETWORK)
    book = pages(found["trafficking-adform.xlsx"])
    assert [row[0] for row in book["Trafficking"]] == ["name", "spring_1.adform"]
    assert [row[0] for row in book["Not to be trafficked"]][1:] == ["web/iab-leaderboard/all.fr-FR/SKU-2"]
    assert list(pages(found["trafficking-dv360.xlsx"])) == ["Trafficking"]  # the failed one is not its own
    (tmp_path / "trafficking-mine.csv").write_text("mine")
    (tmp_path / "trafficking-adform.csv").write_text("changed by hand")
    left = sheets(tmp_path, creative(1), creative(2), creative(3))
    assert list(left) == ["trafficking-adform.csv", "trafficking-mine.csv", "trafficking.csv", "trafficking.xlsx"]
    assert sorted(path.name for path in (tmp_path / ".render").glob("*.of")) == [
        "trafficking.csv.of", "trafficking.xlsx.of"
    ]  # fmt: skip


def test_an_archive_has_no_dates_and_the_same_bytes() -> None:
    parts = [("a.xml", b"<a/>" * 1000), ("b/c.xml", b""), ("d.bin", bytes(range(256)))]
    made = archive(parts)
    assert made == archive(parts)
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.testzip() is None
        assert [(one.filename, found.read(one)) for one in found.infolist()] == parts
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(made) < 1500


@given(
    st.lists(st.tuples(st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.binary(max_size=300)), unique_by=lambda p: p[0])
)
def test_any_archive_can_be_read(parts: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(parts))) as found:
        assert [(one, found.read(one)) for one in found.namelist()] == parts
