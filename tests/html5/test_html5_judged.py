"""What the line hands in: every package of three campaigns, before every judge that looks at banners from outside."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
import yaml
from browsers import LOCAL, SAME_PIXELS, launched
from browsing import Site, Watched, served, watch
from judges import axe, html_validate, nu

from renderer.build import build
from renderer.checks import IDS
from renderer.commands.rendering import planned
from renderer.executors.serial import serial
from renderer.loading.profiles import known_profiles
from renderer.outcome import Creative
from renderer.resources import starter_brand
from renderer.stages.package import initial_load
from renderer.stages.plan import Selection

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
NETWORKS = ("iab", "google-ads", "campaign-manager-360")
FORMATS = ("medium-rectangle", "leaderboard", "smartphone-wide-banner", "skyscraper", "half-page", "billboard",
           "portrait", "super-leaderboard")  # fmt: skip
SMALL = "medium-rectangle"
GIVEN = "https://count.example/click?to=" + quote("https://shop.example/?a=1&b=2", safe="")
"""What an ad server gives as the click's address."""
SPREE: dict[str, Any] = {
    "name": "spree",
    "brand": "starter",
    "flight": {"start": "2026-09-01", "end": "2026-09-30", "timezone": "Europe/Paris"},
    "locales": ["en-US"],
    "feed": {"source": "products.csv", "images": "images", "group": "slug", "currency": "USD"},
    "messages": {"en-US": {"headline": "Big kitchen days", "cta": "Shop now"}},
    "placements": [
        {"id": "motion", "formats": [f"iab/{name}" for name in FORMATS], "as": ["html5"], "networks": list(NETWORKS),
         "limit": 1, "click_url": "https://spree.example/p/{{ item.id }}?a=1&k={{ creative.key }}"},
    ],
    "segments": [{"id": "everyone"}],
}  # fmt: skip


class Made(NamedTuple):
    """One network's package."""

    creative: Creative
    network: str
    zip: Path
    folder: Path
    """It unpacked."""

    @property
    def name(self) -> str:
        return f"{self.creative.format} {self.network}"


def made(campaign: Path, locale: str, folder: Path) -> list[Made]:
    """The packages of a campaign's placement `motion`, of one segment and language."""
    chosen = Selection(only="motion/*/everyone*", locales=(locale,))
    plan, inputs = planned(campaign, folder / "output", chosen, None)
    told: list[Creative] = []
    build(plan, folder / "output/made", inputs, folder / "cache", serial, told.append)
    found = []
    for creative in told:
        assert creative.error is None, creative.error
        for file in creative.files:
            if file.deliverable == "html5":
                unpacked = folder / "unpacked" / file.path
                with zipfile.ZipFile(folder / "output/made" / file.path) as archive:
                    archive.extractall(unpacked)
                found.append(Made(creative, file.network, folder / "output/made" / file.path, unpacked))
    return found


@pytest.fixture(scope="module", params=["rentree", "saison", pytest.param("spree", marks=pytest.mark.shared)])
def packages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param != "spree":
        return made(ROOT / "campaigns" / request.param, "fr-FR", folder)
    lies = request.getfixturevalue("shared")("data/spree")
    shutil.copytree(starter_brand(), folder / "brand/starter")
    feed = {**SPREE["feed"], **{key: str(lies / SPREE["feed"][key]) for key in ("source", "images")}}
    (folder / "campaign.yaml").write_text(yaml.safe_dump({**SPREE, "feed": feed}))
    return made(folder, "en-US", folder)


def test_the_judges_find_nothing(packages: list[Made]) -> None:
    assert len(packages) == len(FORMATS) * len(NETWORKS)
    files = [file for one in packages for file in sorted(one.folder.rglob("*")) if file.is_file()]
    assert not nu([file for file in files if file.suffix in (".html", ".css", ".svg")])
    assert not html_validate(files)


def test_the_checks_find_nothing_and_limits_are_kept(packages: list[Made]) -> None:
    profiles = known_profiles(IDS)
    for creative in {one.creative.key: one.creative for one in packages}.values():
        assert not [one for one in creative.findings if one.status == "fail" or one.check.startswith("package/")]
    for one in packages:
        rules = profiles[one.network].html5
        assert rules is not None
        files = {file.relative_to(one.folder).as_posix(): file.read_bytes()
                 for file in one.folder.rglob("*") if file.is_file()}  # fmt: skip
        assert "index.html" in files, one.name
        held = {
            "files": (len(files), rules.files),
            "requests": (len(files), rules.requests),
            "zip": (one.zip.stat().st_size / 1000, rules.zip_kb),
            "unzipped": (sum(map(len, files.values())) / 1000, rules.unzipped_kb),
            "page": (len(files["index.html"]) / 1000, rules.html_kb),
            "initial": (initial_load(files.items()) / 1000, rules.initial_kb),
            "name": (len(one.zip.stem), rules.zip_name),
        }
        for what, (counted, limit) in held.items():
            assert limit is None or counted <= limit.most, (one.name, what, counted)
        if rules.file_types is not None:
            assert {file.rpartition(".")[2] for file in files} <= set(rules.file_types.only), one.name


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched(LOCAL, *SAME_PIXELS) as one:
        yield one


def test_in_a_browser_they_are_quiet_open_to_all_and_lead_on_once(packages: list[Made], browser: Any) -> None:
    wrong = [f"{one.name}: {line}" for one in packages for line in _looked_at(one, browser)]
    assert not wrong


def _looked_at(one: Made, browser: Any) -> Iterator[str]:
    width, height = next((file.width, file.height) for file in one.creative.files if file.network == one.network)
    context = browser.new_context(viewport={"width": width, "height": height}, service_workers="block")
    with served(one.zip) as site:
        seen = watch(context.new_page(), site.url)
        seen.site = site
        yield from _visited(seen, site, one)
    context.close()


def _visited(seen: Watched, site: Site, one: Made) -> Iterator[str]:
    seen.page.goto(site.url)
    yield from seen.wrong()
    if one.network == NETWORKS[0] or one.creative.format.endswith(SMALL):  # all is the same but what takes the click
        yield from axe(seen.page)
    own = one.creative.click_url
    match one.network:
        case "google-ads":  # lays its own link over the creative
            yield from _clicked(seen, [])
            if seen.page.locator("a, button, [onclick]").count() or own in seen.page.content():
                yield "a link of its own"
        case "campaign-manager-360":
            yield from _clicked(seen, [own])
            seen.page.evaluate("given => { window.clickTag = given; }", GIVEN)
            yield from _clicked(seen, [GIVEN])
        case _:
            yield from _clicked(seen, [own])
            seen.page.goto(f"{site.url}?clickTag={quote(GIVEN, safe='')}")
            yield from _clicked(seen, [GIVEN])
    told = ("opened", "asked outside")
    yield from (
        f"after clicks: {line}" for line in seen.wrong() if not line.startswith((*told, f"went to: {site.url}"))
    )


def _clicked(seen: Watched, wanted: list[str]) -> Iterator[str]:
    """Waits for a window as long as a busy machine needs, and a moment for a second one."""
    before, wide = len(seen.popups), seen.page.viewport_size
    seen.page.mouse.click(wide["width"] / 2, wide["height"] / 2)
    for _ in range(100 if wanted else 5):
        if wanted and seen.popups[before:] == wanted:
            break
        seen.settle(50)
    led = seen.settle(100).popups[before:]
    if led != wanted:
        yield f"a click led to {led}, not {wanted}"
