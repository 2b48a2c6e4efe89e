"""package: the neutral parts of an HTML5 creative to the zip that one network takes, the same bytes every time."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

import deflate

from renderer.archive import archive
from renderer.job import shortened
from renderer.model.packaging import Html5
from renderer.model.profile import Profile
from renderer.parts import ASSET, CLICK, HEAD, TYPES, Package, Parts, data_uri, named
from renderer.stages.clicking import address, layer, scripts

TEXTS = frozenset(("html", "htm", "css", "js", "json", "xml", "svg", "txt"))
"""What servers compress on its way; pictures and fonts are compressed already."""
_LEVEL = 6  # what servers commonly use
_TWICE = re.compile(rb'<img [^>]*srcset="([^" ]+) 2x"')
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}


def package(parts: Parts, profile: Profile) -> Package:
    """A creative as a network takes it. Raises ValueError for parts that no painter should give: names that are none or
    alike, a document without its marks, a backup image of an unknown type; and for a network without `html5`."""
    rules = profile.html5
    if rules is None:
        raise ValueError(f"{profile.id} takes no HTML5")
    refuse_unfit(parts)
    folder = f"{rules.folder}/" if rules.folder else ""
    within = {name for name in parts.assets if _refused(name, rules)}
    within |= _spared(parts, rules, within)
    written = {name: data_uri(name, parts.assets[name]) for name in sorted(within)}
    paths = {name: folder + name for name in sorted(parts.assets) if name not in written}
    entry = rules.entry.replace("{name}", parts.name)
    page = _page(parts, rules, paths | written).encode()
    assets = [(path, _assets_named(name, parts.assets[name], paths)) for name, path in paths.items()]
    later = {path for name, path in paths.items() if name in parts.later}
    backup = _backup(parts, rules)
    inside = rules.backup is not None and rules.backup.place == "inside" and backup
    files = (
        (entry, page),
        *_manifest(parts, rules, entry),
        *assets,
        *([(backup, parts.backup)] if inside else ()),
    )
    refuse_twins(path for path, _ in files)
    most = int(rules.zip_name.most) if rules.zip_name else None
    return Package(
        network=profile.id,
        name=shortened(parts.name, most) if most is not None and len(parts.name) > most else parts.name,
        width=parts.width,
        height=parts.height,
        entry=entry,
        files=files,
        content=archive(files),
        backup=backup,
        backup_content=parts.backup,
        initial=initial_load([(entry, page), *(asset for asset in assets if asset[0] not in later)]),
        requests=1 + len(set(paths.values()) - later - _denser(page)) + len(rules.scripts),
        later=initial_load(asset for asset in assets if asset[0] in later),
    )


def _denser(page: bytes) -> set[str]:
    """The pictures for screens of twice the density: a browser asks for one of the two."""
    return {path.decode() for path in _TWICE.findall(page)}


def _refused(name: str, rules: Html5) -> bool:
    """Whether an asset is written into the page instead: a network takes no files of its type, as of fonts."""
    refused = rules.file_types is not None and ending(name) not in rules.file_types.only
    return refused and ending(name) in TYPES and (rules.data_uris is None or rules.data_uris.allowed)


def _spared(parts: Parts, rules: Html5, within: Collection[str]) -> set[str]:
    """Fonts that are written into the page too, the smallest first, where a network takes fewer requests than there
    are files: letters are small, and are all needed before anything is read."""
    if rules.requests is None or (rules.data_uris is not None and not rules.data_uris.allowed):
        return set()
    denser = {path.removeprefix(ASSET) for path in _denser(parts.html.encode())}
    asked = [name for name in parts.assets if name not in within and name not in denser | parts.later]
    over = 1 + len(asked) + len(rules.scripts) - int(rules.requests.most)
    fonts = sorted((name for name in asked if ending(name) == "woff2"), key=lambda name: len(parts.assets[name]))
    return set(fonts[: max(0, over)])


def initial_load(files: Iterable[tuple[str, bytes]]) -> int:
    """Bytes of files as a browser gets them: texts compressed by gzip, all else as it is (IAB New Ad Portfolio, 2017:
    weights are those of compressed files). The compressor is our own, so that the number is the same everywhere."""
    return sum(len(_sent(path, content)) for path, content in files)


def _sent(path: str, content: bytes) -> bytes:
    return bytes(deflate.gzip_compress(content, _LEVEL)) if ending(path) in TEXTS else content


def ending(path: str) -> str:
    """What a file's name ends with, in small letters, without the dot."""
    return PurePosixPath(path).suffix[1:].lower()


def _page(parts: Parts, rules: Html5, paths: Mapping[str, str]) -> str:
    own = _own(parts, rules)
    head = [scripts(rules.click, own, rules.scripts)]
    if rules.size_meta is None or rules.size_meta.rule != "refused":
        head.insert(0, f'<meta name="ad.size" content="width={parts.width},height={parts.height}">')
    if parts.css:
        head.append(f"<style>\n{named(parts.css, paths)}\n</style>")
    html = named(parts.html, paths)
    before, rest = html.split(HEAD)
    middle, after = rest.split(CLICK)
    click = layer(rules.click, own, parts.label or parts.name)
    return "".join((before, "\n".join(filter(None, head)), middle, click, after))


def _own(parts: Parts, rules: Html5) -> str:
    """The campaign's address as it may stand in the package."""
    return address(parts.click_url) if rules.click.written else ""


def _assets_named(name: str, content: bytes, paths: Mapping[str, str]) -> bytes:
    """An asset's content; what a text names lies beside it, and beside the page for scripts, which run there."""
    if ending(name) not in TEXTS:
        return content
    seen = paths if ending(name) in ("js", "json") else {one: one for one in paths}
    return named(content.decode(), seen).encode()


def _backup(parts: Parts, rules: Html5) -> str:
    if not parts.backup:
        return ""
    pattern = rules.backup.name if rules.backup else "{name}-backup"
    return f"{pattern.replace('{name}', parts.name)}.{_ENDINGS[parts.backup_type]}"


def _manifest(parts: Parts, rules: Html5, entry: str) -> Iterable[tuple[str, bytes]]:
    """Adform's list: its title is the page's name, sizes are texts, click tags by name."""
    if rules.manifest is None:
        return
    tags = {name: _own(parts, rules) for name in rules.click.arguments or (rules.click.name,)}
    told = {"version": "1.0", "title": PurePosixPath(entry).stem, "width": str(parts.width),
            "height": str(parts.height), "clicktags": tags, "source": entry}  # fmt: skip
    yield "manifest.json", json.dumps(told, indent=1).encode()


def refuse_unfit(parts: Parts) -> None:
    """Raises ValueError for parts that no painter should give."""
    for name in (parts.name, *parts.assets):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a file in a package")
    for mark in (HEAD, CLICK):
        if parts.html.count(mark) != 1:
            raise ValueError(f"a page has {mark} once, not {parts.html.count(mark)} times")
    if parts.html.index(HEAD) > parts.html.index(CLICK):
        raise ValueError(f"a page has {HEAD} before {CLICK}")
    if "</style" in parts.css.lower():
        raise ValueError("a style must not end itself")
    if parts.backup and parts.backup_type not in _ENDINGS:
        raise ValueError(f"{parts.backup_type!r} is no type of a backup image")


def refuse_twins(paths: Iterable[str]) -> None:
    """Raises ValueError for files of one name: capitals do not tell them apart on every disk."""
    seen: set[str] = set()
    for path in paths:
        if path.casefold() in seen:
            raise ValueError(f"two files of a package are called {path!r}")
        seen.add(path.casefold())
