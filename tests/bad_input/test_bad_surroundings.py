"""Files that are no files, streams that nobody reads, names that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bad_shop import BRAND, Shop


def pipe(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("feed.csv", "campaign.yaml:6: feed.source: feed.csv is not a file"),
        ("campaign.yaml", "campaign.yaml: is not a file"),
        ("brand/toucan/layouts/x.yaml", "brand/toucan/layouts/x.yaml: is not a file"),
        ("formats/x.yaml", "formats/x.yaml: is not a file"),
        ("brand/toucan/fonts/x.ttf", "'x.ttf' is not a file"),
    ],
)
def test_a_pipe_is_not_waited_for(shop: Shop, where: str, told: str) -> None:
    pipe(shop.folder / where)
    if "fonts" in where:
        (shop.brand / "brand.yaml").write_text(BRAND.replace('"package:font_manrope"', "fonts"))
    assert len(shop.process("plan").refused(told)) == 1


def test_a_pipe_in_the_outputs_place_is_replaced(shop: Shop) -> None:
    pipe(shop.folder / "output/demo/manifest.json")
    pipe(shop.folder / "output/demo/.render/ledger.jsonl")
    assert shop.process("campaign.yaml", "-j", "0").code == 0
    assert len(shop.manifest()["creatives"]) == 2


@pytest.mark.parametrize("where", ["feed.csv", "brand/toucan/logo.svg", "output"])
def test_a_link_to_itself_is_one_line(shop: Shop, where: str) -> None:
    path = shop.folder / where
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)
    assert len(shop.process("campaign.yaml", "-j", "0").refused()) == 1


@pytest.mark.parametrize("shell", ["| true", "2>&1 | head -1", "2>&-", "2>/dev/full", ">&-", ">/dev/null 2>&1"])
def test_work_goes_on_where_nobody_listens(shop: Shop, shell: str) -> None:
    shop.rows(*(f"i{number},Item {number},2 EUR,kettle.png,https://t" for number in range(12)), "bad,,2 EUR,x,y")
    line = f"{sys.executable} -m renderer.cli campaign.yaml -j 2 {shell}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=shop.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    assert "Traceback" not in done.stderr
    assert len(shop.manifest()["creatives"]) == 12
    shop.whole()


def test_a_result_that_cannot_be_written_is_one_line(shop: Shop) -> None:
    line = f"{sys.executable} -m renderer.cli formats >/dev/full"
    done = subprocess.run(["bash", "-c", line], cwd=shop.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done


@pytest.mark.place
def test_a_folder_whose_name_is_no_text(shop: Shop) -> None:
    shop.campaign("name: demo\n", "")
    folder = os.fsencode(shop.folder) + b"/caf\xe9"
    try:
        Path(os.fsdecode(folder)).mkdir()
    except OSError:
        pytest.skip("this file system takes no such name")
    for part in ("brand", "images", "feed.csv", "campaign.yaml"):
        (shop.folder / part).rename(Path(os.fsdecode(folder)) / part)
    shop.process(os.fsdecode(folder)).refused("its folder's name cannot be a campaign's: give it a 'name'")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("feed.json", '[{"id":"a","title":"A","price":"\\ud800 3"}, %s]'),
        ("feed.json", '[{"id":"a","title":"A","price":1e1000000000000000000000}, %s]'),
        ("feed.json", '[{"id":"a","title":"A","price":"3 EUR","x\\ud800":"v"}, %s]'),
    ],
)
def test_json_that_no_text_can_hold(shop: Shop, name: str, content: str) -> None:
    shop.campaign("feed.csv", name)
    (shop.folder / name).write_text(content % '{"id":"b","title":"B","price":"2 EUR","image":"kettle.png"}')
    assert shop.render().code == 0
    assert "b" in {one["items"][0] for one in shop.manifest()["creatives"]}


@pytest.mark.parametrize("encoding", ["shift_jis", "nonsense"])
def test_xml_in_an_encoding_that_cannot_be_read(shop: Shop, encoding: str) -> None:
    shop.campaign("feed.csv", "feed.xml")
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><id>a</id></item></channel></rss>'
    (shop.folder / "feed.xml").write_text(text)
    assert len(shop.render().refused("save it as UTF-8")) == 1


def test_a_price_that_rounds_to_nothing_is_none(shop: Shop) -> None:
    shop.rows("a,A,0.004 EUR,kettle.png,https://t", "b,B,2 EUR,kettle.png,https://t")
    shop.render()
    assert shop.rejected() == {1: ("a", "price", "price is 0")}


def test_many_mistakes_and_many_columns_take_no_time(shop: Shop) -> None:
    """Each was quadratic once: minutes for what takes a second."""
    shop.file.write_text(shop.file.read_text() + "segments:\n" + "  - {}\n" * 8_000)
    assert len(shop.render().refused("segments[7999].id: is missing")) == 8_000
    shop.file.write_text(shop.file.read_text().split("segments:")[0])
    shop.campaign("[en-GB]", "[" + ",".join(["en-GB"] * 40_000) + "]")
    shop.render().refused("names the locale 'en-GB' twice")
    shop.campaign()
    shop.rows("a,A,2 EUR,kettle.png,u" + "," * 30_000, header="id,title,price,image_link,link" + "," * 30_000)
    assert shop.render().code == 0


@pytest.mark.parametrize(
    "text", ["{{ (1e308+1e308)|int }}", "{{ " + "1+" * 1900 + "1 }}", "{{ item" + ".a" * 1900 + " }}"]
)
def test_expressions_that_python_cannot_hold(shop: Shop, text: str) -> None:
    shop.messages('{headline: "' + text + '"}')
    assert len(shop.render().refused("messages.en-GB.headline")) == 1


@pytest.mark.parametrize(
    "sizes", ["[[-10,-10],[5,5]]", "[[0,0],[1,1]]", "[[300,300],[200,200]]", "[[1,1],[" + "9" * 30 + ",3]]"]
)
def test_a_range_of_sizes_that_cannot_be(shop: Shop, sizes: str) -> None:
    (shop.folder / "formats").mkdir()
    (shop.folder / "formats/own.yaml").write_text(
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n"
        f"  - {{id: own/x, name: {{en: X}}, verified: false, range: {sizes}}}\n"
    )
    shop.campaign("iab/medium-rectangle", "own/x")
    assert "formats/own.yaml:6" in shop.render().refused()[0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("300x250", "300", "formats[0].size: '300' is not a size: write it like 300x250"),
        ("300x250", "axb", "formats[0].size: 'axb' is not a size: write it like 300x250"),
        ("own/x", "Own/X", "formats[0].id: 'Own/X' is not written like 'iab/half-page', in small letters, digits"),
        ("family: own", "family: My own", "family: 'My own' is not a name, in small letters, digits and '-'"),
    ],
)
def test_a_format_that_is_written_wrong_says_how_to_write_it(shop: Shop, old: str, new: str, told: str) -> None:
    (shop.folder / "formats").mkdir()
    written = (
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n"
        "  - {id: own/x, name: {en: X}, verified: false, size: 300x250}\n"
    )
    (shop.folder / "formats/own.yaml").write_text(written.replace(old, new, 1))
    shop.campaign("iab/medium-rectangle", "own/x")
    assert len(shop.render().refused(told)) == 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("size: [0, 250]", "formats[0].size: 0x250 is not a size: a side lies between 1 and 10000 px"),
        ("size: 300x20000", "formats[0].size: 300x20000 is not a size"),
        ("size: [1000000000, 250]", "formats[0].size: 1000000000x250 is not a size"),
        ("size: [300, 250, 2]", "formats[0].size: is not a size: write its width and its height, like [300, 250]"),
        ("size: [300]", "formats[0].size: is not a size: write its width and its height, like [300, 250]"),
        ("size: [true, 2]", "formats[0].size: must be a number, not true"),
        ("size: [300.5, 250]", "formats[0].size[0]: must be a whole number, not 300.5"),
        ("size: 300x250, limits: {total_kb: true}", "formats[0].limits.total_kb: must be a number, not true"),
        ("size: 300x250, limits: {total_kb: 150 kB}", "formats[0].limits.total_kb: must be a number, not '150 kB'"),
        ("size: 300x250, scale: true", "formats[0].scale: must be a number, not true"),
        ("size: 300x250, safe_zone: {top: true}", "formats[0].safe_zone.top: must be a number, not true"),
        ("size: 300x250, limits: {total_kb: 0}", "formats[0].limits.total_kb: "),
        ("size: 300x250, limits: {static_kb: .inf}", "formats[0].limits.static_kb: "),
        ("size: 300x250, limits: {total_kb: lots}", "formats[0].limits.total_kb: "),
        ("size: 300x250, limits: {min_duration_s: 9, max_duration_s: 6}", "formats[0].limits: asks for at least more"),
        ("size: 300x250, sizes: {min: [0, 0]}", "formats[0].sizes: 0x0 is not a size"),
        ("size: 300x250, sizes: {" + "m" * 80 + ": 30x25}", "has an id that is too long with the names of its 'sizes'"),
        ("size: 900x250, range: [300x250, 600x500]", "formats[0]: has a 'size' that its 'range' leaves out"),
        ("size: 300x250, needs: vidéo", "formats[0].needs: "),
        ("limits: {total_kb: 150}", "formats[0]: needs 'size' or 'range'"),
    ],
)
def test_a_format_that_cannot_be_is_refused(shop: Shop, written: str, told: str) -> None:
    (shop.folder / "formats").mkdir()
    (shop.folder / "formats/own.yaml").write_text(
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n"
        f"  - {{id: own/x, name: {{en: X}}, verified: false, {written}}}\n"
    )
    shop.campaign("iab/medium-rectangle", "own/x")
    (line,) = shop.render().refused(told)
    assert line.startswith("formats/own.yaml:6: ")


def test_a_further_size_that_has_the_id_of_another_format(shop: Shop) -> None:
    (shop.folder / "formats").mkdir()
    (shop.folder / "formats/own.yaml").write_text(
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n"
        "  - {id: own/x-min, name: {en: X}, verified: false, size: 300x250}\n"
        "  - {id: own/x, name: {en: X}, verified: false, size: 300x250, sizes: {min: 30x25}}\n"
    )
    shop.campaign("iab/medium-rectangle", "own/x")
    assert shop.render().refused() == ["formats/own.yaml:7: formats[1].id: would share its folder with 'own/x-min'"]


def test_a_format_whose_id_is_too_long_for_a_folder(shop: Shop) -> None:
    (shop.folder / "formats").mkdir()
    (shop.folder / "formats/own.yaml").write_text(
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n"
        f"  - {{id: own/{'x' * 300}, name: {{en: X}}, verified: false, size: 300x250}}\n"
    )
    told = "formats/own.yaml:6: formats[0].id: has 304 characters; it may have 80"
    assert shop.render().refused() == [told]


@pytest.mark.parametrize("longest", [80, 300])
def test_ids_as_long_as_they_may_be_make_files_and_longer_ones_are_refused(shop: Shop, longest: int) -> None:
    id_ = "x" * longest
    shop.campaign("messages:", f"segments: [{{id: {id_}}}]\narms: [{{id: {id_}}}]\nmessages:")
    written = shop.file.read_text().replace("- formats", f"- id: {id_}\n    formats")
    shop.file.write_text(written.replace("en-GB: {", f"en-GB: {{id: {id_}, "))
    ran = shop.render("--limit", "1")
    if longest == 80:
        assert ran.code == 0, ran
    else:
        assert [line.split(": ")[1] for line in ran.refused()] == [
            "segments[0].id", "arms[0].id", "messages.en-GB.id", "placements[0].id"]  # fmt: skip


def test_a_flight_beyond_the_calendar(shop: Shop) -> None:
    assert len(shop.run("init", "m", "--feed", "feed.csv", "--date", "9999-12-31").refused("--date 9999-12-31")) == 1
