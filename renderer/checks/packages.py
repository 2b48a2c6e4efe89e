"""The packages of a creative, each with the rules of the network that it is made for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import Check, Evidence
from renderer.model.packaging import Html5
from renderer.model.profile import Profile
from renderer.outcome import Finding
from renderer.parts import Package


class Made(NamedTuple):
    """A package and who takes it, on what terms."""

    package: Package
    profile: Profile
    rules: Html5
    path: str
    """Where its zip lies; empty where no file is known."""

    @property
    def subject(self) -> str:
        """What a finding is about, for people: the network and its zip."""
        return f"{self.profile.id}/{self.package.name}.zip"

    def finding(
        self, check: Check, message: str, *, subject: str = "", limit: float | str | None = None,
        actual: float | str | None = None, source: str = "",
    ) -> Finding:  # fmt: skip
        """A breach that keeps this zip alone from running."""
        return check.finding(message, subject=subject or self.subject, limit=limit, actual=actual, source=source,
                             network=self.profile.id, file=self.path)  # fmt: skip


def packages(evidence: Evidence) -> Iterator[Made]:
    """Those whose network is among the profiles that hold."""
    networks = {one.id: one for one in evidence.profiles}
    zips = {file.network: file.path for file in evidence.files if file.deliverable == "html5"}
    for package in evidence.packages:
        profile = networks.get(package.network)
        if profile is not None and profile.html5 is not None:
            yield Made(package, profile, profile.html5, zips.get(package.network, ""))
