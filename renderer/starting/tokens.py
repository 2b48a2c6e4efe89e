"""Brand colours and faces from design tokens.

The file format is that of the W3C Design Tokens Community Group (https://www.designtokens.org/tr/drafts/format/ and
`/color/`): `$value`, `$type` (inherited from groups), aliases `{color.brand.primary}`, colours as a hex string or as
`{colorSpace, components, alpha, hex}`. Which token means which role is read from its name; the format does not say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from renderer.errors import InputError, Problem, did_you_mean
from renderer.starting.colour import Oklab, Oklch, Rgb, encoded, from_hex, rgb, rgb_of_lab
from renderer.starting.faces import faces_from
from renderer.starting.roles import role_of

MAX_BYTES = 4_000_000
MAX_DEPTH = 40


@dataclass(frozen=True)
class Tokens:
    """What a token file says about a brand."""

    colours: dict[str, Rgb]
    """By palette role (`primary`, `on_primary`, `ground`, ...)."""
    faces: dict[str, dict[str, Any]]
    """By use (`display`, `text`), each as brand.yaml writes a typeface."""
    notes: tuple[str, ...]
    """What was left out or replaced, in sentences."""


@dataclass(frozen=True)
class _Token:
    kind: str
    value: Any


@dataclass
class _File:
    """The tokens of one file by dotted name, in the file's order."""

    path: Path
    tokens: dict[str, _Token] = field(default_factory=dict)

    def wrong(self, name: str, what: str) -> InputError:
        return InputError(Problem(what, self.path, key=name))

    def followed(self, name: str, value: Any) -> Any:
        """A value inside a composite token, its alias followed. Raises InputError."""
        target = _alias(value)
        if target is None:
            return value
        if target not in self.tokens:
            raise self.wrong(name, f"refers to '{target}', which is no token{did_you_mean(target, self.tokens)}")
        return self.resolved(target).value

    def resolved(self, name: str) -> _Token:
        """A token with its aliases followed. Raises InputError: unknown target, cycle."""
        seen = [name]
        token = self.tokens[name]
        while (target := _alias(token.value)) is not None:
            if target in seen:
                raise self.wrong(name, f"refers to itself: {' -> '.join([*seen, target])}")
            if target not in self.tokens:
                raise self.wrong(name, f"refers to '{target}', which is no token{did_you_mean(target, self.tokens)}")
            seen.append(target)
            token = _Token(token.kind or self.tokens[target].kind, self.tokens[target].value)
        return token


def read_tokens(path: Path) -> Tokens:
    """The brand's colours and faces in a token file.

    Raises InputError, in one line with the token's name: unreadable, too large, not JSON, no tokens, bad aliases,
    cycles, values that are no colours."""
    file = _File(path)
    data = _json(path)
    for name, token in _walk(file, data, "", "", 0):
        file.tokens[name] = token
    if not file.tokens:
        raise InputError(Problem("holds no design tokens ('$value'): export it in the W3C format", path))
    notes: list[str] = []
    colours = _colours(file, notes)
    faces = faces_from(_families(file), notes)
    return Tokens(colours, faces, tuple(notes))


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB", path))
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise InputError(Problem("no such file", path)) from None
    except OSError as error:
        raise InputError(Problem(f"cannot be read ({error.strerror})", path)) from None
    except UnicodeDecodeError:
        raise InputError(Problem("is not UTF-8 text", path)) from None
    except json.JSONDecodeError as error:
        raise InputError(Problem(f"is not valid JSON: {error.msg}", path, error.lineno)) from None
    except (RecursionError, ValueError):
        raise InputError(Problem("is not usable JSON: nested too deeply, or a number is too long", path)) from None
    if not isinstance(data, dict):
        raise InputError(Problem("must hold groups of tokens ({...})", path))
    return data


def _walk(file: _File, group: dict[str, Any], name: str, kind: str, depth: int) -> Iterator[tuple[str, _Token]]:
    """Every token below a group; `$type` holds for the groups and tokens inside."""
    if depth > MAX_DEPTH:
        raise file.wrong(name[:80], f"is nested deeper than {MAX_DEPTH} levels")
    kind = group["$type"] if isinstance(group.get("$type"), str) else kind
    if "$value" in group:
        yield name, _Token(kind, group["$value"])
        return
    for key, child in group.items():
        if isinstance(child, dict) and (not key.startswith("$") or key == "$root"):
            yield from _walk(file, child, f"{name}.{key}" if name else key, kind, depth + 1)


def _alias(value: Any) -> str | None:
    match = re.fullmatch(r"\s*\{([^{}]+)\}\s*", value) if isinstance(value, str) else None
    return match[1].strip() if match else None


def _colours(file: _File, notes: list[str]) -> dict[str, Rgb]:
    """The best-named colour token for each role."""
    best: dict[str, tuple[int, Rgb]] = {}
    for name in file.tokens:
        token = file.resolved(name)
        if token.kind != "color":
            continue
        colour = _colour(file, name, token.value)
        named = role_of(name)
        if named is None:
            continue
        if colour is None:
            notes.append(f"the token {name} is translucent and was left out")
            continue
        if named.role not in best or named.rank < best[named.role][0]:
            best[named.role] = (named.rank, colour)
    return {role: colour for role, (_, colour) in best.items()}


def _colour(file: _File, name: str, value: Any) -> Rgb | None:
    """A colour value; None where it is translucent. Raises InputError."""
    if isinstance(value, str):
        return _hex_colour(file, name, value)
    if not isinstance(value, dict):
        raise file.wrong(name, f'{_short(value)} is not a colour: write "#RRGGBB" or {{colorSpace, components}}')
    alpha = value.get("alpha", 1)
    if not _is_number(alpha) or not 0 <= alpha <= 1:
        raise file.wrong(name, f"has the alpha {_short(alpha)}, which does not lie between 0 and 1")
    colour = _of_components(file, name, value)
    return colour if alpha == 1 else None


def _hex_colour(file: _File, name: str, text: str) -> Rgb | None:
    colour = _from_hex(file, name, text)
    digits = text.strip()[1:].lower()
    translucent = len(digits) in (4, 8) and digits[-len(digits) // 4 :].strip("f") != ""
    return None if translucent else colour


def _of_components(file: _File, name: str, value: dict[str, Any]) -> Rgb:
    space = value.get("colorSpace")
    one, two, three = _components(file, name, value.get("components"))
    match space:
        case "srgb":
            return _eight_bits(one), _eight_bits(two), _eight_bits(three)
        case "srgb-linear":
            red, green, blue = (_eight_bits(encoded(max(part, 0.0))) for part in (one, two, three))
            return red, green, blue
        case "oklch":
            return rgb(Oklch(one, two, three))
        case "oklab":
            return rgb_of_lab(Oklab(one, two, three))
    if isinstance(value.get("hex"), str):  # the format's own fallback for spaces a tool does not know
        return _from_hex(file, name, value["hex"])
    raise file.wrong(name, f"the colour space {_short(space)} is not supported: use srgb, or add 'hex'")


def _components(file: _File, name: str, parts: Any) -> list[float]:
    whole = isinstance(parts, list) and len(parts) == 3 and all(_is_number(part) or part == "none" for part in parts)
    if not whole:
        raise file.wrong(name, f"needs 'components', a list of three numbers, not {_short(parts)}")
    return [0.0 if part == "none" else float(part) for part in parts]


def _from_hex(file: _File, name: str, text: str) -> Rgb:
    try:
        return from_hex(text.strip())
    except ValueError:
        raise file.wrong(name, f'{_short(text)} is not a colour: write it as "#RRGGBB"') from None


def _eight_bits(share: float) -> int:
    return min(max(round(share * 255), 0), 255)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e6 < value < 1e6


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def _families(file: _File) -> dict[str, list[str]]:
    """The font families of `fontFamily` and `typography` tokens, by token name."""
    found: dict[str, list[str]] = {}
    for name, token in file.tokens.items():
        if token.kind not in ("fontFamily", "typography", ""):
            continue
        resolved = file.resolved(name)
        value = resolved.value
        if resolved.kind == "typography":
            value = file.followed(name, value.get("fontFamily")) if isinstance(value, dict) else value
        elif resolved.kind != "fontFamily":
            continue
        families = [value] if isinstance(value, str) else value
        if not isinstance(families, list) or not families or not all(isinstance(family, str) for family in families):
            raise file.wrong(name, f"{_short(value)} is not a font family: write a name or a list of names")
        found[name] = families
    return found
