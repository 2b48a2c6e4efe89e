"""Formats: where a creative runs, its size and its limits, each with its source."""

from __future__ import annotations

import itertools
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from renderer.model.base import MAX_PART, Date, Model, no_flag, quoted, wrong
from renderer.model.terms import Limits, Opens, Page, Ratios, SafeZone, Size, State, sides

Channel = Literal[
    "display", "mobile", "social", "native", "video", "ctv", "email", "messaging", "dooh", "in_store", "print"
]
Status = Literal[
    "current", "in transition", "in transition to delisting", "delisted", "legacy", "superseded by LEAN",
    "allowed by LEAN", "not allowed by LEAN",
]  # fmt: skip
MAX_SIDE = 10_000  # px; the largest size in the catalogue is 3840 px wide
MAX_DENSITY = 4
_ONE_SHAPE = 1.03  # how far the ratios of a range's ends may lie apart for one creative that scales between them
SHARED_BY_FILE = ("family", "channel", "source", "as_of", "scale", "densities", "limits", "file_types", "needs",
                  "note")  # fmt: skip
"""What a format file may say once for all of its formats."""
Needs = Literal[
    "alpha", "email", "game", "gif", "html5", "inks", "logo", "page", "print", "size", "sphere", "text", "thumbnail",
    "video", "window",
]  # fmt: skip
NEEDS: dict[Needs, str] = {
    "alpha": "has to be see-through, and stills stand on a ground",
    "email": "is a mailing of text and tables, which the picture painter does not write",
    "game": "is played, and what is played no campaign says",
    "gif": "is an animated GIF, which the picture painter does not make",
    "html5": "is an HTML5 ad that moves or opens, which the picture painter does not make",
    "inks": "has two to four inks and no greys, which wants a palette of its own",
    "logo": "shows an icon or a logo alone, which is the brand's own file and no ad",
    "page": "has a page over it that no source measures: copy it into your formats/ with a 'content' box",
    "print": "is measured in mm and printed from a PDF, which the picture painter does not make",
    "size": "has no size of its own: copy it into your formats/ with the size that your publisher gives",
    "sphere": "is a picture all around, which wants a projection of its own",
    "text": "is text alone, without a picture",
    "thumbnail": "shows the product alone, too small on a phone for words",
    "video": "is a film, which the picture painter does not make",
    "window": "stands around the programme's window, and no layout does so",
}
"""Why no still is made of a format, by what it needs instead."""


def _state(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Format(Model):
    """One place where a creative runs."""

    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=MAX_PART)
    """`family/name`; the folder and the files of its creatives are called by it."""
    name: dict[str, str]
    """By language; `fr` as the trade says it."""
    channel: Channel
    family: str = Field(pattern=r"^[a-z0-9-]+$")
    size: Size | None = None
    """The size of its still; of a flexible format without one: the middle of its range."""
    unit: Literal["px", "mm"] = "px"
    range: tuple[Size, Size] | None = None
    """Smallest and largest size of a flexible format."""
    sizes: dict[str, Size] = {}
    """Further sizes of its still by name: each is a format of its own, called `id-name`."""
    of: str = ""
    """The format that this is a further size of; not written, but made from its `sizes`."""
    needs: Needs | None = None
    """What it takes instead of a still: with it, the format is listed as skipped and no still is made."""
    scale: float = Field(1, ge=1, le=4)
    """Device px per CSS px at which text is read; social formats are stated in device px."""
    densities: tuple[float, ...] = (1.0,)
    """Device px for each px of `size` at which a still is made: `[1, 2]` where the place takes a file for screens of
    twice the density too. Each file keeps the limits by itself; further `sizes` have none of their own."""
    limits: Limits = Limits()
    safe_zone: SafeZone = SafeZone()
    content: Page | None = None
    """Only for page skins: what the publisher's page covers."""
    ratios: Ratios | None = None
    """Only for full pages; gives the safe zone, unless that is written."""
    states: tuple[Annotated[State, BeforeValidator(_state)], ...] = ()
    opens: Opens | None = None
    """How a reader opens or closes it, as an HTML5 creative; default: it stays as it is."""
    turns: bool = False
    """Only for page skins: whether a reader turns from one of its products to the next, as an HTML5 creative."""
    status: Status | None = None
    """Where its source has it: current, on its way out, or gone."""
    text_limits: dict[str, int | str] = {}
    """Signs that the text fields beside the picture take."""
    details: dict[str, int | float | str] = {}
    """Further facts of its source, for people: nothing here hangs on them."""
    file_types: tuple[str, ...] = ("jpg", "png")
    aliases: tuple[str, ...] = ()
    note: str = ""
    source: tuple[str, ...]
    as_of: Date
    verified: bool

    _numbers = field_validator("scale", mode="before")(no_flag)

    @field_validator("size")
    @classmethod
    def _possible(cls, size: tuple[int, int] | None) -> tuple[int, int] | None:
        if size is not None and not all(1 <= side <= MAX_SIDE for side in size):
            raise wrong(f"{size[0]}x{size[1]} is not a size: a side lies between 1 and {MAX_SIDE} px")
        return size

    @model_validator(mode="before")
    @classmethod
    def _zone(cls, data: Any) -> Any:
        """The safe zone as the page's gutter or the ratios have it, where none is written."""
        if not isinstance(data, dict) or data.get("safe_zone") is not None:
            return data
        try:
            if isinstance(data.get("ratios"), dict):
                margin = round(Ratios.model_validate(data["ratios"]).margin(), 5)
                return {**data, "safe_zone": {"top": margin, "bottom": margin}}
            if isinstance(data.get("content"), dict) and data["content"].get("gutter") is not None:
                page, width = Page.model_validate(data["content"]), int(sides(data["size"])[0])
                side = max(0.0, ((width - page.width) / 2 - (page.gutter or width)) / width)
                return {**data, "safe_zone": {"left": side, "right": side}}
        except (KeyError, ValueError, TypeError):
            pass  # a mistake in it is told where it is
        return data

    @field_validator("densities", mode="before")
    @classmethod
    def _written_densities(cls, densities: Any) -> Any:
        return [no_flag(density) for density in densities] if isinstance(densities, (list, tuple)) else densities

    @field_validator("densities")
    @classmethod
    def _possible_densities(cls, densities: tuple[float, ...]) -> tuple[float, ...]:
        rising = all(low < high for low, high in itertools.pairwise(densities))
        if densities[:1] != (1.0,) or not rising or densities[-1] > MAX_DENSITY:
            raise wrong(f"begins with 1 and rises to {MAX_DENSITY} at most, like [1, 2]")
        return densities

    @field_validator("sizes")
    @classmethod
    def _possible_sizes(cls, sizes: dict[str, Size]) -> dict[str, Size]:
        for name, size in sizes.items():
            if not re.fullmatch(r"[a-z0-9-]+", name):
                raise wrong(f"{quoted(name)} is not a name, in small letters, digits and '-'")
            cls._possible(size)
        return sizes

    @field_validator("range")
    @classmethod
    def _possible_range(cls, sizes: tuple[Size, Size] | None) -> tuple[Size, Size] | None:
        for size in sizes or ():
            cls._possible(size)
        if sizes is not None and any(small > large for small, large in zip(*sizes, strict=True)):
            raise wrong("begins with the smallest size and ends with the largest")
        return sizes

    @model_validator(mode="after")
    def _size_or_range(self) -> Format:
        if self.size is None and self.range is None and self.needs is None:
            raise wrong("needs 'size' or 'range'")
        if self.size is not None and self.range is not None:
            small, large = self.range
            if not all(low <= side <= high for low, side, high in zip(small, self.size, large, strict=True)):
                raise wrong("has a 'size' that its 'range' leaves out")
        if self.unit == "mm" and self.needs is None:
            raise wrong("is measured in mm, and stills in px: say what it 'needs', like print")
        if (self.size or self.range) and max(self.canvas()) * self.densities[-1] > MAX_SIDE:
            raise wrong(f"has 'densities' with which a side is over {MAX_SIDE} px")
        longest = max(map(len, self.sizes), default=0)
        if longest and len(self.id) + 1 + longest > MAX_PART:
            raise wrong(f"has an id that is too long with the names of its 'sizes': {MAX_PART} characters in all")
        if self.sizes and self.content:
            raise wrong("has 'sizes' beside a 'content' box, which holds for one size: write a format for each")
        return self

    @model_validator(mode="after")
    def _opens_into(self) -> Format:
        if self.opens is None:
            return self
        if not self.opens.to:
            if self.opens.how == "scroll" and self.size is None:
                raise wrong("scrolls through a window, which needs a 'size'")
            return self
        state = next((one for one in self.states if one.name == self.opens.to), None)
        if state is None:
            raise wrong(f"opens to {quoted(self.opens.to)}, which is none of its 'states'")
        if state.size is None or self.size is None:
            raise wrong(f"opens to {quoted(self.opens.to)}: both need a 'size'")
        if self.opens.how == "slide" and (state.size[0] != self.size[0] or state.size[1] <= self.size[1]):
            raise wrong(f"slides {quoted(self.opens.to)} in above its bar: as wide as that, and higher")
        return self

    @model_validator(mode="after")
    def _turns_beside_a_page(self) -> Format:
        if self.turns and self.content is None:
            raise wrong("'turns', which a page skin does: it needs a 'content' box")
        return self

    @model_validator(mode="after")
    def _page_leaves_room(self) -> Format:
        if self.content is None:
            return self
        if self.size is None:
            raise wrong("has a 'content' box, which needs a 'size' of its own: a range has none")
        (width, height), page = self.size, self.content
        said = f"has a 'content' box {page.width} px wide from {page.top} px down, which"
        if page.width > width or page.top >= height:
            raise wrong(f"{said} does not lie on a canvas of {width}x{height}")
        if page.width == width and not page.top:
            raise wrong(f"{said} covers all of {width}x{height}: leave gutters beside it, or a header above")
        return self

    def page(self) -> tuple[float, float, float, float] | None:
        """What the publisher's page covers of a skin: left, top, width and height, px of the canvas."""
        if self.content is None:
            return None
        width, height = self.canvas()
        page = self.content
        return (width - page.width) / 2, float(page.top), float(page.width), float(height - page.top)

    def stated(self) -> tuple[Format, ...]:
        """The format, and one for each of its further sizes."""
        return (self, *(self._further(name, size) for name, size in self.sizes.items()))

    def _further(self, name: str, size: Size) -> Format:
        names = {lang: f"{said}, {size[0]}x{size[1]}" for lang, said in self.name.items()}
        changed = {"id": f"{self.id}-{name}", "name": names, "size": size, "sizes": {}, "aliases": (), "of": self.id}
        changed["densities"] = (1.0,)  # its source states them of the size itself
        return Format.model_validate({**dict(self), **changed})

    def no_still(self) -> str:
        """Why no still is made of it; empty where one is."""
        if self.needs is not None:
            return NEEDS[self.needs]
        able = {"jpg", "png", "webp", "avif"} & set(self.file_types)
        return "" if able else "takes neither JPEG nor PNG nor WebP nor AVIF, and stills are nothing else"

    def fluid(self) -> bool:
        """Whether its HTML5 takes any size of its range: one shape, whose sides are nowhere far from it."""
        if self.range is None or self.opens is not None or self.needs not in (None, "html5"):
            return False
        (small_w, small_h), (large_w, large_h) = self.range
        across = small_w * large_h / (small_h * large_w)
        return small_w < large_w and 1 / _ONE_SHAPE <= across <= _ONE_SHAPE

    def refusal(self, output: str) -> str:
        """Why no file of a kind (`still`, `html5`, `amphtml`, `gif`) is made of it; empty where one is."""
        match output:
            case "still":
                return self.no_still()
            case "html5" if self.needs in (None, "html5"):
                if self.states and self.needs == "html5" and self.opens is None:
                    return "has states, and does not say how it 'opens' into one of them"
                if self.size is None and self.range is None:
                    return NEEDS["size"]
                if not {"html5", "html"} & set(self.file_types):
                    return "takes no HTML5"
                covered = bool(self.of) and self.fluid()
                return f"is covered by {self.of}, whose HTML5 takes any size of its range" if covered else ""
            case "amphtml":
                how = (
                    "opens or closes" if self.opens is not None
                    else "takes any size of a range" if self.fluid()
                    else "lies around a page" if self.content is not None
                    else ""
                )  # fmt: skip
                if how:
                    return f"{how}, which is not made as AMPHTML"
                return self.refusal("html5").replace("HTML5", "AMPHTML")
            case "gif" if self.needs in (None, "gif"):
                if self.size is None and self.range is None:
                    return NEEDS["size"]
                return "" if "gif" in self.file_types else "takes no GIF"
            case "html5" | "gif":
                return NEEDS[self.needs] if self.needs is not None else ""
        return f"'as: {output}' is not painted by this version"

    def opened(self) -> Format | None:
        """The format in the state that it grows or folds into; None where there is none."""
        if self.opens is None or not self.opens.to:
            return None
        size = next(one.size for one in self.states if one.name == self.opens.to)
        apart = {"size": size, "range": None, "densities": (1.0,), "safe_zone": SafeZone(), "opens": None, "states": ()}
        return self.model_copy(update=apart)

    def measure(self) -> str:
        """Its size as a person reads it, e.g. `300x250` or `210x297 mm`; empty where it has none."""
        if self.size is None and self.range is None:
            return ""
        return "x".join(map(str, self.canvas())) + (" mm" if self.unit == "mm" else "")

    def canvas(self) -> tuple[int, int]:
        """The size at which a still is made: the stated one, else the middle of the range."""
        if self.size is not None:
            return self.size
        assert self.range is not None, f"{self.id} has no size, so that no still is made of it"
        (small_w, small_h), (large_w, large_h) = self.range
        return (small_w + large_w) // 2, (small_h + large_h) // 2

    @property
    def slug(self) -> str:
        """The id as one folder name."""
        return self.id.replace("/", "-")


class FormatFile(Model):
    """A file of the catalogue: formats of one family with what they share."""

    family: str
    channel: Channel | None = None
    source: tuple[str, ...] = ()
    as_of: Date | None = None
    scale: float | None = None
    densities: tuple[float, ...] = ()
    limits: Limits | None = None
    file_types: tuple[str, ...] = ()
    needs: Needs | None = None
    note: str = ""
    formats: tuple[Format, ...]

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        """What the file says once holds for each of its formats that does not say it."""
        if not isinstance(data, dict) or not isinstance(data.get("formats"), list):
            return data
        shared = {key: data[key] for key in SHARED_BY_FILE if key in data}
        formats = [{**shared, **entry} if isinstance(entry, dict) else entry for entry in data["formats"]]
        return {**data, "formats": formats}
