"""Checks of packages: what a network refuses of a zip."""

from __future__ import annotations

from typing import Any

import pytest
from test_checks_good import evidence, file, place

from renderer import checks
from renderer.loading.profiles import known_profiles
from renderer.model.profile import Profile
from renderer.outcome import Finding
from renderer.parts import CLICK, HEAD, Package, Parts
from renderer.stages.package import package

SHIPPED = known_profiles(checks.IDS)
BODY = '<img src="asset:hero.jpg" alt="">'


def network(**html5: Any) -> Profile:
    said = {"id": "net", "name": "Net", "source": "SRC", "as_of": "2026-01-01", "verified": False}
    return Profile.model_validate({**said, "html5": {"click": {"by": "variable"}, **html5}})


def made(profile: Profile, body: str = BODY, **more: Any) -> Package:
    html = f"<!DOCTYPE html><html><head>{HEAD}</head><body>{body}{CLICK}</body></html>"
    written: dict[str, Any] = {"name": "spring", "width": 300, "height": 250, "html": html,
                               "assets": {"hero.jpg": b"\xff" * 99}, "backup": b"\xff" * 99,
                               "click_url": "https://shop.example/"}  # fmt: skip
    return package(Parts(**{**written, **more}), profile)


def seen(profile: Profile, *packages: Package, **more: object) -> list[Finding]:
    """What the checks of packages find."""
    found = checks.check(evidence(packages=packages, **more), [profile])
    return [one for one in found if one.check.startswith("package/")]


@pytest.mark.parametrize("id_", sorted(SHIPPED))
def test_a_good_package_breaks_no_rule_of_its_network(id_: str) -> None:
    assert seen(SHIPPED[id_], made(SHIPPED[id_])) == []


def test_stills_have_no_packages_and_no_findings_of_them() -> None:
    found = checks.check(evidence(), list(SHIPPED.values()))
    assert [one for one in found if one.check.startswith("package/")] == []


def test_a_package_answers_to_its_own_network_alone() -> None:
    strict, other = network(files=1), SHIPPED["iab"]
    assert [one.check for one in seen(strict, made(strict))] == ["package/too-many-files"]
    assert seen(other, made(strict)) == []


@pytest.mark.parametrize(
    ("limits", "message", "numbers"),
    [
        ({"files": 2}, "", ()),
        ({"files": 1}, "net/spring.zip holds 2 files; Net takes 1", (1, 2)),
        ({"requests": 1}, "net/spring.zip asks for 2 files; Net takes 1", (1, 2)),
        (
            {"requests": 2, "scripts": [{"url": "https://a.b/c.js"}]},
            "net/spring.zip asks for 3 files; Net takes 2",
            (2, 3),
        ),
    ],
)
def test_too_many_files(limits: dict[str, Any], message: str, numbers: tuple[int, ...]) -> None:
    net = network(**limits)
    found = seen(net, made(net))
    assert [one.message for one in found] == ([message] if message else [])
    assert [(one.limit, one.actual, one.source, one.status) for one in found] == (
        [(*numbers, "SRC (unverified)", "fail")] if message else []
    )


def test_types_refused() -> None:
    net = network(file_types=["html", "jpg"], backup={"types": ["png"]})
    found = seen(net, made(net, assets={"hero.jpg": b"", "song.mp3": b"", "noending": b""}))
    assert {one.check for one in found} == {"package/type-refused"}
    assert [one.subject for one in found] == ["noending", "song.mp3", "spring-backup.jpg"]
    assert found[0].message == "net/spring.zip: Net takes no noending, only html, jpg"
    assert seen(network(), made(network(), assets={"hero.jpg": b"", "a.exe": b""})) == []  # no list, no finding


def test_files_written_into_the_page_where_a_network_takes_none() -> None:
    inlined = '<img src="data:image/png;base64,AA==">'
    for allowed, count in ((None, 0), (True, 0), (False, 1)):
        net = network(data_uris=allowed)
        found = seen(net, made(net, body=BODY + inlined))
        assert [one.check for one in found] == ["package/type-refused"] * count
    net = network(data_uris=False)
    assert seen(net, made(net)) == []


LOADED = [
    '<img src="https://e.example/a.png">',
    '<img srcset="a.png 1x, https://e.example/b.png 2x">',
    "<script src='//e.example/a.js'></script>",
    '<link rel="stylesheet" href="https://fonts.example/css">',
    '<iframe src="http://e.example/"></iframe>',
    '<video poster="https://e.example/p.jpg"></video>',
    '<object data="https://e.example/o"></object>',
    '<svg><image href="https://e.example/i.png"/></svg>',
    '<svg><use xlink:href="https://e.example/i.svg#a"/></svg>',
    '<svg><rect fill="url(https://e.example/i.svg#a)"/></svg>',
    '<p style="background:url(https://e.example/a.png)"></p>',
    "<style>@import 'https://e.example/a.css';</style>",
    '<style>i{background:URL( "https://e.example/a.png" )}</style>',
    '<base href="https://e.example/">',
    '<img src="gone.png">',
    '<img src="/hero.jpg">',
    '<img src="../hero.jpg">',
    '<img src="hero.jpg?1">',
    '<img src="asset:gone.png">',
    '<img src="file:///etc/passwd">',
    '<IMG SRC="HTTPS://e.example/a.png">',
]


@pytest.mark.parametrize("body", LOADED)
def test_what_a_browser_loads_from_elsewhere(body: str) -> None:
    net = network()
    found = seen(net, made(net, body=BODY + body))
    assert {one.check for one in found} == {"package/external-request"}, body
    assert all(one.subject == "index.html" for one in found)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="hero.jpg"><img src="./hero.jpg"><img src="x/../hero.jpg"><img src=" %68ero.jpg ">',
        '<a href="https://shop.example/">more</a>',
        '<form action="https://shop.example/"></form>',
        '<p style="fill:url(#shadow)"></p><svg><use href="#a"/><rect fill="url(#g)"/></svg>',
        '<img src="data:image/png;base64,AA=="><p>url(https://e.example/) is a text</p>',
        "<script>var a = '<img src=\"https://e.example/a.png\">';</script>",
        '<img src="">',
    ],
)
def test_what_is_within_or_is_not_loaded(body: str) -> None:
    net = network()
    assert seen(net, made(net, body=BODY + body)) == []


def test_styles_and_drawings_in_the_package_are_looked_into() -> None:
    net = network(folder="f")
    assets = {"hero.jpg": b"", "a.css": b"i{background:url(asset:hero.jpg)}b{background:url(https://e.example/)}",
              "b.svg": b'<svg><image href="asset:hero.jpg"/><image href="gone.png"/></svg>'}  # fmt: skip
    found = seen(net, made(net, assets=assets))
    assert [(one.subject, one.actual) for one in found] == [("f/a.css", "https://e.example/"), ("f/b.svg", "gone.png")]


def test_a_networks_own_scripts_and_what_it_allows_are_no_findings() -> None:
    script = '<script src="https://lib.example/a.js"></script>'
    for more, count in (({}, 1), ({"external": True}, 0), ({"external": False}, 1)):
        net = network(**more)
        assert len(seen(net, made(net, body=BODY + script))) == count
    net = network(scripts=[{"url": "https://lib.example/a.js"}])
    assert seen(net, made(net)) == []
    open_ = network(external=True)
    assert len(seen(open_, made(open_, body=BODY + '<img src="http://e.example/a.png">'))) == 1  # not https


def test_no_backup() -> None:
    ttd = SHIPPED["the-trade-desk"]
    (finding,) = seen(ttd, made(ttd, backup=b""))
    assert finding.message == "the-trade-desk/spring.zip has no backup image, and The Trade Desk wants one"
    assert "(unverified)" in finding.source
    assert seen(SHIPPED["iab"], made(SHIPPED["iab"], backup=b"")) == []
    net = network(backup={"kb": 0.05})
    (heavy,) = seen(net, made(net))
    assert (heavy.subject, heavy.limit, heavy.actual) == ("spring-backup.jpg", 0.05, 0.1)
    assert seen(net, made(net, backup=b"")) == []


@pytest.mark.parametrize(
    ("click", "right", "wrong"),
    [
        ({"by": "variable"}, 'var clickTag = "";', "var clickTAG = ''; if (clickTag == 1) {} x.clickTag = 2"),
        ({"by": "parameter", "name": "clickTAG"}, 'get("clickTAG")', 'get("clickTag"); window.clickTAG'),
        ({"by": "parameter"}, "/[?&]clickTag=/", "clickTag"),
        ({"by": "macro", "macro": "%%C%%"}, 'href="%%C%%https://a.b"', "%%c%%"),
        ({"by": "library", "call": "EB.clickthrough", "opens": True}, "EB.clickthrough ()", "XEB.clickthrough()"),
        ({"by": "network"}, "", ""),
    ],
)  # fmt: skip
def test_no_click_tag(click: dict[str, Any], right: str, wrong: str) -> None:
    net = network(click=click)
    whole = made(net)
    assert seen(net, whole) == []
    for script, count in ((right, 0), (wrong, click["by"] != "network")):
        page = f"<html><script>{script}</script></html>".encode()
        found = seen(net, whole._replace(files=((whole.entry, page),)))
        assert [one.check for one in found] == ["package/no-click-tag"] * count, script


@pytest.mark.parametrize(
    ("rule", "head", "said"),
    [
        ("required", "", "nothing"),
        ("required", '<meta name="ad.size" content="width=300,height=600">', "width=300,height=600"),
        ("required", '<meta content="width=300, height=250" name="ad.size">', ""),
        ("taken", "", ""),
        ("taken", '<meta name="ad.size" content="">', ""),
        (None, '<meta name="ad.size" content="width=1,height=1">', "width=1,height=1"),
    ],
)
def test_no_size_meta(rule: str | None, head: str, said: str) -> None:
    net = network(click={"by": "network"}, size_meta=rule)
    whole = made(net)
    found = seen(net, whole._replace(files=((whole.entry, f"<html><head>{head}</head></html>".encode()),)))
    if 'content=""' in head:
        said = " of its size"
    assert [one.check for one in found] == (["package/no-size-meta"] if said else [])
    assert all(f"says {said}" in one.message and "width=300,height=250" in one.message for one in found)


def test_a_file_that_the_page_does_not_use() -> None:
    cm360 = SHIPPED["campaign-manager-360"]
    left = {"hero.jpg": b"\xff" * 99, "old.png": b"\x89" * 9, "named.svg": b"<svg/>"}
    body = BODY + '<i style="background:url(asset:named.svg)"></i>'
    (finding,) = seen(cm360, made(cm360, body=body, assets=left))
    assert (finding.check, finding.status) == ("package/unused-file", "fail")
    assert "does not use old.png, and Campaign Manager 360 takes no such file" in finding.message
    assert seen(network(), made(network(), body=body, assets=left)) == [], "others do not say so"


def test_what_comes_after_the_page_stands_has_limits_of_its_own() -> None:
    """Weighed apart (IAB New Ad Portfolio: initial load and subload), by the network's limit and by the format's."""
    later = {"assets": {"hero.jpg": b"\xff" * 99, "open.jpg": b"\xfe" * 5000}, "later": frozenset(("open.jpg",)),
             "body": BODY + '<template><img src="asset:open.jpg" alt=""></template>'}  # fmt: skip
    net = network(subload_kb=4.9)
    (finding,) = seen(net, made(net, **later))
    assert finding.message == "net/spring.zip: subload of 5 kB; Net allows 4.9 kB"
    assert (finding.check, finding.network, finding.actual) == ("package/too-heavy", "net", 5.0)
    roomy = network(subload_kb=5, initial_kb=4.9)
    assert seen(roomy, made(roomy, **later)) == []
    own = place(limits={"initial_kb": 4.9, "subload_kb": 4.5})
    (finding,) = seen(network(), made(network(), **later), format=own)
    assert finding.message == f"net/spring.zip: subload of 5 kB; {own.id} allows 4.5 kB"


def test_a_finding_of_a_package_names_its_network_and_its_zip() -> None:
    net = network(zip_kb=0.05)
    zips = (file(path="a/net/spring.zip", deliverable="html5", network="net"),
            file(path="a/other/spring.zip", deliverable="html5", network="other"))  # fmt: skip
    (finding,) = seen(net, made(net), files=zips)
    assert (finding.network, finding.file, finding.subject) == ("net", "a/net/spring.zip", "net/spring.zip")


def test_too_heavy() -> None:
    page = BODY + "<p>" + "x" * 2000
    for limit, what in (("zip_kb", "zip"), ("unzipped_kb", "files unpacked"), ("html_kb", "page"),
                        ("initial_kb", "initial load")):  # fmt: skip
        net = network(**{limit: 0.05})
        (finding,) = seen(net, made(net, body=page))
        assert finding.check == "package/too-heavy"
        assert finding.message.startswith(f"net/spring.zip: {what} of ")
        assert finding.message.endswith("; Net allows 0.05 kB")
        assert seen(network(**{limit: 9}), made(network(**{limit: 9}), body=page)) == []


def test_the_initial_load_of_a_format() -> None:
    net = network()
    (finding,) = seen(net, made(net), format=place(limits={"initial_kb": 0.1, "subload_kb": 300}))
    assert (finding.limit, finding.source) == (0.1, "IAB-FIXED-2019")
    assert seen(net, made(net), format=place(limits={})) == []
