from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from renderer.outcome import Creative, File, Finding, Skipped
from renderer.reports import html
from renderer.reports.attempts import attempts
from renderer.reports.html import amount, report

SIZES = {
    "iab/medium-rectangle": ("Medium rectangle", "Pavé", 300, 250),
    "iab/leaderboard": ("Leaderboard", "Méga bannière", 728, 90),
    "iab/half-page": ("Half page", "Grand angle", 300, 600),
    "iab/skyscraper": ("Wide skyscraper", "Méga skyscraper", 160, 600),
    "iab/smartphone-wide-banner": ("Smartphone wide banner", "Bannière mobile", 320, 50),
    "instagram/story": ("Story", "Story", 1080, 1920),
}
FORMATS: dict[str, dict[str, Any]] = {
    id_: {
        "name_en": en,
        "name_fr": fr,
        "width": w,
        "height": h,
        "limit_kb": 150,
        "verified": True,
        "source": ["IAB-2019"],
    }
    for id_, (en, fr, w, h) in SIZES.items()
}
FORMATS["iab/skyscraper"] |= {"status": "delisted", "verified": False, "note": "Ask the publisher."}
BRAND = {"name": "Voltige", "palette": {"ground": "#F7F3EA", "primary": "#2312D8", "price": "#FFE600", "bad": "red;x"}}
HOSTILE = (
    """</script><script>window.owned=1</script><!--<img src=x onerror="window.owned=1">'"&\u2028\u2029{{content}}"""
)
HEAVY = Finding(
    "weight/too-heavy", "fail", "The file weighs 190 kB, the place takes 150 kB.", "still", "", 150, 190.25, "IAB-2019"
)
SMALL = Finding(
    "text/too-small", "warn", "The mention is set in 8 px, below the 10 px that read well.", "legal", "", 10, 8, "brand"
)


def creative(item: str, format_: str, segment: str, locale: str, **other: Any) -> Creative:
    width, height = SIZES[format_][2:]
    key = f"web/{format_.replace('/', '-')}/{segment}.{locale}/{item}"
    file = File(f"{key}/still.png", "image/png", 42_000, "0" * 64, width, height)
    channel = "social" if "story" in format_ else "display"
    values: dict[str, Any] = {"status": "ok", "files": (file,), "findings": (), "click_url": "https://shop.example/p"}
    return Creative(
        key,
        "web",
        format_,
        channel,
        f"{channel}-fixed",
        segment,
        locale,
        "",
        "",
        (item,),
        cached=False,
        **(values | other),
    )


def manifest(items: int = 3) -> dict[str, Any]:
    """Every format for so many items, two segments and two locales, with one of each mishap."""
    made = [
        creative(f"SKU-{number:04}", format_, segment, locale)
        for number in range(items)
        for format_ in SIZES
        for segment in ("everyone", "young-families")
        for locale in ("fr-FR", "en-GB")
    ]
    heavy = File(made[1].files[0].path, "image/png", 190_250, "0" * 64, 300, 250)
    changed = {
        1: {"status": "fail", "files": (heavy,), "findings": (HEAVY, SMALL)},
        5: {"status": "warn", "findings": (SMALL,), "dropped": ("subline", "badge"), "rung": "short"},
        9: {"status": "error", "files": (), "error": "the picture 'blender.png' needs 2.1 GB, over the job's 1 GB"},
    }
    for at, other in changed.items():
        one = made[at]
        made[at] = creative(one.items[0], one.format, one.segment, one.locale, **other)
    rejected = [{"row": 7, "id": "", "field": "id", "reason": "is empty"}]
    return {
        "campaign": "rentree-2026",
        "creatives": made,
        "rejected_rows": rejected,
        "seconds": 1.5,
        "skipped": [Skipped("iab/skin", "has no still painter")],
    }


def content(page: str) -> Any:
    """What the page's script reads."""
    found = re.search(r'<script type="application/json" id="content">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


class _Tags(HTMLParser):
    VOID = frozenset(("meta", "link", "input", "br", "img"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser.seen


def paint(folder: Path, made: dict[str, Any]) -> None:
    """A small real picture for every file of a manifest."""
    grounds = ("#2312D8", "#F7F3EA", "#0D0745")
    for one in made["creatives"]:
        for file in one.files:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            picture = Image.new("RGB", (file.width, file.height), grounds[int(one.items[0][-4:]) % 3])
            draw = ImageDraw.Draw(picture)
            w, h = picture.size
            draw.ellipse((w * 0.55, h * 0.3, w * 0.55 + min(w, h) * 0.4, h * 0.3 + min(w, h) * 0.4), "#E8A08A")
            draw.rectangle((w * 0.06, h * 0.75, w * 0.4, h * 0.9), "#FFE600")
            draw.text((w * 0.06, h * 0.1), f"{one.items[0]} {one.locale}", "#888", font_size=max(10, min(w, h) * 0.09))
            picture.save(path)


def write(folder: Path, made: dict[str, Any]) -> Path:
    """The gallery with its pictures, in a folder."""
    paint(folder, made)
    path = folder / "report.html"
    titles = {"SKU-0000": "Grille-pain rétro 2 fentes", "SKU-0001": "Blender en verre 1,5 L"}
    path.write_text(report(made, FORMATS, BRAND, titles), encoding="utf-8")
    return path


def test_the_page_is_whole_and_asks_nothing_of_the_network() -> None:
    seen = tags(report(manifest(), FORMATS, BRAND))
    assert [attrs for tag, attrs in seen if "src" in attrs or (tag == "link" and attrs["href"] != "data:,")] == []
    assert sum(tag == "h1" for tag, _ in seen) == 1
    submitting = [attrs for tag, attrs in seen if tag == "button" and attrs.get("type") != "button"]
    assert submitting == []


def test_the_page_holds_what_the_manifest_says() -> None:
    found = content(report(manifest(), FORMATS, BRAND, {"SKU-0000": "Grille-pain", "SKU-9999": "not used"}))
    assert len(found["creatives"]) == 72
    assert found["creatives"][1]["findings"] == [0, 1]
    assert found["creatives"][5]["findings"] == [1]
    assert found["findings"][0]["actual"] == "190.25"
    assert found["creatives"][5]["rung"] == "short"
    assert "2.1 GB" in found["creatives"][9]["error"]
    assert found["titles"] == {"SKU-0000": "Grille-pain"}
    assert found["brand"]["palette"] == {"ground": "#F7F3EA", "primary": "#2312D8", "price": "#FFE600"}
    assert found["rejected"][0]["reason"] == "is empty"
    assert found["skipped"] == [{"format": "iab/skin", "reason": "has no still painter"}]


def test_only_sources_that_are_cited_come_along() -> None:
    sources = {"IAB-2019": {"title": "Portfolio", "url": "https://iab.example", "kind": "primary"}, "META-SAFE": {}}
    found = content(report(manifest(1), FORMATS, BRAND, {}, sources, {"web": {"still": [[40, "Small"]]}}))
    assert found["sources"] == {"IAB-2019": {"title": "Portfolio", "url": "https://iab.example"}}
    assert found["limits"] == {"web": {"still": [[40, "Small"]]}}


def test_hostile_texts_come_out_inert() -> None:
    made = manifest(1)
    one = made["creatives"][0]
    bad = Finding(HOSTILE, "fail", HOSTILE, HOSTILE, "", HOSTILE, float("nan"), HOSTILE)
    made["creatives"][0] = Creative(
        HOSTILE,
        HOSTILE,
        one.format,
        "display",
        "x",
        HOSTILE,
        HOSTILE,
        "",
        "",
        (HOSTILE, "constructor"),
        "error",
        False,
        (File("../../etc/passwd", "image/png", 1, "", 1, 1), File("/etc/passwd", "image/png", 1, "", 1, 1)),
        "javascript:alert(1)",
        (bad,),
        HOSTILE,
    )
    made["campaign"] = HOSTILE
    made["rejected_rows"] = [{"row": 1, "id": HOSTILE, "field": "\ud800", "reason": HOSTILE}]
    page = report(made, FORMATS, {"name": HOSTILE, "palette": {HOSTILE: HOSTILE}}, {HOSTILE: HOSTILE})
    seen = tags(page)
    assert sum(tag == "script" for tag, _ in seen) == 2
    assert not any(tag == "img" or any(name.startswith("on") for name in attrs) for tag, attrs in seen)
    found = content(page)
    assert found["campaign"] == found["creatives"][0]["key"] == found["findings"][0]["message"] == HOSTILE
    assert found["creatives"][0]["files"] == []
    assert page.encode("utf-8")


def test_the_same_manifest_gives_the_same_bytes_however_it_was_made() -> None:
    cold, warm = manifest(), manifest()
    warm["seconds"] = 99.0
    warm["creatives"] = [
        Creative(*(True if name == "cached" else getattr(one, name) for name in one.__struct_fields__))
        for one in warm["creatives"]
    ]
    assert (
        report(cold, FORMATS, BRAND)
        == report(warm, FORMATS, BRAND)
        == report(json.loads(json.dumps(plain(cold))), FORMATS, BRAND)
    )


def plain(made: dict[str, Any]) -> Any:
    import msgspec

    return msgspec.to_builtins(made)


def test_ten_thousand_creatives_make_a_page_of_a_few_megabytes() -> None:
    page = report(plain(manifest(417)), FORMATS, BRAND)
    assert len(content(page)["creatives"]) > 10_000
    assert len(page) < 8_000_000


@pytest.mark.parametrize(
    ("value", "shown"), [(150, "150"), (4.5, "4.5"), (3.14159, "3.14"), (100.0, "100"), (0, "0"), ("fr", "fr")]
)
def test_amounts_read_well(value: float | str, shown: str) -> None:
    assert amount(value) == shown


def test_the_policy_names_the_page_s_own_script_and_no_other() -> None:
    import base64
    import hashlib

    page = report(manifest(1), FORMATS, BRAND)
    script = page.rsplit("<script>", 1)[1].split("</script>", 1)[0]
    assert f"script-src 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in page


def test_an_empty_campaign_has_a_page() -> None:
    assert content(report({"campaign": "empty"}, {}, {}))["creatives"] == []


@pytest.mark.parametrize("dark", [False, True])
def test_every_ink_stands_out_from_every_ground(dark: bool) -> None:
    css = (Path(html.__file__).parent / "gallery/page.css").read_text()
    pairs = re.findall(r"--([a-z]+):light-dark\((#[0-9a-f]+),(#[0-9a-f]+)\)", css)
    colours = {name: luminance(pair[dark]) for name, *pair in pairs}
    for ground in ("ground", "card", "field"):
        for ink in ("ink", "soft", "focus", "ok", "warn", "fail", "error"):
            low, high = sorted((colours[ground], colours[ink]))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_how_a_file_was_made_is_told_with_its_runner_up() -> None:
    first = {"kind": "JPEG", "quality": 72, "bytes": 20_200, "distance": 11.4}
    second = {"kind": "PNG, 256 colours", "quality": None, "bytes": 15_900, "distance": 12.0}
    assert attempts([first, second, second]) == [
        "JPEG at 72, 20.2 kB, 11.4 away",
        "runner-up: PNG, 256 colours, 15.9 kB, 12.0 away; 3 tried",
    ]
    assert attempts([{**first, "distance": None}]) == ["JPEG at 72, 20.2 kB"]
    assert attempts([]) == []
