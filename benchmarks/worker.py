"""Our own engine and the floor, as a process that waits for commands: one JSON line in, one out.

Every round runs in a fork of a process that has imported everything and remembers nothing, so no cache of an earlier
round helps; the fork itself is not timed.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks import export
from benchmarks.clock import Clock
from benchmarks.stages import forked
from renderer import build as building
from renderer import line
from renderer.checks import IDS
from renderer.executors.pool import Pool
from renderer.executors.serial import serial
from renderer.loading.profiles import known_profiles
from renderer.painters import codecs, encode
from renderer.stages.compose import picture_file
from renderer.stages.load import load
from renderer.stages.plan import Selection, plan
from renderer.stores import pictures
from renderer.stores.inputs import Inputs

STAGES = (
    ("renderer.keys:Keys.of", "keys"),
    ("renderer.line:compose", "compose"),
    ("renderer.stores.pictures:decode", "decode"),
    ("renderer.stores.inputs:Inputs.analyse", "look at pictures"),
    ("renderer.line:arrange", "arrange"),
    ("renderer.placing.trials:score", "arrange: score"),
    ("renderer.text.fit:fit", "arrange: fit texts"),
    ("renderer.text.fit:natural", "arrange: fit texts"),
    ("renderer.text.breaks:paragraph", "arrange: break lines"),
    ("renderer.painters.raster:paint", "paint"),
    ("renderer.line:Tools.pixels", "paint: resample and treat"),
    ("renderer.painters.encode:encode", "encode"),
    ("renderer.line:check", "check"),
    ("renderer.stores.outputs:Outputs.write", "write"),
    ("renderer.stores.outputs:Outputs.note", "write"),
    ("renderer.stores.outputs:Outputs.finish", "write"),
)
"""What is timed, by where it is looked up; time inside an inner one is taken off the outer one's."""


CODECS = ("jpeg", "png", "paletted", "webp", "avif")


class Bench:
    """The commands."""

    def __init__(self, campaign: Path, folder: Path) -> None:
        self.campaign = campaign
        self.folder = folder
        self.floor_file = folder / "floor.pickle"

    def run(self, jobs: int = 0, cold: bool = True) -> dict[str, Any]:
        """Feed to files: everything that `render` does after its imports, but the HTML report."""
        output, cache = self._emptied(cold)
        started = perf_counter()
        inputs = Inputs(cache)
        planned = plan(load(self.campaign, inputs, known_profiles(IDS)), Selection())
        result = building.build(planned, output, inputs, cache, Pool(jobs) if jobs else serial)
        inputs.flush()
        seconds = perf_counter() - started
        broken = [record.creative.error for record in result.records if record.creative.error]
        if broken:
            raise RuntimeError(f"{len(broken)} creatives failed: {broken[0]}")
        each: dict[str, list[float]] = defaultdict(list)
        for record in result.records:
            each[record.creative.format].append(record.creative.seconds)
        return {"seconds": seconds, "made": result.made, "formats": each}

    def stages(self, cold: bool = True) -> dict[str, Any]:
        """Shares of a serial run, with the calls of each stage."""
        clock = Clock()
        for where, name in STAGES:
            clock.wrap(where, name)
        global load, plan
        load, plan = clock.timed(load, "load"), clock.timed(plan, "plan")
        started = process_time()
        result = self.run(0, cold)
        whole = process_time() - started
        return {**result, "whole": whole, "stages": clock.seconds, "calls": clock.calls, "missing": clock.missing}

    def export(self) -> dict[str, Any]:
        """The description of every creative for the peers, and what the floor encodes."""
        scenes: list[Any] = []
        encodes: list[list[Any]] = []  # of each creative
        line.arrange = _kept(line.arrange, lambda result, *_: scenes.append(result))
        calls: list[Any] = []
        for name in CODECS:
            setattr(codecs, name, _kept(getattr(codecs, name), lambda _, *args, name=name: calls.append((name, args))))
        encode.encode = _kept(encode.encode, lambda *_: (encodes.append(calls[:]), calls.clear()))
        output, cache = self._emptied(True)
        inputs = Inputs(cache)
        planned = plan(load(self.campaign, inputs, known_profiles(IDS)), Selection())
        records = building.build(planned, output, inputs, cache, serial).records
        shutil.rmtree(self.folder / "ours", ignore_errors=True)
        shutil.copytree(output, self.folder / "ours")
        kit = planned.loaded.kit
        paths = {file.digest: file.path for file in kit.fonts.files()}
        for logo, art in zip(kit.brand.logos, kit.logos, strict=True):
            paths[art.asset] = str(kit.folder / logo.file)
        products = []
        for job in planned.jobs():
            file = picture_file(job.item, planned.loaded)[1] if job.item is not None else None
            assert file is not None
            paths[inputs.add(file).digest] = str(file)
            products.append(str(file))
        fonts = export.Fonts(paths.__getitem__)
        creatives = []
        for record, scene in zip(records, scenes, strict=True):
            file_ = record.creative.files[0]
            name = record.creative.key.replace("/", "_")
            creatives.append({"key": record.creative.key, "name": f"{name}.jpg", "quality": file_.quality or 90,
                              **export.described(scene, paths.__getitem__, fonts.number)})  # fmt: skip
        description = {"fonts": fonts.entries, "creatives": creatives}
        (self.folder / "creatives.json").write_text(json.dumps(description))
        self.floor_file.write_bytes(pickle.dumps(list(zip(products, encodes, strict=True)), protocol=5))
        attempts = [record.creative.files[0].attempts for record in records]
        weight = sum(file.bytes for record in records for file in record.creative.files)
        pixels = sum(scene.width * scene.height for scene in scenes)
        return {"creatives": len(creatives), "attempts": sum(attempts), "bytes": weight, "pixels": pixels,
                "products": len(set(products)),
                "sizes": {job.format: f"{scene.width:g}x{scene.height:g}"
                          for job, scene in zip(planned.jobs(), scenes, strict=True)}}  # fmt: skip

    def floor(self, processes: int = 1) -> dict[str, Any]:
        """One decode a product and the same encodes with the same attempts, and nothing else."""
        content = pickle.loads(self.floor_file.read_bytes())
        products = sorted({product for product, _ in content})
        shares = [products[start::processes] for start in range(processes)]
        work = [[(p, [call for product, call in content if product == p]) for p in share] for share in shares]
        ready, go, done = os.pipe(), os.pipe(), os.pipe()
        children = []
        for share in work:
            child = os.fork()
            if child == 0:
                os.write(ready[1], b"1")
                os.read(go[0], 1)
                _encode_all(share)
                os.write(done[1], b"1")
                os._exit(0)
            children.append(child)
        _read_exactly(ready[0], processes)
        started = perf_counter()
        os.write(go[1], b"1" * processes)
        _read_exactly(done[0], processes)
        seconds = perf_counter() - started
        for child in children:
            os.waitpid(child, 0)
        return {"seconds": seconds}

    def _emptied(self, cold: bool) -> tuple[Path, Path]:
        output, cache = self.folder / "out", self.folder / "cache"
        shutil.rmtree(output, ignore_errors=True)
        if cold:
            shutil.rmtree(cache, ignore_errors=True)
        return output, cache


def _encode_all(share: list[tuple[str, list[Any]]]) -> None:
    for product, creatives in share:
        pictures.decode(Path(product).read_bytes(), product)
        for calls in creatives:
            for name, args in calls:
                getattr(codecs, name)(*args)


def _read_exactly(pipe: int, count: int) -> None:
    while count:
        count -= len(os.read(pipe, count))


def _kept(function: Callable[..., Any], keep: Callable[..., object]) -> Callable[..., Any]:
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        keep(result, *args, *kwargs.values())
        return result

    return wrapper


def main() -> None:
    bench = Bench(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({"ready": True}), flush=True)
    for text in sys.stdin:
        command = json.loads(text)
        work = getattr(bench, command.pop("do"))
        print(json.dumps(forked(lambda work=work, command=command: work(**command))), flush=True)


if __name__ == "__main__":
    main()
