"""The part of docs/performance.md on the stages of the demo campaigns; it can be measured, and written, alone."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.report import table
from benchmarks.stages import GOAL, Demo

TITLE = "## Stages of the demo campaigns"


def section(demos: Sequence[Demo]) -> str:
    """The section, title and all."""
    return "\n\n".join([TITLE, _about(demos), _stages(demos), _ratios(demos), _terms(demos), _counts(demos)])


def put_into(page: str, demos: Sequence[Demo]) -> str:
    """The page with this section written anew."""
    return replaced(page, TITLE, section(demos))


def replaced(page: str, heading: str, content: str) -> str:
    """The page with a section written anew; where it has none, before the last one."""
    before, title, rest = page.partition(heading)
    if title:
        following = rest.partition("\n## ")[2]
    else:
        before, _, following = page.rpartition("\n## ")
    after = f"\n\n## {following}" if following else "\n"
    return f"{before.rstrip()}\n\n{content}{after}".lstrip()


def _about(demos: Sequence[Demo]) -> str:
    names = ", ".join(f"{demo.creatives} of campaigns/{demo.name}" for demo in demos)
    return (
        f"Creatives: {names}; one process each, nothing cached, the clock around the five stages alone. Paint includes "
        "resampling and treating pictures; the rest is loading, planning, keys, writing."
    )


def _stages(demos: Sequence[Demo]) -> str:
    rows = [
        (
            name,
            *(f"{demo.stages.get(name, 0.0):.2f} s ({demo.stages.get(name, 0.0) / demo.whole:.0%})" for demo in demos),
        )
        for name in demos[0].stages
    ]
    rows.append(("all", *(f"{demo.whole:.2f} s" for demo in demos)))
    return table(("CPU time, own", *(demo.name for demo in demos)), rows)


def _ratios(demos: Sequence[Demo]) -> str:
    told = [_ratio(demo.name, demo.stages["arrange"], demo.pixels()) for demo in demos]
    mixed = _ratio("together", sum(demo.stages["arrange"] for demo in demos), sum(demo.pixels() for demo in demos))
    return "\n".join([*told, mixed])


def _ratio(name: str, arrange: float, pixels: float) -> str:
    ratio = arrange / max(1e-9, pixels)
    verdict = "met" if ratio <= GOAL else "**below**"
    return (
        f"- {name}: arrange {arrange:.2f} s, paint and encode {pixels:.2f} s: {ratio:.2f} of them "
        f"(goal: {GOAL:.2f} at most): {verdict}"
    )


def _terms(demos: Sequence[Demo]) -> str:
    rows = []
    for name in demos[0].terms:
        label = {"score": "scoring beside its terms", "arrange": "arranging beside scoring"}.get(name, name)
        cells = [f"{1000 * demo.terms.get(name, 0.0):.0f} ms" for demo in demos]
        rows.append((label, *cells))
    cost = [
        f"{demo.name}: {demo.term_calls:,} calls, {1000 * demo.term_calls * demo.cost[0]:.0f} ms of them counted in, "
        f"{1000 * demo.term_calls * demo.cost[1]:.0f} ms in all"
        for demo in demos
    ]
    inner, whole = (1e6 * value for value in demos[0].cost)
    missing = sorted({one for demo in demos for one in demo.missing})
    note = (
        f"A run of its own, the clock around every term. Wrapping costs {whole:.1f} µs a call ({inner:.1f} µs of it "
        f"counted as the term's), not taken off: {'; '.join(cost)}. Intent is a number given: it costs nothing."
    )
    note += f" Not found any more: {', '.join(missing)}." if missing else ""
    return table(("term of the score", *(demo.name for demo in demos)), rows) + "\n\n" + note


def _counts(demos: Sequence[Demo]) -> str:
    counts = [demo.counts for demo in demos]

    def row(label: str, *values: int) -> tuple[str, ...]:
        return label, *(f"{value:,} ({value / demo.creatives:.1f})" for value, demo in zip(values, demos, strict=True))

    rows = [
        row("there are: split, roles dropped, step of type", *(one["candidates there are"] for one in counts)),
        row("pruned", *(one["candidates there are"] - one["placed"] for one in counts)),
        row("tried: placed", *(one["placed"] for one in counts)),
        row("of them fit", *(one["placed: fit"] for one in counts)),
        row("scored", *(one["scored"] for one in counts)),
        row("finalists looked at with care", *(one["finalists"] for one in counts)),
        row("placed again with care", *(one["runs that fit"] - one["placed: fit"] for one in counts)),
        row("splits of shares there are", *(one["splits there are"] for one in counts)),
        row("splits pruned", *(one["splits there are"] - one["splits tried"] for one in counts)),
    ]
    head = ("candidates (a creative)", *(demo.name for demo in demos))
    return table(head, rows)
