"""boards: what an HTML5 creative of several states is made as: fluid, turning, or opening."""

from __future__ import annotations

from collections.abc import Sequence

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.scene import Board
from renderer.stages.board import board
from renderer.stages.fluid import fluid
from renderer.stages.turning import turning


def board_of(
    content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()
) -> Board | None:
    """The states of a creative; None for one that is a single scene."""
    make = fluid if format_.fluid() else turning if format_.turns else board
    return make(content, format_, layouts, networks)
