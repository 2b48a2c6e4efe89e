"""package/no-click-tag: the page of a package does not count clicks as its network does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import html5s
from renderer.checks.words import cited
from renderer.model.packaging import Click
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether the page has the network's variable, parameter, macro or function, in its capitals. Where the network
    lays its own link over the creative, nothing is wanted."""
    for made, rules in html5s(evidence):
        click = rules.click
        wanted, pattern = _wanted(click)
        if pattern and not re.search(pattern, made.package.page):
            message = (
                f"{made.subject}: {made.package.entry} has no {wanted}, by which {made.profile.name} counts clicks"
            )
            yield made.finding(CHECK, message, limit=wanted, source=cited(click.source, click.verified))


def _wanted(click: Click) -> tuple[str, str]:
    """The click tag as people know it, and what finds it; empty where none is wanted."""
    name = re.escape(click.name)
    match click.by:
        case "variable":
            return f"variable {click.name}", rf"(?<![\w$.]){name}\s*=(?!=)"
        case "parameter":
            return f"parameter {click.name}", rf"""["'`]{name}["'`]|[?&]\]?{name}="""
        case "macro":
            return f"macro {click.macro}", re.escape(click.macro or "")
        case "library":
            return f"call of {click.call}", rf"(?<![\w$.]){re.escape(click.call or '')}\s*\("
        case "mraid":
            return "mraid.js with its open", r"""src=["']mraid\.js["'](?s:.)*\.open\("""
    return "", ""


CHECK = Check(
    id="package/no-click-tag",
    level="fail",
    title="An HTML5 package does not count clicks as its network does.",
    why="Clicks are not counted, lead to the wrong page or nowhere, and the network refuses the creative.",
    source="the network's profile",
    example="A page with 'clickTag' for The Trade Desk, which passes 'clickTAG'.",
    run=run,
)
