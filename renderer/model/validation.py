"""A written file as its model: every mistake is told at once, each at its line, in words for whoever wrote it."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from renderer.errors import InputError, Problem, choices, did_you_mean, nearest
from renderer.model.base import quoted
from renderer.model.document import Document, KeyPath, key_text

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], document: Document, context: dict[str, Any] | None = None) -> M:
    """The document as a model. Raises InputError with every mistake of the file, each with its line."""
    if not isinstance(document.data, dict):
        raise InputError(Problem("must hold keys and values (`name: ...`)", document.file, 1))
    try:
        return model.model_validate(document.data, context=context)
    except ValidationError as error:
        raise InputError(_problems(error, model, document)) from None


def _problems(error: ValidationError, model: type[BaseModel], document: Document) -> list[Problem]:
    found: dict[tuple[int, str, str], Problem] = {}
    meant = {key_text((*path[:-1], key)) for path, key in misspelt(error, model, document.data).items()}
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts only the valid elements; what is wrong with the others is told already
        problem = document.problem(written_path(detail["loc"], document.data), _what(dict(detail), model))
        if detail["type"] == "missing" and problem.key in meant:
            continue  # only because it is misspelt, which is told already
        found.setdefault((problem.line or 0, problem.key, problem.what), problem)
    return sorted(found.values(), key=lambda problem: (problem.line or 0, problem.key))


def misspelt(error: ValidationError, model: type[BaseModel], data: Any) -> dict[KeyPath, str]:
    """The keys that no model has, by their path, each with the key that it was probably meant for."""
    unknown = (detail["loc"] for detail in error.errors(include_url=False) if detail["type"] == "extra_forbidden")
    meant = {written_path(at, data): _nearest_key(str(at[-1]), known_keys(model, at[:-1])) for at in unknown}
    return {path: key for path, key in meant.items() if key}


def _nearest_key(word: str, known: list[str]) -> str:
    key = word.partition(":")[0]  # `{start:2026-09-01}` is one word to YAML
    return key if key in known else nearest(word, known)


def written_path(location: tuple[int | str, ...], data: Any) -> KeyPath:
    """pydantic's location without the parts it adds for unions, tags and mapping keys."""
    path: list[str | int] = []
    for part in location:
        if isinstance(data, dict):
            if part in data:
                data = data[part]
            elif part == "[key]" or (part not in data and part is not location[-1]):
                continue
            else:
                data = None
            path.append(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            path.append(part)
    return tuple(path)


def _what(detail: dict[str, Any], model: type[BaseModel]) -> str:
    kind, context, value = detail["type"], detail.get("ctx", {}), detail.get("input")
    match kind:
        case "extra_forbidden":
            word, known = str(detail["loc"][-1]), known_keys(model, detail["loc"][:-1])
            if word.partition(":")[0] in known:
                return f"'{word}' needs a space behind the ':'"
            return f"unknown key '{word}'{choices(word, known)}"
        case "missing":
            return "is missing"
        case "literal_error" | "enum":
            expected = str(context.get("expected", ""))
            words = expected.replace("'", "").replace(" or ", ", ").split(", ")
            return f"{quoted(value)} is not one of {expected}{did_you_mean(str(value), words)}"
        case "string_type":
            return _not_text(value)
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"must hold keys and values, not {_shape(value)}"
        case "tuple_type" | "list_type":
            if value is None:
                return "is empty"
            return f"must be a list, not {_shape(value)}"
        case "too_short":
            return "must name at least one"
        case "int_type" | "int_parsing" | "float_type" | "float_parsing" | "int_from_float" | "decimal_parsing":
            whole = "a whole number" if kind.startswith("int") else "a number"
            return f"must be {whole}, not {_shape(value)}"
        case "string_too_long":
            return f"has {len(str(value))} characters; it may have {context.get('max_length')}"
        case "string_pattern_mismatch":
            form = "written like 'iab/half-page'" if "/" in context.get("pattern", "") else "a name"
            return f"{quoted(value)} is not {form}, in small letters, digits and '-'"
        case "bool_type" | "bool_parsing":
            return f"must be true or false, not {_shape(value)}"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            sides = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
            limit = next(f"{word} {context[name]:g}" for name, word in sides.items() if name in context)
            return f"must be {limit}, not {_shape(value)}"
        case "value_error" | "assertion_error":
            return str(context.get("error", detail["msg"]))
    message = str(detail["msg"]).removeprefix("Input ").removeprefix("Value error, ")
    return f"{message[:1].lower()}{message[1:]}, not {quoted(value)}"


def _not_text(value: object) -> str:
    if value is None:
        return "must be text, not empty (a value that begins with # needs quotes)"
    if isinstance(value, (dict, list)):
        return f"must be text, not {_shape(value)}"
    return f"must be text, not {_shape(value)}; put it in quotes"


def _shape(value: object) -> str:
    """A value as a person wrote it, or what kind of thing it is."""
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case dict():
            return "keys and values"
    return quoted(value)


def known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys a model allows at a location, for "did you mean"."""
    return sorted(key for found in _models_at(model, location) for key in _keys(found))


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


def _models_at(annotation: Any, location: tuple[int | str, ...]) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not location:
            yield annotation
            return
        for name, field in annotation.model_fields.items():
            if location[0] in (name, field.alias):
                yield from _models_at(field.annotation, location[1:])
        return
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        for argument in arguments:
            yield from _models_at(argument, location)
            if location:  # pydantic may name the branch it tried
                yield from _models_at(argument, location[1:])
    elif origin is typing.Annotated:
        yield from _models_at(arguments[0], location)
    elif origin in (dict, typing.get_origin(typing.Mapping[str, int])) and location:
        yield from _models_at(arguments[1], location[1:])
    elif origin in (tuple, list) and location:
        yield from _models_at(arguments[0], location[1:])
