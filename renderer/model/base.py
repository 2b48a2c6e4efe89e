"""What all written models share: frozen values, unknown keys refused, small well-named types."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

MAX_PART = 80
"""Bytes of what becomes a part of a folder's name. A name has 255 on every common file system, and one of ours holds
three such parts and a locale (`segment.locale.message.arm`)."""


class Model(BaseModel):
    """Base of everything a person writes in YAML."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


def quoted(value: object) -> str:
    """A value as a message shows it: in quotes, cut where it is long."""
    text = str(value)
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def wrong(message: str) -> PydanticCustomError:
    """A validation error whose text is shown to the person as it is."""
    return PydanticCustomError("value_error", "{error}", {"error": message})


def no_flag(value: Any) -> Any:
    """For numbers, before their type is looked at: Python counts with `true` as 1, which nobody means."""
    if isinstance(value, bool):
        raise wrong(f"must be a number, not {str(value).lower()}")
    return value


_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")


def _colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        raise wrong(f'{quoted(value)} is not a colour: write it as "#RRGGBB", in quotes')
    digits = value[1:].upper()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


Colour = Annotated[str, AfterValidator(_colour), Field(examples=["#2312D8"])]
"""`#RGB`, `#RRGGBB` or `#RRGGBBAA`; kept in the long form, capitals."""


def _locale(value: str) -> str:
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?", value)
    if not match:
        raise wrong(f"{quoted(value)} is not a locale: write it like fr-FR")
    language, script, region = match.groups()
    parts = (language.lower(), script.title() if script else "", region.upper() if region else "")
    return "-".join(part for part in parts if part)


Locale = Annotated[str, AfterValidator(_locale), Field(examples=["fr-FR", "en-GB"])]
"""A BCP 47 language with optional script and region, e.g. `fr-FR`."""


def _name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", value) or len(value) > MAX_PART:
        raise wrong(
            f"{quoted(value)} is not a name: use up to {MAX_PART} letters, digits, '-' and '_', "
            "beginning with a letter or digit"
        )
    return value


Name = Annotated[str, AfterValidator(_name)]
"""An identifier a person chooses; safe as a folder's name."""


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(f"{quoted(value)} is not a time zone: write it like Europe/Paris") from None
    return value


TimeZone = Annotated[str, AfterValidator(_timezone)]


def _currency(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise wrong(f"{quoted(value)} is not a currency: write its ISO code, like EUR")
    return value


Currency = Annotated[str, AfterValidator(_currency), Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
"""An ISO 4217 code."""


def _text_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise wrong(f"{quoted(value)} is not a date: write it as YYYY-MM-DD") from None


Date = Annotated[date, BeforeValidator(_text_date)]


def one_or_many(value: Any) -> Any:
    """Lets a person write one thing where a list is allowed."""
    return [value] if isinstance(value, (str, int, float, dict)) else value
