"""board: a creative that opens or closes: the states that a reader may see it in, and what leads from one to another.

Each state is arranged as any still is, with a corner kept for the control that closes it; the first one moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.placing.scale import frame
from renderer.scene import Board
from renderer.stages.film import film
from renderer.stages.sliding import sliding
from renderer.stages.states import COLLAPSED, EXPANDED, SHOWN, States, closing, opening


def board(
    content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()
) -> Board | None:
    """The states of a creative; None for a format that stays as it is, and for a film with one thing to tell."""
    opens = format_.opens
    if opens is None:
        return None
    states = States(content, layouts, networks)
    match opens.how:
        case "dismiss":
            scene = states.closable(format_, moving=True)
            return Board(states={SHOWN: scene}, initial=SHOWN, actions=(closing(SHOWN, scene, content),), how=opens.how)
        case "scroll":
            return film(states, format_, opens.segments)
        case "slide":
            return sliding(states, format_)
    return _growing(states, format_)


def _growing(states: States, format_: Format) -> Board:
    """A creative that grows, or folds into a bar. What opens may be a film."""
    opens, opened, content = format_.opens, format_.opened(), states.content
    assert opens is not None, f"{format_.id} opens nothing"
    assert opened is not None, f"{format_.id} opens into no state"
    folds = opens.how == "fold"
    small, large = (opened, format_) if folds else (format_, opened)
    brief = states.of(_brief(content)) if folds else states
    still, closed = brief.openable(small, moving=not folds)
    told = film(states, large, opens.segments, EXPANDED) if opens.segments else None
    if told is None:
        before = still if opens.how == "push" else None
        scene = states.closable(large, moving=folds, before=before, plated=opens.how == "module")
        told = Board(states={EXPANDED: scene}, initial=EXPANDED,
                     actions=(closing(EXPANDED, scene, content, COLLAPSED),))  # fmt: skip
    top = (small.canvas()[1] - large.canvas()[1]) / 2 if opens.how == "module" else 0.0
    handle = opening(closed, frame(small, content.brand, content.rtl), content)
    return Board(states={COLLAPSED: closed, **told.states}, initial=EXPANDED if folds else COLLAPSED,
                 actions=(handle, *told.actions), how=opens.how, screen=opens.screen, film=told.film,
                 top=top)  # fmt: skip


def _brief(content: Content) -> Content:
    """What a bar says of a creative that was closed: who it is, what it is about, and the price."""
    said = {role: copies for role, copies in content.texts.items() if role in ("headline", "cta")}
    return msgspec.structs.replace(content, texts=said, prior_price="", rating=None)
