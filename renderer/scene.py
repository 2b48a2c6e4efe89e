"""The Scene: a small, placed, immutable tree. Everything difficult is settled before it, nothing after it.

Units are CSS px from the top left corner; text sits on baselines; colours are (r, g, b, a) in 0 to 255, sRGB.
Nodes are msgspec structs: a scene of 20 nodes is built in 6 microseconds and digested in 18
(docs/decisions/0002-scene-values.md).
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec

from renderer import digest
from renderer.boxes import Box as Box
from renderer.boxes import Point as Point
from renderer.tracks import IDENTITY, Affine, Tracks, moved

Colour: TypeAlias = tuple[int, int, int, int]


class Struct(msgspec.Struct, frozen=True, array_like=True):
    """Base of the values inside nodes."""


class Gradient(Struct, frozen=True, array_like=True):
    """A linear gradient between two points of the node's own box (0 to 1 on each axis)."""

    start: Point
    end: Point
    stops: tuple[tuple[float, Colour], ...]


class Stroke(Struct, frozen=True, array_like=True):
    """A line along an outline, px wide, centred on it."""

    colour: Colour
    width: float


class Shadow(Struct, frozen=True, array_like=True):
    """A blurred copy below a shape; `blur` is the Gaussian's sigma in px."""

    dx: float
    dy: float
    blur: float
    colour: Colour


class Run(Struct, frozen=True, array_like=True):
    """Glyphs of one font at one size and colour. `xs`, `ys` are offsets from the line's start on its baseline."""

    font: str
    """Digest of the font file."""
    size: float
    fill: Colour
    glyphs: tuple[int, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    source: tuple[int, int]
    """The range of the line's text that these glyphs show."""
    slant: float = 0.0
    """Synthetic slant (tangent of the angle), 0 for upright."""


class Line(Struct, frozen=True, array_like=True):
    """One line of text on its baseline."""

    text: str
    x: float
    baseline: float
    advance: float
    runs: tuple[Run, ...]
    rtl: bool = False


class Node(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What every node has. `box` is what it occupies; ids come from the position in the tree."""

    id: str
    role: str
    box: Box
    opacity: float = 1.0
    tracks: Tracks = ()
    origin: Point | None = None
    """What it is scaled and turned about, px of the canvas; default: the middle of its box."""
    transform: Affine = IDENTITY
    """Where it is moved to as a whole, on top of what its own values say: what its tracks come to at a time."""
    href: str = ""

    @property
    def pivot(self) -> Point:
        """What it is scaled and turned about."""
        return self.origin or (self.box.x + self.box.w / 2, self.box.y + self.box.h / 2)


class Group(Node, frozen=True, array_like=True, tag="group", kw_only=True):
    """Nodes that belong together; clipped to the box (with rounded corners) or to a polygon."""

    children: tuple[AnyNode, ...]
    axis: Literal["row", "column", "stack"] = "stack"
    clip: bool = False
    clip_path: tuple[Point, ...] = ()
    radius: float = 0.0


class Shape(Node, frozen=True, array_like=True, tag="shape", kw_only=True):
    """A filled or stroked rectangle (`radius`) or polygon (`path`, corners rounded by `radius`)."""

    fill: Colour | None = None
    gradient: Gradient | None = None
    """Painted instead of `fill`."""
    stroke: Stroke | None = None
    radius: float = 0.0
    path: tuple[Point, ...] = ()
    shadow: Shadow | None = None
    behind: bool = False
    """Subjects that are relit on it hide it: a table's edge ends at their outlines."""

    def corners(self) -> tuple[Point, ...]:
        """The polygon's points, or the rectangle's."""
        box = self.box
        return self.path or ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))

    def holds(self, point: Point) -> bool:
        """Whether a point lies in its outline (even-odd); corners count as not rounded."""
        x, y = point
        inside, corners = False, self.corners()
        for (x0, y0), (x1, y1) in itertools.pairwise((*corners, corners[0])):
            if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
                inside = not inside
        return inside


class Text(Node, frozen=True, array_like=True, tag="text", kw_only=True):
    """Placed lines. `ink` is what the glyphs cover from cap top to the last baseline's descenders."""

    lines: tuple[Line, ...]
    rung: str = "full"
    """The step of the fit ladder that was needed: full, rewrapped, shrunk, short, ellipsis, failed."""
    lang: str = ""
    missing: str = ""
    """Characters no font of the brand could show."""
    strike: Stroke | None = None
    strike_line: tuple[Point, Point] | None = None


class Image(Node, frozen=True, array_like=True, tag="image", kw_only=True):
    """A picture by digest: the part `crop` (shares of the source, 0 to 1) drawn into the box."""

    asset: str
    crop: Box
    treatment: Literal["plain", "relight", "cutout", "artwork"] = "plain"
    """plain: as it is; relight: the backdrop divided out so that it takes the ground's colour; cutout: the subject
    alone; artwork: a drawing."""
    alt: str = ""
    mirror: bool = False
    subject: Box | None = None
    """Where the subject itself stands on the canvas, px."""


class Video(Node, frozen=True, array_like=True, tag="video", kw_only=True):
    """A clip by digest, from `start` to `end` ms of the source."""

    asset: str
    crop: Box
    start: int = 0
    end: int = 0


AnyNode: TypeAlias = Group | Shape | Text | Image | Video


class Scene(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """A placed creative: size in px, duration in ms (0: still), and the tree."""

    width: int
    height: int
    root: Group
    background: Colour = (255, 255, 255, 255)
    duration: int = 0
    loops: int = 1
    poster: int = 0
    lang: str = ""
    rtl: bool = False
    layout: str = ""
    """The layout that won."""
    dropped: tuple[str, ...] = ()
    """Roles left out for want of space, most important first."""

    @property
    def canvas(self) -> Box:
        """The whole area."""
        return Box(0, 0, self.width, self.height)

    def digest(self) -> str:
        """The scene digest: equal scenes paint equal pictures."""
        return digest.of_bytes(_encoder.encode(self))

    def walk(self) -> Iterator[AnyNode]:
        """Every node, parents before children, in painting order."""
        yield from walked(self.root)

    def find(self, role: str) -> AnyNode | None:
        """The first node of a role."""
        return next((node for node in self.walk() if node.role == role), None)

    def at(self, ms: float) -> Scene:
        """The still that the scene shows at a time: tracks applied, nothing that cannot be seen, duration 0."""
        return msgspec.structs.replace(self, root=_group_at(self.root, ms), duration=0)

    def outline(self) -> str:
        """The tree as text, one node a line, for people and goldens."""
        head = f"scene {self.width}x{self.height} {self.layout}".rstrip()
        if self.dropped:
            head += f" dropped={','.join(self.dropped)}"
        return "\n".join([head, *_outline(self.root, 1)]) + "\n"


_encoder = msgspec.msgpack.Encoder(order="deterministic")


def encode(scene: Scene) -> bytes:
    """The scene as bytes (MessagePack), for storing."""
    return _encoder.encode(scene)


def decode(content: bytes) -> Scene:
    """The scene of `encode`'s bytes."""
    return msgspec.msgpack.decode(content, type=Scene)


def numbered(nodes: Iterable[AnyNode], prefix: str, first: int = 0) -> Iterator[AnyNode]:
    """Nodes and all below them with ids from their position in the tree, the first of them at `first`."""
    for index, node in enumerate(nodes, first):
        own = f"{prefix}.{index}"
        if isinstance(node, Group):
            yield msgspec.structs.replace(node, id=own, children=tuple(numbered(node.children, own)))
        else:
            yield msgspec.structs.replace(node, id=own)


def walked(node: AnyNode) -> Iterator[AnyNode]:
    """A node and every node below it, parents before children."""
    yield node
    if isinstance(node, Group):
        for child in node.children:
            yield from walked(child)


def _group_at(group: Group, ms: float) -> Group:
    settled = _settled(group, ms)
    assert isinstance(settled, Group)
    found = (_settled(one, ms) for one in settled.children)
    seen = tuple(_below_at(one, ms) for one in found if one.opacity > 0)
    same = len(seen) == len(settled.children) and all(map(operator.is_, seen, settled.children))
    return settled if same else msgspec.structs.replace(settled, children=seen)


def _below_at(node: AnyNode, ms: float) -> AnyNode:
    """A node that is settled with what is below it settled too."""
    return _group_at(node, ms) if isinstance(node, Group) else node


def _settled(node: AnyNode, ms: float) -> AnyNode:
    """The node with its tracks applied."""
    if not node.tracks:
        return node
    values, changes = {track.property: track.at(ms) for track in node.tracks}, dict[str, object]()
    (share,) = values.get("opacity", (1.0,))
    clip, colour = values.get("clip"), values.get("colour")
    if clip is not None and isinstance(node, Group):
        changes["clip_path"] = tuple(zip(clip[::2], clip[1::2], strict=True))
    if colour is not None:
        changes |= _recoloured(node, _whole(colour))
    transform = moved(values, node.pivot).after(node.transform)
    return msgspec.structs.replace(node, tracks=(), transform=transform, opacity=node.opacity * share, **changes)


def _recoloured(node: AnyNode, colour: Colour) -> dict[str, object]:
    """What changes of a shape or a text that takes another colour."""
    match node:
        case Shape():
            return {"fill": colour}
        case Text():
            return {"lines": tuple(_line_in(line, colour) for line in node.lines)}
    return {}


def _line_in(line: Line, colour: Colour) -> Line:
    return msgspec.structs.replace(line, runs=tuple(msgspec.structs.replace(run, fill=colour) for run in line.runs))


def _whole(colour: tuple[float, ...]) -> Colour:
    red, green, blue, alpha = (min(255, max(0, round(channel))) for channel in colour)
    return red, green, blue, alpha


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _outline(node: AnyNode, depth: int) -> Iterator[str]:
    box = " ".join(_number(side) for side in node.box)
    extra = ""
    match node:
        case Shape():
            extra = "gradient" if node.gradient else hex_of(node.fill) if node.fill else "stroke"
            extra += f" path={len(node.path)}" if node.path else ""
        case Text():
            size = max((run.size for line in node.lines for run in line.runs), default=0)
            extra = f"{_number(size)}px {node.rung} " + " | ".join(line.text for line in node.lines)
        case Image():
            extra = f"{node.treatment} crop=" + ",".join(f"{part:.2f}" for part in node.crop)
        case Group() if node.clip or node.clip_path:
            extra = "clip"
    label = type(node).__name__.lower()
    moves = "".join(f" {track.property}@{','.join(str(one.at) for one in track.keyframes)}" for track in node.tracks)
    yield f"{'  ' * depth}{label} {node.role} [{box}] {extra}".rstrip() + moves
    if isinstance(node, Group):
        for child in node.children:
            yield from _outline(child, depth + 1)


def hex_of(colour: Colour) -> str:
    """`#RRGGBB`, with the alpha where it is not opaque."""
    red, green, blue, alpha = colour
    return f"#{red:02X}{green:02X}{blue:02X}" + (f"{alpha:02X}" if alpha != 255 else "")


FLUID, TURNS = "fluid", "turns"
"""How a board is whose states are its sizes; and whose states show one of its products each."""


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Scenes as states of one creative, and what leads from one to another."""

    states: dict[str, Scene]
    initial: str
    actions: tuple[Action, ...] = ()
    how: str = ""
    """What becomes of the page around it: push, expand, fold, dismiss, scroll, slide, module (`Opens` in model/terms);
    or the states are its sizes: fluid; or its products: turns."""
    screen: bool = False
    """Whether its large state is as large as the screen."""
    film: tuple[str, ...] = ()
    """The states that are seen one below the other through one window, from the top down; the first is what opens, or
    what there is."""
    top: float = 0.0
    """How far below the upper side of the closed creative the large state lies, px, where both are seen at once."""

    def digest(self) -> str:
        """The board's digest: its scenes' and its actions'."""
        scenes = {name: scene.digest() for name, scene in self.states.items()}
        return digest.of_value([scenes, self.initial, self.actions, self.how, self.screen, self.film, self.top])


class Action(msgspec.Struct, frozen=True, array_like=True):
    """What happens when a node is used in a state."""

    state: str
    node: str
    does: Literal["open_url", "expand", "collapse", "back", "next", "previous", "close"]
    """`back` closes as `collapse` does, by the bar that slid it in."""
    to: str = ""
    """The state that it leads to."""
    area: Box = Box(0, 0, 0, 0)
    """What answers to a click, px: the node and more."""
    label: str = ""
    """What it is called for those who do not see it."""
