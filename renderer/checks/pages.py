"""The checks described, for `render checks` and docs/checks.md."""

from __future__ import annotations

from renderer.checks.base import Check
from renderer.checks.register import ALL
from renderer.errors import InputError, Problem, did_you_mean


def catalogue() -> list[dict[str, str]]:
    """Every check as plain values: id, status, title, why, measured, example, source."""
    return [
        {"id": one.id, "status": one.level, "title": one.title, "why": one.why, "measured": _measured(one),
         "example": one.example, "source": one.source}
        for one in ALL
    ]  # fmt: skip


def found_checks(word: str) -> list[dict[str, str]]:
    """The one check of this id, else those whose id holds the word. Raises InputError where there is none."""
    every = catalogue()
    rows = [row for row in every if row["id"] == word] or [row for row in every if word in row["id"]]
    if not rows:
        near = did_you_mean(word, [row["id"] for row in every]) or "; `render checks` lists all"
        raise InputError(Problem(f"no check '{word}'{near}"))
    return rows


def markdown() -> str:
    """The page docs/checks.md."""
    head = (
        "# Checks\n\nGenerated from `renderer/checks`. A FAIL is not to be trafficked; a WARN is to be looked at.\n"
        "A NOTE is for whoever judges the look; it changes neither a creative's status nor the exit code.\n"
    )
    rows = "\n".join(f"| [{one.id}](#{_anchor(one)}) | {one.level.upper()} | {one.title} |" for one in ALL)
    table = f"| check | status | what is wrong |\n|---|---|---|\n{rows}\n"
    return "\n".join([head, table, *(_section(one) for one in ALL)])


def _measured(one: Check) -> str:
    """What it looks at, as its function says."""
    return " ".join((one.run.__doc__ or "").split()) if one.run else "While the content is composed, before painting."


def _section(one: Check) -> str:
    return (
        f"## {one.id}\n\n"
        f"**{one.level.upper()}.** {one.title}\n\n"
        f"**Why.** {one.why}\n\n"
        f"**Measured.** {_measured(one)}\n\n"
        f"**Example.** {one.example}\n\n"
        f"**Source.** {one.source}\n"
    )


def _anchor(one: Check) -> str:
    """As GitHub names a heading's anchor."""
    return one.id.replace("/", "")
