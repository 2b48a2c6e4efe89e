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
from renderer.placing import controls
from renderer.placing.scale import Frame, frame
from renderer.scene import Action, AnyNode, Board, Group, Scene, Shape
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.holding import held_open

COLLAPSED, EXPANDED, SHOWN = "collapsed", "expanded", "shown"
"""The names of states: small, large; of what only goes away."""


def board(
    content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()
) -> Board | None:
    """The states of a creative; None for a format that stays as it is."""
    opens, opened = format_.opens, format_.opened()
    if opens is None:
        return None
    staging = _Staging(content, layouts, networks)
    if opens.how == "dismiss" or opened is None:
        scene = staging.closable(format_, moving=True)
        return Board(states={SHOWN: scene}, initial=SHOWN, actions=(_closing(SHOWN, scene, content),), how=opens.how)
    folds = opens.how == "fold"
    small, large = (opened, format_) if folds else (format_, opened)
    brief = staging.with_content(_brief(content)) if folds else staging
    still, closed = brief.openable(small, moving=not folds)
    before = still if opens.how == "push" else None
    states = {COLLAPSED: closed, EXPANDED: staging.closable(large, moving=folds, before=before)}
    actions = (
        _opening(states[COLLAPSED], frame(small, content.brand, content.rtl), content),
        _closing(EXPANDED, states[EXPANDED], content, COLLAPSED),
    )
    initial = EXPANDED if folds else COLLAPSED
    return Board(states=states, initial=initial, actions=actions, how=opens.how, screen=opens.screen)


class _Staging:
    """What all states of a creative are made with."""

    def __init__(self, content: Content, layouts: Sequence[Layout], networks: Sequence[Profile]) -> None:
        self.content = content
        self.layouts = layouts
        self.networks = networks

    def with_content(self, content: Content) -> _Staging:
        """The same for another content."""
        return _Staging(content, self.layouts, self.networks)

    def closable(self, format_: Format, moving: bool, before: Scene | None = None) -> Scene:
        """A state with the control that closes it; what stands where it stood `before` stays there, if it can."""
        content, canvas = self.content, frame(format_, self.content.brand, self.content.rtl, self.networks)
        room = controls.closing(canvas, content)
        still = held_open(before, content, format_, self.networks, (room.kept,)) if before is not None else None
        still = still or arrange(content, format_, self.layouts, self.networks, (room.kept,))
        if room.word is None and isinstance(still.find("cta"), Shape):
            # an arrow beside the cross would be taken for one more control: the whole strip is its button
            content = msgspec.structs.replace(content, texts={**content.texts, "cta": ()})
            still = arrange(content, format_, self.layouts, self.networks, (room.kept,))
        scene = animate(still, content, format_, self.networks, (room.kept,)) if moving else still
        control = controls.close_control(room, canvas, content, still, plated=moving and bool(scene.duration))
        return _with(scene, (control,))

    def openable(self, format_: Format, moving: bool) -> tuple[Scene, Scene]:
        """A state whose call to action opens it, as a still and over time; without room for one, a sign at its end
        does."""
        content, canvas = self.content, frame(format_, self.content.brand, self.content.rtl)
        words = {"cta": controls.opening_words(content)}
        content = msgspec.structs.replace(content, texts=content.texts | words, opens=True)
        still = arrange(content, format_, self.layouts, self.networks)
        if still.find("cta") is None:
            still = self._with_sign(format_, canvas)
        return still, animate(still, content, format_, self.networks) if moving else still

    def _with_sign(self, format_: Format, canvas: Frame) -> Scene:
        content, share = self.content, controls.LEAST_HANDLE * canvas.scale / canvas.width
        texts = {role: copies for role, copies in content.texts.items() if role != "cta"}
        content = msgspec.structs.replace(content, texts=texts)
        zone = format_.safe_zone
        side = {"left": max(zone.left, share)} if content.rtl else {"right": max(zone.right, share)}
        free = format_.model_copy(update={"safe_zone": zone.model_copy(update=side)})
        still = arrange(content, free, self.layouts, self.networks)
        return _with(still, controls.bare_handle(canvas, still, content))


def _brief(content: Content) -> Content:
    """What a bar says of a creative that was closed: who it is, what it is about, and the price."""
    said = {role: copies for role, copies in content.texts.items() if role in ("headline", "cta")}
    return msgspec.structs.replace(content, texts=said, prior_price="", rating=None)


def _opening(scene: Scene, canvas: Frame, content: Content) -> Action:
    """What opens a state: its call to action."""
    at_rest = scene.at(scene.duration)
    handle, area = at_rest.find("cta"), controls.handle_area(at_rest, canvas)
    assert handle is not None, "a closed creative has a handle"
    assert area is not None, "a closed creative has a handle"
    word = controls.opening_words(content)[0]
    return Action(COLLAPSED, handle.id, "expand", EXPANDED, area, word)


def _closing(state: str, scene: Scene, content: Content, to: str = "") -> Action:
    """What closes a state."""
    control = scene.find(controls.CLOSE)
    assert control is not None, "an open creative has a control that closes it"
    word = controls.closing_word(content.locale)
    return Action(state, control.id, "collapse" if to else "close", to, control.box, word)


def _with(scene: Scene, nodes: Sequence[AnyNode]) -> Scene:
    """A scene with more nodes before all others."""
    own, count = scene.root, len(scene.root.children)
    more = tuple(_numbered(node, f"{own.id}.{count + index}") for index, node in enumerate(nodes))
    return msgspec.structs.replace(scene, root=msgspec.structs.replace(own, children=(*own.children, *more)))


def _numbered(node: AnyNode, own: str) -> AnyNode:
    if isinstance(node, Group):
        children = tuple(_numbered(child, f"{own}.{index}") for index, child in enumerate(node.children))
        return msgspec.structs.replace(node, id=own, children=children)
    return msgspec.structs.replace(node, id=own)
