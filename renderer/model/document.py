"""YAML files with places: every value knows its line, and every mistake of a file is reported at once.

YAML is read as version 1.2 means it (core schema, section 10.3): `on`, `no`, `yes` are words, dates stay text,
a key written twice is a mistake. Aliases are allowed but their expansion is bounded.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from renderer.errors import InputError, Problem, did_you_mean, is_special
from renderer.model.base import quoted

MAX_NODES = 100_000  # of one file after its aliases are expanded; the whole format catalogue has 12,000
MAX_DEPTH = 40
MAX_BYTES = 8_000_000
_SURE = 4_000  # signs that open a level: with fewer of them libyaml's recursion cannot exhaust the stack

KeyPath = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


class _CoreLoader(yaml.CSafeLoader):
    """libyaml's loader with the implicit types of YAML 1.2 instead of 1.1."""

    yaml_implicit_resolvers = {}


def _resolve(tag: str, pattern: str, *first: str) -> None:
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


_resolve("null", "~|null|Null|NULL|", "~", "n", "N", "")
_resolve("bool", "true|True|TRUE|false|False|FALSE", *"tTfF")
_resolve("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", *"-+0123456789")
_resolve(
    "float",
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    *"-+.0123456789",
)


LONGEST_NUMBER = 18
"""Digits of a whole number; no key of ours takes one with more."""
_MEANT = re.compile(r"\(did you mean '([^']*)'\?\)$")


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError("too large")
    for prefix, base in (("0o", 8), ("0x", 16)):
        if text.startswith(prefix):
            return int(text[2:], base)
    return int(text)


def _float(text: str) -> float:
    return float(
        text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").lower().replace(".nan", "nan")
    )


_SCALARS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:int": _int,
    "tag:yaml.org,2002:float": _float,
    "tag:yaml.org,2002:str": str,
}


_COLLECTIONS = frozenset(("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"))


@dataclass(frozen=True)
class Document:
    """A YAML file's data and the line (from 1) of every key and element, by key path."""

    file: Path
    data: Any
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of a key path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: KeyPath, what: str) -> Problem:
        """A mistake at a key path of this file."""
        return Problem(what, self.file, self.line(path), key_text(path))


def key_text(path: KeyPath) -> str:
    """`('placements', 2, 'formats', 0)` as people read it: `placements[2].formats[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read(file: Path) -> Document:
    """The data of a YAML file. Raises InputError: unreadable, malformed, too large, duplicate keys."""
    if is_special(file):
        raise InputError(Problem("is not a file", file))
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise InputError(Problem("no such file", file)) from None
    except OSError as error:
        raise InputError(Problem(f"cannot be read ({error.strerror})", file)) from None
    return parse(content, file)


def parse(content: bytes, file: Path) -> Document:
    """As `read`, from bytes already at hand; `file` names them in errors."""
    if len(content) > MAX_BYTES:
        raise InputError(Problem(f"is larger than {MAX_BYTES // 1_000_000} MB", file))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(Problem("is not UTF-8 text; save it as UTF-8", file, line)) from None
    try:
        _check_depth(text, file)
        node = yaml.compose(text, Loader=_CoreLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = mark.line + 1 if mark else _line_of(text, error)
        if "nesting depth" in str(error):  # libyaml's own limit, met before ours where it reads ahead
            raise InputError(Problem(f"is nested deeper than {MAX_DEPTH} levels", file, place)) from None
        raise InputError(Problem(f"is not valid YAML: {_reason(text, error)}", file, place)) from None
    except RecursionError:
        raise InputError(Problem(f"is nested deeper than {MAX_DEPTH} levels", file)) from None
    builder = _Builder(file)
    if node is None:
        raise InputError(Problem("is empty", file))
    data = builder.build(node, (), 0)
    if builder.problems:
        raise InputError(builder.problems)
    return Document(file, data, builder.lines)


def _check_depth(text: str, file: Path) -> None:
    """Refuses what nests without end before libyaml composes it, which it does by recursion in C."""
    if sum(text.count(sign) for sign in "[{-?") < _SURE:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_CoreLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else None
                raise InputError(Problem(f"is nested deeper than {MAX_DEPTH} levels", file, line))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line_of(text: str, error: yaml.YAMLError) -> int | None:
    """The line of a character that YAML does not allow."""
    position = getattr(error, "position", None)
    return text.encode().count(b"\n", 0, position) + 1 if isinstance(position, int) else None


def _reason(text: str, error: yaml.YAMLError) -> str:
    """What libyaml found wrong, with what people mostly did."""
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0])
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    written = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    indent = written[: len(written) - len(written.lstrip())]
    if "\t" in indent:
        return "a tab stands in the indentation; use spaces"
    if "mapping values are not allowed" in what:
        return "a second ':' in one line; put a text that holds ': ' in quotes"
    if what.startswith("but found another document"):
        return "holds two documents ('---'); keep one"
    if "expected <document start>" in what or "did not find expected key" in what:
        return "the indentation does not fit the lines above, or a quote is not closed"
    if what.startswith("found unexpected end of stream") or "unexpected end" in what:
        return "a quote or bracket is never closed"
    if "found undefined alias" in what:
        return "a value that begins with '*' must stand in quotes"
    if "did not find expected ','" in what:
        return f"{what}; a bracket is not closed, or a '#' outside quotes began a comment"
    if "cannot start any token" in what and written.strip():
        return f"{what}; put the text in quotes"
    return what


class _Builder:
    """Turns composed nodes into plain data, keeping the places."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def build(self, node: Node, path: KeyPath, depth: int) -> Any:
        self.count += 1
        line = node.start_mark.line + 1
        if self.count > MAX_NODES:
            raise InputError(Problem(f"has over {MAX_NODES} values once its aliases are expanded", self.file, line))
        if depth > MAX_DEPTH:
            raise InputError(Problem(f"is nested deeper than {MAX_DEPTH} levels", self.file, line))
        self.lines.setdefault(path, line)
        if not isinstance(node, ScalarNode) and node.tag not in _COLLECTIONS:
            self.problems.append(Problem(f"the tag '{node.tag}' is not allowed", self.file, line, key_text(path)))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [self.build(child, (*path, index), depth + 1) for index, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        scalar = _SCALARS.get(node.tag)
        if scalar is None:
            self.problems.append(Problem(f"the tag '{node.tag}' is not allowed", self.file, line, key_text(path)))
            return None
        try:
            return scalar(node.value)
        except ValueError:
            self.problems.append(Problem(f"'{node.value[:40]}' is too large a number", self.file, line, key_text(path)))
            return None

    def _mapping(self, node: MappingNode, path: KeyPath, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self.problems.append(
                    Problem(
                        "a key must be a word (a text that begins with '{' needs quotes around it)",
                        self.file,
                        line,
                        key_text(path),
                    )
                )
                continue
            key = str(key_node.value)
            if key in data:
                first = self.lines[(*path, key)]
                what = f"is written twice (first on line {first})"
                self.problems.append(Problem(what, self.file, line, key_text((*path, key))))
                continue
            self.lines[(*path, key)] = line
            data[key] = self.build(value_node, (*path, key), depth + 1)
        return data


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
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts only the valid elements; what is wrong with the others is told already
        path = written_path(detail["loc"], document.data)
        what = _what(dict(detail), model)
        problem = document.problem(path, what)
        found.setdefault((problem.line or 0, problem.key, what), problem)
    misspelt = {_meant(problem) for problem in found.values()}
    told = [one for one in found.values() if one.what != "is missing" or one.key not in misspelt]
    return sorted(told, key=lambda problem: (problem.line or 0, problem.key))


def _meant(problem: Problem) -> str:
    """The key that a misspelt one was meant for: it is missing only because of that, which is told already."""
    meant = _MEANT.search(problem.what)
    parent = problem.key.rpartition(".")[0]
    return f"{parent}.{meant[1]}" if meant and parent else meant[1] if meant else ""


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
            word = str(detail["loc"][-1])
            return f"unknown key '{word}'{did_you_mean(word, known_keys(model, detail['loc'][:-1]))}"
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
            return f"must be a list, not {_shape(value)}"
        case "too_short":
            return "must name at least one"
        case "int_type" | "int_parsing" | "float_type" | "float_parsing" | "int_from_float" | "decimal_parsing":
            whole = "a whole number" if kind.startswith("int") else "a number"
            return f"must be {whole}, not {_shape(value)}"
        case "string_too_long":
            return f"has {len(str(value))} characters; it may have {context.get('max_length')}"
        case "string_pattern_mismatch":
            return f"{quoted(value)} does not have the form {context.get('pattern', '')}"
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
