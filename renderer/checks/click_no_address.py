"""click/no-address: a click leads nowhere although the campaign or the feed says where."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.copywriting.addresses import hides_host, is_address, on_web
from renderer.model.packaging import Click
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether the click address, made from `click_url` or else the item's link, has a scheme and a host, or begins with
    an ad server's macro; of HTML5 creatives whether it is on the web (http: or https:, a plain host), since their
    packages open nothing else, and whether there is one at all where a network's package holds it. A still for which
    nobody gave an address is not measured: the run tells it once."""
    click = evidence.click_url
    if click is not None and hides_host(click):
        return  # click/hidden-host
    packed = any(file.deliverable == "html5" for file in evidence.files)
    if click is None:
        told = _waiting(evidence) if packed else ""
    elif packed and click and not on_web(click):
        told = f"'{click[:60]}' is not plainly on the web: HTML5 packages open nothing else"
    elif not is_address(click):
        told = f"'{click[:60]}' is no address" if click else "click_url comes out empty"
    else:
        told = ""
    if told:
        yield CHECK.finding(f"A click leads nowhere: {told}", subject="click_url", limit="https://")


def _waiting(evidence: Evidence) -> str:
    """The networks whose packages hold the campaign's own address, where there is none."""
    made = {file.network for file in evidence.files}
    kept = [one.id for one in evidence.profiles if one.id in made and one.html5 is not None and _holds(one.html5.click)]
    if not kept:
        return ""
    whose = ", ".join(kept)
    return f"neither click_url nor the feed says where, and packages for {whose} open nothing unless the server does"


def _holds(click: Click) -> bool:
    """Whether a package has the campaign's address in it: not where the network alone knows it."""
    return click.by != "network" and click.written and not click.opens


CHECK = Check(
    id="click/no-address",
    level="warn",
    title="The address that a click leads to is empty or none.",
    why="An ad server refuses it, or takes it for a page of the site that the creative runs on.",
    source="our own choice; RFC 3986, section 4.3: an absolute address has a scheme",
    example="A feed link 'www.shop.example/kettle', or click_url: '{{ item.link }}' for an item without a link.",
    run=run,
)
