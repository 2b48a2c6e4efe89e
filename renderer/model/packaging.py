"""What a network wants of an HTML5 package: its files, its weights, how a click is counted, and where that was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from renderer.model.base import Date, Model, no_flag, one_or_many, quoted, wrong

Sources = Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(one_or_many)]
PROVENANCE = ("source", "as_of", "verified")
"""What every fact says of itself, or else takes from what it stands in."""
_UNSAID: dict[str, Any] = {"source": ["-"], "as_of": "1970-01-01", "verified": False}
"""What stands in for provenance that is missing or wrong further up, where that is told once."""
_TYPES: dict[str, TypeAdapter[Any]] = {
    "source": TypeAdapter(Sources),
    "as_of": TypeAdapter(Date),
    "verified": TypeAdapter(bool),
}
PATTERNS = {
    "_identifier": r"^[A-Za-z_$][A-Za-z0-9_$]*$",
    "_function": r"^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$",
    "_macro": r"""^[!#-&(-;=?-\[\]-~]+$""",
    "_ending": r"^[a-z0-9]+$",
    "_https": r"^https://[A-Za-z0-9.-]+/[A-Za-z0-9._~:/?#@!$&*+,;=%-]*$",
    "_entry": r"^[A-Za-z0-9_-]*(\{name\})?[A-Za-z0-9_-]*\.html?$",
    "_file_name": r"^[A-Za-z0-9_-]*\{name\}[A-Za-z0-9_-]*$",
    "_folder": r"^[A-Za-z0-9_-]+$",
}
"""What each of the texts below must look like, by its validator's name."""


def _matched(kind: str, value: str, example: str) -> str:
    if re.fullmatch(PATTERNS[kind], value) is None:
        raise wrong(f"{quoted(value)} is not written like {example}")
    return value


def _identifier(value: str) -> str:
    return _matched("_identifier", value, "clickTag")


def _function(value: str) -> str:
    return _matched("_function", value, "EB.clickthrough")


def _macro(value: str) -> str:
    return _matched("_macro", value, "%%CLICK_URL%%, without quotes, spaces, '<', '>' and '\\'")


def _ending(value: str) -> str:
    return _matched("_ending", value, "html")


def _https(value: str) -> str:
    return _matched("_https", value, "https://network.example/script.js")


def _entry(value: str) -> str:
    return _matched("_entry", value, "index.html or {name}.html")


def _file_name(value: str) -> str:
    return _matched("_file_name", value, "{name}-backup, without a type")


def _folder(value: str) -> str:
    return _matched("_folder", value, "assets")


Identifier = Annotated[str, AfterValidator(_identifier)]
Ending = Annotated[str, AfterValidator(_ending)]


class Fact(Model):
    """Something that somebody states of a network. A short form gives its one value alone."""

    short: ClassVar[str] = ""
    """The key that the short form gives; empty: there is none."""

    source: Sources
    """Keys of sources.yaml. Default: those of the section it stands in."""
    as_of: Date
    """When it was read. Default: as the section it stands in."""
    verified: bool
    """Whether a page of the network itself was read that says so. Default: as the section it stands in."""


def provenance(data: Mapping[str, Any]) -> dict[str, Any]:
    """Source, date and whether it was verified, as what stands below may take them over."""
    return {key: data[key] if _sound(key, data) else _UNSAID[key] for key in PROVENANCE}


def _sound(key: str, data: Mapping[str, Any]) -> bool:
    try:
        _TYPES[key].validate_python(data.get(key))
    except ValidationError:
        return False
    return True


def inherit(model: type[Model], data: Any) -> Any:
    """What a section says once of its provenance holds for each fact in it; short forms are written out."""
    if not isinstance(data, dict):
        return data
    shared, made = provenance(data), dict(data)
    for key, field in model.model_fields.items():
        fact = _fact(field.annotation)
        if fact is None or key not in data or data[key] is None:
            continue
        value = data[key]
        if isinstance(value, list) and fact.short not in _LISTS:
            made[key] = [{**shared, **one} if isinstance(one, dict) else one for one in value]
        elif isinstance(value, dict):
            made[key] = {**shared, **value}
        elif fact.short:
            made[key] = {**shared, fact.short: value}
    return made


_LISTS = ("only",)
"""Short forms that are lists themselves."""


def _fact(annotation: Any) -> type[Fact] | None:
    """The kind of fact that a field holds, one or several."""
    if isinstance(annotation, type) and issubclass(annotation, Fact):
        return annotation
    return next((found for one in getattr(annotation, "__args__", ()) if (found := _fact(one))), None)


class Limit(Fact):
    """The most that is taken, in the unit that its key names; kB = 1000 bytes."""

    short = "most"
    most: float = Field(gt=0)
    """The most that is taken."""

    _number = field_validator("most", mode="before")(no_flag)


class Allowed(Fact):
    """Whether something may be."""

    short = "allowed"
    allowed: bool
    """Whether it may be."""


class FileTypes(Fact):
    """The types of file that a package may hold."""

    short = "only"
    only: tuple[Ending, ...] = Field(min_length=1)
    """Endings of names, without the dot."""


class SizeMeta(Fact):
    """The tag in the page's head that says its size: `<meta name="ad.size" content="width=300,height=250">`."""

    short = "rule"
    rule: Literal["required", "taken", "refused"]
    """Whether the page must, may or must not have it; it is written unless refused."""


class Click(Fact):
    """How a click is counted. An address is opened only if it begins with http: or https:."""

    by: Literal["variable", "parameter", "macro", "library", "network", "mraid"]
    """variable: the server rewrites a global variable of the page; parameter: it gives the address in the page's own
    query; macro: it replaces a word before the address; library: a function of its script knows the address or opens
    it; network: it lays its own link over the creative, which has none; mraid: the app that shows it opens it, by the
    script `mraid.js` that it puts in the page's place of that name."""
    name: Identifier = "clickTag"
    """The variable or the parameter; its capitals count."""
    macro: Annotated[str, AfterValidator(_macro)] | None = None
    """The word that is replaced by the beginning of an address, such as `%%CLICK_URL_UNESC%%`."""
    escaped: bool = False
    """Whether the address behind the macro is percent-encoded."""
    call: Annotated[str, AfterValidator(_function)] | None = None
    """The library's function, such as `EB.clickthrough`."""
    arguments: tuple[str, ...] = ()
    """Texts that it is called with; one that gives the address is called with the campaign's own one behind them."""
    opens: bool = False
    """Whether the function opens the page itself, instead of giving the address."""
    written: bool = True
    """Whether the campaign's own address may stand in the page, for where the network gives none."""
    link: bool = False
    """Whether a plain link may stand in the page, for readers without scripts: it is not counted everywhere."""

    @model_validator(mode="after")
    def _fits(self) -> Click:
        for key, way in (("macro", "macro"), ("call", "library")):
            if self.by == way and not getattr(self, key):
                raise wrong(f"counts clicks by {way} and needs '{key}'")
            if self.by != way and getattr(self, key):
                raise wrong(f"counts clicks by {self.by}, where '{key}' means nothing")
        if self.link and (self.by in ("library", "network", "mraid") or not self.written):
            raise wrong(f"counts clicks by {self.by}: a plain 'link' would go past it")
        return self


class Script(Fact):
    """A script of the network that every page must load."""

    url: Annotated[str, AfterValidator(_https)]
    """Where it lies."""
    override: Identifier | None = None
    """The global variable in which the server names another address for it."""


class BackupImage(Fact):
    """The still that is shown where the page cannot be."""

    required: bool = False
    """Whether the network refuses a package without one."""
    place: Literal["beside", "inside"] = "beside"
    """Whether it is uploaded beside the zip or lies in it."""
    name: Annotated[str, AfterValidator(_file_name)] = "{name}-backup"
    """What it is called, without its type."""
    types: tuple[Ending, ...] = ()
    """The types that are taken; empty: any."""
    kb: float | None = Field(None, gt=0)
    """The most that it may weigh, kB."""

    _number = field_validator("kb", mode="before")(no_flag)


class Html5(Fact):
    """What a network takes as an HTML5 creative. What is not stated is not limited."""

    entry: Annotated[str, AfterValidator(_entry)] = "index.html"
    """What the page is called; `{name}` is the creative's own name."""
    folder: Annotated[str, AfterValidator(_folder)] | None = None
    """The folder in the zip for all files but the page and its manifest; none: all lie at the zip's root."""
    manifest: Literal["adform"] | None = None
    """The list of its own that the network wants in the zip."""
    click: Click
    """How a click is counted."""
    scripts: tuple[Script, ...] = ()
    """Scripts of the network that every page must load."""
    size_meta: SizeMeta | None = None
    """Whether the page says its size in a meta tag."""
    file_types: FileTypes | None = None
    """The types of file that the zip may hold."""
    files: Limit | None = None
    """Files in the zip."""
    requests: Limit | None = None
    """Files that are asked for before the page stands."""
    zip_kb: Limit | None = None
    """Weight of the zip."""
    zip_name: Limit | None = None
    """Characters of the zip's name, without `.zip`."""
    unzipped_kb: Limit | None = None
    """Weight of all files, unpacked."""
    html_kb: Limit | None = None
    """Weight of the page's own file."""
    initial_kb: Limit | None = None
    """Weight before the page stands, texts compressed as servers send them (IAB)."""
    subload_kb: Limit | None = None
    """Weight of what is loaded after that."""
    animation_s: Limit | None = None
    """Seconds after which everything stands still, repeats included."""
    loops: Limit | None = None
    """How often the animation may run."""
    backup: BackupImage | None = None
    """The still that is shown where the page cannot be."""
    data_uris: Allowed | None = None
    """Whether files may be written into the page as `data:`."""
    external: Allowed | None = None
    """Whether the page may load what is not in the zip, besides the network's own scripts."""
    unused: Allowed | None = None
    """Whether the zip may hold files that the page does not use."""
    note: str = ""
    """What else the network says, for people: SafeFrame, MRAID, storage."""

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        return inherit(cls, data)


class AmpClick(Fact):
    """How a click leaves an AMPHTML creative, which has no script of its own."""

    short = "by"
    by: Literal["network", "link"]
    """network: it lays its own link over the creative, which has none; link: all of the creative is a plain link."""


class Amphtml(Fact):
    """What a network takes as an AMPHTML creative. What is not stated is not limited."""

    root: str = "amp4ads"
    """The attribute of `<html>` that marks it."""
    runtime: Annotated[str, AfterValidator(_https)]
    """The script that every page must load."""
    boilerplate: str
    """The style that every page must have, under an attribute of the same name as its root's."""
    click: AmpClick | None = None
    """How a click leaves it; not stated: by the network's own link."""
    css_bytes: Limit | None = None
    """Bytes of the page's own style."""
    zip_kb: Limit | None = None
    """Weight of the zip."""
    files: Limit | None = None
    """Files in the zip, the page included."""
    zip_name: Limit | None = None
    """Characters of the zip's name, without `.zip`."""
    size_meta: SizeMeta | None = None
    """Whether the page says its size in a meta tag."""
    components: tuple[str, ...] = ()
    """AMP's own elements that may be used."""
    tags: tuple[str, ...] = ()
    """Tags of HTML and SVG that may be used."""
    animated: tuple[str, ...] = ()
    """The only properties of CSS that may move."""
    note: str = ""
    """What else is asked, for people."""

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        return inherit(cls, data)
