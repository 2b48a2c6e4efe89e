"""Texts a person writes: Jinja2 expressions, sandboxed and bounded. Feed values are data and are never compiled.

A text may hold `{{ expressions }}` with filters and `{% if %}`. Loops, calls, macros and includes are refused when
the campaign is loaded: no text can run for long or reach outside its own values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from renderer.copywriting import locales
from renderer.errors import RenderError, did_you_mean
from renderer.model.campaign import Copy
from renderer.model.feed import Money

ROLES = ("headline", "subline", "cta", "badge", "name", "mention", "price_prefix", "store", "subject", "preheader")
ATTRIBUTE = "attributes."
"""Before a column's name, among the fields that a text reads."""
MAX_SOURCE = 4_000  # characters of a text as written
SEVERAL = 6  # items that one creative shows at most
MAX_RESULT = 8_000  # characters of a text as shown

ITEM_FIELDS = (
    "id", "title", "description", "brand", "category", "link", "price", "regular_price", "prior_price", "saving",
    "discount", "unit_price", "unit_measure", "availability", "rating", "reviews", "attributes",
)  # fmt: skip
SCOPE: dict[str, tuple[str, ...]] = {
    "item": ITEM_FIELDS,
    "items": (),
    "campaign": ("name",),
    "flight": ("start", "end"),
    "segment": ("id",),
    "creative": ("key", "format", "width", "height"),
    "locale": (),
    "date": (),
}
_REFUSED: dict[type[nodes.Node], str] = {
    nodes.For: "loops are", nodes.Call: "calls are", nodes.Macro: "macros are", nodes.CallBlock: "calls are",
    nodes.Include: "includes are", nodes.Import: "imports are", nodes.FromImport: "imports are",
    nodes.Extends: "inheritance is", nodes.Block: "blocks are", nodes.Assign: "assignments are",
    nodes.AssignBlock: "assignments are", nodes.FilterBlock: "filter blocks are", nodes.With: "with blocks are",
    nodes.Pow: "powers are", nodes.Mul: "multiplications are", nodes.Mod: "remainders (%) are",
}  # fmt: skip
_FILTERS = ("upper", "lower", "capitalize", "title", "trim", "default", "round", "int", "float", "length", "replace",
            "truncate", "first", "last", "abs")  # fmt: skip


_SINGLE = re.compile(r"(?<![{%#])\{\s*((?:" + "|".join(SCOPE) + r")(?:\.\w+)?(?:\s*\|[^{}]*)?)\s*\}\}?(?!\})")
"""An expression that begins with a single brace, which would be shown as it stands."""
_UNOPENED = re.compile(r"\b(?:" + "|".join(SCOPE) + r")(?:\.\w+)?(?:\s*\|[^{}]*)?\s*\}\}")
_FILTER_CALL = re.compile(r"(?:do_|_)?(\w+)\(\) (?:takes|missing|got)")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")


class TextError(RenderError):
    """A text that cannot be used; the message says why."""


class MissingError(TextError):
    """A text names a value that its item does not have."""


class _Missing(jinja2.StrictUndefined):
    """A value that is not there: any use of it says which, as people wrote it."""

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, self._undefined_name
        if isinstance(owner, SimpleNamespace):
            return f"there is no field '{name}'{did_you_mean(str(name), vars(owner))}"
        if isinstance(owner, Mapping):
            return f"the item has no column '{name}'{did_you_mean(str(name), owner)}"
        if owner is None and name in ITEM_FIELDS:
            return "there is no item here"
        return f"there is no value '{name}'"


@jinja2.pass_context
def _shown(context: Context, value: object) -> object:
    """What an expression shows: prices as the locale writes them, never the word `None`, nothing of Python's own."""
    if value is None:
        raise MissingError("the item has no such value; write {% if ... %} around it, or | default('...', true)")
    if isinstance(value, Money):
        return locales.money_text(value, _locale(context))
    if not isinstance(value, (str, int, float, Decimal, date, jinja2.Undefined)):
        raise TypeError("is not a text, a number, a date or a price")
    return value


def _locale(context: Context) -> str:
    """The locale whose text is being filled. Filters ask the context, so that nothing is worked out beforehand."""
    return str(context["locale"])


@jinja2.pass_context
def _date(context: Context, value: date, skeleton: str = "MMMMd") -> str:
    """Filter: a day in words, `30 septembre`; another CLDR skeleton may be named (`yMd`, `EEEEMMMMd`)."""
    return locales.date_text(value, _locale(context), skeleton)


@jinja2.pass_context
def _money(context: Context, value: Money) -> str:
    """Filter: an amount as the locale writes it."""
    return locales.money_text(value, _locale(context))


@jinja2.pass_context
def _number(context: Context, value: Decimal | float) -> str:
    """Filter: a number as the locale writes it."""
    return locales.number_text(value, _locale(context))


@jinja2.pass_context
def _percent(context: Context, value: int) -> str:
    """Filter: a saving in percent."""
    return locales.percent_text(value, _locale(context))


def _replace(value: object, old: str, new: str) -> str:
    """Filter: the built-in one, which could be made to grow without bound."""
    text, old, new = str(value), str(old), str(new)
    if not old:
        raise ValueError("replace needs a text to look for")
    if len(text) + text.count(old) * len(new) > MAX_RESULT:
        raise ValueError(f"replace makes more than {MAX_RESULT} characters")
    return text.replace(old, new)


def _round(value: int | float | Decimal, digits: int = 0) -> Decimal:
    """Filter: a number with so many decimals, none to ten."""
    if not isinstance(value, (int, float, Decimal)) or isinstance(value, bool):
        raise TypeError(f"round needs a number, not {locales.told(value)}")
    if not isinstance(digits, int) or not 0 <= digits <= 10:
        raise ValueError("round takes 0 to 10 decimals")
    return round(Decimal(str(value)), digits)


def _urlencode(value: object) -> str:
    """Filter: a value as one part of an address, everything but letters, digits and `-._~` percent-encoded."""
    if value is None or isinstance(value, jinja2.Undefined):
        raise MissingError("the item has no such value to put into an address")
    return quote(str(value), safe="")


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=_Missing, autoescape=False, finalize=_shown)
    own = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = {**own, "date": _date, "money": _money, "number": _number, "percent": _percent,
                           "replace": _replace, "round": _round, "urlencode": _urlencode}  # fmt: skip
    environment.globals = {}
    return environment


@lru_cache(maxsize=1)
def _shared() -> ImmutableSandboxedEnvironment:
    return _environment()


@lru_cache(maxsize=4096)
def _compiled(source: str) -> jinja2.Template:
    return _shared().from_string(source)


@lru_cache(maxsize=4096)
def _parsed(source: str) -> nodes.Template:
    return _shared().parse(source)


def check(source: str, with_item: bool = True) -> None:
    """Refuses what a text may not do, and what cannot work for any item. Raises TextError with the reason."""
    if len(source) > MAX_SOURCE:
        raise TextError(f"is longer than {MAX_SOURCE} characters")
    single = _SINGLE.search(source)
    if single is not None:
        raise TextError(f"'{single[0]}' needs two braces on each side: '{{{{ {single[1].strip()} }}}}'")
    closed = _UNOPENED.search(source) if "{{" not in source else None
    if closed is not None:
        raise TextError(f"'{closed[0]}' has no '{{{{' before it")
    if "}}}" in source and source.count("}") > source.count("{"):
        raise TextError("a '}' too many stands behind '}}'")
    try:
        _check_nodes(_parsed(source))
        _compiled(source)
    except jinja2.TemplateError as error:
        raise TextError(_told_plainly(error)) from None
    except (RecursionError, MemoryError, SyntaxError):  # Python allows 100 levels
        raise TextError("is nested too deeply") from None
    try:
        _filled(source, _sample(with_item))
    except MissingError as error:
        if not with_item:
            raise TextError(f"{error} (no item is shown here)") from None


def _told_plainly(error: jinja2.TemplateError) -> str:
    text = str(error).strip().rstrip(".")
    if "expected 'end of print statement'" in text:
        return f"a '{{{{' is not closed properly ({text})"
    if text.startswith("Expected an expression"):
        return "an expression is missing between the braces"
    if text == "Missing end of comment tag":
        return "a '{#' is never closed"
    if text == "unexpected '}'":
        return "a '{{' is closed by a single '}': it needs two, '}}'"
    if "end of template" in text:
        return "'{% if %}' needs an '{% endif %}'" if "'if'" in text else "a '{{' or '{%' is never closed"
    if "unknown tag" in text:
        return text.split(". ")[0].lower()
    return text


def _sample(with_item: bool) -> dict[str, Any]:
    """Values of every kind, to see whether a text can work at all."""
    price = Money(Decimal("19.90"), "EUR")
    item = SimpleNamespace(
        id="sample", title="Sample", description="A sample", brand="Sample", category="Samples", link="https://x.example/",
        price=price, regular_price=price, prior_price=price, saving=price, discount=20, unit_price=price,
        unit_measure="1 kg", availability="in stock", rating=Decimal("4.5"), reviews=12, attributes=_Anything(),
    )  # fmt: skip
    day = date(2026, 1, 15)
    return {
        "item": item if with_item else None,
        "items": [item] * SEVERAL if with_item else [],
        "campaign": SimpleNamespace(name="sample"),
        "flight": SimpleNamespace(start=day, end=day),
        "segment": SimpleNamespace(id="everyone"),
        "creative": SimpleNamespace(key="sample", format="sample", width=300, height=250),
        "locale": "en-GB",
        "date": day,
    }


class _Anything(dict[str, str]):
    """A feed's columns before the feed is read: each may exist."""

    def __missing__(self, key: str) -> str:
        return "1"


def _check_nodes(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        what = _REFUSED.get(type(node))
        if what is not None:
            raise TextError(f"{what} not allowed in a text")
        if isinstance(node, nodes.Filter) and node.name not in _shared().filters:
            raise TextError(f"unknown filter '{node.name}'{did_you_mean(node.name, _shared().filters)}")
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in SCOPE:
            raise TextError(f"unknown name '{node.name}'{did_you_mean(node.name, SCOPE)}")
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            _check_field(node)


def _check_field(node: nodes.Getattr | nodes.Getitem) -> None:
    """A field is one that there is, and none of Python's own."""
    name = _field_name(node)
    if name is not None and name.startswith("_"):
        raise TextError(f"'{name}' is not allowed: no name begins with '_'")
    if name is None or not isinstance(node.node, nodes.Name):
        return
    owner = node.node.name
    known = SCOPE.get(owner, ())
    if name not in known and owner in SCOPE:
        hint = did_you_mean(name, known)
        if owner == "item":
            hint = hint or f" (a column of the feed is item.attributes['{name}'])"
        raise TextError(f"unknown field '{owner}.{name}'{hint}")


def _field_name(node: nodes.Getattr | nodes.Getitem) -> str | None:
    """The name after the dot or in the brackets, None where it is worked out."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.arg.value if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str) else None


@lru_cache(maxsize=4096)
def attributes(source: str) -> frozenset[str]:
    """The feed's columns that a text reads by name (`item.attributes.colour`)."""
    found = set()
    try:
        read = list(_parsed(source).find_all((nodes.Getattr, nodes.Getitem)))
    except (jinja2.TemplateError, RecursionError):  # told by `check`
        return frozenset()
    for node in read:
        assert isinstance(node, (nodes.Getattr, nodes.Getitem))
        owner = node.node
        if (isinstance(owner, (nodes.Getattr, nodes.Getitem)) and _field_name(owner) == "attributes"
                and (name := _field_name(node)) is not None):  # fmt: skip
            found.add(name)
    return frozenset(found)


@lru_cache(maxsize=4096)
def fields(source: str) -> frozenset[str]:
    """The item's fields that a text reads, its columns as `attributes.NAME`; `*` where it reads the item as a whole, or
    one of several."""
    tree = _parsed(source)
    named = {node.attr for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name)
             and node.node.name == "item"}  # fmt: skip
    uses = sum(1 for node in tree.find_all(nodes.Name) if node.name == "item")
    counted = sum(1 for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name)
                  and node.node.name == "item")  # fmt: skip
    if "attributes" in named and (columns := _columns(tree)):
        named = named - {"attributes"} | {ATTRIBUTE + column for column in columns}
    listed = any(node.name == "items" for node in tree.find_all(nodes.Name))
    return frozenset(named if uses == counted and not listed else {*named, "*"})


def _columns(tree: nodes.Template) -> set[str]:
    """The columns that a text reads; none where it reads one by a name that is worked out, or all of them."""
    found = [_field_name(node) for node in tree.find_all((nodes.Getattr, nodes.Getitem))
             if isinstance(node, (nodes.Getattr, nodes.Getitem)) and _is_attributes(node.node)]  # fmt: skip
    read = sum(1 for node in tree.find_all((nodes.Getattr, nodes.Getitem)) if _is_attributes(node))
    return set(filter(None, found)) if len(found) == read and all(found) else set()


def _is_attributes(node: nodes.Node) -> bool:
    return (isinstance(node, (nodes.Getattr, nodes.Getitem)) and _field_name(node) == "attributes"
            and isinstance(node.node, nodes.Name) and node.node.name == "item")  # fmt: skip


def fill(source: str, scope: Mapping[str, Any]) -> str:
    """A text with its values, white space folded. Raises TextError for a value that is not there."""
    if "{" not in source:
        return _folded(source)
    return _filled(source, scope)


def _folded(text: str) -> str:
    """White space as one space each, as HTML does; no-break spaces stay."""
    return _WHITE.sub(" ", text).strip(" ")


def _filled(source: str, scope: Mapping[str, Any]) -> str:
    try:
        result = _compiled(source).render(scope)
    except (jinja2.UndefinedError, MissingError) as error:
        raise MissingError(f"'{_folded(source)[:60]}': {_reason(error)}") from None
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError,
            MemoryError, NameError, AssertionError) as error:  # fmt: skip
        raise TextError(f"'{_folded(source)[:60]}': {_reason(error)}") from None
    if len(result) > MAX_RESULT:
        raise TextError(f"'{_folded(source)[:60]}' becomes longer than {MAX_RESULT} characters")
    return _folded(result)


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    if text.startswith("'None' has no attribute"):
        return "there is no item here"
    filter_ = _FILTER_CALL.match(text)
    if filter_ is not None:
        return f"the filter '{filter_[1]}' takes other values in its parentheses"
    if "supported" in text and "'Money'" in text:
        return "a price is no plain number: write item.price.amount to reckon with it"
    if any(told in text for told in ("supported between", "unsupported operand", "can only concatenate")):
        return "a text stands where a number is needed, or the other way round"
    return text if text and "<class" not in text else "a number was expected"


def copies(copy: Copy) -> tuple[str, ...]:
    """The full text, then the shorter ones."""
    return tuple(text for text in (copy.text, copy.short, *copy.alternatives) if text)
