"""arrange: candidate layouts for a shape, filled, measured, scored; the best one becomes the Scene.

The search is deterministic: layouts in order, their share alternatives, steps of the type scale, roles dropped one
by one from the least important. What wins is decided by score alone, ties by that order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.placing.choosing import NEVER_DROPPED, drop_sets, kept_sets, splits, suitable_layouts
from renderer.placing.corners import aside
from renderer.placing.drawing import drawn
from renderer.placing.flow import flow
from renderer.placing.scale import Frame, frame
from renderer.placing.score import score
from renderer.placing.slots import Basis, Known
from renderer.placing.standing import standing
from renderer.placing.trials import COVERED, FACTORS, Candidate, Found, Mark, Trial, failed, faults_of, foreign, whole
from renderer.scene import Box, Scene
from renderer.text.shape import Style

DESIGNS = {True: ("stage",), False: ("panel",)}  # what suits a brand whose prices are quiet, unless it says so itself
EQUAL = 0.02  # of the score by which a layout may be worse than the best and still take its turn
FINALISTS = 4  # candidates that are placed with care for what costs time: slants, and texts that outshout each other
FAR = 0.06  # of the score below the best from which a layout's other splits are not tried
MAX_SPLITS = 6
MUST_SEE = frozenset(("logo", "product", "price", "cta", "headline"))  # look book, section 9: kept in all


class Search(NamedTuple):
    """What was found for a content in a format: the Scene, and every candidate that fits, best first."""

    scene: Scene
    ranked: tuple[Candidate, ...]


def arrange(
    content: Content,
    format_: Format,
    layouts: Sequence[Layout],
    networks: Sequence[Profile] = (),
    kept: tuple[Box, ...] = (),
) -> Scene:
    """The best scene for a content in a format, as its networks want corners and sides. Always answers: the last resort
    is flagged by its fit rungs. `kept` are corners that controls will stand in, px."""
    return search(content, format_, layouts, networks, kept).scene


def search(
    content: Content,
    format_: Format,
    layouts: Sequence[Layout],
    networks: Sequence[Profile] = (),
    kept: tuple[Box, ...] = (),
) -> Search:
    """As `arrange`, with the candidates that lost (`render explain`)."""
    canvas = frame(format_, content.brand, content.rtl, networks, kept)
    together = _together(content, canvas, layouts) if content.products else None
    if together is not None:
        return together
    several, content = bool(content.products), content.alone()
    found = _clear(content, canvas, layouts)
    gone: tuple[str, ...] = ()
    words = msgspec.structs.replace(content, product=None)
    if not found and content.product is not None and suitable_layouts(words, canvas, layouts):
        found = _ranked(words, canvas, layouts, NEVER_DROPPED)  # no room for a picture in any layout
        if found:
            content, gone = words, ("product",)
    found = found or _clear(content, canvas._replace(pressed=True), layouts)
    best = _finest(found) if found else _forced(content, canvas, layouts)
    gone = (*gone, "range") if several else gone
    scene = drawn(canvas, content, best.flowed, best.candidate.layout, (*gone, *best.candidate.dropped))
    return Search(scene, tuple(one.candidate for one in (best, *found[1:])) if found else ())


def _together(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> Search | None:
    """Several products in one scene; None where no layout has room for them: then the first is shown alone."""
    content = content.together()
    found = _clear(content, canvas, layouts)
    if not found or failed(found[0]):
        return None
    best = _finest(found)
    gone = [role for spot in best.flowed.spots for role in spot.slot.left_out(spot.box)]
    scene = drawn(canvas, content, best.flowed, best.candidate.layout, (*best.candidate.dropped, *gone))
    return Search(scene, tuple(one.candidate for one in (best, *found[1:])))


def _clear(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> list[Found]:
    """What fits, best first. Where what is better stands in a corner that a network covers, more room beside it is
    tried too."""
    best: list[Found] = []
    lost = 0.0
    for tried in (canvas, *aside(canvas)):
        found = next(filter(None, (_ranked(content, tried, layouts, kept) for kept in kept_sets(tried))), [])
        best = min(filter(None, (best, found)), key=lambda one: _rank(one[0], content), default=[])
        lost = lost or max((one.candidate.score.total for one in found if _only_covered(one, content)), default=0.0)
        clear = not best or not faults_of(best[0], content)[COVERED]
        if clear and (not best or best[0].candidate.score.total >= lost - EQUAL):
            break
    return best


def _ranked(content: Content, canvas: Frame, layouts: Sequence[Layout], kept: frozenset[str]) -> list[Found]:
    """What fits, best first: by its faults, then by score. Designs that the brand does not prefer are tried where each
    of its own cuts a text or loses the brand's ground."""
    designs = content.brand.layouts or DESIGNS[content.brand.quiet]
    suitable = suitable_layouts(content, canvas, layouts)
    own = [layout for layout in suitable if layout.design in designs]
    found = list(_search(content, canvas, own, designs, kept))
    if all(failed(one) or not whole(one) or foreign(one, content) for one in found):
        others = [layout for layout in suitable if layout.design not in designs]
        found.extend(_search(content, canvas, others, designs, kept))

    def rank(one: Found) -> tuple[tuple[bool, ...], float]:
        return _rank(one, content)

    found.sort(key=rank)
    found[:FINALISTS] = sorted(map(_with_care, found[:FINALISTS]), key=rank)
    return _in_turn(found, content)


def _rank(found: Found, content: Content) -> tuple[tuple[bool, ...], float]:
    return faults_of(found, content), -found.candidate.score.total


def _only_covered(found: Found, content: Content) -> bool:
    """Whether nothing worse is wrong with a candidate than that an icon lies over it."""
    faults = faults_of(found, content)
    return faults[COVERED] and not any(faults[:COVERED])


def _with_care(found: Found) -> Found:
    """A candidate placed again where a lesser text came out larger than a greater one, and with care for slants."""
    return found.trial.with_care(found) if found.trial is not None else found


def _finest(found: Sequence[Found]) -> Found:
    """The first of them, with the largest headline and price that there is room for."""
    best = found[0]
    return best.trial.raised(best) if best.trial is not None else best


def _in_turn(found: list[Found], content: Content) -> list[Found]:
    """Layouts about as good as the best, which show no less, come first by turns: a campaign need not look stamped."""
    if not found:
        return found
    best, equals = found[0], dict[str, Found]()
    for one in found:
        loss = best.candidate.score.total - one.candidate.score.total
        less = set(one.candidate.dropped) - set(best.candidate.dropped)
        if loss <= EQUAL and not less and faults_of(one, content) == faults_of(best, content):
            equals.setdefault(one.candidate.layout, one)
    order = sorted(equals)
    chosen = equals[order[content.turn % len(order)]]
    return [chosen, *(one for one in found if one is not chosen)]


def _search(
    content: Content, canvas: Frame, layouts: Sequence[Layout], designs: Sequence[str], kept: frozenset[str]
) -> Iterator[Found]:
    styles: dict[str, Style] = {}
    mark, known = Mark(), Known()
    for layout in layouts:
        if any(content.has(role) for role in kept - NEVER_DROPPED - layout.root.slots):
            continue
        rank = 1.0 - designs.index(layout.design) / len(designs) if layout.design in designs else 0.0
        root = standing(layout.root, canvas, content)
        for shares in itertools.islice(splits(layout.root), MAX_SPLITS):
            trial = Trial(content, canvas, layout, shares, rank, layout.root.slots, styles, root, mark, known, {})
            found = list(_fitting(trial, kept))
            yield from found
            best = max((one.candidate.score.total for one in found), default=mark.best)
            if best < mark.best - FAR:
                break  # another split of its shares does not make up for so much


def _forced(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> Found:
    """Nothing fits: the first layout with as little as possible in it, whatever comes of it; checks will fail it."""
    layout = suitable_layouts(content, canvas, layouts)[0]
    offered = layout.root.slots
    least = list(drop_sets(content, offered, NEVER_DROPPED))[-1]
    dropped = (*least, *(role for role in content.roles() if role not in offered))
    root, basis = standing(layout.root, canvas, content), Basis(canvas, content, FACTORS[-1], {})
    flowed = flow(root, basis, {}, frozenset(dropped), forced=True)
    return Found(Candidate(layout.id, (), FACTORS[-1], dropped, score(flowed, canvas, content, dropped, 0.0)), flowed)


def _fitting(trial: Trial, kept: frozenset[str]) -> Iterator[Found]:
    """Roles go one by one, least important first, until the rest fits; then what still fits comes back: what is said
    last for want of room may stay away where that looks better, what everybody must see may not.

    A cut text counts as not fitting while something less important could go instead."""
    tried = list(_coming_back(trial, kept))
    least = min((len(MUST_SEE.intersection(one.candidate.dropped)) for one in tried), default=0)
    for found in tried:
        if len(MUST_SEE.intersection(found.candidate.dropped)) == least:
            yield found


def _coming_back(trial: Trial, kept: frozenset[str]) -> Iterator[Found]:
    poor: Found | None = None
    for dropped in trial.worth_trying(list(drop_sets(trial.content, trial.offered, kept))):
        found = trial.fitting(dropped)
        if found is None:
            continue
        if not whole(found):
            poor = poor or found
            continue
        yield found
        for role in dropped:
            if role == "badge" and "prior_price" in found.candidate.dropped:
                continue
            back = tuple(one for one in found.candidate.dropped if one != role and one in dropped)
            better = trial.fitting(back, found.candidate.factor)
            if better is not None and whole(better):
                found = better
                yield found
        yield from trial.with_less(found, kept)
        return
    if poor is not None:
        yield poor
