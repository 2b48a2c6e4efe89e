"""Neutral parts become the zip of one network."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
from package_parts import HTML, SHIPPED, URL, made, network, parts

from renderer.parts import CLICK, HEAD
from renderer.stages.package import initial_load, package


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        return found.namelist()


@pytest.mark.parametrize("id_", sorted(SHIPPED))
def test_every_network_gets_its_zip_the_same_every_time(id_: str) -> None:
    one = made(id_)
    assert one == made(id_)
    assert names(one.content) == [path for path, _ in one.files]
    assert one.network == id_
    assert one.page.startswith("<!DOCTYPE html>")
    assert HEAD not in one.page
    assert CLICK not in one.page
    assert 'src="hero.jpg"' in one.page
    assert "url(ground.png)" in one.page
    assert '<meta name="ad.size" content="width=300,height=250">' in one.page


def test_files_lie_in_a_fixed_order() -> None:
    assert names(made("campaign-manager-360").content) == ["index.html", "ground.png", "hero.jpg"]
    assert names(made("adform").content) == ["spring_1.html", "manifest.json", "ground.png", "hero.jpg"]
    assert names(made("sizmek").content) == ["index.html", "ground.png", "hero.jpg", "spring_1-backup.jpg"]


def test_a_backup_image_lies_beside_the_zip_or_in_it() -> None:
    beside, inside = made("the-trade-desk", backup_type="image/png"), made("sizmek")
    assert (beside.backup, beside.backup_beside, beside.backup_content) == ("spring_1-backup.png", True, b"\xd8" * 100)
    assert (inside.backup, inside.backup_beside) == ("spring_1-backup.jpg", False)
    none = made("sizmek", backup=b"")
    assert (none.backup, none.backup_beside, len(none.files)) == ("", False, 3)


def test_the_head_has_size_scripts_click_and_style_in_this_order() -> None:
    head = made("the-trade-desk").page.partition("</title>")[2].partition("</head>")[0]
    assert head.index("ad.size") < head.index("var clickTAG") < head.index("<style>")
    assert "ad.size" not in made(network(size_meta="refused")).page


def test_adforms_list() -> None:
    told = json.loads(dict(made("adform").files)["manifest.json"])
    assert told == {"version": "1.0", "title": "spring_1", "width": "300", "height": "250",
                    "clicktags": {"clickTAG": URL}, "source": "spring_1.html"}  # fmt: skip


def test_networks_scripts_and_the_address_that_a_server_may_name() -> None:
    assert '<script src="https://secure-ds.serving-sys.com/BurstingScript/EBLoader.js"></script>' in made("sizmek").page
    page = made("adform").page
    assert 'window.API_URL || "https://s1.adform.net/banners/scripts/rmb/Adform.DHTML.js"' in page
    assert page.count("</script>") == page.count("<\\/script>") + 1  # its own end, and the click's


def test_assets_may_lie_in_a_folder_and_name_each_other() -> None:
    assets = {"a.css": b"i{background:url(asset:b.svg)}", "b.svg": b'<image href="asset:c.png"/>',
              "c.png": b"asset:b.svg", "d.js": b'load("asset:c.png", "asset:none.png")'}  # fmt: skip
    html = HTML.replace("hero.jpg", "a.css")
    one = made(network(folder="files"), html=html, css="", assets=assets)
    found = dict(one.files)
    assert list(found) == ["index.html", "files/a.css", "files/b.svg", "files/c.png", "files/d.js"]
    assert 'src="files/a.css"' in one.page
    assert found["files/a.css"] == b"i{background:url(b.svg)}"
    assert found["files/b.svg"] == b'<image href="c.png"/>'
    assert found["files/c.png"] == b"asset:b.svg"  # no text: it stays
    assert found["files/d.js"] == b'load("files/c.png", "asset:none.png")'


def test_a_text_that_looks_like_an_asset_is_left_alone() -> None:
    page = made("iab", html=HTML.replace("<img", "<p>asset:hero.jpg2 my-asset: x</p><img")).page
    assert "<p>asset:hero.jpg2 my-asset: x</p>" in page


def test_the_initial_load_is_counted_as_servers_send_it() -> None:
    text, picture = b"<p>kettle</p>" * 500, bytes(range(256)) * 20
    assert initial_load([("a.html", text)]) < len(text) / 10
    assert initial_load([("a.jpg", picture)]) == len(picture)
    assert initial_load([("a.html", text), ("b.PNG", picture)]) == initial_load([("a.html", text)]) + len(picture)
    assert abs(initial_load([("a.html", text)]) - len(gzip.compress(text, 6))) < 40
    one = made("sizmek")
    assert one.initial == initial_load([file for file in one.files if file[0] != one.backup])
    assert one.requests == 4  # the page, two pictures, the network's script


def test_of_two_densities_a_browser_asks_for_one() -> None:
    html = HTML.replace("<img", '<img srcset="asset:hero-2x.jpg 2x" alt="" src="asset:hero.jpg"><img')
    assets = {"hero.jpg": b"1", "hero-2x.jpg": b"2", "logo.png": b"3"}
    one = made(network(folder="files"), html=html, css="", assets=assets)
    assert one.requests == 3  # the page, the logo, one of the others
    assert made(network(), html=html, css="", assets=assets, later=frozenset({"hero-2x.jpg", "hero.jpg"})).requests == 2


def test_a_zips_name_is_shortened_where_the_network_wants_it_short() -> None:
    long = "x" * 60
    assert len(made("google-ads", name=long).name) == 50
    assert made("google-ads", name=long).name != made("google-ads", name=long + "y").name
    assert made("google-ads", name="x" * 50).name == "x" * 50
    assert made("iab", name=long).name == long


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"name": "a/b"}, "'a/b' is no name"),
        ({"name": "été"}, "'été' is no name"),
        ({"name": ""}, "'' is no name"),
        ({"name": ".hidden"}, "'.hidden' is no name"),
        ({"assets": {"../x.png": b""}}, "'../x.png' is no name"),
        ({"assets": {"50%.png": b""}}, "'50%.png' is no name"),
        ({"assets": {"a.png": b"", "A.png": b""}}, "two files of a package are called 'a.png'"),
        ({"assets": {"Index.html": b""}}, "two files of a package are called 'Index.html'"),
        ({"html": HTML.replace(CLICK, "")}, "a page has <!--click--> once, not 0 times"),
        ({"html": HTML + HEAD}, "a page has <!--head--> once, not 2 times"),
        ({"html": f"<body>{CLICK}{HEAD}</body>"}, "a page has <!--head--> before <!--click-->"),
        ({"css": "a{}</STYLE><script>"}, "a style must not end itself"),
        ({"backup_type": "image/webp"}, "'image/webp' is no type of a backup image"),
    ],
)
def test_parts_that_no_painter_should_give_are_refused(more: dict[str, object], what: str) -> None:
    with pytest.raises(ValueError, match=what.replace("(", r"\(")):
        made("iab", **more)


def test_a_network_that_takes_no_html5_gets_none() -> None:
    with pytest.raises(ValueError, match="n takes no HTML5"):
        package(parts(), network().model_copy(update={"html5": None}))


def test_fonts_are_written_into_the_page_where_no_font_is_taken() -> None:
    own = parts(css='@font-face{font-family:f;src:url("asset:f.woff2")}', assets={"f.woff2": b"wOF2"})
    taken = package(own, network(file_types=["html", "woff2"]))
    refused = package(own, network(file_types=["html"]))
    kept_out = package(own, network(file_types=["html"], data_uris=False))
    assert [path for path, _ in taken.files] == ["index.html", "f.woff2"]
    assert [path for path, _ in refused.files] == ["index.html"]
    assert 'url("data:font/woff2;base64,d09GMg==")' in refused.page
    assert [path for path, _ in kept_out.files] == ["index.html", "f.woff2"], "the check tells of it"


def test_fonts_are_written_into_a_page_that_would_ask_for_too_many_files() -> None:
    """As many as it takes, the smallest first; IAB takes ten requests."""
    pictures = {f"p{number}.jpg": bytes(900) for number in range(8)}
    fonts = {"a.woff2": bytes(50), "b.woff2": bytes(20), "c.woff2": bytes(90)}
    css = "".join(f"@font-face{{src:url(asset:{name})}}" for name in fonts)
    one = made("iab", css=css, assets=pictures | fonts)
    assert one.requests == 10
    assert {name for name, _ in one.files if name.endswith("woff2")} == {"c.woff2"}
    page = dict(one.files)[one.entry].decode()
    assert page.count("data:font/woff2;base64,") == 2
    assert "asset:a.woff2" not in page
    few = made("iab", css=css, assets={"p0.jpg": b"1"} | fonts)
    assert {name for name, _ in few.files if name.endswith("woff2")} == set(fonts)
