"""Checks of what texts are, where they stand and how they stand out."""

from __future__ import annotations

import pytest
from test_checks_good import INK, WHITE, brand, evidence, file, found, group, place, probes, scene, shape, spoiled, text

from renderer import checks
from renderer.scene import Colour


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((-5, 60, 60, 20), "5 px beyond the left"),
        ((250, 60, 60, 20), "10 px beyond the right"),
        ((16, -8, 60, 20), "8 px beyond the top"),
        ((16, 240, 60, 20), "10 px beyond the bottom"),
    ],
)
def test_overflow_of_the_canvas(box: tuple[float, float, float, float], words: str) -> None:
    (finding,) = found("text/overflow", evidence(text("headline", box)))
    assert finding.status == "fail"
    assert words in finding.message
    assert finding.node == "t-headline"


def test_overflow_tolerates_a_pixel_at_1x() -> None:
    assert found("text/overflow", evidence(text("headline", (-0.9, 60, 60, 20)))) == []
    assert found("text/overflow", evidence(text("headline", (-1.1, 60, 60, 20))))
    assert found("text/overflow", evidence(text("headline", (-1.1, 60, 60, 20)), format=place(scale=2))) == []


@pytest.mark.parametrize("how", [{"clip": True}, {"clip_path": ((0, 0), (100, 0), (100, 99), (0, 99))}])
def test_overflow_of_a_clip(how: dict[str, object]) -> None:
    clipped = group(text("headline", (60, 20, 60, 20)), box=(0, 0, 100, 99), **how)
    (finding,) = found("text/overflow", evidence(clipped))
    assert "cut by 20 px at its right" in finding.message
    assert found("text/overflow", evidence(group(text("headline", (20, 20, 60, 20)), box=(0, 0, 100, 99), **how))) == []


def test_overflow_of_plates() -> None:
    label = text("badge", (30, 30, 60, 14))
    assert found("text/overflow", evidence(shape("plate", (20, 20, 80, 30)), label)) == []
    (over,) = found("text/overflow", evidence(shape("plate", (20, 20, 60, 30)), label))
    assert "10 px over the right of the plate" in over.message
    (covered,) = found("text/overflow", evidence(label, shape("plate", (20, 20, 80, 30))))
    assert "covered by the plate" in covered.message
    assert found("text/overflow", evidence(label, shape("plate", (120, 20, 80, 30)))) == []


def test_overflow_at_the_end_of_the_ladder() -> None:
    assert found("text/overflow", evidence(text("headline", (16, 60, 60, 20), rung="failed")))
    assert found("text/overflow", evidence(text("headline", (16, 60, 60, 20), rung="shrunk"))) == []


def test_ellipsis() -> None:
    (finding,) = found("text/ellipsis", evidence(text("name", (16, 60, 60, 20), "Machine…", rung="ellipsis")))
    assert finding.status == "warn"
    assert "Machine…" in finding.message
    assert found("text/ellipsis", evidence(text("name", (16, 60, 60, 20), rung="short"))) == []


def test_overlap() -> None:
    price = text("price", (16, 60, 60, 20))
    (finding,) = found("text/overlap", evidence(price, text("prior_price", (70, 60, 60, 20))))
    assert finding.message == "The price and the prior price overlap by 120 px²"
    assert found("text/overlap", evidence(price, text("prior_price", (76, 60, 60, 20)))) == []
    assert found("text/overlap", evidence(price, text("prior_price", (75.96, 60, 60, 20)))) == []  # 0.8 px²


def test_overlap_looks_at_lines_not_at_blocks() -> None:
    import msgspec

    block = text("headline", (16, 60, 100, 40), lines=2)
    short = (block.lines[0], msgspec.structs.replace(block.lines[1], advance=30.0))
    block = msgspec.structs.replace(block, lines=short)
    assert found("text/overlap", evidence(block, text("name", (60, 85, 50, 14)))) == []
    assert found("text/overlap", evidence(block, text("name", (40, 85, 50, 14))))


def test_too_small() -> None:
    box = (16.0, 60.0, 60.0, 20.0)
    assert found("text/too-small", evidence(text("name", box, size=10))) == []
    (finding,) = found("text/too-small", evidence(text("name", box, size=9.5)))
    assert (finding.limit, finding.actual, finding.status) == (10, 9.5, "fail")
    assert found("text/too-small", evidence(text("mention", box, size=8))) == []
    assert found("text/too-small", evidence(text("mention", box, size=7.5)))


def test_too_small_parts_of_a_price() -> None:
    (finding,) = found("text/too-small", evidence(text("price", (16, 60, 60, 20), "99", sizes=(20, 9.2))))
    assert "'99' in the price is set at 9.2 px" in finding.message


def test_too_small_counts_at_1x_and_minds_the_place() -> None:
    box = (16.0, 60.0, 60.0, 20.0)
    dense = place(scale=2.75)
    assert found("text/too-small", evidence(text("name", box, size=27.5), format=dense)) == []
    (finding,) = found("text/too-small", evidence(text("name", box, size=22), format=dense))
    assert "8 px" in finding.message
    assert "22 px on the canvas" in finding.message
    strict = place(limits={"min_text_px": 12}, verified=False)
    (finding,) = found("text/too-small", evidence(text("name", box, size=11), format=strict))
    assert finding.limit == 12
    assert "unverified" in finding.source


def test_missing_glyph() -> None:
    (finding,) = found("text/missing-glyph", evidence(text("name", (16, 60, 60, 20), missing="ĞĞ\u0307")))
    assert "'Ğ' U+011E LATIN CAPITAL LETTER G WITH BREVE" in finding.message
    assert "U+0307" in finding.message
    assert finding.actual == 2
    assert found("text/missing-glyph", evidence(text("name", (16, 60, 60, 20)))) == []


GREY: Colour = (118, 118, 118, 255)  # 4.54:1 on white
PALE: Colour = (125, 125, 125, 255)  # 4.12:1 on white


@pytest.mark.parametrize(
    ("fill", "size", "bold", "good"),
    [
        (GREY, 14, False, True),
        (PALE, 14, False, False),
        (PALE, 23.9, False, False),
        (PALE, 24, False, True),
        (PALE, 18.6, True, False),
        (PALE, 18.7, True, True),
        (PALE, 18.7, False, False),
        ((160, 160, 160, 255), 40, True, False),
    ],
)
def test_contrast(fill: Colour, size: float, bold: bool, good: bool) -> None:
    fonts = frozenset(("f" * 8,)) if bold else frozenset()
    seen = evidence(text("name", (16, 60, 60, 20), size=size, fill=fill), bold=fonts)
    findings = found("contrast/too-low", seen)
    assert (not findings) is good
    assert all(one.status == "fail" and one.limit in (3, 4.5) for one in findings)


def test_contrast_takes_the_worse_end_and_every_run() -> None:
    one = scene(text("name", (16, 60, 60, 20), fill=INK))
    assert found("contrast/too-low", evidence(one=one)) == []
    (finding,) = found("contrast/too-low", evidence(one=one, probes=probes(one, darkest=(30, 20, 90, 255))))
    assert isinstance(finding.actual, float)
    assert finding.actual < 2
    price = scene(text("price", (16, 60, 60, 20), sizes=(40, 14), fill=PALE))
    assert found("contrast/too-low", evidence(one=price))[0].limit == 4.5


def test_contrast_minds_opacity_brand_and_scale() -> None:
    box = (16.0, 60.0, 60.0, 20.0)
    assert found("contrast/too-low", evidence(text("name", box, fill=(0, 0, 0, 110))))
    assert found("contrast/too-low", evidence(text("name", box, opacity=0.4)))
    strict = brand(legibility={"contrast": 7})
    assert found("contrast/too-low", evidence(text("name", box, fill=GREY), brand=strict))
    lax = brand(legibility={"contrast": 2})
    assert found("contrast/too-low", evidence(text("name", box, fill=PALE), brand=lax))
    dense = place(scale=2)
    assert found("contrast/too-low", evidence(text("name", box, size=30, fill=PALE), format=dense))


def test_contrast_unmeasured() -> None:
    one = scene(text("name", (16, 60, 60, 20)), text("cta", (16, 90, 60, 20)))
    (finding,) = found("contrast/unmeasured", evidence(one=one, probes=probes(one, WHITE)[:1]))
    assert finding.node == "t-cta"
    assert len(found("contrast/unmeasured", evidence(one=one, probes=()))) == 2
    assert found("contrast/unmeasured", evidence(one=one, probes=(), files=())) == []  # not painted yet


def test_price_broken() -> None:
    box = (16.0, 60.0, 60.0, 20.0)
    assert found("price/broken", evidence(text("price", box))) == []
    (finding,) = found("price/broken", evidence(text("price", box, lines=2)))
    assert finding.actual == 2
    assert found("price/broken", evidence(text("prior_price", box, lines=2)))
    assert found("price/broken", evidence(text("headline", box, lines=2))) == []


@pytest.mark.parametrize(
    ("badge", "dropped", "good"),
    [
        ("−30\u202f%", ("prior_price",), False),
        ("−50 €", ("mention", "prior_price"), False),
        ("−\u0663\u0660 ٪", ("prior_price",), False),
        ("Nouveau", ("prior_price",), True),
        ("−30 %", ("mention",), True),
        ("−30 %", (), True),
    ],
)
def test_price_no_prior(badge: str, dropped: tuple[str, ...], good: bool) -> None:
    one = scene(text("badge", (16, 60, 60, 20), badge), dropped=dropped)
    assert (not found("price/no-prior", evidence(one=one))) is good


def test_price_with_its_prior_price() -> None:
    shown = (text("badge", (16, 60, 60, 20), "−30 %"), text("prior_price", (100, 60, 60, 20)))
    assert found("price/no-prior", evidence(one=scene(*shown, dropped=("prior_price",)))) == []


@pytest.mark.parametrize("role", ["price", "prior_price", "badge"])
def test_a_price_that_ends_before_the_flight(role: str) -> None:
    seen = evidence(text(role, (16, 60, 60, 20)), sale_ends=("2026-09-12 23:59", "2026-09-30"))
    (finding,) = found("price/ends-early", seen)
    assert (finding.status, finding.actual, finding.limit) == ("warn", "2026-09-12 23:59", "2026-09-30")
    assert "The price shown ends on 2026-09-12 23:59" in finding.message


def test_a_price_that_is_not_shown_or_does_not_end_early() -> None:
    assert found("price/ends-early", evidence(text("name", (16, 60, 60, 20)), sale_ends=("a", "b"))) == []
    assert found("price/ends-early", evidence(text("price", (16, 60, 60, 20)))) == []


@pytest.mark.parametrize("click", ["", "www.shop.example/a", "/a", "//shop.example/a", "https://", "a b",
                                   "%6aavascript:a", "%E2%80%8Bhttps://a", "%5C%5Cshop.example"])  # fmt: skip
def test_a_click_that_leads_nowhere(click: str) -> None:
    (finding,) = found("click/no-address", evidence(click_url=click))
    assert finding.status == "warn"
    assert (f"'{click}' is no address" if click else "comes out empty") in finding.message


@pytest.mark.parametrize(
    "click",
    [None, "https://shop.example", "HTTP://x/y?z#a", "tel:+33123", "app-shop:open", "%%CLICK_URL_UNESC%%https%3A",
     "%eaid!", "%u", "${CLICK}", "[clicktag]"],
)  # fmt: skip
def test_a_click_that_leads_somewhere_or_is_nobodys(click: str | None) -> None:
    assert found("click/no-address", evidence(click_url=click)) == []


@pytest.mark.parametrize(
    "click",
    ["https://shop.example@evil.example/", "HTTP://shop.example:443@evil.example", "//shop.example@evil.example/a",
     "https://evil.example%5C@shop.example/", "%%CLICK_URL%%https://shop.example@evil.example/",
     "https://shop.example%2f@evil.example?x"],
)  # fmt: skip
@pytest.mark.parametrize("deliverable", ["still", "html5"])
def test_a_click_that_hides_its_host(click: str, deliverable: str) -> None:
    seen = evidence(click_url=click, files=(file(deliverable=deliverable),))
    (finding,) = [one for one in checks.check(seen) if one.check.startswith("click/")]
    assert (finding.check, finding.status) == ("click/hidden-host", "fail")
    assert click in finding.message


@pytest.mark.parametrize(
    "click", ["https://shop.example/@kettle", "https://shop.example?to=https://a@b/", "mailto:a@b.example",
              "https://evil.example#@shop.example/", "%%CLICK_URL%%https://shop.example/a@b", None, ""],
)  # fmt: skip
def test_a_click_with_an_at_elsewhere_hides_nothing(click: str | None) -> None:
    assert found("click/hidden-host", evidence(click_url=click)) == []


@pytest.mark.parametrize("click", ["//evil.example", "///evil.example/a", "https:evil.example", "\\\\evil.example",
                                   "https://%5Cevil.example", "www.shop.example"])  # fmt: skip
def test_an_address_that_packages_do_not_open_is_told(click: str) -> None:
    seen = evidence(click_url=click, files=(file(deliverable="html5"),))
    (finding,) = [one for one in checks.check(seen) if one.check.startswith("click/")]
    assert (finding.check, finding.status) == ("click/no-address", "warn")


def test_packages_for_which_nobody_gave_an_address() -> None:
    def told(*networks: str) -> list[str]:
        files = (file(), *(file(deliverable="html5", network=one) for one in networks))
        return [one.message for one in found("click/no-address", evidence(click_url=None, files=files), *networks)]

    (message,) = told("iab", "google-ads", "xandr", "sizmek", "campaign-manager-360")
    assert "packages for iab, campaign-manager-360 open nothing unless the server does" in message
    assert told("google-ads", "xandr", "sizmek") == [], "these networks alone know where a click leads"
    assert told() == []


@pytest.mark.parametrize(
    ("size", "scale", "good"),
    [((300, 250), 1, True), ((300, 600), 1, False), ((1080, 1080), 2.75, False), ((800, 800), 2.75, True)],
)
def test_mention_dropped(size: tuple[int, int], scale: float, good: bool) -> None:
    one = scene(size=size, dropped=("mention",))
    assert (not found("mention/dropped", evidence(one=one, format=place(size=size, scale=scale)))) is good
    assert found("mention/dropped", evidence(one=scene(size=size), format=place(size=size, scale=scale))) == []


def test_edge_crowded() -> None:
    assert found("edge/crowded", spoiled(text("mention", (4, 232, 120, 9)))) == []
    (finding,) = found("edge/crowded", spoiled(text("mention", (3, 232, 120, 9))))
    assert finding.status == "warn"
    assert "3 px from the left edge" in finding.message
    assert found("edge/crowded", spoiled(text("mention", (-30, 232, 120, 9)))) == []  # that is text/overflow
    strip = scene(text("cta", (20, 1, 60, 20)), size=(320, 50))
    assert found("edge/crowded", evidence(one=strip)) == []


def test_edge_and_overlap_count_at_1x() -> None:
    one = scene(text("name", (7, 60, 60, 20)), size=(600, 500))
    assert found("edge/crowded", evidence(one=one)) == []  # 4 px
    assert found("edge/crowded", evidence(one=one, format=place(scale=2)))  # 7.5 px
    pair = (text("price", (16, 60, 60, 20)), text("prior_price", (75.85, 60, 60, 20)))  # 3 px²
    assert found("text/overlap", evidence(*pair))
    assert found("text/overlap", evidence(*pair, format=place(scale=2))) == []


def test_missing_glyphs_that_are_many_or_invisible() -> None:
    (finding,) = found("text/missing-glyph", evidence(text("name", (16, 60, 60, 20), missing="\u2003ĀĂĄĆĈĊ")))
    assert "U+2003 EM SPACE" in finding.message
    assert "'\u2003'" not in finding.message
    assert finding.message.endswith("and 2 more")
    (finding,) = found("text/missing-glyph", evidence(text("name", (16, 60, 60, 20), missing="ĀĂĄĆĈ")))
    assert "more" not in finding.message


def test_contrast_at_the_very_limit() -> None:
    one = scene(text("name", (16, 60, 60, 20), fill=(0, 0, 0, 255)))
    strict = brand(legibility={"contrast": 21})
    assert found("contrast/too-low", evidence(one=one, brand=strict)) == []  # black on white is 21:1


@pytest.mark.parametrize(
    ("size", "scale", "dropped", "roles"),
    [
        ((300, 250), 1.0, ("name", "mention"), ["name"]),
        ((300, 250), 1.0, ("headline", "cta", "subline"), ["headline", "cta"]),
        ((320, 50), 1.0, ("headline", "name"), []),
        ((728, 90), 1.0, ("price",), ["price"]),
        ((200, 200), 1.0, ("headline", "mention"), ["headline"]),
        ((199, 200), 1.0, ("headline", "name"), []),
        ((640, 100), 2.0, ("name",), []),
        ((1080, 1080), 2.75, ("name",), ["name"]),
    ],
)
def test_dropped_texts(size: tuple[int, int], scale: float, dropped: tuple[str, ...], roles: list[str]) -> None:
    one = scene(size=size, dropped=dropped)
    assert [
        finding.subject for finding in found("text/dropped", evidence(one=one, format=place(size=size, scale=scale)))
    ] == roles


@pytest.mark.parametrize(
    ("role", "dropped", "good"),
    [("price", ("unit_price",), False), ("price", ("mention",), True), ("headline", ("price", "unit_price"), True)],
)
def test_unit_price_missing(role: str, dropped: tuple[str, ...], good: bool) -> None:
    one = scene(text(role, (16, 60, 60, 20), "4"), dropped=dropped)
    assert (not found("price/unit-price-missing", evidence(one=one))) is good
