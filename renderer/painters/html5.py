"""html5: a Scene with its tracks as a page: text that is text, CSS that moves it, pictures and fonts beside it.

What the page shows at a time is what the raster painter draws of `scene.at(time)` (docs/decisions/0018-pages.md). Every
element stands where the Scene has it, in the px of the canvas; nothing flows.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Mapping
from math import ceil
from typing import TypeAlias

from renderer.painters import css, outlines, plates
from renderer.painters.css import Sheet, px
from renderer.painters.lettering import Lettering, clusters, lettering
from renderer.painters.page import CANVAS, WAS, Page, document, said
from renderer.painters.pictures import Files, Kept, Pictures, Shown, Sources
from renderer.painters.plates import Plate
from renderer.scene import Box, Group, Image, Line, Node, Run, Scene, Shape, Text, Video
from renderer.text import subset
from renderer.text.fonts import FontFile, face
from renderer.tracks import IDENTITY, Track

KeptByScene: TypeAlias = dict[str, Kept]
"""What pictures of a page were painted as, by the mark of their scene."""
CONTROLS = frozenset(("close", "pager"))
"""The roles of groups that are drawn below buttons of the page."""
__all__ = ["Beside", "Page", "Writer", "classed", "document", "paint", "strut"]


def paint(
    scene: Scene, assets: Sources, fonts: Mapping[str, FontFile], quality: int = 84, prefix: str = "",
    kept: KeptByScene | None = None,
) -> Page:  # fmt: skip
    """The page of a scene; `fonts` are its font files by digest, `quality` that of its JPEGs, `prefix` is what stands
    before the names of files in it, `kept` what pictures were painted as for another quality. Raises AssetError for
    fonts that may not be embedded, ValueError for a clip."""
    return Writer(scene, assets, Beside(fonts, prefix, kept), quality).page()


class Beside:
    """What a page's scenes share: its files, and its fonts with the characters shown."""

    def __init__(self, fonts: Mapping[str, FontFile], prefix: str, kept: KeptByScene | None = None) -> None:
        self.fonts = fonts
        self.kept: KeptByScene = {} if kept is None else kept
        self.files = Files(prefix)
        self.families: dict[str, str] = {}
        self.characters: dict[str, set[str]] = {}
        self.tabular: set[str] = set()

    def faces(self) -> str:
        """The rules of all fonts that were used."""
        return "".join(map(self._face, self.families))

    def _face(self, digest: str) -> str:
        """The rule of a font, cut down to what is shown of it."""
        content = subset.woff2(self.fonts[digest], frozenset(self.characters[digest]), digest in self.tabular)
        family = self.families[digest]
        url = self.files.add(family, "woff2", content)
        return f'@font-face{{font-family:{family};src:url("{url}") format("woff2");font-display:block}}\n'


class Writer:
    """One scene of a page being written. `mark` begins its elements' names where there are several scenes; where it is
    not `plated`, a stage is drawn even where a picture rests against it: it goes on beyond the canvas."""

    def __init__(
        self, scene: Scene, assets: Sources, beside: Beside, quality: int, mark: str = "", heads: bool = True,
        plated: bool = True,
    ) -> None:  # fmt: skip
        self.scene = scene
        self.beside = beside
        self.mark = mark
        self.sheet = Sheet(scene.duration, scene.loops, mark)
        self.pictures = Pictures(scene, assets, beside.files, quality, beside.kept.setdefault(mark, {}))
        self.plan = plates.planned(scene, plated)
        self.out: list[str] = []
        self.over: list[str] = []
        """The controls, which nothing clips or moves."""
        self.heading = _heading(scene)
        self.heads = heads

    def page(self) -> Page:
        """The page, written once."""
        scene = self.scene
        self.sheet.rule(
            ".ad", f"width:{scene.width}px", f"height:{scene.height}px", f"background:{css.colour(scene.background)}"
        )  # fmt: skip
        body = self.body()
        return Page(scene.width, scene.height, scene.lang, scene.rtl, self.title(), body, self.style(),
                    self.beside.files.contents)  # fmt: skip

    def style(self) -> str:
        """The page's style, after its body was written."""
        return f"{self.beside.faces()}{CANVAS.replace('STRUT', strut(self.scene))}\n{self.sheet.text()}"

    def body(self) -> str:
        """The scene's elements, written once."""
        self._group(self.scene.root, ())
        return "\n".join(self.out)

    def title(self) -> str:
        """What the scene is about; escaped."""
        return said(_text(self.heading) if self.heading is not None else "") or "…"

    # Nodes --------------------------------------------------------------------------------------------------------

    def _node(self, node: Node, inside: tuple[Node, ...]) -> None:
        if node.id in self.plan.plates:
            self._plate(self.plan.plates[node.id])
        if node.id in self.plan.plated:
            return
        match node:
            case Group() if node.role in CONTROLS:
                self._control(node, inside)
            case Group():
                self._group(node, inside)
            case Shape():
                self._shape(node)
            case Text():
                self._text(node)
            case Image():
                self._image(node, inside)
            case Video():
                raise ValueError("a page cannot show a clip yet")

    def _own(self, node: Node, start: tuple[float, float], *more: str, coloured: str = "color") -> str:
        """An element's id and classes; its rule says where it comes to rest, and how it gets there. `start` is its left
        upper corner on the canvas."""
        own = self._name("n", node)
        tracks = tuple(track for track in node.tracks if _heeded(node, track))
        ends = {track.property: track.at(self.scene.duration) for track in tracks}
        share = node.opacity * ends.pop("opacity", (1.0,))[0]
        moving = self.sheet.animated(tracks, coloured, node.opacity)
        x, y = node.pivot[0] - start[0], node.pivot[1] - start[1]
        turned = any(track.property in ("scale", "turn") for track in tracks) or node.transform != IDENTITY
        self.sheet.rule(
            f"#{own}",
            *more,
            f"opacity:{css.number(share, 4)}" if share < 1 else "",
            *(self.sheet.written(name, value, coloured) for name, value in ends.items() if css.changes(name, value)),
            f"transform-origin:{px(x)} {px(y)}" if turned else "",
            f"transform:{css.matrix(node.transform, node.pivot)}" if node.transform != IDENTITY else "",
            "mix-blend-mode:multiply" if node.id in self.plan.multiplied else "",
            moving,
        )
        hidden = ' aria-hidden="true"' if share <= 0 else ""
        return f'id="{own}"' + (f' class="{self.sheet.moving}"' if moving else "") + hidden

    def _group(self, node: Group, inside: tuple[Node, ...]) -> None:
        clip = ""
        if node.clip_path:
            clip = f"clip-path:{css.polygon(node.clip_path)}"
        elif node.clip:
            clip = f"clip-path:{_inset(node.box, self.scene.canvas, node.radius)}"
        apart = plates.isolates(node) or node.id in self.plan.multiplied
        if apart:
            clip = "" if any(track.property == "clip" for track in node.tracks) else clip
            self.out.append(f"<div {classed(self._own(node, (0.0, 0.0), clip), 'c')}>")
        for child in node.children:
            self._node(child, (*inside, node))
        if apart:
            self.out.append("</div>")

    def _control(self, node: Group, inside: tuple[Node, ...]) -> None:
        """A control's drawing; what it says, the button over it says."""
        before, self.out = self.out, ['<div aria-hidden="true">']
        self._group(node, inside)
        self.over, self.out = [*self.over, *self.out, "</div>"], before

    def _shape(self, node: Shape) -> None:
        coloured = any(track.property == "colour" for track in node.tracks)
        area = outlines.plain(node)
        if area is not None and node.fill is not None:
            fill = "" if coloured else f"background:{css.colour(node.fill)}"
            told = self._own(node, area[:2], css.place(area), fill, coloured="background-color")
            self.out.append(f"<div {classed(told, 'b')}></div>")
            return
        box = outlines.bounds(node)
        shadow = node.shadow
        cast = ""
        if shadow is not None:
            cast = f"filter:drop-shadow({px(shadow.dx)} {px(shadow.dy)} {px(shadow.blur)} {css.colour(shadow.colour)})"
        told = self._own(node, box[:2], css.place(box), "overflow:visible", cast, coloured="fill")
        own = self.mark + node.id.replace(".", "-")
        self._vector(told, box, outlines.drawn(node, own, not coloured))

    def _vector(self, told: str, box: Box, inner: str) -> None:
        view = " ".join(css.number(side) for side in box)
        hidden = "" if "aria-hidden" in told else ' aria-hidden="true"'
        self.out.append(f'<svg {told}{hidden} viewBox="{view}">{inner}</svg>')

    def _image(self, node: Image, inside: tuple[Node, ...]) -> None:
        shown = self.pictures.image(node, inside, node.id in self.plan.alone)
        box = node.box
        told = self._own(node, (box.x, box.y), css.place(box))
        self._picture(self._name("n", node), told, shown, node.alt)

    def _plate(self, plate: Plate) -> None:
        own = f"{self.mark}p{plate.first.replace('.', '-')}"
        self.sheet.rule(f"#{own}", css.place(plate.box))
        alts = ", ".join(dict.fromkeys(image.alt for image in plate.images if image.alt))
        self._picture(own, f'id="{own}"', self.pictures.plate(plate), alts)

    def _picture(self, own: str, told: str, shown: Shown, alt: str) -> None:
        """A picture's element, called `own`, with its attributes as far as they are told."""
        dense = f' srcset="{html.escape(shown.srcset)}"' if shown.srcset else ""
        self.out.append(f'<img {told} src="{html.escape(shown.src)}"{dense} alt="{said(alt)}">')

    # Text ---------------------------------------------------------------------------------------------------------

    def _text(self, node: Text) -> None:
        coloured = any(track.property == "colour" for track in node.tracks)
        told = self._own(node, (0.0, 0.0))
        tag = "h1" if node is self.heading and self.heads else "p"
        if node.lang and node.lang != self.scene.lang:
            told += f' lang="{html.escape(node.lang)}"'
        lines = [self._line(node, line, f"{self._name('t', node)}-{index}", coloured)
                 for index, line in enumerate(node.lines) if line.runs]  # fmt: skip
        words = " ".join(lines)
        if node.strike is not None and node.strike_line is not None:
            was = WAS.get((node.lang or self.scene.lang).split("-")[0], "")
            box, inner = outlines.strike(node.strike, node.strike_line)
            own = self._name("s", node)
            self.sheet.rule(f"#{own}", css.place(box))
            view = " ".join(css.number(side) for side in box)
            words = (f'<span class="v">{was}</span>' if was else "") + f"<s>{words}</s>"
            words += f'<svg id="{own}" aria-hidden="true" viewBox="{view}">{inner}</svg>'
        self.out.append(f"<{tag} {told}>{words}</{tag}>")

    def _line(self, node: Text, line: Line, own: str, coloured: bool) -> str:
        """One line: a run alone, or several, each at its own place."""
        runs = [run for run in line.runs if run.glyphs]
        lang = node.lang or self.scene.lang
        found = [(run, lettering(line, run, face(self.beside.fonts[run.font]), lang)) for run in runs]
        if not found:
            return ""
        if len(found) == 1:
            run, how = found[0]
            place = _placed(line.x + how.x, line.baseline + how.y, run.slant)
            self.sheet.rule(f"#{own}", place, *self._style(run, how, coloured))
            return f'<span id="{own}" class="l">{self._words(how)}</span>'
        self.sheet.rule(f"#{own}", _placed(line.x, line.baseline))
        inner = []
        for index, (run, how) in enumerate(sorted(found, key=lambda one: one[0].source)):
            self.sheet.rule(f"#{own}-{index}", _placed(how.x, how.y, run.slant), *self._style(run, how, coloured))
            inner.append(f'<span id="{own}-{index}" class="r">{self._words(how)}</span>')
        if _separate(line, runs):
            return f'<span id="{own}" class="l">{" ".join(inner)}</span>'
        whole = f'<span class="v">{said(line.text)}</span>'
        return f'{whole}<span id="{own}" class="l" aria-hidden="true">{"".join(inner)}</span>'

    def _style(self, run: Run, how: Lettering, coloured: bool) -> list[str]:
        """The declarations of a run's type."""
        beside = self.beside
        family = beside.families.setdefault(run.font, f"f{len(beside.families)}")
        beside.characters.setdefault(run.font, set()).update(how.text)
        if how.tabular:
            beside.tabular.add(run.font)
        return [
            f"font-size:{css.number(run.size, 4)}px;font-family:{family},sans-serif",
            "" if coloured else f"color:{css.colour(run.fill)}",
            f"letter-spacing:{css.number(how.letter_spacing, 4)}px" if how.letter_spacing else "",
            f"word-spacing:{css.number(how.word_spacing, 4)}px" if how.word_spacing else "",
            "font-variant-numeric:tabular-nums" if how.tabular else "",
            "" if how.ligatures else "font-variant-ligatures:no-common-ligatures",
            'font-feature-settings:"calt"' if how.letter_spacing else "",  # spaced letters lose it in Chromium
            "direction:rtl;unicode-bidi:bidi-override" if how.rtl else "direction:ltr" if self.scene.rtl else "",
        ]

    def _name(self, letter: str, node: Node) -> str:
        """An element's id, from its node's place in the tree."""
        return self.mark + letter + node.id.replace(".", "-")

    def _words(self, how: Lettering) -> str:
        told = []
        for text, room in clusters(how.text, how.gaps):
            words = said(text)
            if room:
                name = f"w{css.number(room * 1000, 0)}".replace("-", "m")
                self.sheet.rule(f".{name}", f"margin-right:{css.number(room, 4)}px")
                words = f'<span class="{name}">{words}</span>'
            told.append(words)
        return "".join(told)


def _placed(x: float, y: float, slant: float = 0.0) -> str:
    """Where the start of a line lies on its baseline. By a transform: browsers round the places of text to whole px
    before they scale them, but not transforms."""
    leaning = f" matrix(1,0,{css.number(-slant, 5)},1,0,0)" if slant else ""
    return f"transform:translate({px(x, 4)},{px(y, 5)}){leaning}"


def strut(*scenes: Scene) -> str:
    """How far above its baseline a line's element begins: beyond the letters of the largest size, in round numbers
    that stay whole px at any usual density."""
    texts = [node for scene in scenes for node in scene.walk() if isinstance(node, Text)]
    sizes = [run.size for node in texts for line in node.lines for run in line.runs]
    return f"{100 * ceil(max(sizes, default=1.0) / 100)}px"


def _heeded(node: Node, track: Track) -> bool:
    """Whether a track means anything to a node: groups are clipped, shapes and texts coloured."""
    wanted = {"clip": Group, "colour": Shape | Text}.get(track.property)
    return wanted is None or isinstance(node, wanted)


def classed(told: str, name: str) -> str:
    """An element's attributes with one class more."""
    return told.replace('class="', f'class="{name} ') if 'class="' in told else f'{told} class="{name}"'


def _inset(box: Box, canvas: Box, radius: float) -> str:
    sides = (box.y, canvas.right - box.right, canvas.bottom - box.bottom, box.x)
    return f"inset({' '.join(map(px, sides))}{f' round {px(radius)}' if radius else ''})"


def _text(node: Text) -> str:
    return " ".join(line.text for line in node.lines)


def _heading(scene: Scene) -> Text | None:
    """The text that says what the creative is about: the first that is there in the end."""
    texts = [node for node in scene.at(scene.duration).walk() if isinstance(node, Text)]
    shown = [node for node in texts if any(line.runs and line.text.strip() for line in node.lines)]
    ranked = sorted(shown, key=lambda node: {"headline": 0, "name": 1}.get(node.role, 2))
    return next((node for node in scene.walk() if ranked and isinstance(node, Text) and node.id == ranked[0].id), None)


def _separate(line: Line, runs: list[Run]) -> bool:
    """Whether runs part words from words, so that they may be read one after the other."""
    ordered = sorted(run.source for run in runs)
    return all(
        line.text[before[1] - 1 : before[1]].isspace() or line.text[after[0] : after[0] + 1].isspace()
        for before, after in itertools.pairwise(ordered)
        if before[1] == after[0]
    ) and all(before[1] <= after[0] for before, after in itertools.pairwise(ordered))
