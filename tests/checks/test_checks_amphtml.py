"""Checks of AMPHTML packages: what AMP or the network does not take."""

from __future__ import annotations

from typing import Any

import pytest
from test_checks_good import evidence, file, place

from renderer import checks
from renderer.loading.profiles import known_profiles
from renderer.model.profile import Profile
from renderer.outcome import Finding
from renderer.parts import CLICK, HEAD, Package, Parts
from renderer.stages.amphtml import amphtml

GOOGLE = known_profiles(checks.IDS)["google-ads"]
BODY = '<main><div class="ad"><h1><span>Kettle</span></h1><amp-img layout="fill" src="asset:hero.jpg" alt=""></amp-img>'
CSS = (
    ".m{animation:9s linear both}@keyframes k0{0%{opacity:0;animation-timing-function:step-end}9%{transform:scale(1)}}"
)


def made(**more: Any) -> Package:
    head = f'<!DOCTYPE html><html lang="fr"><head><title>x</title>{HEAD}</head>'
    written = {"name": "spring", "width": 300, "height": 250, "css": CSS, "assets": {"hero.jpg": b"\xff" * 99},
               "html": f"{head}<body>{BODY}</div></main>{CLICK}</body></html>"}  # fmt: skip
    return amphtml(Parts(**{**written, **more}), GOOGLE)


def seen(package: Package, profile: Profile = GOOGLE, **more: Any) -> list[Finding]:
    return [
        one for one in checks.check(evidence(packages=(package,), **more), [profile]) if one.check[:8] == "package/"
    ]


def spoiled(old: str, new: str) -> Package:
    """The good package with something else in its page."""
    one = made()
    page = one.page.replace(old, new)
    assert page != one.page
    return one._replace(files=((one.entry, page.encode()), *one.files[1:]))


def test_a_good_one_breaks_no_rule() -> None:
    assert seen(made()) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<html amp4ads", "<html", "<html> is not marked with 'amp4ads'"),
        ("<script async", "<script", "loads https://cdn.ampproject.org/amp4ads-v0.js 0 times"),
        ("</title>", "</title><script>x()</script>", "it has a script that is not AMP's"),
        ("<main>", '<main onclick="x()">', "<main onclick> runs something"),
        ("<h1>", "<h1><iframe></iframe>", "<iframe> is not taken"),
        ("<h1>", "<h1><amp-lightbox></amp-lightbox>", "<amp-lightbox> is not taken"),
        ("body{visibility:hidden}", "body{}", "it has not AMP's boilerplate"),
        ("<style amp-custom>", "<style>", "it has a style that is neither"),
        ("<style amp-custom>", "<style amp-custom></style><style amp-custom>", "2 styles of its own"),
        ("transform:scale(1)", "clip-path:none", "'clip-path' moves, and only opacity and transform may"),
        ("transform:scale(1)", "translate:0;left:0", "'left' moves"),
        (".m{", ".m{color:red!important;", "its style says '!important'"),
        (".m{", ".m{position : fixed;", "its style says 'position: fixed or sticky'"),
        (".m{", ".m{transition:left 1s;", "its style says 'transition'"),
        (".m{", ".m{background:url(https://evil.example/a.png);", "loads 'https://evil.example/a.png'"),
        ('src="hero.jpg"', 'src="https://evil.example/a.jpg"', "loads 'https://evil.example/a.jpg'"),
        ("width=300,height=250", "width=300,height=251", "says width=300,height=251 of its size"),
        ('<meta name="ad.size" content="width=300,height=250">', "", "says nothing of its size"),
    ],
)
def test_what_amp_does_not_take(old: str, new: str, told: str) -> None:
    found = seen(spoiled(old, new))
    assert {one.check for one in found} == {"package/amp-invalid"}
    assert any(told in one.message and one.message.startswith("google-ads/spring-amphtml.zip: ") for one in found)
    assert {(one.status, one.network) for one in found} == {("fail", "google-ads")}


def test_weights_and_files() -> None:
    assert GOOGLE.amphtml is not None
    (finding,) = seen(made()._replace(content=b"x" * 153_601))
    assert finding.message == (
        "google-ads/spring-amphtml.zip: zip of 153.6 kB; Google Ads, uploaded display allows 153.6 kB"
    )
    assert (finding.check, finding.source) == ("package/too-heavy", "GOOGLE-ADS-SPECS")
    assert seen(made()._replace(content=b"x" * 153_600)) == []
    (finding,) = seen(made(css=CSS + "i{}" * 6700))
    assert finding.check == "package/too-heavy"
    assert "allows 20000" in finding.message
    (finding,) = seen(made(assets={f"{n}.jpg": b"" for n in range(39)} | {"hero.jpg": b""}))
    assert finding.message == "google-ads/spring-amphtml.zip holds 41 files; Google Ads, uploaded display takes 40"


def test_the_formats_initial_load_holds_for_it_too() -> None:
    own = place(limits={"initial_kb": 0.3})
    (finding,) = seen(made(), format=own)
    assert finding.check == "package/too-heavy"
    assert own.id in finding.message


def test_a_finding_is_about_its_own_zip_alone() -> None:
    """The network's HTML5 zip beside it stays as it is."""
    zips = (file(path="a/google-ads/spring.zip", deliverable="html5", network="google-ads"),
            file(path="a/google-ads/spring-amphtml.zip", deliverable="amphtml", network="google-ads"))  # fmt: skip
    (finding,) = seen(spoiled("<h1>", "<h1><iframe></iframe>"), files=zips)
    assert finding.file == "a/google-ads/spring-amphtml.zip"


def test_html5_rules_do_not_hold_for_it() -> None:
    """Google takes no fonts as files, and asks for a click tag or none: of AMPHTML it says other things."""
    assert seen(made()._replace(requests=99)) == []
