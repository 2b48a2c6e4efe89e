"""states: one state of a creative that opens or closes: arranged as any still is, with the control that closes it in a
corner kept for it, or with its call to action as the handle that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.placing import controls
from renderer.placing.scale import Frame, frame
from renderer.scene import Action, AnyNode, Scene, Shape, numbered
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.holding import held_open

COLLAPSED, EXPANDED, SHOWN = "collapsed", "expanded", "shown"
"""The names of states: small, large; of what only goes away, or stays as it is."""
Towards: TypeAlias = Literal["down", "onwards"]
"""Where to a handle says that it opens."""


class States:
    """What all states of a creative are made with."""

    def __init__(self, content: Content, layouts: Sequence[Layout], networks: Sequence[Profile]) -> None:
        self.content = content
        self.layouts = layouts
        self.networks = networks

    def of(self, content: Content) -> States:
        """The same for another content."""
        return States(content, self.layouts, self.networks)

    def frame(self, format_: Format) -> Frame:
        """The measures of a state."""
        return frame(format_, self.content.brand, self.content.rtl, self.networks)

    def plain(self, format_: Format, kept: controls.Closing | None = None) -> Scene:
        """A state as a still, without controls; the corner of one that closes it may be kept."""
        corners = (kept.kept,) if kept is not None else ()
        return arrange(self.content, format_, self.layouts, self.networks, corners)

    def closable(
        self, format_: Format, moving: bool, before: Scene | None = None, plated: bool = False
    ) -> Scene:  # fmt: skip
        """A state with the control that closes it, on a plate of its own where the ground changes below it; what stands
        where it stood `before` stays there, if it can."""
        content, canvas = self.content, self.frame(format_)
        room = controls.closing(canvas, content)
        still = held_open(before, content, format_, self.networks, (room.kept,)) if before is not None else None
        still = still or self.plain(format_, room)
        if room.word is None and isinstance(still.find("cta"), Shape):
            # an arrow beside the cross would be taken for one more control: the whole strip is its button
            content = msgspec.structs.replace(content, texts={**content.texts, "cta": ()})
            still = self.of(content).plain(format_, room)
        scene = animate(still, content, format_, self.networks, (room.kept,)) if moving else still
        plated = plated or (moving and bool(scene.duration))
        return with_more(scene, (controls.close_control(room, canvas, content, still, plated=plated),))

    def openable(self, format_: Format, moving: bool, towards: Towards = "down") -> tuple[Scene, Scene]:
        """A state whose call to action opens it, as a still and over time; without room for one, a sign at its end
        does."""
        content, canvas = self.content, frame(format_, self.content.brand, self.content.rtl)
        words = {"cta": controls.opening_words(content)}
        content = msgspec.structs.replace(content, texts=content.texts | words, opens=towards)
        still = arrange(content, format_, self.layouts, self.networks)
        if still.find("cta") is None:
            still = self._with_sign(content, format_, canvas)
        return still, animate(still, content, format_, self.networks) if moving else still

    def _with_sign(self, content: Content, format_: Format, canvas: Frame) -> Scene:
        share = controls.LEAST_HANDLE * canvas.scale / canvas.width
        texts = {role: copies for role, copies in content.texts.items() if role != "cta"}
        content = msgspec.structs.replace(content, texts=texts)
        zone = format_.safe_zone
        side = {"left": max(zone.left, share)} if content.rtl else {"right": max(zone.right, share)}
        free = format_.model_copy(update={"safe_zone": zone.model_copy(update=side)})
        still = arrange(content, free, self.layouts, self.networks)
        return with_more(still, controls.bare_handle(canvas, still, content))


def opening(scene: Scene, canvas: Frame, content: Content) -> Action:
    """What opens a state: its call to action."""
    at_rest = scene.at(scene.duration)
    handle, area = at_rest.find("cta"), controls.handle_area(at_rest, canvas)
    assert handle is not None, "a closed creative has a handle"
    assert area is not None, "a closed creative has a handle"
    word = controls.opening_words(content)[0]
    return Action(COLLAPSED, handle.id, "expand", EXPANDED, area, word)


def closing(state: str, scene: Scene, content: Content, to: str = "") -> Action:
    """What closes a state."""
    control = scene.find(controls.CLOSE)
    assert control is not None, "an open creative has a control that closes it"
    word = controls.closing_word(content.locale)
    return Action(state, control.id, "collapse" if to else "close", to, control.box, word)


def with_more(scene: Scene, nodes: Sequence[AnyNode]) -> Scene:
    """A scene with more nodes before all others."""
    own = scene.root
    every = (*own.children, *numbered(nodes, own.id, len(own.children)))
    return msgspec.structs.replace(scene, root=msgspec.structs.replace(own, children=every))
