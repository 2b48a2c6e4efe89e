"""Click addresses, hostile ones among them: only the web is opened, and no address ends the text it stands in."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from package_parts import SHIPPED, URL, made, network

from renderer.stages.clicking import address

REFUSED = (
    "", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
    " \tjavascript:x", "data:text/html,<script>x</script>", "vbscript:x", "file:///etc/passwd", "//evil.example",
    "/path", "shop.example", "https:", "https://", "https:///x", "https://?x", "http:\\\\evil.example",
    "\u202ehttps://evil.example", "blob:https://a.b/c", "%%CLICK_URL%%", "ht\x00tps://a.b", "mailto:a@b.example",
)  # fmt: skip
HOSTILE = (
    'https://a.b/"onload="x', "https://a.b/'x'", "https://a.b/</script><script>alert(1)</script>", "https://a.b/<!--x",
    "https://a.b/`${x}`", "https://a.b/\\u003c", "https://a.b/\u2028\u2029", "https://a.b/\u202egpj",
    "https://a.b/\x00\x1b[2J", "https://a.b/\r\nx", "https://a.b/&quot;&amp;", "https://a.b/\ud800",
    "https://münchen.example/ü", "https://a.b/é?x=日本", "https://a.b/%27%22", 'https://a.b/");alert(1);("',
    "https://a.b/]]>", "https://a.b/*/x/*",
)  # fmt: skip


class Reader(HTMLParser):
    """The tags of a page with their attributes, and what its scripts say."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.scripts.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_on_the_web_is_no_address(text: str) -> None:
    assert address(text) == ""
    for id_ in SHIPPED:
        page = made(id_, click_url=text).page
        assert "javascript:" not in page.lower()
        assert not any("href" in attrs for tag, attrs in read(page).tags if tag == "a")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("id_", sorted(SHIPPED))
def test_a_hostile_address_stays_an_address(id_: str, text: str) -> None:
    plain, hostile = read(made(id_).page), read(made(id_, click_url=text).page)
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(attrs) for _, attrs in hostile.tags] == [sorted(attrs) for _, attrs in plain.tags]
    assert len(hostile.scripts) == len(plain.scripts)
    page = made(id_, click_url=text).page
    assert page.isascii()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", page)
    for one, other in zip(hostile.scripts, plain.scripts, strict=True):
        assert one.count("\n") == other.count("\n")
        for written in re.findall(r'"(?:[^"\\]|\\.)*"', one):
            json.loads(written)


@given(st.text(max_size=40))
def test_any_text_gives_an_address_of_plain_signs_or_none(text: str) -> None:
    for one in (address(text), address("https://a.b/" + text)):
        assert one == "" or re.fullmatch(r"""(?i)https?://[!-~]+""", one)
        assert not set(one) & set('"<>\\^`|')
    assert address("https://a.b/" + text)


def test_addresses_that_are_sound_stay_as_they_are() -> None:
    assert address(URL) == URL
    assert address(f"  {URL}\n") == URL
    assert address("HTTP://A.B/%C3%A9#part") == "HTTP://A.B/%C3%A9#part"
    assert address("https://münchen.example/ü") == "https://xn--mnchen-3ya.example/%C3%BC"


def test_labels_are_texts() -> None:
    label = '"><script>alert(1)</script>\u2028 & Co'
    tags = read(made("iab", label=label).page).tags
    assert [attrs["aria-label"] for tag, attrs in tags if tag == "a"] == [label]
    assert dict(read(made("iab", label="").page).tags)["a"]["aria-label"] == "spring_1"


@pytest.mark.parametrize(
    ("id_", "head", "asked"),
    [
        ("campaign-manager-360", f'var clickTag = "{URL}";', "[window.clickTag]"),
        ("the-trade-desk", f'var clickTAG = "{URL}";', 'get("clickTAG"), window.clickTAG]'),
        ("iab", f'var clickTag = "{URL}";', 'get("clickTag"), window.clickTag]'),
        ("adform", "Adform.DHTML.js", f'[dhtml.getVar("clickTAG", "{URL}")]'),
        ("sizmek", "EBLoader.js", "\n  EB.clickthrough();\n"),
    ],
)
def test_each_network_counts_in_its_own_way(id_: str, head: str, asked: str) -> None:
    page = made(id_).page
    assert head in page.partition("</head>")[0]
    assert asked in page.partition("</head>")[2]
    assert page.count("window.open(") == (id_ != "sizmek")
    assert "eval" not in page


def test_where_the_network_lays_its_own_link_the_page_has_none() -> None:
    page = made("google-ads").page
    assert "<script" not in page
    assert 'id="click"' not in page


def test_where_the_landing_page_may_not_stand_it_does_not() -> None:
    page = made("xandr").page
    assert "shop.example" not in page
    assert 'get("clickTag")' in page


def test_a_macro_stands_before_the_address() -> None:
    plain = network(click={"by": "macro", "macro": "%%CLICK_URL_UNESC%%", "link": True})
    page = made(plain).page
    assert f'["%%CLICK_URL_UNESC%%{URL}", "{URL}"]' in page
    assert f'href="%%CLICK_URL_UNESC%%{URL.replace("&", "&amp;")}"' in page
    escaped = network(click={"by": "macro", "macro": "{CLICK}", "escaped": True})
    assert '["{CLICK}https%3A%2F%2Fshop.example%2Fkettle%3Fa%3D1%26b%3D2",' in made(escaped).page


def test_a_link_for_readers_without_scripts_where_the_network_allows_it() -> None:
    link = dict(read(made("iab").page).tags)["a"]
    assert (link["href"], link["target"], link["rel"]) == (URL, "_blank", "noopener")
    assert "a" not in dict(read(made("campaign-manager-360").page).tags)
    assert "a" not in dict(read(made("iab", click_url="javascript:x").page).tags)


@pytest.mark.parametrize(
    "text",
    ["https://shop.example@evil.example/", "https://shop.example:443@evil.example/", "https://\\evil.example",
     "https://shop.example%2f@evil.example/", "http://0177.0.0.1/", "https://shop.example:99999/"],
)  # fmt: skip
def test_an_address_that_hides_its_host_is_none(text: str) -> None:
    assert address(text) == ""


@pytest.mark.parametrize(
    "text",
    ["https://a.b:8443/x", "http://127.0.0.1:1/", "http://[::1]:1/", "https://a_b.example?x", "https://0a.example"],
)
def test_plain_hosts_and_ports_stay(text: str) -> None:
    assert address(text) == text
