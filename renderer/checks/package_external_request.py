"""package/external-request: the page of a package loads something that is not in it."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import html5s
from renderer.checks.references import inlined, references, within
from renderer.checks.words import cited
from renderer.model.packaging import Html5
from renderer.outcome import Finding
from renderer.visible import visible


def run(evidence: Evidence) -> Iterator[Finding]:
    """The addresses in HTML, CSS and SVG that a browser loads by itself against the files of the package. The network's
    own scripts are left out, and addresses on the web where the network allows them; what scripts ask for is not
    seen."""
    for made, rules in html5s(evidence):
        for path, address in dict.fromkeys(references(made.package)):
            if not inlined(address) and not within(made.package, path, address) and not _taken(rules, address):
                external = rules.external
                source = cited(external.source, external.verified) if external else ""
                message = f"{made.subject}: {path} loads '{visible(address)[:80]}', which is not in the package"
                yield made.finding(CHECK, message, subject=path, actual=visible(address)[:200], source=source)


def _taken(rules: Html5, address: str) -> bool:
    """Whether the network wants or allows it from elsewhere."""
    if address in [script.url for script in rules.scripts]:
        return True
    if rules.click.by == "mraid" and address == "mraid.js":
        return True  # the app puts it there
    return rules.external is not None and rules.external.allowed and address.startswith("https://")


CHECK = Check(
    id="package/external-request",
    level="fail",
    title="An HTML5 package loads something that is not in it.",
    why="It is refused, or stays empty where the other side is slow, gone or blocked; and it tells others who looked.",
    source="IAB-NAP-2017; the network's profile where it says so",
    example="A page that loads a font from another site, or a picture that was left out of the zip.",
    run=run,
)
