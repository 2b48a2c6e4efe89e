"""A limit that no file can keep: a finding with what was tried, exit 1, and the lightest file that there is."""

from __future__ import annotations

import csv

import pytest
from bad_shop import Shop

FORMAT = """\
family: own
channel: display
source: [OWN-BOOK]
as_of: 2026-01-01
formats:
  - {id: own/x, name: {en: X}, size: 300x250, verified: false, limits: {total_kb: KB}}
"""
NETWORK = """\
id: strict
name: Strict
source: STRICT-BOOK
as_of: 2026-01-01
verified: true
limits: {still_kb: KB}
"""


def limited(shop: Shop, whose: str, kb: str) -> None:
    """The shop with a limit of a format or of a network."""
    (shop.folder / "formats/profiles").mkdir(parents=True)
    if whose == "own/x":
        (shop.folder / "formats/own.yaml").write_text(FORMAT.replace("KB", kb))
        shop.campaign("iab/medium-rectangle", "own/x")
    else:
        (shop.folder / "formats/profiles/strict.yaml").write_text(NETWORK.replace("KB", kb))
        shop.campaign("[iab/medium-rectangle]", "[iab/medium-rectangle]\n    networks: [strict]")


@pytest.mark.parametrize("kb", ["1", "0.02"])  # 20 bytes: not even a file's header
@pytest.mark.parametrize(("whose", "source"), [("own/x", "OWN-BOOK (unverified)"), ("Strict", "STRICT-BOOK")])
def test_a_limit_that_no_file_can_keep(shop: Shop, whose: str, source: str, kb: str) -> None:
    limited(shop, whose, kb)
    ran = shop.render()
    assert ran.code == 1, ran
    assert "× weight/too-heavy: " in ran.out
    assert "Traceback" not in ran.err
    made = shop.creative("kettle")
    (file,), (finding,) = made["files"], [one for one in made["findings"] if one["check"] == "weight/too-heavy"]
    assert made["status"] == "fail"
    assert (finding["status"], finding["limit"], finding["source"]) == ("fail", float(kb), source)
    assert finding["message"].endswith(f"; {whose} allows {kb} kB")
    assert finding["actual"] * 1000 == pytest.approx(file["bytes"], abs=10)
    assert file["limit_kb"] == float(kb)
    assert len(file["tried"]) == file["attempts"] > 5
    assert file["bytes"] == min(one["bytes"] for one in file["tried"]), "the lightest is kept"
    shop.whole()
    with (shop.folder / "output/demo/trafficking.csv").open(encoding="utf-8-sig") as sheet:
        assert list(csv.DictReader(sheet)) == [], "what breaks a rule is not in the sheet"
    told = shop.run("explain", made["key"], "campaign.yaml").out
    assert f"kB of {kb} kB at most" in told
    assert "JPEG, chroma halved  90:" in told
    again = shop.render()
    assert (again.code, "all unchanged" in again.out) == (1, True)
