"""plan: the matrix of jobs, lazily, in chunks of one item so that its picture is decoded once."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from fnmatch import fnmatchcase
from typing import NamedTuple

from renderer.copywriting.messages import message_ids
from renderer.errors import InputError, Problem
from renderer.job import Job, Variant, key, slug
from renderer.loading.catalogue import match_formats, near_format
from renderer.model.campaign import Placement, Segment
from renderer.model.feed import FeedItem
from renderer.model.format import Format
from renderer.model.rules import parse_sort, parse_where
from renderer.outcome import Skipped
from renderer.stages.load import Loaded
from renderer.stages.names import file_name, refuse_twins

CHUNK = 64  # jobs at most that share one decoded picture


class Made(NamedTuple):
    """A format with what is made of it."""

    format: Format
    outputs: tuple[str, ...]


class Selection(NamedTuple):
    """What a run is limited to; empty means everything."""

    only: str = ""
    """A glob over keys."""
    formats: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    limit: int | None = None

    def everything(self) -> bool:
        """Whether nothing is filtered."""
        return self == Selection()


class Audience(NamedTuple):
    """A segment with its items."""

    segment: Segment
    items: tuple[FeedItem, ...]
    """All of them, in their order: which ones share a creative does not hang on what a run is limited to."""
    chosen: frozenset[str]
    """Ids of those that this run is about."""

    def shown_from(self, place: int, placement: Placement) -> tuple[FeedItem, ...]:
        """The items of a placement's creative that begins with the one at a place; none where it has none there."""
        if placement.items == "none" or place % placement.products:
            return ()
        items = self.items[: placement.limit][place : place + placement.products]
        return items if any(item.id in self.chosen for item in items) else ()


class Plan(NamedTuple):
    """What will be made: chunks are made anew each time they are asked for, and never all held."""

    loaded: Loaded
    day: date
    selection: Selection
    placements: tuple[tuple[str, Placement, tuple[Made, ...]], ...]
    audiences: tuple[Audience, ...]
    skipped: tuple[Skipped, ...]

    def chunks(self) -> Iterator[tuple[Job, ...]]:
        """Jobs by item, up to CHUNK at a time, in the order of the feed."""
        for jobs in self._by_item():
            while block := tuple(itertools.islice(jobs, CHUNK)):
                yield block

    def jobs(self) -> Iterator[Job]:
        """Every job, in order."""
        for chunk in self.chunks():
            yield from chunk

    def _by_item(self) -> Iterator[Iterator[Job]]:
        order: dict[str, list[tuple[Audience, int]]] = {}
        for audience in self.audiences:
            for place, item in enumerate(audience.items):
                order.setdefault(item.id, []).append((audience, place))
        for places in order.values():
            yield self._for_item(places)
        yield self._without_item()

    def _for_item(self, places: list[tuple[Audience, int]]) -> Iterator[Job]:
        """The creatives that show an item, or begin with it where they show several."""
        for audience, place in places:
            for index, (id_, placement, formats) in enumerate(self.placements):
                if items := audience.shown_from(place, placement):
                    yield from self._variants(index, id_, formats, audience.segment, items)

    def _without_item(self) -> Iterator[Job]:
        for segment, *_ in self.audiences:
            for index, (id_, placement, formats) in enumerate(self.placements):
                if placement.items == "none" or self.loaded.campaign.feed is None:
                    yield from self._variants(index, id_, formats, segment, ())

    def _variants(
        self, index: int, id_: str, formats: tuple[Made, ...], segment: Segment, items: tuple[FeedItem, ...]
    ) -> Iterator[Job]:
        campaign = self.loaded.campaign
        for locale in campaign.locales:
            if self.selection.locales and locale not in self.selection.locales:
                continue
            for arm in [one.id for one in campaign.arms] or [""]:
                for message_id in message_ids(campaign, segment, arm, locale):
                    variant = Variant(segment, locale, message_id, arm)
                    for format_, outputs in formats:
                        name = key(id_, format_.slug, variant, items)
                        if self.selection.only and not fnmatchcase(name, self.selection.only):
                            continue
                        called = file_name(self.loaded, id_, format_, variant, items)
                        yield Job(name, index, id_, format_.id, variant, items, called, outputs)


def plan(loaded: Loaded, selection: Selection, day: date | None = None) -> Plan:
    """The plan of a campaign for a day. Raises InputError for a selection that names nothing, and for files of one
    name, be they selected or not: what a filter leaves out is made the next time."""
    campaign = loaded.campaign
    skipped: list[Skipped] = []
    placements = []
    for id_, placement in zip(placement_ids(loaded), campaign.placements, strict=True):
        formats = _formats(loaded, placement, selection, skipped)
        placements.append((id_, placement, formats))
    chosen = campaign.date(day)
    planned = Plan(loaded, chosen, selection, tuple(placements), _audiences(loaded, selection, chosen),
                   tuple(dict.fromkeys(skipped)))  # fmt: skip
    _check_selection(planned)
    if selection.everything():
        refuse_twins(loaded, planned.jobs())
    elif campaign.naming is not None:
        plan(loaded, Selection(), day)
    return planned


def moment(day: date, loaded: Loaded) -> datetime:
    """Noon of a day in the flight's time zone: what prices are read at."""
    return datetime.combine(day, time(12), loaded.campaign.flight.zone())


def placement_ids(loaded: Loaded) -> list[str]:
    """The ids given, else the first pattern's name, numbered where it comes again."""
    used = {placement.id.casefold() for placement in loaded.campaign.placements if placement.id}
    ids = []
    for placement in loaded.campaign.placements:
        if placement.id:
            ids.append(placement.id)
            continue
        wanted = slug(placement.formats[0].replace("/", "-").replace("*", "all"))
        name = next(one for one in itertools.chain([wanted], (f"{wanted}-{n}" for n in itertools.count(2)))
                    if one.casefold() not in used)  # fmt: skip
        used.add(name.casefold())
        ids.append(name)
    return ids


def _formats(loaded: Loaded, placement: Placement, selection: Selection, skipped: list[Skipped]) -> tuple[Made, ...]:
    """A placement's formats with what can be made of each. A run that is limited to a kind of file is about the
    creatives that have one, and makes all their files."""
    found: dict[str, Format] = {}
    for pattern in placement.formats:
        for format_ in match_formats(pattern, loaded.catalogue):
            found.setdefault(format_.id, format_)
    if selection.formats:
        wanted = {one.id for pattern in selection.formats for one in match_formats(pattern, loaded.catalogue)}
        found = {id_: format_ for id_, format_ in found.items() if id_ in wanted}
    if selection.outputs and not set(selection.outputs) & set(placement.as_):
        return ()
    refused = _refused(loaded, placement, found.values())
    made = [Made(one, tuple(each for each in placement.as_ if not refused[one.id, each])) for one in found.values()]
    for output in placement.as_:
        skipped += [Skipped(id_, refused[id_, output]) for id_ in found if refused[id_, output]]
    return tuple(one for one in made if one.outputs and (not selection.outputs or _among(one, selection)))


def _refused(loaded: Loaded, placement: Placement, formats: Collection[Format]) -> dict[tuple[str, str], str]:
    """Why no file of a kind is made of each format in a placement; empty where one is."""
    networks = [loaded.networks[name] for name in placement.networks]
    untaken = {}
    if not any(one.amphtml is not None for one in networks):
        untaken["amphtml"] = f"none of its networks ({', '.join(one.id for one in networks)}) takes AMPHTML"
    found: dict[tuple[str, str], str]
    found = {(one.id, each): one.refusal(each) or untaken.get(each, "") for one in formats for each in placement.as_}
    if placement.products < 2:
        alone = "turns from one product to the next: give the placement 'products: 2' or more"
        found |= {(one.id, "html5"): alone for one in formats if one.turns and "html5" in placement.as_}
    return found


def _among(made: Made, selection: Selection) -> bool:
    return bool(set(made.outputs) & set(selection.outputs))


def _audiences(loaded: Loaded, selection: Selection, day: date) -> tuple[Audience, ...]:
    """Each segment with its items: the campaign's rule, narrowed by the segment's, sorted, capped."""
    campaign, at = loaded.campaign, moment(day, loaded)
    taken: set[str] = set()
    found = []
    for segment in campaign.segments:
        items = _ruled(loaded.items, campaign.items.where, at)
        items = _ruled(items, segment.items.where, at)
        items = [item for item in items if item.id not in taken]
        order = segment.items.sort or campaign.items.sort
        if order:
            items = parse_sort(order).apply(items, at)
        items = items[: segment.items.limit or campaign.items.limit]
        if segment.exclusive:
            taken.update(item.id for item in items)
        chosen = [item.id for item in items if not selection.items or item.id in selection.items]
        if not selection.segments or segment.id in selection.segments:
            found.append(Audience(segment, tuple(items), frozenset(chosen[: selection.limit])))
    return tuple(found)


def _ruled(items: tuple[FeedItem, ...] | list[FeedItem], where: str | None, at: datetime) -> list[FeedItem]:
    if not where:
        return list(items)
    rule = parse_where(where)
    return [item for item in items if rule.matches(item, at)]


def _check_selection(planned: Plan) -> None:
    """A filter that names nothing is a typing mistake, not an empty run."""
    from renderer.errors import choices

    loaded, selection = planned.loaded, planned.selection
    checks = (
        ("--segment", selection.segments, [segment.id for segment in loaded.campaign.segments]),
        ("--locale", selection.locales, list(loaded.campaign.locales)),
        ("--item", selection.items, [item.id for item in loaded.items]),
    )
    for option, wanted, known in checks:
        for word in wanted:
            if word not in known:
                told = choices(word, known, "it has")
                raise InputError(Problem(f"{option} {word}: the campaign has none such{told}"))
    for pattern in selection.formats:
        if not match_formats(pattern, loaded.catalogue):
            raise InputError(Problem(f"--format {pattern}: unknown format{near_format(pattern, loaded.catalogue)}"))
        named = {one.id for placement in loaded.campaign.placements for each in placement.formats
                 for one in match_formats(each, loaded.catalogue)}  # fmt: skip
        if not any(one.id in named for one in match_formats(pattern, loaded.catalogue)):
            told = choices(pattern, sorted(named), "it has")
            raise InputError(Problem(f"--format {pattern}: the campaign has none such{told}"))
    if selection.only and next(planned.jobs(), None) is None:
        every = planned._replace(selection=selection._replace(only=""))
        first = next(every.jobs(), None)
        if first is not None:
            raise InputError(Problem(f"--only {selection.only}: no creative's key matches; keys look like {first.key}"))
