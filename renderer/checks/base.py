"""Check and Evidence: what a rule is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from renderer.checks.course import Course
from renderer.checks.geometry import Part, parts
from renderer.model.brand import Brand
from renderer.model.format import Format
from renderer.model.profile import Profile
from renderer.outcome import File, Finding, Flashes, Level, Probe, Sight
from renderer.parts import Package
from renderer.scene import AnyNode, Board, Box, Image, Scene, Shape, Text

BUTTONS = ("button", "cta")
PLATES = ("plate", "button", "cta")


@dataclass(frozen=True)
class Evidence:
    """What is known of one finished creative. Moving scenes are judged at their poster, else at their end."""

    scene: Scene
    format: Format
    brand: Brand
    probes: tuple[Probe, ...] = ()
    files: tuple[File, ...] = ()
    profiles: tuple[Profile, ...] = ()
    """The networks whose limits hold; `check` fills it in."""
    pictures: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Size in px of the pictures by asset, as far as they are known."""
    bold: frozenset[str] = frozenset()
    """Digests of the fonts of weight 700 and more, as far as they are known."""

    click_url: str | None = None
    """Where a click leads; None where nobody said."""
    sale_ends: tuple[str, str] | None = None
    """When the sale whose price it may show ends, and the flight's last day, where that is later."""

    sights: tuple[Sight, ...] = ()
    """How far logos and products stand out, as far as they were painted."""

    packages: tuple[Package, ...] = ()
    """What networks are given of an HTML5 creative; empty for stills."""

    flashes: Flashes | None = None
    """How often it flashes, if it moves and that was measured."""
    board: Board | None = None
    """Its states, where it opens or closes; the scene is then that of `state`."""
    state: str = ""

    @property
    def scale(self) -> float:
        """Px of the canvas per CSS px."""
        return self.format.scale

    @property
    def page(self) -> Box | None:
        """What the publisher's page covers of a skin."""
        found = self.format.page()
        return Box(*found) if found else None

    @cached_property
    def still(self) -> Scene:
        """The scene at rest."""
        scene = self.scene
        return scene.at(scene.poster or scene.duration) if scene.duration else scene

    @cached_property
    def course(self) -> Course | None:
        """The scene over time; None for stills, of which checks of motion say nothing."""
        return Course(self.scene) if self.scene.duration > 0 else None

    @cached_property
    def parts(self) -> tuple[Part[AnyNode], ...]:
        """Every node that can be seen, groups left out, in painting order."""
        return tuple(parts(self.still))

    @cached_property
    def texts(self) -> tuple[Part[Text], ...]:
        """The texts that show at least one glyph."""
        return tuple(
            Part(node, one.order, one.area)
            for one in self.parts
            if isinstance(node := one.node, Text) and any(run.glyphs for line in node.lines for run in line.runs)
        )

    def images(self, role: str) -> tuple[Part[Image], ...]:
        """The pictures of a role."""
        return tuple(
            Part(node, one.order, one.area)
            for one in self.parts
            if isinstance(node := one.node, Image) and node.role == role
        )

    def shapes(self, *roles: str) -> tuple[Part[Shape], ...]:
        """The shapes of some roles; of all where none is named."""
        return tuple(one for one in self._shapes if not roles or one.node.role in roles)

    @cached_property
    def _shapes(self) -> tuple[Part[Shape], ...]:
        return tuple(Part(node, one.order, one.area) for one in self.parts if isinstance(node := one.node, Shape))


@dataclass(frozen=True)
class Check:
    """A rule: what is wrong, why it matters and who says so."""

    id: str
    """`subject/problem`."""
    level: Level
    title: str
    """What is wrong, in one sentence."""
    why: str
    source: str
    example: str
    """A creative that breaks the rule, in words."""
    run: Callable[[Evidence], Iterator[Finding]] | None = None
    """What finds it in a finished creative; None where a stage finds it before anything is painted."""

    def finding(
        self,
        message: str,
        node: AnyNode | None = None,
        *,
        subject: str = "",
        limit: float | str | None = None,
        actual: float | str | None = None,
        source: str = "",
        network: str = "",
        file: str = "",
    ) -> Finding:
        """A breach of this rule; numbers are rounded to what a person reads. `network` and `file`: whose rule alone it
        is, and which file's alone."""
        return Finding(
            check=self.id,
            status=self.level,
            message=message,
            subject=node.role if node is not None and not subject else subject,
            node=node.id if node is not None else "",
            limit=round(limit, 2) if isinstance(limit, float) else limit,
            actual=round(actual, 2) if isinstance(actual, float) else actual,
            source=source or self.source,
            network=network,
            file=file,
        )
