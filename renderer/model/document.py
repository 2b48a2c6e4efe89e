"""YAML files with places: every value knows its line.

YAML is read as version 1.2 means it (core schema, section 10.3): `on`, `no`, `yes` are words, dates stay text,
a key written twice is a mistake. Aliases are allowed but their expansion is bounded.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from renderer.errors import InputError, Problem, is_special

MAX_NODES = 100_000  # of one file after its aliases are expanded; the whole format catalogue has 12,000
MAX_DEPTH = 40
MAX_BYTES = 8_000_000
_SURE = 4_000  # signs that open a level: with fewer of them libyaml's recursion cannot exhaust the stack

_BACK = 3  # lines that libyaml reads on behind a key before it misses its ':'
_TIGHT = re.compile(r"\s*(?:-\s+)?([A-Za-z_][\w-]*:[^\s/]\S*)")
_TAKEN_FOR_ONE = ("could not find expected ':'", "mapping values are not allowed")

KeyPath = tuple[str | int, ...]


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

    def renamed(self, keys: Mapping[KeyPath, str]) -> Document:
        """The same with other names for the keys at some paths; a name that stands beside it already is not taken."""
        data, lines = copy.deepcopy(self.data), self.lines
        for path, name in sorted(keys.items(), key=lambda entry: -len(entry[0])):  # inner ones first: paths stay good
            around = data
            for step in path[:-1]:
                around = around[step]
            if name not in around:
                around[name] = around.pop(path[-1])
                end = len(path)
                lines = {(*path[:-1], name, *at[end:]) if at[:end] == path else at: line for at, line in lines.items()}
        return Document(self.file, data, lines)

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
        tight = _without_space(text, mark.line) if mark and any(one in str(error) for one in _TAKEN_FOR_ONE) else None
        if tight is not None:
            raise InputError(Problem(f"'{tight[1][:40]}' needs a space behind the ':'", file, tight[0])) from None
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


def _without_space(text: str, last: int) -> tuple[int, str] | None:
    """The line (from 1) and beginning of a key that its value follows without a space, where libyaml gave up at or just
    behind it (`last`, from 0): it took both for one word."""
    for at, line in reversed(list(enumerate(text.splitlines()[: last + 1]))[-_BACK:]):
        found = _TIGHT.match(line)
        if found is not None:
            return at + 1, found[1]
    return None


def _reason(text: str, error: yaml.YAMLError) -> str:
    """What libyaml found wrong, with what people mostly did."""
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0])
    mark: Any = getattr(error, "problem_mark", None)
    opened: Any = getattr(error, "context_mark", None)
    lines = text.splitlines()
    written = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    indent = written[: len(written) - len(written.lstrip())]
    if "\t" in indent:
        return "a tab stands in the indentation; use spaces"
    if "while parsing a flow" in str(getattr(error, "context", "")) and opened and mark and opened.line < mark.line:
        commented = any(" #" in line for line in lines[opened.line : mark.line])
        hint = "; a '#' outside quotes begins a comment" if commented else ""
        return f"the bracket that opens on line {opened.line + 1} is not closed{hint}"
    if "mapping values are not allowed" in what and len(re.findall(r":(?=\s|$)", written)) < 2:
        return "the indentation does not fit the lines above, or the line before lacks its ':'"
    if "mapping values are not allowed" in what:
        return "a second ':' in one line; put a text that holds ': ' in quotes"
    if what.startswith("but found another document"):
        return "holds two documents ('---'); keep one"
    if "did not find expected key" in what and re.search(r":\s+\{[^{}]*\}\s*[^\s#]", written):
        return "a text that begins with '{' must stand in quotes"
    if "expected <document start>" in what or "did not find expected key" in what:
        return "the indentation does not fit the lines above, or a quote is not closed"
    if what.startswith("found unexpected end of stream") or "unexpected end" in what:
        return "a quote or bracket is never closed"
    if "found undefined alias" in what:
        return "a value that begins with '*' must stand in quotes"
    if "did not find expected ','" in what:
        if mark and written[mark.column : mark.column + 1] == ":":
            return "a second ':' in one value; put a text that holds ': ' in quotes"
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
