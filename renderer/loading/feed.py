"""A campaign's feed, read whole, its mistakes told at the line of the campaign file that leads to them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from renderer.errors import InputError, Problem, shown
from renderer.feeds import detect, mapping
from renderer.feeds import read as read_feed
from renderer.job import slug
from renderer.loading.files import no_file
from renderer.model import document
from renderer.model.campaign import Campaign, Feed
from renderer.model.document import Document
from renderer.model.feed import FeedItem, RejectedRow


def read_items(
    campaign: Campaign, written: Document, problems: list[Problem]
) -> tuple[tuple[FeedItem, ...], tuple[RejectedRow, ...]]:
    """The feed's items and rejected rows; none, and a mistake, where the feed is unusable as a whole."""
    feed = campaign.feed
    if feed is None:
        return (), ()
    items: list[FeedItem] = []
    rejected: list[RejectedRow] = []
    folders: dict[str, FeedItem] = {}
    try:
        for one in read_feed(feed, written.file.parent):
            if isinstance(one, RejectedRow):
                rejected.append(one)
                continue
            other = folders.setdefault(slug(one.id).casefold(), one)
            if other is one:
                items.append(one)
            else:
                reason = (f"its files would lie where those of id '{other.id}' (row {other.row}) do: "
                          "some systems take capitals and small letters as the same")  # fmt: skip
                rejected.append(RejectedRow(row=one.row, id=one.id, field="id", reason=reason))
    except InputError as error:
        other_kind = _other_dialect(feed, written)
        problems += [other_kind] if other_kind else [_feed_problem(one, campaign, written) for one in error.problems]
        return (), ()
    if not items:
        whole = _other_dialect(feed, written) or _unmapped(feed, rejected, written)
        problems.append(whole or _unusable(feed, rejected, written))
    return tuple(items), tuple(rejected)


def _unmapped(feed: Feed, rejected: list[RejectedRow], written: Document) -> Problem | None:
    """The mistake of a feed whose columns nobody knows: no row of it can be an item."""
    uses = mapping(feed, written.file.parent)
    known = {use.field for use in uses}
    for field in ("id", "title"):
        if field not in known and any(row.field == field for row in rejected):
            has = ", ".join(use.column for use in uses[:12])
            file = shown(written.file.parent / feed.source)
            what = f"no column of {file} is known as the {field} (it has {has}); name it: map: {{{field}: COLUMN}}"
            return written.problem(("feed", "map"), what)
    return None


def _unusable(feed: Feed, rejected: list[RejectedRow], written: Document) -> Problem:
    """The mistake of a feed with rows of which none can be an item: what most of them lack, and the first of these."""
    rows = [row for row in rejected if not row.field.startswith("translations.")]
    file = shown(written.file.parent / feed.source)
    if not rows:
        return written.problem(("feed", "source"), f"{file} has no rows")
    field, count = Counter(row.field for row in rows).most_common(1)[0]
    first = next(row for row in rows if row.field == field)
    what = f"no row of {file} can be an item: {count:,} of {len(rows):,} for their {field or 'form'}"
    return written.problem(("feed", "source"), f"{what}, such as row {first.row}: {first.reason}")


def _other_dialect(feed: Feed, written: Document) -> Problem | None:
    """The mistake of calling a feed what it is not."""
    file = written.file.parent / feed.source
    if feed.dialect is None:
        return None
    try:
        found = detect(file).dialect
    except InputError:
        return None
    if found == feed.dialect:
        return None
    return written.problem(("feed", "dialect"), f"{shown(file)} is no '{feed.dialect}' feed; it looks like '{found}'")


def _feed_problem(problem: Problem, campaign: Campaign, written: Document) -> Problem:
    """A feed's mistake where it can be mended: in the feed's line, else in the campaign file."""
    if problem.line:
        return problem
    place = next((path for path in written.lines if path and document.key_text(path) == problem.key), None)
    if place is None:
        place = ("feed", *problem.key.split(".")[1:2]) if problem.key else ("feed", "source")
    table = next((locale for locale, one in (campaign.feed.translations if campaign.feed else {}).items()
                  if problem.file and Path(problem.file) == written.file.parent / one.source), None)  # fmt: skip
    if table is not None and not problem.key:
        place = "feed", "translations", table, "source"
    what = problem.what
    if problem.file is not None and not problem.key:
        file = Path(problem.file)
        what = no_file(file, what) if not file.exists() else f"{shown(file)} {what}"
    return Problem(what, written.file, written.line(place), problem.key or document.key_text(place))
