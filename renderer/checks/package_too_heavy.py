"""package/too-heavy: a package weighs more than its network allows, in one of the ways in which it is weighed."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import Made, packages
from renderer.checks.words import cited, kb, number
from renderer.model.packaging import Limit
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The zip, its files unpacked, the page alone, what is loaded before the page stands and what after that (texts
    compressed by gzip, as the IAB counts) against the network's limits, the last two also against the format's; 1 kB is
    1000 bytes."""
    for made in packages(evidence):
        for what, weight, limit in _weighed(made):
            if limit is not None and weight > limit.most * 1000:
                yield _finding(made, what, weight, made.profile.name, limit.most, cited(limit.source, limit.verified))
        own = evidence.format.limits
        for what, weight, most in (("initial load", made.package.initial, own.initial_kb),
                                   ("subload", made.package.later, own.subload_kb)):  # fmt: skip
            if most is not None and weight > most * 1000:
                source = cited(evidence.format.source, evidence.format.verified)
                yield _finding(made, what, weight, evidence.format.id, most, source)


def _weighed(made: Made) -> tuple[tuple[str, int, Limit | None], ...]:
    package, rules = made.package, made.rules
    return (
        ("zip", len(package.content), rules.zip_kb),
        ("files unpacked", sum(len(content) for _, content in package.files), rules.unzipped_kb),
        ("page", len(package.page.encode()), rules.html_kb),
        ("initial load", package.initial, rules.initial_kb),
        ("subload", package.later, rules.subload_kb),
    )


def _finding(made: Made, what: str, weight: int, whose: str, most: float, source: str) -> Finding:
    message = f"{made.subject}: {what} of {kb(weight)}; {whose} allows {number(most, 4)} kB"
    return made.finding(CHECK, message, limit=most, actual=weight / 1000, source=source)


CHECK = Check(
    id="package/too-heavy",
    level="fail",
    title="An HTML5 package weighs more than its network or format allows.",
    why="Heavy packages are refused at upload, or unloaded by the browser before anyone has seen them.",
    source="the network's profile, or the format's own source",
    example="A zip of 640 kB for Google Ads, which takes 600 kB.",
    run=run,
)
