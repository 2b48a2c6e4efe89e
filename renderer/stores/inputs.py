"""The input store: files by content digest, and what was read from them, each made once.

Analyses and pixels are asked for by asset. A file that changed after it was added is refused, so that what is painted
is what the digest names. What is kept on disk is kept by content and by the version of what made it.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import msgspec
from PIL import Image

from renderer import digest, versions
from renderer.errors import AssetError, shown
from renderer.scene import Box
from renderer.stores import artwork, pictures, silhouette, sniff, treatments
from renderer.stores.analysis import PictureAnalysis, analyse, silhouette_of
from renderer.stores.artwork import Drawing
from renderer.stores.bounded import Bounded
from renderer.stores.hashes import Hashes
from renderer.stores.pictures import Pixels, Pyramid
from renderer.stores.shelf import VERSION, Recent, Shelf
from renderer.stores.silhouette import Silhouette
from renderer.stores.sniff import Kind
from renderer.stores.stretching import STRETCHED
from renderer.stores.treatments import Outlined, Studied

TREATMENTS = ("plain", "relight", "cutout")
MEMORY = 48_000_000  # bytes of decoded pictures: three photographs of 1600 px, or a large one
PARTS = 12_000_000  # bytes of treated parts of pictures
_TREATED_AT = 1024  # px at which a drawing with a backdrop is relit or cut out
_MEASURED_AT = 512  # px at which a drawing's ink is measured


class Asset(msgspec.Struct, frozen=True):
    """A file by content: its digest, where it lies, what it is and its size in bytes."""

    digest: str
    path: str
    kind: Kind
    size: int

    @property
    def name(self) -> str:
        """The path as people are told it."""
        return shown(self.path)


class Inputs:
    """The store of one process. `cache` is made when first written; a cache that cannot be used costs time only."""

    def __init__(self, cache: Path, memory: int = MEMORY) -> None:
        self._shelf = Shelf(cache)
        self._hashes = Hashes(self._shelf)
        self._version = versions.code("stores", "digest.py", "scene.py")[:VERSION]
        self._assets: dict[str, Asset] = {}
        self._pyramids: Recent[Pyramid] = Recent(memory, Pyramid.bytes)
        self._drawings: Recent[Drawing] = Recent(20_000_000, lambda drawing: len(drawing.source))
        self._refused: dict[str, _Refusal] = {}
        self._bounded = Bounded()
        self._silhouettes: Recent[Silhouette] = Recent(8, lambda _: 1)
        self._studies: Recent[Studied] = Recent(8, lambda _: 1)
        self._outlines: Recent[Outlined] = Recent(8, lambda _: 1)
        self._parts: Recent[Pixels] = Recent(PARTS, lambda pixels: pixels.nbytes)
        self._analyses: Recent[PictureAnalysis] = Recent(4096, lambda _: 1)

    # Files ------------------------------------------------------------------------------------------------------

    def add(self, path: Path) -> Asset:
        """The asset of a file, hashed unless it surely did not change. Raises AssetError when it cannot be read."""
        where = os.path.abspath(path)  # noqa: PTH100 - ten thousand Paths cost more than their hashes
        try:
            stat = os.stat(where)  # noqa: PTH116
            known = self._hashes.get(where, stat)
            if known is not None:
                return self._remember(Asset(known.digest, where, _kind(known.kind), stat.st_size))
            return self._remember(self._hashed(Path(where), stat))
        except (OSError, ValueError) as error:
            raise AssetError(f"{shown(path)}: {_why(error)}") from error

    def asset(self, digest: str) -> Asset:
        """The asset that scenes name by its digest. Raises AssetError for one that was never added."""
        try:
            return self._assets[digest]
        except KeyError:
            raise AssetError(f"no input with digest {digest}") from None

    def flush(self) -> None:
        """Write down the digests learned; call it once after adding."""
        self._hashes.flush()

    def tidy(self) -> None:
        """Bring what is kept on disk within its limit; call it when much may have been added."""
        self._shelf.tidy()

    def _remember(self, asset: Asset) -> Asset:
        self._assets[asset.digest] = asset
        return asset

    def _hashed(self, path: Path, stat: os.stat_result) -> Asset:
        if not path.is_file():
            raise AssetError(f"{shown(path)}: not a file")
        with path.open("rb") as file:
            kind = sniff.kind_of(file.read(sniff.HEAD))
        content = digest.of_file(path)
        self._hashes.note(str(path), stat, content, kind)
        return Asset(content, str(path), kind, stat.st_size)

    # What is seen -----------------------------------------------------------------------------------------------

    def analyse(self, asset: Asset) -> PictureAnalysis:
        """What layouts need to know of a picture or drawing; kept in memory and on disk by content.

        Raises AssetError naming the file for what is no usable picture."""
        key = (asset.digest,)
        known = self._analyses.get(key)
        if known is None:
            known = self._stored_analysis(asset.digest)
            if known is None:
                known = self._analysed(asset)
                self._shelf.put(self._analysis_name(asset.digest), msgspec.msgpack.encode(known))
            self._analyses.put(key, known)
        return known

    def _stored_analysis(self, content: str) -> PictureAnalysis | None:
        stored = self._shelf.get(self._analysis_name(content))
        if stored is None:
            return None
        try:
            return msgspec.msgpack.decode(stored, type=PictureAnalysis)
        except (msgspec.DecodeError, TypeError):
            return None

    def _analysis_name(self, content: str) -> str:
        return f"{self._version}/analysis/{content[:2]}/{content}"

    def _analysed(self, asset: Asset) -> PictureAnalysis:
        if asset.kind != "artwork":
            plain = self._pyramid(asset)
            return analyse(plain, None if plain.has_alpha else self._silhouette(asset, plain))
        drawing = self._drawing(asset)
        drawn = self._drawn(asset, _MEASURED_AT)
        seen = analyse(drawn, None if drawn.has_alpha else silhouette_of(drawn))
        size = max(1, round(drawing.width)), max(1, round(drawing.height))
        return msgspec.structs.replace(seen, width=size[0], height=size[1])

    # Pixels -----------------------------------------------------------------------------------------------------

    def size(self, asset: Asset) -> tuple[int, int] | None:
        """A picture's own size in px, upright; None for a drawing, which has any."""
        return None if asset.kind == "artwork" else self._pyramid(asset).size

    def pixels(self, asset: Asset, crop: Box, width: int, height: int, treatment: str = "plain") -> Pixels:
        """The part `crop` (shares, 0 to 1) of a picture at a size in px: uint8 (height, width, 4), premultiplied RGBA.

        plain: as it is. relight: to be *multiplied* with a light ground: 255 where the backdrop was; alpha says how
        solid the subject is, and is not multiplied in. cutout: the subject alone, to be drawn over any ground. A crop
        beyond the picture is transparent there (white for relight). A picture with transparency is its own cutout,
        and relit it lies on white.
        Raises AssetError for an unusable file, ValueError for an empty crop or size or an unknown treatment."""
        if treatment not in TREATMENTS:
            raise ValueError(f"unknown treatment '{treatment}'")
        if width < 1 or height < 1 or crop.w <= 0 or crop.h <= 0:
            raise ValueError(f"nothing to sample: {width}x{height} px of {crop}")
        if asset.kind == "artwork" and not self._is_photo_like(asset, treatment):
            drawing = self._drawing(asset)
            less, more = sorted((width / crop.w / drawing.width, height / crop.h / drawing.height))
            scale = less if more >= STRETCHED * less else more  # a strip that is drawn on has no px of its own to show
            plain = self._finely(asset, scale * max(drawing.width, drawing.height))
        else:
            plain = self._pyramid(asset)
            if treatment != "plain" and not plain.has_alpha:
                return self._treated(asset, plain, treatment, crop, width, height)
        sampled = plain.sample(crop, width, height)
        return _over_white(sampled) if treatment == "relight" else sampled

    def _finely(self, asset: Asset, longest: float) -> Pyramid:
        """A drawing to be shown with this longer side, px: finer than that, where it can be."""
        try:
            return self._drawn(asset, artwork.finer(longest))
        except artwork.TooCostly:
            return self._drawn(asset, artwork.bucket(longest))

    def _is_photo_like(self, asset: Asset, treatment: str) -> bool:
        """Whether a drawing is to be treated as photos are: it has a backdrop, and that is to go."""
        return treatment != "plain" and not self._drawn(asset, _MEASURED_AT).has_alpha

    # Making -----------------------------------------------------------------------------------------------------

    def _content(self, asset: Asset, limit: int) -> bytes:
        """The file's bytes, which are still those of the digest."""
        if asset.size > limit:
            raise AssetError(f"{asset.name}: larger than {limit // 1_000_000} MB")
        try:
            content = Path(asset.path).read_bytes()
        except OSError as error:
            raise AssetError(f"{asset.name}: {_why(error)}") from error
        if digest.of_bytes(content) != asset.digest:
            raise AssetError(f"{asset.name}: the file changed while rendering")
        return content

    def _pyramid(self, asset: Asset) -> Pyramid:
        """The picture as it is, decoded once."""
        if asset.kind == "artwork":
            return self._drawn(asset, _TREATED_AT)
        key = (asset.digest,)
        known = self._pyramids.get(key)
        if known is not None:
            return known
        content = self._content(asset, pictures.MAX_BYTES)
        return self._pyramids.put(key, pictures.decode(content, asset.name))

    def _treated(
        self, asset: Asset, plain: Pyramid, treatment: str, crop: Box, width: int, height: int
    ) -> Pixels:  # fmt: skip
        """A part of a picture treated at the size it is shown at; the same part again (another text) is remembered."""
        key = (asset.digest, treatment, str(crop), f"{width}x{height}")
        known = self._parts.get(key)
        if known is None:
            relit = treatment == "relight"

            def make(inside: Box, wide: int, high: int) -> Pixels:
                if relit:
                    studied = self._studied(asset, plain)
                    relight = partial(treatments.relight, studied=studied)
                    return plain.treated(inside, wide, high, studied.seen, treatments.WHITE, relight)
                outlined = self._outlined(asset, plain)
                cut = partial(treatments.cutout, outlined=outlined)
                return plain.treated(inside, wide, high, outlined.seen, treatments.CLEAR, cut)

            known = pictures.framed(crop, width, height, 255 if relit else 0, make)
            known.flags.writeable = False  # others are given it too
            self._parts.put(key, known)
        return known

    def _studied(self, asset: Asset, plain: Pyramid) -> Studied:
        known = self._studies.get((asset.digest,))
        return known or self._studies.put((asset.digest,), treatments.study(*self._seen(asset, plain)))

    def _outlined(self, asset: Asset, plain: Pyramid) -> Outlined:
        known = self._outlines.get((asset.digest,))
        return known or self._outlines.put((asset.digest,), treatments.outline(*self._seen(asset, plain)))

    def _seen(self, asset: Asset, plain: Pyramid) -> tuple[Image.Image, Silhouette]:
        """An opaque picture made small, and its silhouette."""
        found = self._silhouette(asset, plain)
        return found.picture or silhouette.small(plain.base), found

    def _silhouette(self, asset: Asset, plain: Pyramid) -> Silhouette:
        known = self._silhouettes.get((asset.digest,))
        return known or self._silhouettes.put((asset.digest,), silhouette_of(plain))

    def _drawing(self, asset: Asset) -> Drawing:
        key = (asset.digest,)
        known = self._drawings.get(key)
        if known is None:
            content = self._content(asset, artwork.MAX_BYTES)
            known = self._drawings.put(key, artwork.parse(content, asset.name))
        return known

    def _drawn(self, asset: Asset, longest: int) -> Pyramid:
        key = (asset.digest, "artwork", str(longest))
        known = self._pyramids.get(key)
        if known is not None:
            return known
        drawing = self._drawing(asset)
        size = artwork.raster_size(drawing, longest)
        name = f"{self._version}/artwork/{asset.digest}-{longest}.rgba"
        stored = self._shelf.get(name)
        if stored is None or len(stored) != size[0] * size[1] * 4:
            image = self._rasterised(asset, drawing, longest)
            self._shelf.put(name, image.tobytes())
        else:
            image = Image.frombytes("RGBa", size, stored)
        opaque = image.getchannel("a").getextrema()[0] == 255
        return self._pyramids.put(key, Pyramid(image.convert("RGBA").convert("RGB") if opaque else image, size))

    def _rasterised(self, asset: Asset, drawing: Drawing, longest: int) -> Image.Image:
        """The drawing drawn; what took too much is not tried again at this size or above, in this run or the next.

        It stays usable at the smaller sizes that it was drawn at, so a creative does not depend on what came before."""
        name = f"{self._version}/refused/{asset.digest}"
        refused = self._refused.get(asset.digest) or _refusal(self._shelf.get(name))
        if refused is None or longest < refused.longest:
            try:
                return artwork.rasterise(drawing, longest, asset.name, self._bounded)
            except artwork.TooCostly as error:
                refused = _Refusal(longest, str(error).removeprefix(asset.name))
                self._shelf.put(name, msgspec.msgpack.encode(refused))
        self._refused[asset.digest] = refused
        raise artwork.TooCostly(asset.name + refused.why, asset.digest)


class _Refusal(msgspec.Struct, frozen=True, array_like=True):
    """The size in px from which on a drawing takes too much, and why."""

    longest: int
    why: str


def _refusal(stored: bytes | None) -> _Refusal | None:
    try:
        return None if stored is None else msgspec.msgpack.decode(stored, type=_Refusal)
    except msgspec.DecodeError:
        return None


def _kind(text: str) -> Kind:
    return text if text in ("picture", "artwork", "font", "video", "audio") else "unknown"  # type: ignore[return-value]


def _why(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "no such file"
        case PermissionError():
            return "not readable (permission denied)"
        case OSError():
            return (error.strerror or str(error)).lower()
    return str(error)


def _over_white(pixels: Pixels) -> Pixels:
    """Premultiplied pixels laid on white; alpha stays, and says how solid they are."""
    pixels[:, :, :3] += 255 - pixels[:, :, 3:]
    return pixels
