"""explain: why a creative looks as it does, and what would make it be done again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from renderer.commands.rendering import planned
from renderer.errors import InputError, Problem, did_you_mean
from renderer.job import Job
from renderer.keys import Keys
from renderer.line import encoding_of, weighed
from renderer.placing.trials import Candidate
from renderer.reports.attempts import attempts
from renderer.scene import Text
from renderer.stages.arrange import search
from renderer.stages.compose import compose
from renderer.stages.pack import placed
from renderer.stages.plan import Plan, Selection, moment
from renderer.stores.inputs import Inputs
from renderer.stores.ledger import Record
from renderer.stores.outputs import Outputs

SHOWN = 5  # candidates told


def explained(key: str, campaign: Path, output: Path, day: date | None) -> dict[str, Any]:
    """Everything about one creative as plain values. Raises InputError for a key that the campaign does not make."""
    made, inputs = planned(campaign, output, Selection(), day)
    job = _job(key, made)
    composed = compose(job, made.loaded, inputs, moment(made.day, made.loaded))
    format_ = made.loaded.catalogue.formats[job.format]
    layouts = made.loaded.kit.layouts
    scene, ranked = search(composed.content, format_, layouts, made.loaded.profiles(job.placement))
    outputs = Outputs(output / made.loaded.name)
    before = outputs.ledger().records.get(job.key)

    def weights(scale: float) -> dict[str, Any]:
        """What was tried at the file of a density, and what it would weigh otherwise."""
        files = [file for file in before.creative.files if file.scale == scale] if before else []
        curve = weighed(job, scene, made.loaded, inputs, outputs, scale)
        return {"tried": to_builtins([one for file in files for one in file.tried]), "weights": to_builtins(curve)}

    return {
        "key": key,
        "format": f"{format_.id} {scene.width}x{scene.height}",
        **_freshness(job, made, inputs, outputs, before),
        "layout": scene.layout,
        "dropped": list(scene.dropped),
        "rungs": {node.role: node.rung for node in scene.walk() if isinstance(node, Text)},
        "candidates": [_candidate(one) for one in ranked[:SHOWN]],
        "considered": len(ranked),
        "outline": scene.outline(),
        "limit_kb": encoding_of(job, made.loaded).limit_kb,
        **weights(1.0),
        "denser": [{"scale": scale, **weights(scale)} for scale in format_.densities[1:]],
    }


def _job(key: str, made: Plan) -> Job:
    keys = []
    for job in made.jobs():
        if job.key == key:
            return job
        keys.append(job.key)
    near = did_you_mean(key, keys) or (f"; keys look like {keys[0]}" if keys else "; it makes none")
    raise InputError(Problem(f"no creative '{key}' in {made.loaded.name}{near}"))


def _freshness(job: Job, made: Plan, inputs: Inputs, outputs: Outputs, before: Record | None) -> dict[str, Any]:
    """Whether a run would make it anew, and the recorded values that differ."""
    keys = Keys(made, inputs)
    digest, parts = keys.of(job)
    if before is None:
        return {"state": "new: it has not been made yet", "differs": [], "input": digest, "scene": ""}
    differs = sorted(name for name in {*parts, *before.inputs} if parts.get(name) != before.inputs.get(name))
    if differs:
        state = f"stale: {', '.join(differs)} changed since it was made"
    elif before.creative.error is not None:
        state = f"failed the last time ({before.creative.error}) and is tried again"
    elif not keys.hold(job, digest, before):
        state = "stale: the feed names its picture otherwise"
    elif not outputs.intact(before):
        state = "stale: its file is gone or was changed"
    elif not placed(job, before.creative.files):
        state = f"current: nothing it is made of has changed; its file will be called {job.name}"
    else:
        state = "current: nothing it is made of has changed"
    return {"state": state, "differs": differs, "input": digest, "scene": before.scene}


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "layout": one.layout,
        "shares": [share for _, share in one.shares],
        "type_step": one.factor,
        "dropped": list(one.dropped),
        "score": round(one.score.total, 3),
        "terms": {name: round(value, 2) for name, value in one.score.terms},
    }


def told(found: dict[str, Any]) -> str:
    """The explanation as a person reads it."""
    lines = [found["key"], f"  {found['format']}, {found['state']}"]
    dropped = f", dropped {', '.join(found['dropped'])}" if found["dropped"] else ""
    lines.append(f"  layout {found['layout']}{dropped}")
    steps = {role: rung for role, rung in found["rungs"].items() if rung != "full"}
    if steps:
        lines.append("  fit: " + ", ".join(f"{role} {rung}" for role, rung in steps.items()))
    if found["candidates"]:
        terms = list(found["candidates"][0]["terms"])
        lines += [
            "",
            f"  best of {found['considered']} candidates:",
            "  score  " + " ".join(f"{term:>11}" for term in terms) + "  layout",
        ]
        for one in found["candidates"]:
            values = " ".join(f"{one['terms'][term]:>11.2f}" for term in terms)
            extra = f" step {one['type_step']}" + (f" without {', '.join(one['dropped'])}" if one["dropped"] else "")
            lines.append(f"  {one['score']:.3f}  {values}  {one['layout']}{extra}")
    weights = [line for one in (found, *found["denser"]) for line in _weights(one, found["limit_kb"])]
    weights.append("  (in brackets: levels of 255 by which it looks away from what was painted; nobody sees 5)")
    return "\n".join([*lines, *weights, "", found["outline"].rstrip()])


def _weights(file: dict[str, Any], limit_kb: float | None) -> list[str]:
    """What was tried at a file, and what each kind would weigh at qualities from the best down."""
    limit = f" of {limit_kb:g} kB at most" if limit_kb else ""
    made, *second = attempts(file["tried"]) or ["not made yet"]
    name = f"file at {file['scale']:g}x" if "scale" in file else "file"
    lines = ["", f"  {name}: {made}{limit}", *(f"  {one}" for one in second)]
    for kind in dict.fromkeys(one["kind"] for one in file["weights"]):
        steps = [one for one in file["weights"] if one["kind"] == kind]
        curve = "  ".join(
            (f"{one['quality']}: " if one["quality"] else "") + f"{one['bytes'] / 1000:.1f} kB ({one['distance']:.1f})"
            for one in steps
        )
        lines.append(f"  {kind:<20} {curve}")
    return lines
