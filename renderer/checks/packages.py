"""The packages of a creative, each with the rules of the network that it is made for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import Evidence
from renderer.model.packaging import Html5
from renderer.model.profile import Profile
from renderer.parts import Package


class Made(NamedTuple):
    """A package and who takes it, on what terms."""

    package: Package
    profile: Profile
    rules: Html5

    @property
    def subject(self) -> str:
        """What a finding is about, for people."""
        return f"{self.package.name}.zip"


def packages(evidence: Evidence) -> Iterator[Made]:
    """Those whose network is among the profiles that hold."""
    networks = {one.id: one for one in evidence.profiles}
    for package in evidence.packages:
        profile = networks.get(package.network)
        if profile is not None and profile.html5 is not None:
            yield Made(package, profile, profile.html5)
