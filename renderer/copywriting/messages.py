"""Messages: which texts hold for a segment, a locale and an arm, and how many ways there are of saying it."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.copywriting.texts import ROLES
from renderer.model.campaign import Campaign, Copy, Message, Segment


def message_ids(campaign: Campaign, segment: Segment, arm: str, locale: str) -> tuple[str, ...]:
    """The ids of the messages there are a creative of each: those of the arm, else of the segment, else of the
    campaign, whichever first holds several; one empty id where none does."""
    for options in reversed(list(_levels(campaign, segment, arm, locale))):
        if len(options) > 1:
            return tuple(option.id or "" for option in options)
    return ("",)


def message(campaign: Campaign, segment: Segment, arm: str, locale: str, chosen: str) -> dict[str, Copy]:
    """The texts by role: the campaign's, replaced key by key by the segment's, then by the arm's.

    Of several messages the one with the `chosen` id holds; where none has it, the first."""
    found: dict[str, Copy] = {}
    for options in _levels(campaign, segment, arm, locale):
        if options:
            held = next((option for option in options if option.id == chosen), options[0])
            found.update({role: copy for role in ROLES if (copy := getattr(held, role)) is not None})
    return found


def _levels(campaign: Campaign, segment: Segment, arm: str, locale: str) -> Iterator[tuple[Message, ...]]:
    """What is written for a locale by the campaign (else for its first locale), by the segment, by the arm."""
    yield campaign.messages.get(locale) or campaign.messages.get(campaign.locales[0]) or ()
    yield segment.messages.get(locale, ())
    yield next((one.messages.get(locale, ()) for one in campaign.arms if one.id == arm), ())
