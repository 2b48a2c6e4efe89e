"""Packages in a real browser: one click opens one page, by mouse and by keyboard, and only of the web."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from package_parts import URL, made, network

from renderer.parts import Package

pytestmark = pytest.mark.browser
RECORDS = "window.opened = []; window.open = (...said) => { window.opened.push(said); return null; };"
CALLS = "window.counted = 0; window.EB = { clickthrough: () => { window.counted += 1; } };"
TRACKED = "https://count.example/?to=" + quote(URL, safe="")


def opened(page: Any, one: Package, folder: Path, query: str = "") -> Any:
    """The package's page, unpacked and looked at; what it would open is noted down."""
    for path, content in one.files:
        (folder / path).write_bytes(content)
    page.add_init_script(RECORDS)
    page.goto((folder / one.entry).as_uri() + query)
    return page


def addresses(page: Any) -> list[list[str]]:
    found: list[list[str]] = page.evaluate("window.opened")
    return found


@pytest.mark.parametrize("id_", ["iab", "campaign-manager-360", "the-trade-desk"])
def test_a_click_and_a_key_open_one_page_each(page: Any, tmp_path: Path, id_: str) -> None:
    opened(page, made(id_, assets={}, css="", html=BARE), tmp_path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "click"
    page.keyboard.press("Enter")
    assert addresses(page) == [[URL, "_blank", "noopener"]]
    page.mouse.click(150, 120)
    assert addresses(page) == [[URL, "_blank", "noopener"]] * 2
    assert page.url.startswith("file:")


@pytest.mark.parametrize("id_", ["iab", "xandr"])
def test_the_address_that_the_server_gives_comes_first(page: Any, tmp_path: Path, id_: str) -> None:
    opened(page, made(id_, assets={}, css="", html=BARE), tmp_path, "?x=1&clickTag=" + quote(TRACKED, safe=""))
    page.mouse.click(150, 120)
    assert addresses(page) == [[TRACKED, "_blank", "noopener"]]


def test_a_variable_that_the_server_rewrites_is_followed(page: Any, tmp_path: Path) -> None:
    one = made("campaign-manager-360", assets={}, css="", html=BARE)
    written = one.page.replace(f'var clickTag = "{URL}"', f'var clickTag = "{TRACKED}"')
    opened(page, one._replace(files=((one.entry, written.encode()),)), tmp_path)
    page.mouse.click(150, 120)
    assert addresses(page) == [[TRACKED, "_blank", "noopener"]]


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "data:text/html,x", " javascript:x", "//evil.example", "https:", ""]
)
def test_an_address_that_is_not_on_the_web_is_not_opened(page: Any, tmp_path: Path, bad: str) -> None:
    opened(page, made("xandr", assets={}, css="", html=BARE), tmp_path, "?clickTag=" + quote(bad, safe=""))
    page.mouse.click(150, 120)
    assert addresses(page) == []


def test_hostile_addresses_of_the_campaign_are_opened_as_they_stand(page: Any, tmp_path: Path) -> None:
    hostile = "https://a.b/</script><script>window.opened.push('no')</script>'\"`${1}`\u2028\u202e"
    opened(page, made("iab", assets={}, css="", html=BARE, click_url=hostile), tmp_path)
    page.mouse.click(150, 120)
    ((found, *_),) = addresses(page)
    same = "one => new URL(one).href === document.getElementById('click').href"
    assert page.evaluate(same, found)
    assert found.startswith("https://a.b/%3C/script%3E")


def test_a_library_is_asked_once_a_click(page: Any, tmp_path: Path) -> None:
    page.add_init_script(CALLS)
    own = network(click={"by": "library", "call": "EB.clickthrough", "opens": True})
    opened(page, made(own, assets={}, css="", html=BARE), tmp_path)
    page.mouse.click(150, 120)
    assert (page.evaluate("window.counted"), addresses(page)) == (1, [])


def test_without_scripts_a_plain_link_leads_on_where_the_network_allows_it(chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    one = made("iab", assets={}, css="", html=BARE)
    (tmp_path / one.entry).write_bytes(one.page.encode())
    page.goto((tmp_path / one.entry).as_uri())
    assert page.locator("a#click").get_attribute("href") == URL
    context.close()


BARE = (
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>x</title><!--head--></head>'
    "<body><p>Bouilloire</p><!--click--></body></html>"
)
