"""package/amp-invalid: the page of an AMPHTML package is none that AMP or its network takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from renderer.checks.base import Check, Evidence
from renderer.checks.package_no_size_meta import said_size
from renderer.checks.packages import Zipped, amphtmls
from renderer.checks.references import inlined, references, within
from renderer.checks.words import cited
from renderer.model.packaging import Amphtml
from renderer.outcome import Finding
from renderer.visible import visible

_KEYFRAMES = re.compile(r"@(?:-webkit-)?keyframes[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", re.IGNORECASE)
_DECLARED = re.compile(r"([a-z-]+)\s*:", re.IGNORECASE)
_BANNED = {
    "!important": re.compile(r"!\s*important", re.IGNORECASE),
    "position: fixed or sticky": re.compile(r"position\s*:\s*(?:-webkit-)?(?:fixed|sticky)", re.IGNORECASE),
    "touch-action": re.compile(r"touch-action\s*:", re.IGNORECASE),
    "@import": re.compile(r"@import", re.IGNORECASE),
    "transition": re.compile(r"(?<![a-z-])transition[a-z-]*\s*:", re.IGNORECASE),
}
"""What no style of an AMPHTML ad may say (AMP4ADS); transitions are none of ours."""
_TIMING = "animation-timing-function"
_HELD = ("custom-element", "custom-template")


def run(evidence: Evidence) -> Iterator[Finding]:
    """Of the page: the mark on `<html>`, AMP's script and boilerplate once each, no other script, no handler, tags and
    components within the network's lists, its size; of its style: in keyframes only what may move, nothing that AMP
    forbids; of all files: no address outside the package. In the tests the AMP validator judges the same pages."""
    for made, rules in amphtmls(evidence):
        page = _Page(rules)
        page.feed(made.package.page)
        page.close()
        for what in dict.fromkeys(
            [*page.wrong(), *_style(rules, page.style), *_elsewhere(made, rules), *_size(made, rules)]
        ):
            source = cited(rules.source, rules.verified)
            yield made.finding(CHECK, f"{made.subject}: {what}", source=source)


class _Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, rules: Amphtml) -> None:
        super().__init__()
        self._rules = rules
        self._found: list[str] = []
        self._runtimes = self._boilerplates = self._styles = 0
        self._in = ""
        self._boilerplate = ""
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said, rules = dict(attrs), self._rules
        self._in = ""
        if tag == "html" and rules.root not in said:
            self._found.append(f"<html> is not marked with '{rules.root}'")
        if tag.startswith("amp-"):
            if rules.components and tag not in rules.components:
                self._found.append(f"<{tag}> is not taken")
        elif rules.tags and tag not in rules.tags:
            self._found.append(f"<{tag}> is not taken")
        self._found += [f"<{tag} {name}> runs something" for name in said if name.startswith("on")]
        if tag == "script":
            self._script(said)
        elif tag == "style":
            self._begin(said)

    def _script(self, said: dict[str, str | None]) -> None:
        if said.get("src") == self._rules.runtime and "async" in said:
            self._runtimes += 1
        elif not any(name in said for name in _HELD):
            self._found.append("it has a script that is not AMP's")

    def _begin(self, said: dict[str, str | None]) -> None:
        if f"{self._rules.root}-boilerplate" in said:
            self._in, self._boilerplates = "boilerplate", self._boilerplates + 1
        elif "amp-custom" in said:
            self._in, self._styles = "style", self._styles + 1
        else:
            self._found.append("it has a style that is neither AMP's boilerplate nor its own one (amp-custom)")

    def handle_data(self, data: str) -> None:
        if self._in == "boilerplate":
            self._boilerplate += data
        elif self._in == "style":
            self.style += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def wrong(self) -> Iterator[str]:
        """What is wrong with it."""
        yield from self._found
        if self._runtimes != 1:
            yield f"it loads {self._rules.runtime} {self._runtimes} times, not once"
        if self._boilerplates != 1 or self._boilerplate.strip() != self._rules.boilerplate:
            yield "it has not AMP's boilerplate"
        if self._styles > 1:
            yield f"it has {self._styles} styles of its own (amp-custom), not one"


def _style(rules: Amphtml, style: str) -> Iterator[str]:
    taken = rules.animated
    for frames in _KEYFRAMES.findall(style):
        moved = {name.lower() for block in re.findall(r"\{([^{}]*)\}", frames) for name in _DECLARED.findall(block)}
        for name in sorted(moved - {*taken, _TIMING}) if taken else ():
            yield f"'{name}' moves, and only {' and '.join(taken)} may"
    for what, pattern in _BANNED.items():
        if pattern.search(style):
            yield f"its style says '{what}'"


def _elsewhere(made: Zipped, rules: Amphtml) -> Iterator[str]:
    for path, address in references(made.package):
        if address != rules.runtime and not inlined(address) and not within(made.package, path, address):
            yield f"{path} loads '{visible(address)[:80]}', which is not in the package"


def _size(made: Zipped, rules: Amphtml) -> Iterator[str]:
    rule, right = rules.size_meta, f"width={made.package.width},height={made.package.height}"
    said = said_size(made.package.page)
    if said != right and (said is not None or (rule is not None and rule.rule == "required")):
        yield f'it says {said or "nothing"} of its size in <meta name="ad.size">; it is {right}'


CHECK = Check(
    id="package/amp-invalid",
    level="fail",
    title="An AMPHTML package has what AMP or its network does not take.",
    why="A network validates the page at upload and refuses it, or serves it as a plain ad without AMP's speed.",
    source="AMP4ADS, the format of AMPHTML ads, as the network's profile has it",
    example="A page whose keyframes change clip-path.",
    run=run,
)
