"""Deliverables: the files of one job that move: an animated picture; an HTML5 package for each network, its backup
image, and a page to look at it with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from renderer.job import Job
from renderer.model.format import Format
from renderer.model.packaging import Limit
from renderer.model.profile import Profile
from renderer.painters import amp, animated, board, fluid, html5, skin
from renderer.painters.html5 import KeptByScene, Page
from renderer.painters.page import clean
from renderer.painters.pictures import Sources
from renderer.parts import ASSET, CLICK, HEAD, Package, Parts, data_uri, named
from renderer.scene import FLUID, Board, Box, Scene
from renderer.stages.amphtml import amphtml
from renderer.stages.clicking import address
from renderer.stages.pack import Packed, pack, packed
from renderer.stages.package import package
from renderer.text.fonts import FontFile

_DENSER = re.compile(rf' srcset="{ASSET}[^" ]+ 2x"')
QUALITIES = (84, 76, 68, 60, 52)
"""Of a page's JPEGs, best first: each network gets the first at which its package keeps its limits."""


class Html5(NamedTuple):
    """An HTML5 or AMPHTML creative's files, and what is in its packages."""

    files: tuple[Packed, ...]
    packages: tuple[Package, ...]


class Wanted(NamedTuple):
    """What an HTML5 creative is made of."""

    job: Job
    scene: Scene
    """Over time; it ends as the backup image."""
    backup: Packed
    networks: tuple[Profile, ...]
    """Those of the placement that take HTML5."""
    click_url: str
    label: str
    """What a click is called for those who do not see the creative."""
    initial_kb: float | None
    """What may be loaded before the page stands, by the format."""
    subload_kb: float | None = None
    """What may be loaded after that, by the format."""
    board: Board | None = None
    """Its states, where it opens, closes, turns or is fluid; the scene is then what its backup image shows."""
    content: Box | None = None
    """What a publisher's own page covers of a page skin."""


def html5_files(wanted: Wanted, assets: Sources, fonts: dict[str, FontFile]) -> Html5:
    """The packages of a creative, a page to look at it with, and the backup images that lie beside them. Raises
    AssetError where a font may not be embedded."""
    kept: KeptByScene = {}
    page_at = cache(lambda quality: _page(wanted, assets, fonts, quality, kept))
    made = [(profile, *_lightest(page_at, wanted, profile)) for profile in wanted.networks]
    page = page_at(max((quality for _, quality, _ in made), default=QUALITIES[0]))
    first = wanted.board.states[wanted.board.initial] if wanted.board is not None else wanted.scene
    seconds = first.duration * first.loops / 1000
    files = [packed(wanted.job, _preview(page, wanted), "text/html", (page.width, page.height), "preview", seconds)]
    for profile, _, one in made:
        files += _of_network(one, profile, wanted, seconds)
    return Html5(tuple(files), tuple(one for _, _, one in made))


def _lightest(page_at: Callable[[int], Page], wanted: Wanted, profile: Profile) -> tuple[int, Package]:
    """A network's package at the best quality at which it keeps its limits, or without pictures for denser screens at
    the best at which it does then: one network's narrow limit costs the others nothing."""
    for quality in QUALITIES:
        one = package(_parts(page_at(quality), wanted), profile)
        if _fits(one, profile, wanted):
            return quality, one
    for better in QUALITIES:
        plain = package(_undenser(_parts(page_at(better), wanted)), profile)
        if _fits(plain, profile, wanted):
            return better, plain
    return quality, one


def _undenser(parts: Parts) -> Parts:
    """The same without pictures at twice the density."""
    denser = {name for name in parts.assets if f'srcset="{ASSET}{name} 2x"' in parts.html}
    html = _DENSER.sub("", parts.html)
    return parts._replace(html=html, assets={name: one for name, one in parts.assets.items() if name not in denser})


def amphtml_files(wanted: Wanted, networks: Sequence[Profile], assets: Sources, fonts: dict[str, FontFile]) -> Html5:
    """The AMPHTML packages of a creative, for the networks that take them."""
    kept: KeptByScene = {}
    page_at = cache(lambda quality: amp.paint(wanted.scene, assets, fonts, quality, ASSET, kept))
    files, made = list[Packed](), list[Package]()
    for profile in networks:
        rules = profile.amphtml
        assert rules is not None, f"{profile.id} takes no AMPHTML"
        for quality in QUALITIES:
            page = page_at(quality)
            parts = _parts(page, wanted)._replace(html=amp.document(page, HEAD, CLICK), css=page.css)
            one = amphtml(parts, profile)
            weights = (one.initial, wanted.initial_kb), (len(one.content), _most(rules.zip_kb))
            if all(limit is None or weight <= limit * 1000 for weight, limit in weights):
                break
        size, seconds = (one.width, one.height), wanted.scene.duration * wanted.scene.loops / 1000
        files.append(packed(wanted.job, one.content, "application/zip", size, "amphtml", seconds, one.network, one.name,
                            _most(rules.zip_kb)))  # fmt: skip
        made.append(one)
    return Html5(tuple(files), tuple(made))


def gif_file(job: Job, scene: Scene, assets: Sources, limits: animated.Limits) -> Packed:
    """A scene over time as one animated picture, within its weight where that can be."""
    made = animated.animate(scene, assets, limits)
    seconds = scene.duration * scene.loops / 1000
    return pack(job, made, (scene.width, scene.height), limits.limit_kb, 1.0, "gif", seconds)


def gif_limits(format_: Format, networks: Sequence[Profile], wanted: Sequence[animated.Kind]) -> animated.Limits:
    """What an animated picture may weigh and be: the narrowest of what the format and its networks say."""
    types: dict[animated.Kind, str] = {"gif": "gif", "apng": "png", "webp": "webp"}
    kinds = tuple(kind for kind in wanted if types[kind] in format_.file_types) or ("gif",)
    own = format_.limits
    weights = [one.limits.gif_kb for one in networks] + [own.total_kb or own.initial_kb or own.static_kb]
    rates = [one.limits.gif_fps for one in networks] + [own.fps, animated.FPS]
    return animated.Limits(kinds, min(filter(None, weights), default=None), min(filter(None, rates)))


def _page(wanted: Wanted, assets: Sources, fonts: dict[str, FontFile], quality: int, kept: KeptByScene) -> Page:
    if wanted.content is not None:
        return skin.paint(wanted.board or wanted.scene, wanted.content, assets, fonts, quality, ASSET, kept)
    if wanted.board is not None:
        painter = fluid.paint if wanted.board.how == FLUID else board.paint
        return painter(wanted.board, assets, fonts, quality, ASSET, kept)
    return html5.paint(wanted.scene, assets, fonts, quality, ASSET, kept)


def taking(networks: Sequence[Profile]) -> tuple[Profile, ...]:
    """The networks that take HTML5."""
    return tuple(one for one in networks if one.html5 is not None)


def taking_amphtml(networks: Sequence[Profile]) -> tuple[Profile, ...]:
    """The networks that take AMPHTML."""
    return tuple(one for one in networks if one.amphtml is not None)


def _parts(page: Page, wanted: Wanted) -> Parts:
    return Parts(
        name=wanted.job.name,
        width=page.width,
        height=page.height,
        html=html5.document(page, HEAD, CLICK),
        assets=page.files,
        backup=wanted.backup.content,
        backup_type=wanted.backup.file.media_type,
        click_url=wanted.click_url,
        label=clean(wanted.label),
        later=page.later,
    )


def _fits(one: Package, profile: Profile, wanted: Wanted) -> bool:
    """Whether a package keeps its format's and its network's weights."""
    rules = profile.html5
    assert rules is not None, f"{profile.id} takes no HTML5"
    unpacked = sum(len(content) for _, content in one.files)
    weights = (
        (one.initial, (wanted.initial_kb, _most(rules.initial_kb))),
        (one.later, (wanted.subload_kb, _most(rules.subload_kb))),
        (len(one.content), (_zip_kb(profile),)),
        (unpacked, (_most(rules.unzipped_kb),)),
    )
    return all(limit is None or weight <= limit * 1000 for weight, limits in weights for limit in limits)


def _most(limit: Limit | None) -> float | None:
    return limit.most if limit is not None else None


def _zip_kb(profile: Profile) -> float | None:
    """What a network's zip may weigh, kB."""
    stated = _most(profile.html5.zip_kb) if profile.html5 is not None else None
    return min(filter(None, (stated, profile.limits.html5_kb)), default=None)


def _of_network(one: Package, profile: Profile, wanted: Wanted, seconds: float) -> list[Packed]:
    """One network's zip, and its backup image where that is called otherwise than the neutral one."""
    size = one.width, one.height
    files = [packed(wanted.job, one.content, "application/zip", size, "html5", seconds, one.network, one.name,
                    _zip_kb(profile))]  # fmt: skip
    if one.backup_beside and one.backup != wanted.backup.file.path.rpartition("/")[2]:
        still = wanted.backup.file
        name = one.backup.rpartition(".")[0]
        files.append(packed(wanted.job, one.backup_content, still.media_type, size, "backup", None, one.network, name,
                            still.limit_kb))  # fmt: skip
    return files


def _preview(page: Page, wanted: Wanted) -> bytes:
    """The creative as one file that opens anywhere: pictures and fonts are written into it. Its link is as inert as the
    packages' where the address is none of the web."""
    written = {name: data_uri(name, content) for name, content in page.files.items()}
    return named(html5.document(page, href=address(wanted.click_url)), written).encode()
