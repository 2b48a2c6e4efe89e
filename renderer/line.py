"""The line inside a worker: a job becomes files, findings and a record. No state is shared with other jobs.

job --compose--> content --arrange--> scene --paint--> pixels --pack--> files --check--> record
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

import msgspec

from renderer import digest, versions
from renderer.checks import Evidence, check
from renderer.content import Content
from renderer.deliverables import Wanted, amphtml_files, gif_file, gif_limits, html5_files, taking, taking_amphtml
from renderer.errors import AssetError, RenderError, placeless
from renderer.job import Job
from renderer.model.format import Format
from renderer.model.profile import Profile
from renderer.model.terms import SafeZone
from renderer.outcome import Attempt, Creative, Encoded, File, Finding, Flashes, Probe, Sight, judged, status_of
from renderer.painters import encode, flashing, raster
from renderer.painters.animated import Limits
from renderer.parts import Package
from renderer.scene import FLUID, TURNS, Board, Box, Scene, Text
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.boards import board_of
from renderer.stages.compose import Composed, compose, picture_digest
from renderer.stages.load import Loaded
from renderer.stages.pack import Packed, as_backup, pack, placed
from renderer.stages.states import COLLAPSED
from renderer.stores.artwork import TooCostly
from renderer.stores.inputs import Inputs
from renderer.stores.ledger import Record
from renderer.stores.outputs import Order, Outputs
from renderer.text.fit import RUNGS
from renderer.text.fonts import face

PAGES = frozenset(("html5", "amphtml"))
"""What comes in packages, with a backup image."""
MOVING = PAGES | {"gif"}
"""What is made of a scene over time."""
BACKUPS = frozenset(("image/jpeg", "image/png", "image/gif"))
"""The types of a backup image (IAB New Ad Portfolio, 2017)."""
OF_PACKAGES = "package/"
"""What the checks of packages are called: they are not run again for packages that are there already."""


class Line:
    """Does orders. Sent to workers whole; what it remembers is only what saves time."""

    def __init__(self, loaded: Loaded, output: Path, cache: Path, day: datetime, known: dict[str, Record]) -> None:
        self.loaded = loaded
        self.output = output
        self.cache = cache
        self.day = day
        self.known = known
        """Records by paint digest, of earlier runs and this worker: identical creatives share one paint."""
        self._tools: Tools | None = None

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_tools": None}

    def __call__(self, orders: Sequence[Order]) -> Iterator[Record]:
        """One record an order, each as soon as it is made; a job that fails gives a record that says why."""
        for order in orders:
            yield self._done(order)

    def _done(self, order: Order) -> Record:
        started = perf_counter()
        try:
            return self._made(order, started)
        except Exception as error:  # noqa: BLE001 (one job must never take down the batch)
            trace = "".join(traceback.format_exception(error))
            return failed(order, self.loaded, _cause(error), perf_counter() - started, trace)

    def _made(self, order: Order, started: float) -> Record:
        if self._tools is None:
            self._tools = Tools(self.loaded, Inputs(self.cache), Outputs(self.output))
        composed = compose(order.job, self.loaded, self._tools.inputs, self.day)
        try:
            return self._recorded(order, composed, self._tools, started)
        except TooCostly as error:  # a drawing that was fine at the size it was looked at
            composed = compose(order.job, self.loaded, self._tools.inputs, self.day, error)
            return self._recorded(order, composed, self._tools, started)

    def _recorded(self, order: Order, composed: Composed, tools: Tools, started: float) -> Record:
        job, format_ = order.job, self.loaded.catalogue.formats[order.job.format]
        self._refuse_swapped(order, tools)
        networks = self.loaded.profiles(job.placement)
        shown = self._shown(job, format_, composed)
        scene, board = shown.scene, shown.board
        made = self._files(order, format_, shown, composed)
        evidence = Evidence(scene, format_, self.loaded.kit.brand, _of(made.probes, ""), made.files, (),
                            _sizes(composed.content), tools.bold, composed.click_url, composed.sale_ends,
                            _of(made.sights, ""), made.packages, made.flashes)  # fmt: skip
        findings = (*composed.findings, *check(evidence, networks), *self._of_states(shown, evidence, made, networks),
                    *made.findings)  # fmt: skip
        click_url = composed.click_url or ""
        creative = entry(job, self.loaded, made.files, findings, click_url, scene, perf_counter() - started)
        stamps = made.stamps or tuple(
            tools.outputs.write(file.path, content) for file, content in zip(made.files, made.contents, strict=True)
        )  # last of all: a job that fails leaves no file
        record = Record(
            creative,
            order.input,
            order.inputs,
            (board or scene).digest(),
            made.paint,
            made.probes,
            made.sights,
            stamps,
            flashes=made.flashes,
        )
        self.known[made.paint] = record
        return record

    def _shown(self, job: Job, format_: Format, composed: Composed) -> Shown:
        """What a job shows: one scene, or several states. A backup image closes nothing: it has no such control, while
        one that opens keeps its handle, since all of it leads to the landing page. That of a film tells in one picture,
        still as its segments are, what they tell one by one; one that turns shows all."""
        networks, layouts = self.loaded.profiles(job.placement), self.loaded.kit.layouts
        board = board_of(composed.content, format_, layouts, networks) if "html5" in job.outputs else None
        if board is not None and (board.initial == COLLAPSED or board.how == FLUID):
            return Shown(board.states[board.initial], board)
        scene = arrange(composed.content, format_, layouts, networks)
        moving, stays = MOVING & set(job.outputs), board is not None and (bool(board.film) or board.how == TURNS)
        if moving - {"html5"} or (moving and not stays):
            scene = animate(scene, composed.content, format_, networks)
        return Shown(scene, board)

    def _of_states(
        self, shown: Shown, evidence: Evidence, made: _Made, networks: Sequence[Profile]
    ) -> Iterator[Finding]:  # fmt: skip
        """What is wrong with the states beside the scene that is checked already."""
        for name, scene in shown.further():
            size = {"size": (scene.width, scene.height), "range": None, "opens": None}
            zone = evidence.format.safe_zone if shown.alike or name == shown.initial else SafeZone()
            format_ = evidence.format.model_copy(update=size | {"safe_zone": zone})
            own = replace(evidence, scene=scene, format=format_, probes=_of(made.probes, name), files=(), packages=(),
                          sights=_of(made.sights, name), flashes=None, click_url=None, board=shown.board,
                          state=name)  # fmt: skip
            for finding in check(own, networks):
                yield msgspec.structs.replace(finding, message=f"{name}: {finding.message}")

    def _refuse_swapped(self, order: Order, tools: Tools) -> None:
        """A picture that is no longer the one the job's digest names: what is noted down would be wrong for good."""
        for label, item in order.job.labelled():
            expected = order.inputs.get(f"{label}.picture", "")
            if not picture_digest(item, self.loaded, tools.inputs).startswith(expected):
                raise AssetError(f"the picture of '{item.id}' changed while rendering")

    def _files(self, order: Order, format_: Format, shown: Shown, composed: Composed) -> _Made:
        """The files of what is shown: those already there, an identical creative's, or newly painted ones."""
        job, before, encoding = order.job, order.before, encoding_of(order.job, self.loaded)
        scene = shown.scene
        paint = digest.of_value([shown.digest(), versions.painting(), encoding, format_.densities,
                                 *self._beyond_pixels(job, format_, composed)])  # fmt: skip
        if before is not None and before.paint == paint and placed(job, before.creative.files):
            kept = tuple(one for one in before.creative.findings if one.check.startswith(OF_PACKAGES))
            return _Made(paint, before.creative.files, before.probes, before.sights, (), before.stamps, findings=kept,
                         flashes=before.flashes)  # fmt: skip
        twin = self.known.get(paint)
        if twin is not None and job.outputs == ("still",) and (copied := self._copied(job, twin)) is not None:
            return copied
        still = scene.at(scene.duration) if scene.duration else scene
        (result, plain), *denser = (self._painted(job, still, encoding, scale) for scale in format_.densities)
        files: list[Packed] = [plain, *(one for _, one in denser)] if "still" in job.outputs else []
        packages: tuple[Package, ...] = ()
        if PAGES & set(job.outputs):
            backup = as_backup(job, self._backup(job, result, still, encoding, plain))
            wanted = self._wanted(job, format_, scene, backup, composed)._replace(board=shown.board)
            files.append(backup)
            if "html5" in job.outputs:
                made = html5_files(wanted, self._at_hand, self._at_hand.fonts)
                files, packages = [*files, *made.files], made.packages
            if "amphtml" in job.outputs:
                networks = taking_amphtml(self.loaded.profiles(job.placement))
                made = amphtml_files(wanted, networks, self._at_hand, self._at_hand.fonts)
                files, packages = [*files, *made.files], (*packages, *made.packages)
        if "gif" in job.outputs:
            files.append(gif_file(job, scene, self._at_hand, self._gif_limits(job, format_)))
        moving = (scene, *(one for _, one in shown.further() if shown.alike))
        flashes = flashing.worst(flashing.measured(one, self._at_hand, format_.scale) for one in moving if one.duration)
        probes, sights = list(result.probes), list(result.sights)
        for name, state in shown.further():
            end = state.at(state.duration)
            if shown.alike:  # one backup image is enough: what it looks like at a size, only the checks ask
                painted = raster.paint(end, self._at_hand, 1.0)
            else:
                painted, other = self._painted(job, end, encoding, 1.0)
                other = self._backup(job, painted, end, encoding, other)
                files += [as_backup(job, other, name)] if name != shown.initial else []
            probes += [msgspec.structs.replace(one, node=f"{name}:{one.node}") for one in painted.probes]
            sights += [msgspec.structs.replace(one, node=f"{name}:{one.node}") for one in painted.sights]
        return _Made(paint, tuple(one.file for one in files), tuple(probes), tuple(sights),
                     tuple(one.content for one in files), packages=packages, flashes=flashes)  # fmt: skip

    def _beyond_pixels(self, job: Job, format_: Format, composed: Composed) -> list[object]:
        """What makes the bytes of a job's files beside what is seen; what was found in packages is kept with them."""
        if job.outputs == ("still",):
            return []
        networks = [one.model_dump(mode="json") for one in self.loaded.profiles(job.placement)]
        limits = [format_.limits.model_dump(mode="json"), format_.page()]
        written = [job.name, composed.click_url, versions.code("checks")] if PAGES & set(job.outputs) else []
        return [job.outputs, networks, limits, self.loaded.campaign.placements[job.placement].animated, *written]

    def _wanted(self, job: Job, format_: Format, scene: Scene, backup: Packed, composed: Composed) -> Wanted:
        names = (composed.content.texts.get(role, ("",))[0] for role in ("cta", "name", "headline"))
        label = ": ".join(filter(None, dict.fromkeys(names))) or job.name
        page = format_.page()
        return Wanted(job, scene, backup, taking(self.loaded.profiles(job.placement)), composed.click_url or "", label,
                      format_.limits.initial_kb or format_.limits.total_kb, format_.limits.subload_kb,
                      content=page and Box(*page))  # fmt: skip

    def _gif_limits(self, job: Job, format_: Format) -> Limits:
        wanted = self.loaded.campaign.placements[job.placement].animated
        return gif_limits(format_, self.loaded.profiles(job.placement), wanted)

    @property
    def _at_hand(self) -> Tools:
        assert self._tools is not None
        return self._tools

    def _painted(
        self, job: Job, scene: Scene, encoding: encode.Encoding, scale: float
    ) -> tuple[raster.Painted, Packed]:  # fmt: skip
        """The scene at a density, and the file of it, which keeps the limit by itself."""
        result = raster.paint(scene, self._at_hand, scale)
        return result, self._encoded(job, result, scene, encoding, scale)

    def _encoded(
        self, job: Job, result: raster.Painted, scene: Scene, encoding: encode.Encoding, scale: float = 1.0
    ) -> Packed:  # fmt: skip
        encoded = encode.encode(result.pixels, scene, encoding)
        size = (result.pixels.shape[1], result.pixels.shape[0])
        return pack(job, encoded, size, encoding.limit_kb, scale)

    def _backup(
        self, job: Job, result: raster.Painted, scene: Scene, encoding: encode.Encoding, plain: Packed
    ) -> Packed:  # fmt: skip
        """The file of what was painted as a backup image, of the types that ad servers take beside HTML5."""
        if plain.file.media_type in BACKUPS:
            return plain
        return self._encoded(job, result, scene, encoding._replace(wanted="auto", types=("jpg", "png")))

    def _copied(self, job: Job, twin: Record) -> _Made | None:
        files, contents = [], []
        for file in twin.creative.files:
            content = self._at_hand.outputs.read(file.path)
            if content is None or digest.sha256(content) != file.sha256:
                return None
            size = (file.width, file.height)
            made = Encoded(content, file.media_type, file.quality, file.tried)
            packed = pack(job, made, size, file.limit_kb, file.scale)
            contents.append(content)
            files.append(packed.file)
        return _Made(twin.paint, tuple(files), twin.probes, twin.sights, tuple(contents))


class Shown(NamedTuple):
    """What a job shows."""

    scene: Scene
    """What its stills and backup images are painted of."""
    board: Board | None = None
    """Its states, where it opens, closes, turns or is fluid."""

    @property
    def initial(self) -> str:
        """The name of the state that it begins in; empty where there is but one scene."""
        return self.board.initial if self.board is not None else ""

    @property
    def alike(self) -> bool:
        """Whether its states are its sizes, or its products."""
        return self.board is not None and self.board.how in (FLUID, TURNS)

    def further(self) -> Iterator[tuple[str, Scene]]:
        """The states that the scene is not, by name."""
        states = self.board.states if self.board is not None else {}
        yield from ((name, one) for name, one in states.items() if one is not self.scene)

    def digest(self) -> str:
        """Of all that is shown."""
        return digest.of_value([self.scene.digest(), self.board.digest()]) if self.board else self.scene.digest()


class _Made(NamedTuple):
    """A job's files: their contents, still to be written, or the stamps of those that are there already."""

    paint: str
    """The paint digest."""
    files: tuple[File, ...]
    probes: tuple[Probe, ...]
    sights: tuple[Sight, ...]
    contents: tuple[bytes, ...]
    stamps: tuple[tuple[int, int], ...] = ()
    packages: tuple[Package, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What was found in packages that are there already."""
    flashes: Flashes | None = None


class Tools:
    """What a worker works with: the stores, and the painter's view of them."""

    def __init__(self, loaded: Loaded, inputs: Inputs, outputs: Outputs) -> None:
        self.inputs = inputs
        self.outputs = outputs
        self.fonts = {file.digest: file for file in loaded.kit.fonts.files()}
        """Font files by digest."""
        self.bold = frozenset(file.digest for file in loaded.kit.fonts.files() if file.weight >= 700)
        for logo, art in zip(loaded.kit.brand.logos, loaded.kit.logos, strict=True):
            asset = inputs.add(loaded.kit.folder / logo.file)
            if asset.digest != art.asset:
                raise AssetError(f"{asset.name}: the file changed while rendering")

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> raster.Pixels:
        """A picture's part at a size (raster.Assets)."""
        how = "plain" if treatment == "artwork" else treatment
        return self.inputs.pixels(self.inputs.asset(asset), crop, width, height, how)

    def size(self, asset: str) -> tuple[int, int] | None:
        """A picture's own size, px (html5.Sources)."""
        return self.inputs.size(self.inputs.asset(asset))

    def font(self, font: str) -> bytes:
        """A font file's content: the very bytes that texts were shaped with (raster.Assets)."""
        return face(self.fonts[font]).content


def encoding_of(job: Job, loaded: Loaded) -> encode.Encoding:
    """The kind of file: what the placement wants, within the narrowest limit of format and networks."""
    format_ = loaded.catalogue.formats[job.format]
    limits = [profile.limits.still_kb for profile in loaded.profiles(job.placement)] + [format_.limits.still_kb()]
    narrowest = min((limit for limit in limits if limit is not None), default=None)
    return encode.Encoding(loaded.campaign.placements[job.placement].encoding, format_.file_types, narrowest)


def weighed(
    job: Job, scene: Scene, loaded: Loaded, inputs: Inputs, outputs: Outputs, scale: float = 1.0
) -> list[Attempt]:  # fmt: skip
    """What a scene would weigh and how far it would look from what was painted, as every kind of file (`explain`)."""
    painted = raster.paint(scene, Tools(loaded, inputs, outputs), scale)
    return encode.curve(painted.pixels, encoding_of(job, loaded))


Seen = TypeVar("Seen", Probe, Sight)


def _of(seen: Sequence[Seen], state: str) -> tuple[Seen, ...]:
    """What was seen in a state, by its own nodes; empty: in the scene itself."""
    found = []
    for one in seen:
        name, _, node = one.node.rpartition(":")
        if name == state:
            found.append(msgspec.structs.replace(one, node=node))
    return tuple(found)


def _sizes(content: Content) -> dict[str, tuple[int, int]]:
    """The pictures' sizes in px, but for drawings, which have as many as one likes."""
    pictures = [content.product, *(product.picture for product in content.products)]
    return {one.asset: (one.width, one.height) for one in pictures if one is not None and not one.drawn}


def entry(
    job: Job, loaded: Loaded, files: tuple[File, ...], findings: tuple[Finding, ...], click_url: str,
    scene: Scene | None, seconds: float, error: str | None = None,
) -> Creative:  # fmt: skip
    """A job's entry in the manifest."""
    format_ = loaded.catalogue.formats[job.format]
    rungs = [node.rung for node in scene.walk() if isinstance(node, Text)] if scene is not None else []
    return Creative(
        key=job.key,
        placement=job.placement_id,
        format=job.format,
        channel=format_.channel,
        family=format_.family,
        segment=job.variant.segment.id,
        locale=job.variant.locale,
        message=job.variant.message,
        arm=job.variant.arm,
        items=tuple(item.id for item in job.items),
        status=status_of(findings, error),
        cached=False,
        files=judged(files, findings),
        click_url=click_url,
        findings=findings,
        error=error,
        seconds=round(seconds, 4),
        layout=scene.layout if scene is not None else "",
        dropped=scene.dropped if scene is not None else (),
        rung=max(rungs, key=RUNGS.index, default="full"),
    )


def failed(order: Order, loaded: Loaded, cause: str, seconds: float = 0.0, trace: str = "") -> Record:
    """The record of a job that came to nothing."""
    creative = entry(order.job, loaded, (), (), "", None, seconds, placeless(cause))
    return Record(creative, order.input, order.inputs, trace=trace)


def _cause(error: Exception) -> str:
    """What a failed job's entry says."""
    if isinstance(error, RenderError):
        return str(error)
    if isinstance(error, MemoryError):
        return "not enough memory"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"internal error: {type(error).__name__}: {error} ({where}); please report it".replace("\n", " ")
