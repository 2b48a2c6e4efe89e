"""text/ellipsis: a text was cut at a word."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import sentence, the
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The rung of the fit ladder of every text. Shorter alternative copies are meant to be used and are no finding."""
    for part in evidence.texts:
        text = part.node
        if text.rung == "ellipsis":
            shown = " ".join(line.text for line in text.lines)
            message = f"{sentence(the(text.role))} was cut to '{shown}'; give it a short alternative"
            yield CHECK.finding(message, text, actual="ellipsis")


CHECK = Check(
    id="text/ellipsis",
    level="warn",
    title="A text ends in an ellipsis.",
    why="Nobody wrote the sentence that is shown; a short alternative copy reads better.",
    source="design, 'What a good creative looks like': fit ladder",
    example="'Machine à café avec broyeur…' in a leaderboard.",
    run=run,
)
