"""Item rules: which items take part (`where`) and in which order (`sort`).

A small typed language, parsed into frozen values and never evaluated as code:

    where: price >= 20 and (category starts with 'Kitchen' or discount > 0) and not brand in ['Acme', 'Bolt']
    sort:  -discount, price

Comparisons are `== != < <= > >=`, `in [...]`, `not in [...]`, `contains`, `starts with`, `ends with`, `is missing`,
`is not missing`; they are joined by `and`, `or`, `not` and parentheses. Literals are numbers (`19.99`), texts in either
kind of quotes, `true`, `false` and dates (`2026-09-01`, with or without quotes). The right side may also be a field.

Texts compare without regard to case; a text that is missing is the empty text. A number, date or truth that is missing
matches no comparison, not even `!=`. An attribute (`attribute.material`, `attribute['Odd header']`) is read as whatever
it is compared with; what cannot be read so counts as missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NoReturn, get_args

from renderer.errors import did_you_mean
from renderer.model.base import wrong
from renderer.model.conditions import (
    NUMBERS,
    TEXTS,
    Comparison,
    Condition,
    Either,
    Every,
    Field,
    Kind,
    Missing,
    Not,
    Order,
    Rule,
    Value,
)
from renderer.model.feed import Availability

__all__ = ["MAX_LENGTH", "MAX_NESTING", "Order", "Rule", "parse_sort", "parse_where"]

MAX_LENGTH = 2_000  # characters
MAX_NESTING = 50  # parentheses and `not`


def parse_where(text: str) -> Rule:
    """The rule a person wrote. Raises a validation error with a sentence and the column of the mistake."""
    parser = _Parser(text)
    condition = parser.either(0)
    parser.end("'and' or 'or'")
    return Rule(condition, frozenset(parser.fields))


def parse_sort(text: str) -> Order:
    """The order a person wrote. Raises a validation error with a sentence and the column of the mistake."""
    parser = _Parser(text)
    keys = [parser.sort_key()]
    while parser.take(","):
        keys.append(parser.sort_key())
    parser.end("',' (write -price for descending)")
    return Order(tuple(keys), frozenset(parser.fields))


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<date>\d{4}-\d{2}-\d{2}(?!\w))
    |(?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    |(?P<string>'[^']*'|"[^"]*")
    |(?P<sign>==|!=|<=|>=|<(?!>)|>|\(|\)|\[|\]|,|-)
    |(?P<word>[^\W\d][\w.-]*)""",
    re.VERBOSE,
)
_HINTS = {"=": "write == to compare", "&": "write 'and'", "|": "write 'or'", "!": "write 'not' or !=", "<": "write !="}
_WORDS = frozenset(["and", "or", "not", "in", "contains", "starts", "ends", "with", "is", "missing", "true", "false"])


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int

    @property
    def word(self) -> str:
        """The text where it is a keyword or a sign, which no string can be."""
        text = self.text.lower()
        return text if self.kind == "sign" or (self.kind == "word" and text in _WORDS) else ""

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else self.text if self.kind == "string" else f"'{self.text}'"


def _fail(what: str, column: int) -> NoReturn:
    raise wrong(f"{what} (column {column})")


def _tokens(text: str) -> list[_Token]:
    if len(text) > MAX_LENGTH:
        raise wrong(f"has {len(text)} characters; a rule has at most {MAX_LENGTH}")
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            _unreadable(text, at)
        if match.lastgroup != "space":
            tokens.append(_Token(str(match.lastgroup), match[0], at + 1))
        at = match.end()
    return [*tokens, _Token("end", "", len(text) + 1)]


def _unreadable(text: str, at: int) -> NoReturn:
    if text[at] in "'\"":
        _fail(f"the text that begins with {text[at]} is not closed", at + 1)
    if text[at].isdigit():
        _fail(f"'{text[at:].split()[0]}' is not a number; write it like 19.99", at + 1)
    hint = _HINTS.get(text[at])
    _fail(f"'{text[at]}' is not understood" + (f"; {hint}" if hint else ""), at + 1)


class _Parser:
    """Recursive descent over the tokens of one rule; depth counts parentheses and `not`."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.fields: set[str] = set()
        if len(self.tokens) == 1:
            raise wrong("is empty; leave it out to take every item")

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def next(self) -> _Token:
        token = self.token
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def take(self, *words: str) -> bool:
        """Steps over the words if they all come next."""
        coming = [token.word for token in self.tokens[self.at : self.at + len(words)]]
        if coming != list(words):
            return False
        self.at += len(words)
        return True

    def need(self, word: str) -> None:
        if not self.take(word):
            _fail(f"expected '{word}' but found {self.token}", self.token.column)

    def end(self, expected: str) -> None:
        if self.token.kind != "end":
            _fail(f"expected {expected} but found {self.token}", self.token.column)

    def either(self, depth: int) -> Condition:
        conditions = [self.every(depth)]
        while self.take("or"):
            conditions.append(self.every(depth))
        return conditions[0] if len(conditions) == 1 else Either(tuple(conditions))

    def every(self, depth: int) -> Condition:
        conditions = [self.single(depth)]
        while self.take("and"):
            conditions.append(self.single(depth))
        return conditions[0] if len(conditions) == 1 else Every(tuple(conditions))

    def single(self, depth: int) -> Condition:
        if depth > MAX_NESTING:
            _fail(f"is nested more than {MAX_NESTING} deep", self.token.column)
        if self.take("not"):
            return Not(self.single(depth + 1))
        if self.take("("):
            condition = self.either(depth + 1)
            self.need(")")
            return condition
        return self.comparison()

    def comparison(self) -> Condition:
        column = self.token.column
        field = self.field()
        if self.take("is"):
            wanted = not self.take("not")
            self.need("missing")
            return Missing(field, wanted)
        sign = self.sign()
        if sign in ("in", "not in"):
            return self.membership(field, sign)
        other = self.operand()
        kind = _kind(field, sign, other, column)
        return Comparison(field, sign, kind, other if isinstance(other, Field) else _typed(other, kind))

    def membership(self, field: Field, sign: str) -> Comparison:
        column = self.token.column
        self.need("[")
        choices = [self.literal()]
        while self.take(","):
            choices.append(self.literal())
        self.need("]")
        kinds = {_kind(field, sign, choice, column) for choice in choices}
        if len(kinds) > 1:
            _fail("a list holds values of one kind", column)
        kind = kinds.pop()
        return Comparison(field, sign, kind, tuple(_typed(choice, kind) for choice in choices))

    def sign(self) -> str:
        for words in (("starts", "with"), ("ends", "with"), ("not", "in"), ("in",), ("contains",)):
            if self.take(*words):
                return " ".join(words)
        token = self.next()
        if token.word not in ("==", "!=", "<", "<=", ">", ">="):
            known = ("contains", "starts", "ends", "in", "is")
            near = did_you_mean(token.text, known) if token.kind == "word" else ""
            _fail(f"expected a comparison (==, <, in, contains, is missing ...) but found {token}{near}", token.column)
        return token.word

    def operand(self) -> Value | Field:
        is_field = self.token.kind == "word" and self.token.word not in ("true", "false")
        return self.field() if is_field else self.literal()

    def literal(self) -> Value:
        token = self.next()
        match token.kind:
            case "string":
                return token.text[1:-1]
            case "number":
                return Decimal(token.text)
            case "date":
                return _date(token)
            case "word" if token.word in ("true", "false"):
                return token.word == "true"
        _fail(f"expected a value but found {token}", token.column)

    def field(self) -> Field:
        token = self.next()
        if token.kind != "word" or token.word:
            hint = "; write the field first" if token.kind in ("number", "string", "date") else ""
            _fail(f"expected a field but found {token}{hint}", token.column)
        found = _field(token, self.attribute(token))
        self.fields.add(found.name)
        return found

    def attribute(self, token: _Token) -> str:
        """The name after `attribute`, dotted or in brackets; nothing for one of our fields."""
        if token.text == "attribute" and self.take("["):
            name = self.next()
            if name.kind != "string":
                _fail(f"expected an attribute's name in quotes but found {name}", name.column)
            self.need("]")
            return name.text[1:-1]
        return token.text.removeprefix("attribute.") if token.text.startswith("attribute.") else ""

    def sort_key(self) -> tuple[Field, bool]:
        descending = self.take("-")
        return self.field(), descending


def _field(token: _Token, attribute: str) -> Field:
    if attribute:
        return Field(f"attribute.{attribute}", None, attribute)
    if token.text in NUMBERS:
        return Field(token.text, "number")
    if token.text in TEXTS:
        return Field(token.text, "text")
    near = did_you_mean(token.text, (*NUMBERS, *TEXTS))
    _fail(f"unknown field '{token.text}'{near}; a column of the feed is written attribute.{token.text}", token.column)


def _date(token: _Token) -> date:
    try:
        return date.fromisoformat(token.text)
    except ValueError:
        _fail(f"'{token.text}' is not a day of the calendar", token.column)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _kind(field: Field, sign: str, other: Value | Field, column: int) -> Kind:
    """The kind in which both sides are compared; refuses what cannot be compared."""
    if isinstance(other, Field):
        found = other.kind or field.kind or "text"
        shown = f"'{other.name}', which is a {found}"
    else:
        found, shown = _literal_kind(field, sign, other)
    kind = field.kind or found
    if kind != found:
        hint = f"; write '{str(other).lower()}'" if kind == "text" and not isinstance(other, Field) else ""
        _fail(f"'{field.name}' is a {kind} and cannot be compared with {shown}{hint}", column)
    if kind != "text" and sign in ("contains", "starts with", "ends with"):
        _fail(f"'{sign}' works on texts; '{field.name}' is compared as a {kind} here", column)
    if kind == "truth" and sign not in ("==", "!=", "in", "not in"):
        _fail(f"'{sign}' does not work on true and false", column)
    if field.name == "availability" and isinstance(other, str) and sign in ("==", "!=", "in", "not in"):
        _known_availability(other, column)
    return kind


def _literal_kind(field: Field, sign: str, value: Value) -> tuple[Kind, str]:
    if isinstance(value, bool):
        return "truth", str(value).lower()
    if isinstance(value, Decimal):
        return "number", f"the number {value}"
    if isinstance(value, date):
        return "date", f"the date {value}"
    dated = field.kind is None and sign in ("==", "!=", "<", "<=", ">", ">=") and _is_date(value)
    return ("date" if dated else "text"), f"the text '{value}'"


def _known_availability(text: str, column: int) -> None:
    """A misspelt availability would never match, in silence."""
    known = [word for word in get_args(Availability) if word != "unknown"]
    if text and text.casefold() not in known:
        _fail(f"availability is one of {', '.join(known)}, not '{text}'{did_you_mean(text, known)}", column)


def _typed(value: Value, kind: Kind) -> Value:
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if kind == "date" else value.casefold()
