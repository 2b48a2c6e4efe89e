from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.feeds import clean


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  plain  ", "plain"),
        ("a &amp;amp; b", "a & b"),
        ("&lt;b&gt;Bold&lt;/b&gt;", "Bold"),
        ("AT&T &copy=1", "AT&T &copy=1"),
        ("x < y > z", "x < y > z"),
        ("<p>One</p><p>Two</p>T<b>hr</b>ee<br>4", "One Two Three 4"),
        ("a\u202eb\ud800c\x00d\n\n e\u2069", "abcd e"),
        ("<script>alert(1)</script>hi<!-- x -->", "hi"),
        ("caf&eacute;&nbsp;noir", "café noir"),
        ("👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family"),
        ("<br>", ""),
    ],
)
def test_texts(written: str, read: str) -> None:
    assert clean.text(written) == read


@given(st.text())
def test_cleaned_text_can_be_written_as_utf8_on_one_line(written: str) -> None:
    text = clean.text(written)
    text.encode()
    assert text == " ".join(text.split())


@pytest.mark.parametrize("piece", ["<", "<a ", "<script ", "&amp;", "<!--", " (", "  "])
def test_hostile_repetition_costs_no_more_than_its_length(piece: str) -> None:
    started = time.perf_counter()
    clean.text(piece * 100_000)
    assert time.perf_counter() - started < 2


def test_periods() -> None:
    starts, ends = clean.period("2026-02-24T11:07+0100/2026-03-24")
    assert starts is not None
    assert starts.isoformat() == "2026-02-24T11:07:00+01:00"
    assert ends == datetime(2026, 3, 24, 23, 59, 59, 999999, tzinfo=UTC)
    assert clean.moment("01.09.2026") == clean.moment("01/09/2026") == datetime(2026, 9, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="before it begins"):
        clean.period("2026-03-24/2026-02-24")
    with pytest.raises(ValueError, match="is not a date"):
        clean.period("soon")


@pytest.mark.parametrize(
    ("written", "read"),
    [("in_stock", "in stock"), ("https://schema.org/OutOfStock", "out of stock"), ("Préc", "unknown"),
     ("12", "in stock"), ("0", "out of stock"),
     ("Auf Lager", "in stock"), ("pre-order", "preorder"), ("nan", "unknown")],
)  # fmt: skip
def test_availability(written: str, read: str) -> None:
    assert clean.availability(written) == read


def test_schemes() -> None:
    assert clean.refused_scheme(" JavaScript:alert(1)")
    for scheme in ("view-source:https", "feed:javascript", "jar:javascript", "filesystem:https", "MS-MSDT"):
        assert clean.refused_scheme(f"{scheme}:x")
    for fine in ("https://shop.example/a:b", "myshop://kettle", "mailto:a@shop.example", "filesystems.example/a"):
        assert not clean.refused_scheme(fine)
    assert clean.address(" https://a.example/?x=1&amp;y=2\n") == "https://a.example/?x=1&y=2"
