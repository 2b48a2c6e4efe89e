"""contrast/unmeasured: nobody looked at the pixels behind a text."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.geometry import area_of
from renderer.checks.words import sentence, the
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Texts on the canvas without a probe, where a still was painted or other texts have probes."""
    painted = bool(evidence.probes) or any(file.deliverable == "still" for file in evidence.files)
    known = {probe.node for probe in evidence.probes}
    for part in evidence.texts:
        text = part.node
        if painted and text.id not in known and area_of(common(text.box, evidence.still.canvas)) >= 1:
            message = f"the contrast of {the(text.role)} was not measured"
            yield CHECK.finding(sentence(message), text)


CHECK = Check(
    id="contrast/unmeasured",
    level="fail",
    title="The contrast of a text was not measured.",
    why="A creative is proven against the rules, not presumed to keep them.",
    source="design: contrast measured on the real pixels behind the text",
    example="A painter that leaves out the probe of a text.",
    run=run,
)
