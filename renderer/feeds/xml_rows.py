"""Google Merchant feeds in RSS 2.0 and Atom: namespace `http://base.google.com/ns/1.0`, whatever its prefix.

Read as a stream, straight into cells. Entity declarations are refused (they can grow without bound or read files) and
nothing outside the file is ever loaded; entities that HTML knows (`&eacute;`) are read although XML does not know them.
"""

from __future__ import annotations

import html
from pathlib import Path
from xml.parsers import expat

from renderer.feeds.columns import Cells
from renderer.feeds.rows import MAX_FIELD, Detected, Row, Rows, broken, path_trouble, unreadable
from renderer.model.feed import RejectedRow

GOOGLE = "http://base.google.com/ns/1.0"
_PIECE = 1 << 16  # bytes parsed at a time
_KEPT_ATTRIBUTES = frozenset(["currency", "unit"])
_MARKUP_WORDS = """
a abbr b big blockquote br center code div em font h1 h2 h3 h4 h5 h6 hr i li ol p pre small span strong sub
sup table tbody td th thead tr u ul
"""
_MARKUP = frozenset(_MARKUP_WORDS.split())


class _Refused(Exception):
    """The file declares entities."""


class _Builder:
    """Turns the parser's events into rows; `done` holds those that are complete."""

    def __init__(self, element: str) -> None:
        self.element = element
        self.done: list[Row | RejectedRow] = []
        self.number = 0
        self.root = ""
        self.inside = False
        self.open: list[bool] = []
        """The elements that are open within the row: whether each is a column, or markup of a text."""
        self.path: list[str] = []
        """The columns among them, each with those around it: `shipping`, `shipping.price`."""
        self.texts: list[list[str]] = []
        self.lengths: list[int] = []
        self.trouble = ""
        """Why the row cannot be one: what else it holds is not looked at."""
        self.plain: Cells = {}
        self.google: Cells = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition("\n")
        self.root = self.root or local
        if not self.inside:
            if local == self.element:
                self.inside, self.plain, self.google, self.trouble = True, {}, {}, ""
            return
        markup = self.path and space != GOOGLE and local.lower() in _MARKUP
        path = f"{self.path[-1]}.{local}" if self.path else local
        self.trouble = self.trouble or ("" if markup else path_trouble(len(self.path) + 1, path))
        self.open.append(not markup and not self.trouble)
        if not self.open[-1]:
            self.text(" ")
            return
        self.path.append(path)
        self.texts.append([])
        self.lengths.append(0)
        for key, value in attributes.items():
            if key in _KEPT_ATTRIBUTES:
                self._put(space, f"{path}@{key}", value)
        if local == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
            self.texts[-1].append(attributes["href"])

    def end(self, name: str) -> None:
        if not self.inside:
            return
        if not self.open:
            self._finish()
        elif self.open.pop():
            text, path = "".join(self.texts.pop()).strip(), self.path.pop()
            if text:
                self._put(name.rpartition("\n")[0], path, text)
            self.lengths.pop()
        else:
            self.text(" ")

    def text(self, text: str) -> None:
        if not self.path or self.trouble:
            return
        self.lengths[-1] += len(text)
        if self.lengths[-1] > MAX_FIELD:
            self.trouble = f"'{self.path[-1]}' has more than {MAX_FIELD} characters"
        else:
            self.texts[-1].append(text)

    def entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            self.text(html.unescape(f"&{name};"))

    def refuse(self, *_: object) -> None:
        raise _Refused

    def _put(self, space: str, path: str, value: str) -> None:
        cells = self.google if space == GOOGLE else self.plain
        before = cells.get(path)
        if before is None:
            cells[path] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            cells[path] = [before, value]

    def _finish(self) -> None:
        """Google's own elements win over those of RSS and Atom of the same name."""
        self.inside = False
        self.number += 1
        if self.trouble:
            self.done.append(broken(self.number, self.trouble))
        else:
            self.done.append(Row(self.number, {**self.plain, **self.google}))

    def take(self) -> list[Row | RejectedRow]:
        done, self.done = self.done, []
        return done


def _parser(builder: _Builder) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = builder.refuse
    # With an outside DTD announced (and an empty one "loaded"), unknown entities are told to us instead of fatal.
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    parser.UseForeignDTD(True)
    parser.ExternalEntityRefHandler = lambda context, *_: _nothing(parser, context)
    parser.SkippedEntityHandler = builder.entity
    return parser


def _nothing(parser: expat.XMLParserType, context: str | None) -> int:
    """Stands for every outside entity: an empty one, whatever its address."""
    parser.ExternalEntityParserCreate(context).Parse(b"", True)
    return 1


def read_xml(path: Path, detected: Detected) -> Rows:
    """The rows of a feed. Where the file breaks, what was read stays and a rejection names the place.

    Raises InputError where it declares entities or is not XML from the start.
    """
    builder = _Builder("entry" if detected.dialect == "google-atom" else "item")
    parser = _parser(builder)
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            try:
                parser.Parse(piece, not piece)
            except _Refused:
                raise unreadable(path, "declares entities, which feeds may not do", parser.CurrentLineNumber) from None
            except (LookupError, ValueError) as error:
                raise unreadable(path, f"names an encoding that cannot be read ({error}): save it as UTF-8") from None
            except expat.ExpatError as error:
                yield from builder.take()
                yield _break(path, builder, error)
                return
            yield from builder.take()
            if not piece:
                return


def _break(path: Path, builder: _Builder, error: expat.ExpatError) -> RejectedRow:
    problem = expat.ErrorString(error.code) or "not well-formed"
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
        problem += "; an '&' is written '&amp;', a '<' '&lt;'"
    if not builder.number:
        raise unreadable(path, f"is not well-formed XML: {problem} (column {error.offset + 1})", error.lineno) from None
    place = f"line {error.lineno}, column {error.offset + 1}"
    return broken(builder.number + 1, f"the file is broken here ({problem}; {place}): nothing behind it could be read")
