"""package/no-size-meta: the page of a package does not say its size, or says another."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import html5s
from renderer.checks.words import cited
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The page's meta tag `ad.size` against the creative's size, where the network wants the tag; also where it only
    takes it, if what it says is wrong."""
    for made, rules in html5s(evidence):
        rule, package = rules.size_meta, made.package
        right = f"width={package.width},height={package.height}"
        said = said_size(package.page)
        wanted = rule is not None and rule.rule == "required"
        if said is None and not wanted:
            continue
        if said != right:
            tells = f"says {said}" if said is not None else "says nothing"
            source = cited(rule.source, rule.verified) if rule else ""
            message = f'{made.subject}: {package.entry} {tells} of its size in <meta name="ad.size">; it is {right}'
            yield made.finding(CHECK, message, limit=right, actual=said, source=source)


class _Metas(HTMLParser):
    size: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "meta" and found.get("name") == "ad.size" and self.size is None:
            self.size = "".join((found.get("content") or "").split())


def said_size(page: str) -> str | None:
    """What a page says of its size in its meta tag `ad.size`, without blanks; None where it has none."""
    metas = _Metas()
    metas.feed(page)
    return metas.size


CHECK = Check(
    id="package/no-size-meta",
    level="fail",
    title="The page of an HTML5 package does not say its size, or says another.",
    why="Networks take the size of a creative from this tag and refuse a zip without it.",
    source="the network's profile",
    example='A page of 300x250 for Google Ads without <meta name="ad.size" content="width=300,height=250">.',
    run=run,
)
