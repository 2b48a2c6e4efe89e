"""click/no-address: a click leads nowhere although the campaign or the feed says where."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.copywriting.addresses import is_address, on_web
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether the click address, made from `click_url` or else the item's link, has a scheme and a host, or begins with
    an ad server's macro; of HTML5 creatives whether it is on the web (http: or https:, a plain host), since their
    packages open nothing else. A creative for which nobody gave an address is not measured: the run tells it once."""
    click = evidence.click_url
    if click is None:
        return
    if any(file.deliverable == "html5" for file in evidence.files) and click and not on_web(click):
        what = f"'{click[:60]}' is not plainly on the web: HTML5 packages open nothing else"
        yield CHECK.finding(f"A click leads nowhere: {what}", subject="click_url", limit="https://")
    elif not is_address(click):
        what = f"'{click[:60]}' is no address" if click else "click_url comes out empty"
        yield CHECK.finding(f"A click leads nowhere: {what}", subject="click_url", limit="https://")


CHECK = Check(
    id="click/no-address",
    level="warn",
    title="The address that a click leads to is empty or none.",
    why="An ad server refuses it, or takes it for a page of the site that the creative runs on.",
    source="our own choice; RFC 3986, section 4.3: an absolute address has a scheme",
    example="A feed link 'www.shop.example/kettle', or click_url: '{{ item.link }}' for an item without a link.",
    run=run,
)
