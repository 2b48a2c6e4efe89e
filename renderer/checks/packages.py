"""The packages of a creative, each with the rules of the network that it is made for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import Check, Evidence
from renderer.model.packaging import Amphtml, Html5
from renderer.model.profile import Profile
from renderer.outcome import Finding
from renderer.parts import Package


class Zipped(NamedTuple):
    """A package and who takes it."""

    package: Package
    profile: Profile
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


def html5s(evidence: Evidence) -> Iterator[tuple[Zipped, Html5]]:
    """The HTML5 packages whose network is among the profiles that hold, with what it takes."""
    for made in _zipped(evidence, "html5"):
        if made.profile.html5 is not None:
            yield made, made.profile.html5


def amphtmls(evidence: Evidence) -> Iterator[tuple[Zipped, Amphtml]]:
    """The same of AMPHTML packages."""
    for made in _zipped(evidence, "amphtml"):
        if made.profile.amphtml is not None:
            yield made, made.profile.amphtml


def _zipped(evidence: Evidence, deliverable: str) -> Iterator[Zipped]:
    networks = {one.id: one for one in evidence.profiles}
    zips = {file.network: file.path for file in evidence.files if file.deliverable == deliverable}
    for package in evidence.packages:
        if package.deliverable == deliverable and package.network in networks:
            yield Zipped(package, networks[package.network], zips.get(package.network, ""))
