from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import InputError, Problem
from renderer.model import document
from renderer.model.brand import Brand
from renderer.model.campaign import Campaign
from renderer.model.validation import validated

FILE = Path("campaign.yaml")
MINIMAL = """\
flight: {start: 2026-09-01, end: 2026-09-30}
locales: [fr-FR]
placements:
  - formats: [iab/leaderboard]
"""


def data(text: str) -> object:
    return document.parse(text.encode(), FILE).data


def problems(text: str | bytes, model: type | None = None) -> list[str]:
    def loaded() -> None:
        read = document.parse(text if isinstance(text, bytes) else text.encode(), FILE)
        if model is not None:
            validated(model, read)

    with pytest.raises(InputError) as caught:
        loaded()
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("n", "n"),
        ("y", "y"),
        ("NO", "NO"),
        ("true", True),
        ("False", False),
        ("2026-09-01", "2026-09-01"),
        ("12:30", "12:30"),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        ("+7", 7),
        ("~", None),
        ("null", None),
        ("", None),
        ("=", "="),
        ("<<", "<<"),
        ("0o9", "0o9"),
        ('"12"', "12"),
        ("'no'", "no"),
        ("!!str 12", "12"),
        ("1.2.3", "1.2.3"),
        ("é", "é"),
        ("a # b", "a"),
        ("a#b", "a#b"),
        ("0.10", 0.1),
    ],
)
def test_scalars_as_yaml_1_2_has_them(written: str, value: object) -> None:
    got = data(f"a: {written}\n")
    assert got == {"a": value}
    assert type(got["a"]) is type(value)  # type: ignore[index]


def test_keys_are_always_words() -> None:
    assert data("no: 1\n1: 2\nnull: 3\ntrue: 4\n") == {"no": 1, "1": 2, "null": 3, "true": 4}


def test_a_version_line_does_not_bring_back_the_old_words() -> None:
    assert data("%YAML 1.1\n---\na: no\n") == {"a": "no"}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "written twice (first on line 1)"),
        ("x:\n  a: 1\n  a: 2\n", 3, "x.a: is written twice"),
        ("a:\n\t- b\n", 2, "tab"),
        ("a: [1, 2\n", 2, "not valid YAML"),
        ("? [a]\n: b\n", 1, "a key must be a word"),
        ("a: 1\n---\nb: 2\n", 2, "two documents"),
        ("a: !!python/object:os.system x\n", 1, "tag"),
        ("a: *nope\n", 1, "not valid YAML"),
        ("a: " + "9" * 5000, 1, "too large"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        (b"\xff\xfea\x00", 1, "UTF-8"),
        ("a: \x00\n", 1, "control"),
        ("a: 1\nb: @x\n", 2, "quotes"),
        ("a: {b: c: d}\n", 1, "a second ':' in one value; put a text that holds ': ' in quotes"),
        ("a: {b: c\nd: e\n", 2, "the bracket that opens on line 1 is not closed"),
        ("a: {b: #FFF, c: d}\ne: f\n", 2, "the bracket that opens on line 1 is not closed; a '#' outside quotes"),
        ("a:1\nb: 2\n", 1, "'a:1' needs a space behind the ':'"),
        ("x:\n  a:1\n  b: 2\n", 2, "'a:1' needs a space behind the ':'"),
        ("a: 1\nb: {c}_{d}\n", 2, "a text that begins with '{' must stand in quotes"),
        ("a 1\nb: 2\n", 2, "the line before lacks its ':'"),
    ],
)
def test_mistakes_have_their_place(text: str | bytes, line: int, told: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(f"campaign.yaml:{line}: ")
    assert told in problem
    assert "\n" not in problem


def test_aliases_are_fine_and_keep_their_places() -> None:
    read = document.parse(b"a: &x {b: 1}\nc: *x\n", FILE)
    assert read.data == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)),
        "[" * 100_000,
        "{a: " * 20_000,
        "- " * 20_000,
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "[" * 45 + "]" * 45,
        "x" * (document.MAX_BYTES + 1),
        "- a\n" * (document.MAX_NODES + 1),
    ],
    ids=["bomb", "brackets", "braces", "dashes", "itself", "itself-mapped", "deep", "huge", "many"],
)
def test_what_would_exhaust_us_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert re.search("nested deeper|over 100000 values|larger than", problem), problem


def test_every_mistake_of_a_file_is_told_at_its_line() -> None:
    found = problems(
        """\
flight: {start: 2026-09-31, end: 2026-09-30}
locales: [fr-FR, francais]
brnad: voltige
placements:
  - formats: []
    as: [still, vidoe]
  - as: still
segments:
  - id: a b
    audiense: {}
""",
        Campaign,
    )
    lines = [int(problem.split(":")[1]) for problem in found]
    assert lines == sorted(lines)
    told = "\n".join(found)
    for line, key, what in [
        (1, "flight.start", "not a date"),
        (2, "locales[1]", "not a locale"),
        (3, "brnad", "did you mean 'brand'"),
        (6, "placements[0].as[1]", "did you mean 'video'"),
        (7, "placements[1].formats", "missing"),
        (9, "segments[0].id", "not a name"),
        (10, "segments[0].audiense", "did you mean 'audience'"),
    ]:
        assert re.search(rf"campaign\.yaml:{line}: {re.escape(key)}: .*{re.escape(what)}", told), (key, told)


def test_a_file_that_is_no_mapping() -> None:
    assert "keys and values" in problems("- a\n", Campaign)[0]
    assert problems("", Campaign)


def test_a_number_where_text_belongs() -> None:
    assert "quotes" in problems(MINIMAL + "naming: 12\n", Campaign)[0]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@, \n\t0.~?", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    found: tuple[Problem, ...] = ()
    try:
        document.parse(text.encode(), FILE)
    except InputError as error:
        found = error.problems
    assert all("\n" not in str(problem) and problem.file == FILE for problem in found)


@pytest.mark.shared
@pytest.mark.parametrize(("heading", "model"), [("# campaigns/", Campaign), ("# brand/", Brand)])
def test_the_examples_of_the_design_are_accepted_as_written(
    shared: Callable[[str], Path], heading: str, model: type
) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", shared("design.md").read_text(encoding="utf-8"), re.S)
    (text,) = [block for block in blocks if block.startswith(heading)]
    made = validated(model, document.parse(text.encode(), FILE))
    if isinstance(made, Campaign):
        assert made.name == "rentree-2026"
        assert made.locales == ("fr-FR", "en-GB")
        assert made.placements[0].as_ == ("still", "html5")
        assert made.segments[0].audience.demographics["age"] == [25, 39]
    else:
        assert isinstance(made, Brand)
        assert made.voice.preferred == {"gratuit": "offert"}
        assert made.typefaces.display.weights == {"bold": 800}


def test_the_smallest_campaign() -> None:
    made = validated(Campaign, document.parse(MINIMAL.encode(), FILE))
    assert made.segments[0].id == "everyone"
    assert validated(Campaign, document.parse(b"\xef\xbb\xbf" + MINIMAL.encode(), FILE)) == made


def test_lines_of_nested_keys() -> None:
    read = document.parse(b"a:\n  - b: 1\n    c:\n      - 2\n      - 3\n", FILE)
    assert read.line(("a", 0, "c", 1)) == 5
    assert read.line(("a", 0, "nothing", "here")) == 2
    assert document.key_text(("a", 0, "c", 1)) == "a[0].c[1]"
