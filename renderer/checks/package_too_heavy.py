"""package/too-heavy: a package weighs more than its network allows, in one of the ways in which it is weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import Zipped, amphtmls, html5s
from renderer.checks.words import cited, kb, number
from renderer.model.packaging import Limit
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The zip, its files unpacked, the page alone, what is loaded before the page stands and what after that (texts
    compressed by gzip, as the IAB counts) against the network's limits, the last two also against the format's; of
    AMPHTML the zip and the page's own style. 1 kB is 1000 bytes."""
    for made, weights in _weighed(evidence):
        for what, weight, limit in weights:
            if limit is not None and weight > limit.most * 1000:
                yield _finding(made, what, weight, made.profile.name, limit.most, cited(limit.source, limit.verified))
        own = evidence.format.limits
        for what, weight, most in (("initial load", made.package.initial, own.initial_kb),
                                   ("subload", made.package.later, own.subload_kb)):  # fmt: skip
            if most is not None and weight > most * 1000:
                source = cited(evidence.format.source, evidence.format.verified)
                yield _finding(made, what, weight, evidence.format.id, most, source)
    for made, amp in amphtmls(evidence):
        style = sum(len(one.encode()) for one in _OWN_STYLE.findall(made.package.page))
        if amp.css_bytes is not None and style > amp.css_bytes.most:
            message = f"{made.subject}: style of {style} bytes; {made.profile.name} allows {amp.css_bytes.most:g}"
            yield made.finding(CHECK, message, limit=amp.css_bytes.most, actual=float(style),
                               source=cited(amp.css_bytes.source, amp.css_bytes.verified))  # fmt: skip


_OWN_STYLE = re.compile(r"<style amp-custom>(.*?)</style>", re.DOTALL)


def _weighed(evidence: Evidence) -> Iterator[tuple[Zipped, list[tuple[str, int, Limit | None]]]]:
    """The packages, with what of each is weighed against what its network allows."""
    for made, rules in html5s(evidence):
        package = made.package
        yield (
            made,
            [
                ("zip", len(package.content), rules.zip_kb),
                ("files unpacked", sum(len(content) for _, content in package.files), rules.unzipped_kb),
                ("page", len(package.page.encode()), rules.html_kb),
                ("initial load", package.initial, rules.initial_kb),
                ("subload", package.later, rules.subload_kb),
            ],
        )
    for made, amp in amphtmls(evidence):
        yield made, [("zip", len(made.package.content), amp.zip_kb)]


def _finding(made: Zipped, what: str, weight: int, whose: str, most: float, source: str) -> Finding:
    message = f"{made.subject}: {what} of {kb(weight)}; {whose} allows {number(most, 4)} kB"
    return made.finding(CHECK, message, limit=most, actual=weight / 1000, source=source)


CHECK = Check(
    id="package/too-heavy",
    level="fail",
    title="An HTML5 or AMPHTML package weighs more than its network or format allows.",
    why="Heavy packages are refused at upload, or unloaded by the browser before anyone has seen them.",
    source="the network's profile, or the format's own source",
    example="A zip of 640 kB for Google Ads, which takes 600 kB.",
    run=run,
)
