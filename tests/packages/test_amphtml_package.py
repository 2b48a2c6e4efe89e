"""Parts become the zip that a network takes as AMPHTML."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from package_parts import SHIPPED, URL, parts
from test_package_clicks import HOSTILE, REFUSED, read

from renderer.model.profile import Profile
from renderer.parts import CLICK, HEAD, Package
from renderer.stages.amphtml import amphtml

GOOGLE = SHIPPED["google-ads"]
HTML = (
    f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>Bouilloire</title>{HEAD}</head>'
    f'<body><div class="b"><amp-img layout="fill" src="asset:hero.jpg" alt=""></amp-img></div>{CLICK}</body></html>'
)


def made(profile: Profile = GOOGLE, **more: Any) -> Package:
    return amphtml(parts(**{"html": HTML, "css": ".b{left:0}", "assets": {"hero.jpg": b"\xff" * 500}, **more}), profile)


def linking(**more: Any) -> Profile:
    """A network at which all of the creative is a plain link."""
    assert GOOGLE.amphtml is not None
    told = GOOGLE.amphtml.model_dump(mode="json") | {"click": {"by": "link"}} | more
    said = {"id": "n", "name": "Net", "source": "x", "as_of": "2026-01-01", "verified": True}
    return Profile.model_validate({**said, "amphtml": told})


def test_the_zip_of_a_network() -> None:
    one = made()
    assert one == made()
    assert (one.deliverable, one.network, one.name, one.entry) == (
        "amphtml",
        "google-ads",
        "spring_1-amphtml",
        "index.html",
    )
    with zipfile.ZipFile(io.BytesIO(one.content)) as zipped:
        assert zipped.namelist() == ["index.html", "hero.jpg"]
    assert one.page.startswith('<!DOCTYPE html>\n<html amp4ads lang="fr">')
    head = one.page.partition("</title>")[2].partition("</head>")[0]
    assert head.index("ad.size") < head.index("amp4ads-v0.js") < head.index("boilerplate") < head.index("amp-custom")
    assert '<script async src="https://cdn.ampproject.org/amp4ads-v0.js"></script>' in head
    assert "<style amp4ads-boilerplate>body{visibility:hidden}</style>" in head
    assert 'src="hero.jpg"' in one.page
    assert one.requests == 3  # the page, a picture, AMP's script
    assert (one.backup, one.later) == ("", 0)


def test_where_the_network_lays_its_own_link_the_page_has_none() -> None:
    assert "shop.example" not in made().page
    assert "<a " not in made().page


def test_all_of_it_is_a_link_where_the_network_wants_that() -> None:
    one = made(linking())
    (link,) = [attrs for tag, attrs in read(one.page).tags if tag == "a"]
    assert (link["href"], link["target"], link["rel"], link["aria-label"]) == (URL, "_blank", "noopener", "Bouilloire")
    assert "#click{position:absolute" in one.page


@pytest.mark.parametrize("text", [*REFUSED, "https://shop.example@evil.example/", "//evil.example/a"])
def test_an_address_that_is_not_plainly_on_the_web_is_in_no_page(text: str) -> None:
    page = made(linking(), click_url=text).page
    assert not any(tag == "a" for tag, _ in read(page).tags)
    assert "evil.example" not in page


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_address_or_name_stays_one(text: str) -> None:
    plain = read(made(linking()).page)
    label = text.replace("\ud800", "")  # labels come without halves of signs (`page.clean`)
    for page in (made(linking(), click_url=text).page, made(linking(), label=label).page):
        found = read(page)
        same = [[(tag, sorted(attrs)) for tag, attrs in one.tags] for one in (found, plain)]
        assert same[0] == same[1]
        assert [one.strip() for one in found.scripts] == [one.strip() for one in plain.scripts]


def test_its_name_keeps_within_what_the_network_takes() -> None:
    long = made(name="x" * 60).name
    assert len(long) == 50
    assert long.endswith("-amphtml")
    assert made(name="x" * 60 + "y").name != long
    assert made(linking(zip_name=None), name="x" * 60).name == "x" * 60 + "-amphtml"


def test_a_network_may_refuse_the_size() -> None:
    assert "ad.size" not in made(linking(size_meta={"rule": "refused"})).page


@pytest.mark.parametrize(
    ("more", "what"),
    [({"assets": {"index.html": b""}}, "two files of a package are called 'index.html'"),
     ({"css": "a{}</style><script>"}, "a style must not end itself"),
     ({"html": HTML.replace(CLICK, "")}, "once, not 0 times")],
)  # fmt: skip
def test_parts_that_no_painter_should_give_are_refused(more: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=re.escape(what)):
        made(**more)


def test_a_network_that_takes_none_gets_none() -> None:
    with pytest.raises(ValueError, match="iab takes no AMPHTML"):
        made(SHIPPED["iab"])
