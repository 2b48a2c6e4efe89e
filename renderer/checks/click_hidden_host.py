"""click/hidden-host: the address that a click leads to looks like another host's."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.copywriting.addresses import hides_host
from renderer.outcome import Finding
from renderer.visible import visible


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether the click address has a name, with or without a password, before its host, also behind an ad server's
    macro. HTML5 packages open no such address; of stills the trafficking sheet would hold it."""
    click = evidence.click_url
    if click is not None and hides_host(click):
        message = f"A click leads elsewhere than it seems: '{visible(click)[:60]}' names its host behind an '@'"
        yield CHECK.finding(message, subject="click_url", limit="no '@' before the host")


CHECK = Check(
    id="click/hidden-host",
    level="fail",
    title="The address that a click leads to hides its host behind a name.",
    why="It reads like the shop's and leads to somebody else's; no landing page needs a name before its host.",
    source="RFC 3986, sections 3.2.1 and 7.6: what stands before '@' makes one host look like another",
    example="A feed link 'https://shop.example@evil.example/'.",
    run=run,
)
