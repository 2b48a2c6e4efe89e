"""text/missing-glyph: no font of the brand has a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import sentence, the
from renderer.outcome import Finding
from renderer.scene import Text

SHOWN = 5  # characters named in a message


def run(evidence: Evidence) -> Iterator[Finding]:
    """The characters that shaping could not find in the brand's typefaces nor in their fallbacks."""
    for part in evidence.parts:
        node = part.node
        if isinstance(node, Text) and node.missing:
            characters = list(dict.fromkeys(node.missing))
            named = ", ".join(_named(one) for one in characters[:SHOWN])
            more = f" and {len(characters) - SHOWN} more" if len(characters) > SHOWN else ""
            message = f"{sentence(the(node.role))} has characters that no font of the brand can show: {named}{more}"
            yield CHECK.finding(message, node, limit=0, actual=len(characters))


def _named(character: str) -> str:
    """The character where it can be printed, its code point and its name."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = f"'{character}' " if character.isprintable() and not character.isspace() else ""
    return f"{shown}{code} {name}".strip()


CHECK = Check(
    id="text/missing-glyph",
    level="fail",
    title="A character has no glyph.",
    why="An empty box stands where a letter should be.",
    source="design, outcome table: missing glyph; Unicode 16, section 5.3 (unknown and missing characters)",
    example="'Ğ' in a product name set in a typeface without Turkish letters.",
    run=run,
)
