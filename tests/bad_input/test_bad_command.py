"""The command line: what is misspelt, which stream says what, and with which exit code it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from bad_shop import Ran, Shop

KEY = "iab-medium-rectangle/iab-medium-rectangle/everyone.en-GB/kettle"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--segment", "x"], "--segment x: the campaign has none such (it has everyone)"),
        (["--locale", "fr-FR"], "--locale fr-FR: the campaign has none such (it has en-GB)"),
        (["--item", "ketle"], "--item ketle: the campaign has none such (did you mean 'kettle'?)"),
        (["--format", "iab/mpu2"], "--format iab/mpu2: unknown format (did you mean 'iab/medium-rectangle'?)"),
        (
            ["--format", "iab/leaderboard"],
            "--format iab/leaderboard: the campaign has none such (it has iab/medium-rectangle)",
        ),
        (["--segment", "zzz"], "--segment zzz: the campaign has none such (it has everyone)"),
        (["--report", "zzz"], "--report zzz: unknown report (choose from html, trafficking, json)"),
        (["--report", "htm"], "--report htm: unknown report (did you mean 'html'?)"),
        (["--only", "zzz*"], f"--only zzz*: no creative's key matches; keys look like {KEY}"),
    ],
)
def test_a_filter_that_names_nothing_is_refused_in_one_line(shop: Shop, words: list[str], told: str) -> None:
    assert shop.render(*words).refused(told) == [told]


def test_an_unknown_format_lists_the_families(shop: Shop) -> None:
    (line,) = shop.render("--format", "zzz").refused("--format zzz: unknown format (choose from iab-fixed, ")
    assert line.endswith("; `render formats` lists all)")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--as", "gift"], "'gift' is not one of 'still'"),
        (["--date", "tomorrow"], "'tomorrow' is not a date: write it as YYYY-MM-DD"),
        (["--limit", "x"], "'x' is not a whole number"),
        (["--limit", "0"], "0 is too little: at least 1"),
        (["--strct"], "render: no such option '--strct'"),
        (["-o", "a/" * 1500], "'-o' / '--output': has 1500 folders within one another; it may have 500"),
        (["more"], "render: got unexpected extra argument (more) (render --help)"),
    ],
)
def test_bad_usage_is_refused_in_one_line(shop: Shop, words: list[str], told: str) -> None:
    assert len(shop.process("campaign.yaml", *words).refused(told)) == 1


def test_a_command_is_named_where_it_is_misused(shop: Shop) -> None:
    assert shop.process("feed").refused() == ["render feed: missing argument 'FILE' (render feed --help)"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["publish"], "render: no command or file 'publish' (choose from check, checks, explain, "),
        (["brand/toucan/brand.yaml"], "brand/toucan/brand.yaml: is a brand file; name the campaign file that uses it"),
        (["formats", "zzz"], "no format 'zzz'; search by family, channel, size or name; `render formats` lists all"),
        (["checks", "zzz"], "no check 'zzz'; `render checks` lists all"),
        (["feed", "fed.csv"], "fed.csv: there is no such feed file (did you mean 'feed.csv'?)"),
        (["plann"], "render: no command or file 'plann' (did you mean 'plan'?)"),
        (["explain", "x"], f"no creative 'x' in demo; keys look like {KEY}"),
        (["explain", KEY.replace("kettle", "ketle")], f"(did you mean '{KEY}'?)"),
        (["formats", "mpuu"], "no format 'mpuu' (did you mean 'mpu'?)"),
        (["checks", "text/too-smal1"], "no check 'text/too-smal1' (did you mean 'text/too-small'?)"),
        (["feed", "nope.csv"], "nope.csv: "),
        (["feed", "images"], "images: cannot be read"),
        (["feed", "feed.csv", "--map", "title=nam"], "feed.csv: feed.map.title: the feed has no column 'nam'"),
        (
            ["feed", "feed.csv", "--currency", "eur"],
            "--currency: 'eur' is not a currency: write its ISO code, like EUR",
        ),
        (["init", "x", "--feed", "nope.csv"], "nope.csv: "),
        (["init", "../x", "--feed", "feed.csv"], "'../x' is not a name"),
        (["init", "x", "--feed", "feed.csv", "--currency", "eur"], "--currency: 'eur' is not a currency"),
        (["schema", "-o", "feed.csv"], "feed.csv: cannot be written"),
    ],
)
def test_other_commands_answer_in_one_line_too(shop: Shop, words: list[str], told: str) -> None:
    assert len(shop.run(*words).refused(told)) == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_result_is_told_on_a_stream_that_lacks_its_signs(shop: Shop, encoding: str) -> None:
    shop.rows("kettle,Steel 😀 kettle,24.90 EUR,kettle.png,", "lamp,灯,39.00 EUR,lamp.png,")
    shop.campaign("Now at Toucan", "{{ item.title }}")
    ran = shop.process("explain", KEY, env={"PYTHONIOENCODING": encoding})
    assert ran.code == 0, ran
    assert "\\U0001f600" in ran.out


def test_a_feed_without_known_columns_says_what_to_do(shop: Shop) -> None:
    shop.rows("1,A", header="nr1,what")
    assert shop.run("feed", "feed.csv", "--json").json["how"][-2:] == [
        "no column is known as the id: name it, --map id=COLUMN",
        "no column is known as the title: name it, --map title=COLUMN",
    ]
    assert "no column is known as the id" not in shop.run("feed", "feed.csv", "--group", "nr1").out


STEER = "a\x1b]0;owned\x07\u202e\nfeed.csv"


def test_nothing_that_is_printed_steers_the_terminal_or_forges_a_line(shop: Shop) -> None:
    (shop.folder / STEER).write_text('id,title,price\n"k\x1b[2J\nforged",Kettle,1 EUR\nlamp,Lamp,"x\x1b[2J\nforged"\n')
    shop.campaign("source: feed.csv", 'source: "a\\e]0;owned\\a\\u202e\\nfeed.csv"')
    for words in (["plan"], ["plan", "--item", STEER], ["feed", STEER], ["explain", STEER], [STEER]):
        ran = shop.run(*words)
        assert not set("\x1b\x07\u202e") & set(ran.out + ran.err), ran
        assert not [line for line in (ran.out + ran.err).splitlines() if line.startswith(("forged", "feed.csv"))], ran
    assert "a\\x1b]0;owned\\x07\\u202e\\nfeed.csv: row 2" in shop.run("plan").err


def test_results_go_to_stdout_and_progress_to_stderr(shop: Shop) -> None:
    ran = shop.process("campaign.yaml", "-j", "1")
    assert ran.code == 0, ran
    assert ran.out.startswith("demo: 2 creatives")
    assert ran.err.splitlines()[-1].startswith("2/2")


@pytest.mark.parametrize(
    "words",
    [
        ["campaign.yaml", "-j", "0", "--json"], ["plan", "--json"], ["check", "--json", "--item", "lamp"],
        ["formats", "--json"], ["checks", "--json"], ["feed", "feed.csv", "--json"], ["feed", "campaign.yaml", "--json"],  # noqa: E501
        ["explain", KEY, "--json"], ["schema"],
    ],
)  # fmt: skip
def test_json_stands_alone_on_stdout(shop: Shop, words: list[str]) -> None:
    shop.rows(
        "kettle,Kettle,2 EUR,gone.png,https://t", "lamp,Lamp,2 EUR,lamp.png,https://t", "bad,,2 EUR,x.png,https://t"
    )
    ran = shop.run(*words)
    assert ran.code == 0, ran
    assert ran.json
    assert ran.out.count("\n") == 1 or words == ["schema"]


def test_a_check_keeps_nothing_and_names_nothing(shop: Shop) -> None:
    found = shop.run("check", "--json").json
    assert (found["creatives"], found["manifest"], found["report"]) == (2, None, None)
    assert not (shop.folder / "output/demo").exists()


def test_init_says_what_it_assumed(shop: Shop) -> None:
    shop.rows("kettle,Steel kettle,24.90,kettle.png,https://t")
    ran = shop.run("init", "mine", "--feed", "feed.csv")
    assert ran.code == 0, ran
    assert "feed.csv: no price names its currency: EUR is assumed, see feed.currency" in ran.err.splitlines()
    plan = shop.run("plan", "campaigns/mine", "--json").json
    assert plan["counts"]["creatives"] == 8


def test_exit_codes_by_the_table(shop: Shop) -> None:
    assert shop.render().code == 0
    assert shop.render("--strict").code == 0
    shop.rows("a,A,2 EUR,gone.png,https://t")
    assert shop.render().code == 0
    assert shop.render("--strict").code == 1
    shop.rows("a,กาต้มน้ำ,2 EUR,kettle.png,https://t")
    shop.messages('{headline: "{{ item.title }}"}')
    assert shop.render().code == 1
    shop.messages('{headline: "{{ item.title }} {{ item.rating | number }}"}')
    assert shop.render().code == 3
    shop.campaign("brand: toucan", "brand: tucan")
    assert shop.render().code == 2


def test_debug_shows_where_an_error_comes_from_and_keeps_the_exit_code(shop: Shop) -> None:
    ran = shop.render("--segment", "x", "--debug")
    assert ran.code == 2
    assert "Traceback (most recent call last)" in ran.err
    assert ran.err.splitlines()[-1].startswith("--segment x: ")


def test_an_error_of_our_own_is_one_line_and_exit_3(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("renderer.commands.rendering.load", broken)
    ran = shop.render()
    assert ran.code == 3
    assert ran.err == "internal error: ZeroDivisionError: two lines (--debug shows where; please report it)\n"
    assert "Traceback" in shop.render("--debug").err


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_debug_shows_where_a_creative_failed(shop: Shop, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError(f"two\nlines of {shop.folder}/images/kettle.png")

    monkeypatch.setattr("renderer.line.compose", broken)
    ran = shop.run("campaign.yaml", "-j", jobs)
    assert ran.code == 3
    assert "Traceback" not in ran.err
    error = shop.creative("kettle")["error"]
    assert error.startswith("internal error: ZeroDivisionError: two lines of kettle.png (test_bad_command.py:")
    ran = shop.run("campaign.yaml", "-j", jobs, "--debug")
    assert ran.code == 3
    assert f"{KEY}:\nTraceback (most recent call last):" in ran.err
    assert ran.err.count("in broken") == 2
    assert "Traceback" not in (shop.folder / "output/demo/manifest.json").read_text()


def _interrupted(shop: Shop, jobs: str) -> Ran:
    """A run of many creatives that gets Ctrl-C once some are done."""
    shop.rows(*(f"i{number},Item {number},{number + 1} EUR,kettle.png,https://t" for number in range(400)))
    shop.campaign("[iab/medium-rectangle]", "[iab-fixed]")
    start = ("import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # ignored by nohup's children
             "from renderer.cli import main; main()")  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", start, "campaign.yaml", "-j", jobs], cwd=shop.folder, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    journal, deadline = shop.folder / "output/demo/.render/journal.jsonl", time.monotonic() + 60
    while not (journal.exists() and journal.stat().st_size) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out, err)


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(shop: Shop, jobs: str) -> None:
    ran = _interrupted(shop, jobs)
    assert ran.code == 130, ran
    assert "Traceback" not in ran.err, ran
    assert "interrupted: what is done is kept; run it again to go on" in ran.err
    done = {one["key"] for one in shop.manifest()["creatives"]}
    assert 0 < len(done) < 2400
    shop.whole(strays=jobs != "0")  # a worker may have finished a file that it could not tell of any more
    first = shop.manifest()["creatives"][0]["items"][0]
    again = shop.process("campaign.yaml", "-j", "0", "--item", first, "--json")
    assert again.code == 0, again
    assert json.loads(again.out)["unchanged"] > 0
    assert done <= {one["key"] for one in shop.manifest()["creatives"]}
    shop.whole(strays=jobs != "0")


def test_ctrl_c_before_anything_is_done(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("renderer.commands.rendering.load", interrupted)
    ran = shop.render()
    assert ran.code == 130
    assert ran.err == "interrupted\n"
