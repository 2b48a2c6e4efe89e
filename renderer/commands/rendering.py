"""render, plan, check: a campaign from its file to its folder of creatives and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from renderer import build as building
from renderer import colours, digest, versions
from renderer.build import Result, Stuck
from renderer.checks import IDS
from renderer.commands.gallery import format_facts, network_limits
from renderer.errors import InputError, Problem, choices, shown
from renderer.executors.pool import Pool, default_size
from renderer.executors.serial import serial
from renderer.feeds import doubt
from renderer.loading.catalogue import own_formats
from renderer.loading.profiles import known_profiles
from renderer.model.campaign import Feed
from renderer.outcome import Creative
from renderer.stages.load import Loaded, load
from renderer.stages.plan import Plan, Selection, plan
from renderer.stores.inputs import Inputs
from renderer.stores.ledger import Record
from renderer.stores.outputs import Outputs
from renderer.work import Executor

REPORTS = ("html", "trafficking", "json", "junit", "sarif", "github")
ROWS_TOLD = 5
"""Rejected rows told one by one."""
WRITTEN = {"html": ("report.html",), "trafficking": ("trafficking.csv", "trafficking.xlsx"), "json": ("report.json",)}
"""The reports that there is a writer for, with their files; the manifest is always written."""


UNASKED = 20_000
"""New creatives that a run makes without being told that so many are meant: some minutes of work and half a GB."""


class Options(NamedTuple):
    """How a campaign is to be rendered."""

    output: Path
    jobs: int | None = None
    """Worker processes; None: by the machine; 0: in this process."""
    selection: Selection = Selection()
    day: date | None = None
    reports: tuple[str, ...] = ("html", "trafficking")
    cache: Path | None = None
    """Where what is read from inputs is kept; default: `.cache` in the output folder."""
    yes: bool = False
    """However many creatives are new, they are meant."""


class Told(Protocol):
    """Who follows a run."""

    def start(self, total: int) -> None:
        """So many creatives are to come."""

    def done(self, creative: Creative) -> None:
        """One more is finished or unchanged."""

    def finish(self) -> None:
        """The run is over."""


def planned(
    campaign: Path, output: Path, selection: Selection, day: date | None, cache: Path | None = None
) -> tuple[Plan, Inputs]:
    """A campaign's plan, and the input store it was read with."""
    inputs = Inputs(cache or output / ".cache")
    networks = known_profiles(IDS, *own_formats(campaign if campaign.is_dir() else campaign.parent))
    return plan(load(campaign, inputs, networks), selection, day), inputs


def render(
    campaign: Path,
    options: Options,
    told: Told,
    note: Callable[[str], None] = lambda _: None,
    ask: Callable[[str], bool | None] = lambda _: None,
) -> tuple[Result, Path]:
    """Renders a campaign; gives what was done and the folder. Raises InputError, OutputError.

    `ask` puts a question to the person; None: there is nobody to ask."""
    cache = options.cache or options.output / ".cache"
    made, inputs = planned(campaign, options.output, options.selection, options.day, cache)
    for line in notes(made):
        note(line)
    folder = options.output / made.loaded.name
    count = sum(1 for _ in made.jobs())
    if count > UNASKED and not options.yes:
        _refuse_unmeant(made, options.output, ask)
    told.start(count)
    try:
        result = building.build(made, folder, inputs, cache, executor(options.jobs), told.done)
    finally:
        told.finish()
        inputs.flush()
    if result.made:
        inputs.tidy()
    if result.stuck:
        note(_left_behind(result.stuck, folder))
    _write_reports(made.loaded, folder, result, options.reports)
    return result, folder


def _refuse_unmeant(made: Plan, output: Path, ask: Callable[[str], bool | None]) -> None:
    """Asks whether a great many new creatives are meant. Raises InputError where they are not, or nobody answers."""
    table = matrix(made, output)
    new = table["counts"]["new"]
    if new <= UNASKED:
        return
    answer = ask(f"{made.loaded.name}: {extent(table)}. Make them all?")
    if answer is None:
        raise InputError(Problem(f"{extent(table)}: more than {UNASKED:,} at once need --yes", made.loaded.file))
    if not answer:
        raise InputError(Problem("nothing was made", made.loaded.file))


def warned(table: dict[str, Any]) -> list[str]:
    """What to say beforehand of a matrix that nobody may have meant."""
    if table["counts"]["new"] <= UNASKED:
        return []
    return [f"{extent(table)}: render asks whether they are meant, or needs --yes"]


def extent(table: dict[str, Any]) -> str:
    """How much a plan's matrix is: `250,000 new creatives (500 formats, 500 items, 1 segment, 1 locale)`."""
    counts = table["counts"]
    sides = ", ".join(f"{counts[side]:,} {side[:-1] if counts[side] == 1 else side}" for side in SIDES)
    return f"{counts['new']:,} new creatives ({sides})"


def _left_behind(stuck: tuple[Stuck, ...], folder: Path) -> str:
    """What should be gone and is not: nobody should traffic it."""
    file, why = stuck[0]
    if len(stuck) == 1:
        return f"{shown(folder / file.path)}: cannot be removed ({why}); the next run tries again"
    what = f"{len(stuck):,} files of earlier creatives cannot be removed ({why}), {file.path} for one"
    return f"{shown(folder)}: {what}; the next run tries again"


SIDES = ("formats", "items", "segments", "locales")
"""What a plan's matrix is made of."""


def notes(made: Plan) -> list[str]:
    """What a person is to know of a campaign before it is made: rows that are no items, and why there is nothing."""
    loaded = made.loaded
    feed = loaded.campaign.feed
    lines = []
    if feed is not None:
        source = shown(loaded.folder / feed.source)
        for row in loaded.rejected[:ROWS_TOLD]:
            id_ = f" '{row.id[:40]}'" if row.id and f"'{row.id}'" not in row.reason else ""
            lines.append(f"{source}: row {row.row}{id_} left out: {row.reason}")
        if len(loaded.rejected) > ROWS_TOLD:
            lines.append(f"{source}: {len(loaded.rejected) - ROWS_TOLD:,} more rows left out, see the manifest")
        if feed.images is not None and not (loaded.folder / feed.images).is_dir():
            lines.append(f"{shown(loaded.file)}: feed.images: there is no folder {shown(loaded.folder / feed.images)}")
        lines += _priceless(loaded, feed, source)
    lines += _unused(loaded) + _leading_nowhere(made)
    if next(made.jobs(), None) is None:
        lines.append(f"nothing to make: {_why_nothing(made)}")
    return lines


def _priceless(loaded: Loaded, feed: Feed, source: str) -> list[str]:
    """Prices that nobody found, or that may as well be a thousand times as much."""
    if loaded.items and all(item.offer.price is None for item in loaded.items):
        return [f"{source}: no item has a price; if a column holds it, name it: feed.map.price"]
    text = doubt(feed, loaded.folder) if loaded.items else ""
    if not text:
        return []
    return [f"{source}: prices like '{text}' are read without decimals; if they have some, set feed.decimal"]


def _unreadable(loaded: Loaded) -> list[str]:
    """Colours of a palette that no text can be read in, of any size."""
    file = shown(loaded.kit.folder / "brand.yaml")
    return [
        f"{file}: palette: {pair.text} on {pair.ground} has a contrast of {pair.contrast:.2f}:1: text needs 4.5:1, or "
        "3:1 where it is large"
        for pair in colours.pairs(loaded.kit.brand.palette)
        if pair.contrast < colours.LARGE
    ]


def _unused(loaded: Loaded) -> list[str]:
    """What is written in the campaign or its brand and has no effect yet; locales that have no messages."""
    campaign, voice = loaded.campaign, loaded.kit.brand.voice
    file = shown(loaded.file)
    lines = _unreadable(loaded)
    if voice != type(voice)():
        lines.append(f"{shown(loaded.kit.folder / 'brand.yaml')}: voice: this version does not check it")
    if campaign.profile is not None:
        lines.append(f"{file}: profile: this version does not use it")
    if campaign.messages:
        missing = [locale for locale in campaign.locales if locale not in campaign.messages]
        if missing:
            lines.append(f"{file}: messages: none in {', '.join(missing)}: {campaign.locales[0]} is used")
    return lines


def _leading_nowhere(made: Plan) -> list[str]:
    """Placements for which nobody says where a click leads."""
    linked = (
        all(item.link for audience in made.audiences for item in audience.items)
        and made.loaded.campaign.feed is not None
    )
    ids = [id_ for id_, placement, formats in made.placements
           if formats and not placement.click_url and not (linked and placement.items == "each")]  # fmt: skip
    if not ids:
        return []
    where = "where the feed gives no link, " if made.loaded.campaign.feed is not None else ""
    return [f"{shown(made.loaded.file)}: no click_url for {', '.join(ids)}: {where}clicks lead nowhere"]


def _why_nothing(made: Plan) -> str:
    """Why a plan has no creatives."""
    loaded, selection = made.loaded, made.selection
    if not any(formats for _, _, formats in made.placements):
        if selection.outputs:
            return f"no placement can be made as {' or '.join(selection.outputs)}"
        return made.skipped[0].reason if made.skipped else "no placement has a format that can be made"
    count = len(loaded.items)
    rules = {loaded.campaign.items.where, *(audience.segment.items.where for audience in made.audiences)} - {None, ""}
    if not any(audience.chosen for audience in made.audiences):
        items = "the feed's one item" if count == 1 else f"any of the feed's {count:,} items"
        if selection.items:
            return f"--item {' '.join(selection.items)} is in the feed, but items.where leaves it out"
        if rules:
            told = " and ".join(f'"{rule}"' for rule in sorted(str(rule) for rule in rules))
            return f"items.where {told} does not match {items}"
    return "nothing is left of what was selected"


def executor(jobs: int | None) -> Executor:
    """The executor for a number of workers."""
    return serial if jobs == 0 else Pool(jobs or default_size())


def report_names(text: str) -> tuple[str, ...]:
    """`html,json` as names. Raises InputError for one that is not known."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in REPORTS:
            raise InputError(Problem(f"--report {name}: unknown report{choices(name, WRITTEN)}"))
        if name not in WRITTEN:
            raise InputError(Problem(f"--report {name}: this version writes {', '.join(WRITTEN)} only"))
    return names


def exit_code(result: Result, strict: bool) -> int:
    """The outcome table, for what the run was about: 3 for an error, 1 for a failed check (with --strict also for
    warnings and rejected rows)."""
    statuses = {record.creative.status for record in result.selected}
    if "error" in statuses:
        return 3
    if "fail" in statuses or (strict and ("warn" in statuses or result.header.rejected_rows)):
        return 1
    return 0


def manifest_of(result: Result, records: tuple[Record, ...]) -> dict[str, Any]:
    """The manifest of some of a run's records as values, with the run's own seconds and what it found unchanged."""
    return {
        "campaign": result.header.campaign,
        "created_from": result.header.created_from,
        "seconds": result.seconds,
        "removed": result.removed,
        "renamed": result.renamed,
        "creatives": [record.creative for record in records],
        "rejected_rows": result.header.rejected_rows,
        "skipped": result.header.skipped,
    }


def summary(result: Result, folder: Path | None) -> dict[str, Any]:
    """What `--json` prints: what the run was about in numbers, and what it did. `folder` None: nothing was kept."""
    from renderer.reports.totals import totals

    return {
        **totals(manifest_of(result, result.selected), folder),
        "made": result.made,
        "unchanged": result.cached,
        "interrupted": result.interrupted,
    }


def _write_reports(loaded: Loaded, folder: Path, result: Result, names: tuple[str, ...]) -> None:
    """The reports asked for that are not there as they would be written now."""
    outputs = Outputs(folder)
    titles = {item.id: item.title for item in loaded.items}
    formats, brand = format_facts(loaded), loaded.kit.brand.model_dump(mode="json")
    sources, limits = loaded.catalogue.sources, network_limits(loaded)
    campaign = loaded.campaign
    flight, named = (campaign.flight.start, campaign.flight.end), campaign.naming is not None
    code = versions.code("reports", "archive.py")
    made_of = digest.of_value([result.listing, code, titles, formats, brand, sources, limits, flight, named])
    if "trafficking" in names:
        _write_sheets(outputs, result, made_of, flight, named)
    for name in (name for name in names if name != "trafficking"):
        if all(outputs.has_report(file, made_of) for file in WRITTEN[name]):
            continue
        values = manifest_of(result, result.records)
        if name == "html":
            from renderer.reports.html import report

            pages = [report(values, formats, brand, titles, sources, limits).encode()]
        else:
            from renderer.reports.json import report as json_report

            pages = [json_report(values).encode()]
        for file, page in zip(WRITTEN[name], pages, strict=True):
            outputs.write_report(file, page, made_of)


def _write_sheets(outputs: Outputs, result: Result, made_of: str, flight: tuple[date, date], named: bool) -> None:
    """The sheet of all files and one for each network that has files of its own; those of networks that have none any
    more are removed."""
    from renderer.reports import trafficking

    creatives = [record.creative for record in result.records]
    networks = trafficking.networks(creatives)
    kept = {one: (f"trafficking-{one}.csv", f"trafficking-{one}.xlsx") for one in networks}
    outputs.drop_reports("trafficking-*", [file for files in kept.values() for file in files])
    for network, files in (("", WRITTEN["trafficking"]), *kept.items()):
        if all(outputs.has_report(file, made_of) for file in files):
            continue
        if network:
            columns = trafficking.OF_NETWORK
            creatives_of = list(trafficking.of_network(network, creatives))
            rows = list(trafficking.rows_of(network, creatives_of, flight, named))
        else:
            columns, creatives_of = trafficking.COLUMNS, creatives
            rows = list(trafficking.rows(creatives_of, flight, named))
        omitted = list(trafficking.left_out(creatives_of, network))
        outputs.write_report(files[0], trafficking.as_csv(rows, columns), made_of)
        outputs.write_report(files[1], trafficking.as_xlsx(rows, omitted, columns), made_of)


def matrix(made: Plan, output: Path) -> dict[str, Any]:
    """What a plan will make: `counts`, and `coverage`: creatives by format, segment and locale. `new` are those that
    the output folder has never had; whether the others are current, only a run finds out."""
    cells: Counter[tuple[str, str, str]] = Counter()
    items: set[str] = set()
    known = Outputs(output / made.loaded.name).ledger().records
    new = 0
    for job in made.jobs():
        new += job.key not in known
        cells[job.format, job.variant.segment.id, job.variant.locale] += 1
        items.update(item.id for item in job.items)
    formats = made.loaded.catalogue.formats
    coverage = [
        {
            "format": id_,
            "size": "x".join(map(str, formats[id_].canvas())),
            "segment": segment,
            "locale": locale,
            "creatives": count,
        }
        for (id_, segment, locale), count in cells.items()
    ]
    return {
        "campaign": made.loaded.name,
        "date": made.day.isoformat(),
        "folder": shown(output / made.loaded.name),
        "counts": {
            "creatives": sum(cells.values()),
            "new": new,
            "items": len(items),
            "formats": len({cell[0] for cell in cells}),
            "segments": len({cell[1] for cell in cells}),
            "locales": len({cell[2] for cell in cells}),
            "feed_items": len(made.loaded.items),
            "rejected_rows": len(made.loaded.rejected),
            "skipped": len(made.skipped),
        },
        "coverage": coverage,
        "skipped": [{"format": one.format, "reason": one.reason} for one in made.skipped],
    }
