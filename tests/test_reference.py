"""`render checks` and `render formats`: a list, or everything about the one that is named."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from renderer.checks import ALL
from renderer.cli import cli
from renderer.loading.catalogue import load_catalogue


def told(*words: str) -> str:
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_a_check_by_its_id_is_explained(check: object) -> None:
    page = one_line(told("checks", check.id))  # type: ignore[attr-defined]
    for name in ("id", "level", "title", "why", "example", "source"):
        assert one_line(getattr(check, name)) in page
    if check.run:  # type: ignore[attr-defined]
        assert one_line(check.run.__doc__) in page  # type: ignore[attr-defined]


@pytest.mark.parametrize("format_", load_catalogue().formats.values(), ids=lambda one: one.id)
def test_a_format_by_its_id_is_told_whole(format_: object) -> None:
    page = one_line(told("formats", format_.id))  # type: ignore[attr-defined]
    for name in ("id", "channel", "family", "note"):
        assert one_line(getattr(format_, name)) in page
    for part in (*format_.name.values(), *format_.source, *format_.aliases, format_.as_of.isoformat()):  # type: ignore[attr-defined]
        assert part in page


def test_all_the_facts_of_a_story() -> None:
    lines = told("formats", "social/meta-story").splitlines()
    assert "  size       1080x1920 px" in lines
    assert "  scale      2.75 px for each CSS px" in lines
    assert "  limits     total 30000 kB" in lines
    assert "  safe zone  top 14 %, bottom 20 %" in lines
    assert "  note       Reels keep 35 % at the foot clear and 6 % at the sides." in lines
    assert "  verified   no" in lines


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("pavé", "iab/medium-rectangle"),
        ("PAVE", "iab/medium-rectangle"),
        ("habillage", "skin/arch"),
        ("mega banniere", "iab/leaderboard"),
        ("méga-bannière", "iab/leaderboard"),
        ("half page", "iab/half-page"),
        ("mpu", "iab/medium-rectangle"),
        ("300 x 250", "iab/medium-rectangle"),
        ("300×250", "iab/medium-rectangle"),
        ("banner wide smartphone", "iab/smartphone-wide-banner"),
        ("delisted", "iab/super-leaderboard"),
    ],
)
def test_a_format_is_found_as_people_say_it(word: str, found: str) -> None:
    assert found in [one["id"] for one in json.loads(told("formats", word, "--json"))]


@pytest.mark.parametrize(
    ("word", "says"),
    [("leaderbord", " (did you mean 'Leaderboard'?)"), ("habilage", " (did you mean 'habillage'?)"),
     ("xyzzy", "; search by family, channel, size or name; `render formats` lists all")],
)  # fmt: skip
def test_a_format_that_is_not_there_is_told(word: str, says: str) -> None:
    result = CliRunner().invoke(cli, ["formats", word])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip() == f"no format '{word}'{says}"


def test_what_is_no_id_lists_what_matches() -> None:
    assert told("checks", "text/").splitlines()[0].split() == ["id", "status", "reason", "source"]
    assert "iab/medium-rectangle" in told("formats", "pave")
    assert len(json.loads(told("checks", "text/", "--json"))) > 1
    assert [one["id"] for one in json.loads(told("checks", "text/overlap", "--json"))] == ["text/overlap"]
    assert [one["id"] for one in json.loads(told("formats", "iab/billboard", "--json"))] == ["iab/billboard"]
