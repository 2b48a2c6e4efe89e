"""film: a creative told in segments, one below the other, of which a window shows one: what it is about, what it shows,
and the whole offer last. Each segment is arranged as any still is; a pager below the window leads through them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.placing.pager import HIGH, PAGER, areas, pager, words
from renderer.scene import Action, Board, Scene
from renderer.stages.states import COLLAPSED, EXPANDED, SHOWN, States, closing, with_more

LEAST = 2
"""Segments: fewer are no film."""


def film(states: States, format_: Format, most: int, name: str = SHOWN) -> Board | None:
    """The film as a board of its segments, `most` at the utmost; as many as there is something to tell in. None where
    that is one. The first is called by its name, the others by name and number: `shown-2`. An `expanded` film has the
    control that closes it."""
    content, canvas = states.content, states.frame(format_)
    told = tuple(tale(content, most))
    if len(told) < LEAST:
        return None
    closes = name == EXPANDED
    scenes: dict[str, Scene] = {}
    for index, one in enumerate(told):
        scene = _segment(states.of(one), format_, closes)
        called = f"{name}-{index + 1}" if index else name
        scenes[called] = with_more(scene, (pager(canvas, content, index, len(told)),))
    first = scenes[name]
    band = next(node for node in first.root.children if node.role == PAGER)
    ends = zip(areas(canvas), words(content.locale), strict=True)
    actions = [Action(name, band.id, "next" if index else "previous", "", area, word)
               for index, (area, word) in enumerate(ends)]  # fmt: skip
    if closes:
        actions.append(closing(name, first, content, COLLAPSED))
    return Board(states=scenes, initial=name, actions=tuple(actions), how="scroll", film=tuple(scenes))


def _segment(states: States, format_: Format, closes: bool) -> Scene:
    """One segment: a still as high as the window, above the pager's band."""
    width, height = format_.canvas()
    window = format_.model_copy(update={"size": (width, height - round(HIGH * format_.scale)), "range": None})
    scene = states.closable(window, moving=False) if closes else states.plain(window)
    root = msgspec.structs.replace(scene.root, box=scene.root.box._replace(h=float(height)))
    return msgspec.structs.replace(scene, height=height, root=root)


def tale(content: Content, most: int) -> Iterator[Content]:
    """What each segment shows, in order: the headline over what is shown, then of several products each under its name,
    of one what it saves; all with the call to action last. Nothing is told in a segment that there is nothing to say
    in; a price has its legal line in every one."""
    middle = list(_each(content) if len(content.products) > 1 else _one(content.alone()))
    hook = _hook(content)
    first = [hook] if hook is not None else []
    yield from (*first, *middle[: max(0, most - len(first) - 1)], content)


def _hook(content: Content) -> Content | None:
    """What it is about, over pictures that say nothing yet; None where that is not said."""
    if not content.has("headline"):
        return None
    silent = tuple(msgspec.structs.replace(one, texts={}, price=None, prior_price="") for one in content.products)
    return msgspec.structs.replace(_unpriced(content, "headline", "subline"), rating=None, products=silent)


def _each(content: Content) -> Iterator[Content]:
    """Every product by itself, with its offer."""
    for product in content.products:
        yield _under_its_name(_said(content.alone(product), "badge", "unit_price", "mention"), product.texts)


def _one(content: Content) -> Iterator[Content]:
    """The product under its name, where buyers have rated it or it saves nothing; then what it saves."""
    saves = content.price is not None and content.has("prior_price")
    if content.product is not None and content.has("name") and (content.rating is not None or not saves):
        yield _under_its_name(_unpriced(content), content.texts)
    if saves:
        yield msgspec.structs.replace(_said(content, "badge", "unit_price", "mention"), rating=None)


def _said(content: Content, *roles: str) -> Content:
    """A content with these texts alone."""
    texts = {role: copies for role, copies in content.texts.items() if role in roles}
    return msgspec.structs.replace(content, texts=texts)


def _unpriced(content: Content, *roles: str) -> Content:
    """The same without its price."""
    return msgspec.structs.replace(_said(content, *roles), price=None, prior_price="")


def _under_its_name(content: Content, texts: Mapping[str, tuple[str, ...]]) -> Content:
    """A content whose headline is the product's name."""
    return msgspec.structs.replace(content, texts=content.texts | {"headline": texts.get("name", ())})
