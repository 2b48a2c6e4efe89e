"""Checks: what makes a creative unfit for the place where it will run.

Each is a small function with an id and a source. `check` runs them over the evidence of one creative; `catalogue` and
`markdown` describe them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from renderer.checks.base import Check, Evidence
from renderer.checks.pages import catalogue, markdown
from renderer.checks.register import ALL
from renderer.model.profile import ALL_CHECKS, Profile
from renderer.outcome import Finding

__all__ = (
    "ALL",
    "IDS",
    "Check",
    "Evidence",
    "Profile",
    "catalogue",
    "check",
    "markdown",
)

IDS: tuple[str, ...] = tuple(one.id for one in ALL)


def check(evidence: Evidence, profiles: Sequence[Profile] = ()) -> tuple[Finding, ...]:
    """What the profiles' checks find, in the order of `ALL`; every check runs where no profile is given."""
    asked = {id_ for one in profiles for id_ in one.checks} if profiles else {ALL_CHECKS}
    evidence = replace(evidence, profiles=tuple(profiles))
    chosen = (one for one in ALL if ALL_CHECKS in asked or one.id in asked)
    return tuple(finding for one in chosen if one.run for finding in one.run(evidence))
