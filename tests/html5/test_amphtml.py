"""AMPHTML ads: AMP's own validator takes them, and they show what is painted, at the end and on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from judges import AMP_UNKNOWN, amp, axe
from parity import SAME, Delivered, delivered, resampled, softened, times
from PIL import Image
from seeing import differing
from showing import at, browser, shown
from staged import LONG, moving, staged

from renderer.checks import IDS
from renderer.loading.profiles import known_profiles
from renderer.painters import amp as painter
from renderer.painters import raster
from renderer.painters.transforms import only_transforms
from renderer.parts import ASSET, CLICK, HEAD, Package, Parts
from renderer.scene import Scene
from renderer.stages.amphtml import amphtml

GOOGLE = known_profiles(IDS)["google-ads"]
RUNTIME = """() => {
  document.body.style.visibility = 'visible';
  for (const one of document.querySelectorAll('amp-img')) {
    const img = new Image();
    for (const name of ['src', 'srcset', 'alt']) if (one.hasAttribute(name)) img[name] = one.getAttribute(name);
    img.style.cssText = one.style.cssText = 'position:absolute;display:block;left:0;top:0;width:100%;height:100%';
    one.append(img);
  }
}"""
"""What AMP's runtime does with such a page: it shows it, and puts its pictures in."""
READY = "async () => { for (const one of document.images) await one.decode(); }"


def packed(scene: Scene, tools: Any) -> Package:
    page = painter.paint(scene, tools, tools.fonts, prefix=ASSET)
    html = painter.document(page, HEAD, CLICK)
    return amphtml(Parts("spring", page.width, page.height, html, page.css, page.files), GOOGLE)


@pytest.fixture(scope="module")
def creatives(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Delivered, Package]]:
    folder = tmp_path_factory.mktemp("amphtml")
    found = []
    for campaign, locale in (("rentree", "fr-FR"), ("saison", "en-GB")):
        for one in delivered(campaign, folder / campaign, [locale]):
            found.append((one, packed(one.scene, one.tools)))
    return found


def pages(creatives: list[tuple[Delivered, Package]], folder: Path) -> Iterator[Path]:
    for index, (_, package) in enumerate(creatives):
        for name, content in package.files:
            (folder / str(index)).mkdir(exist_ok=True)
            (folder / str(index) / name).write_bytes(content)
        yield folder / str(index) / package.entry


def test_the_validator_takes_them(creatives: list[tuple[Delivered, Package]], tmp_path: Path) -> None:
    assert len(creatives) >= 16
    found = list(pages(creatives, tmp_path))
    assert amp(found, AMP_UNKNOWN) == []
    whole = found[0].read_text(encoding="utf-8")
    for wrong, told in (
        (whole.replace("transform:translate(", "translate:(", 99), "disallowed within @keyframes"),
        (whole.replace("<html amp4ads", "<html", 1), "'⚡4ads' is missing"),
        (whole.replace("<main>", "<main><script>x()</script>"), "script"),
        (whole.replace("<amp-img", "<img").replace("</amp-img>", ""), "amp-img"),
    ):
        assert wrong != whole
        found[0].write_text(wrong, encoding="utf-8")
        assert told in " ".join(amp(found[:1], AMP_UNKNOWN)).lower().replace("tag 'img'", "amp-img")


def test_they_keep_what_the_network_takes(creatives: list[tuple[Delivered, Package]]) -> None:
    rules = GOOGLE.amphtml
    assert rules is not None
    assert rules.zip_kb is not None
    assert rules.css_bytes is not None
    for one, package in creatives:
        assert len(package.content) < rules.zip_kb.most * 1000, one.name
        assert len(package.page.partition("<style amp-custom>")[2].partition("</style>")[0]) < rules.css_bytes.most
        assert {name.rpartition(".")[2] for name, _ in package.files} <= {"html", "jpg", "png", "svg"}
        for text in (
            line.text for node in one.scene.at(one.scene.duration).walk() for line in getattr(node, "lines", ())
        ):
            assert f'<span class="v">{text.replace("&", "&amp;").replace(chr(39), "&#x27;")}</span>' in package.page


@pytest.mark.browser
def test_they_show_what_is_painted(creatives: list[tuple[Delivered, Package]], tmp_path: Path) -> None:
    wrong = []
    with browser(1) as context:
        for one, package in creatives:
            page = opened(context, package, tmp_path / one.key.replace("/", "-"))
            for when, ms in times(one.scene).items():
                painted = Image.fromarray(raster.paint(one.scene.at(ms), one.tools, 1).pixels).convert("RGB")
                seen, areas = at(page, one.scene, ms), resampled(one.scene, ms)
                apart = differing(*(softened(picture, areas, 1) for picture in (painted, seen)))
                print(f"{one.name} {when}: {apart.levels} levels")
                if apart.levels > SAME:
                    wrong.append((one.name, when, apart))
            page.close()
    assert wrong == []


@pytest.mark.browser
def test_nobody_is_kept_out_and_who_wants_no_motion_has_none(
    creatives: list[tuple[Delivered, Package]], tmp_path: Path
) -> None:
    one, package = creatives[0]
    with browser(1) as context:
        page = opened(context, package, tmp_path)
        assert axe(page) == []
        assert page.evaluate("document.getAnimations().length") > 5
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate("document.getAnimations().length") == 0
        end = Image.fromarray(raster.paint(one.scene.at(one.scene.duration), one.tools, 1).pixels).convert("RGB")
        assert differing(end, at(page, one.scene, 0)).levels <= SAME


def opened(context: Any, package: Package, folder: Path) -> Any:
    page = shown(context, dict(package.files), package.entry, folder)
    page.evaluate(RUNTIME)
    page.evaluate(READY)
    return page


@pytest.mark.parametrize("campaign", ["rentree", "saison"])
def test_every_kind_of_track_becomes_opacity_or_transform(campaign: str, tmp_path: Path) -> None:
    """Clips and colours that no transform makes are the only ones that look otherwise on the way, and only there."""
    for one in staged(campaign, tmp_path)[:4]:
        scene = moving(one.scene)
        plain = only_transforms(scene)
        kept = [tuple(track.property for track in node.tracks) for node in plain.walk() if node.tracks]
        assert {name for names in kept for name in names} <= {"opacity", "move", "turn", "scale"}
        assert all(len([name for name in names if name != "opacity"]) <= 1 for names in kept)
        ids = [node.id for node in plain.walk()]
        assert len(set(ids)) == len(ids)
        easy = _without(scene, "clip", "colour")
        for before, ms in ((scene, LONG), (easy, 700), (easy, 1300), (easy, 2000)):
            painted, same = (raster.paint(each.at(ms), one.tools).pixels for each in (before, only_transforms(before)))
            assert differing(Image.fromarray(painted), Image.fromarray(same)).levels < 0.5, (one.name, ms)


def _without(scene: Scene, *names: str) -> Scene:
    """The scene without the tracks of some properties."""

    def bare(node: Any) -> Any:
        tracks = tuple(track for track in node.tracks if track.property not in names)
        node = msgspec.structs.replace(node, tracks=tracks)
        if hasattr(node, "children"):
            node = msgspec.structs.replace(node, children=tuple(map(bare, node.children)))
        return node

    return msgspec.structs.replace(scene, root=bare(scene.root))


@pytest.mark.parametrize("campaign", ["rentree", "saison"])
def test_the_motion_that_is_delivered_stays_the_same_at_every_time(campaign: str, tmp_path: Path) -> None:
    """Its wipes too: two outlines, one pushed over the other, leave the same part to be seen."""
    for one in delivered(campaign, tmp_path, ["en-GB"]):
        if one.format not in ("iab/medium-rectangle", "iab/half-page", "iab/leaderboard"):
            continue
        plain = only_transforms(one.scene)
        clips = sum(track.property == "clip" for node in one.scene.walk() for track in node.tracks)
        assert campaign != "rentree" or clips, "nothing is wiped in"
        for step in range(25):
            ms = one.scene.duration * step / 24
            painted, same = (raster.paint(each.at(ms), one.tools).pixels for each in (one.scene, plain))
            assert differing(Image.fromarray(painted), Image.fromarray(same)).levels < 1, (one.name, ms)
