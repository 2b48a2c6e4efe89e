"""Numbers and roles as messages name them."""

from __future__ import annotations

from collections.abc import Sequence

_ROLES = {"cta": "call to action", "prior_price": "prior price", "mention": "legal mention"}


def number(value: float, digits: int = 1) -> str:
    """Without needless zeros."""
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def px(value: float) -> str:
    """A length on the canvas."""
    return f"{number(value)} px"


def kb(size: float) -> str:
    """A weight in bytes as kB of 1000 bytes."""
    return f"{number(size / 1000)} kB"


def the(role: str) -> str:
    """A role in a sentence."""
    return f"the {_ROLES.get(role, role.replace('_', ' ') or 'element')}"


def sentence(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


def cited(sources: Sequence[str], verified: bool) -> str:
    """Sources as a finding names them; what nobody could verify says so."""
    text = ", ".join(sources) or "no source"
    return text if verified else f"{text} (unverified)"
