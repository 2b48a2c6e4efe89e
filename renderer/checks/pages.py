"""The checks described, for `render checks` and docs/checks.md."""

from __future__ import annotations

from renderer.checks.base import Check
from renderer.checks.register import ALL


def catalogue() -> list[dict[str, str]]:
    """Every check as plain values: id, status, title, why, source."""
    return [
        {"id": one.id, "status": one.level, "title": one.title, "why": one.why, "source": one.source} for one in ALL
    ]


def markdown() -> str:
    """The page docs/checks.md."""
    head = "# Checks\n\nGenerated from `renderer/checks`. A FAIL is not to be trafficked; a WARN is to be looked at.\n"
    rows = "\n".join(f"| [{one.id}](#{_anchor(one)}) | {one.level.upper()} | {one.title} |" for one in ALL)
    table = f"| check | status | what is wrong |\n|---|---|---|\n{rows}\n"
    return "\n".join([head, table, *(_section(one) for one in ALL)])


def _section(one: Check) -> str:
    measured = (
        " ".join((one.run.__doc__ or "").split()) if one.run else "While the content is composed, before painting."
    )
    return (
        f"## {one.id}\n\n"
        f"**{one.level.upper()}.** {one.title}\n\n"
        f"**Why.** {one.why}\n\n"
        f"**Measured.** {measured}\n\n"
        f"**Example.** {one.example}\n\n"
        f"**Source.** {one.source}\n"
    )


def _anchor(one: Check) -> str:
    """As GitHub names a heading's anchor."""
    return one.id.replace("/", "")
