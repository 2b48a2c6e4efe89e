"""Texts a person writes: Jinja2 expressions, sandboxed and bounded. Feed values are data and are never compiled.

A text may hold `{{ expressions }}` with filters and `{% if %}`. Loops, calls, macros and includes are refused when
the campaign is loaded: no text can run for long or reach outside its own values.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from renderer.copywriting import locales
from renderer.errors import RenderError, did_you_mean
from renderer.model.campaign import Copy

ROLES = ("headline", "subline", "cta", "badge", "name", "mention", "subject", "preheader")
MAX_SOURCE = 4_000  # characters of a text as written
MAX_RESULT = 8_000  # characters of a text as shown

ITEM_FIELDS = (
    "id", "title", "description", "brand", "category", "link", "price", "regular_price", "prior_price", "saving",
    "discount", "unit_price", "unit_measure", "availability", "rating", "reviews", "attributes",
)  # fmt: skip
SCOPE: dict[str, tuple[str, ...]] = {
    "item": ITEM_FIELDS,
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
    nodes.Pow: "powers are", nodes.Mul: "multiplications are",
}  # fmt: skip
_FILTERS = ("upper", "lower", "capitalize", "title", "trim", "default", "round", "int", "float", "length", "replace",
            "truncate", "first", "last", "abs")  # fmt: skip


class TextError(RenderError):
    """A text that cannot be used; the message says why."""


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)
    own = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = {**own, "date": locales.date_text, "money": locales.money_text,
                           "number": locales.number_text, "percent": locales.percent_text}  # fmt: skip
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


def check(source: str) -> None:
    """Refuses what a text may not do. Raises TextError or jinja2.TemplateError with the reason."""
    if len(source) > MAX_SOURCE:
        raise TextError(f"is longer than {MAX_SOURCE} characters")
    tree = _parsed(source)
    for node in tree.find_all(nodes.Node):
        what = _REFUSED.get(type(node))
        if what is not None:
            raise TextError(f"{what} not allowed in a text")
        if isinstance(node, nodes.Filter) and node.name not in _shared().filters:
            raise TextError(f"unknown filter '{node.name}'{did_you_mean(node.name, _shared().filters)}")
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in SCOPE:
            raise TextError(f"unknown name '{node.name}'{did_you_mean(node.name, SCOPE)}")
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            known = SCOPE[node.node.name] if node.node.name in SCOPE else ()
            if known and node.attr not in known:
                hint = did_you_mean(node.attr, known)
                hint = hint or (f" (a column of the feed: item.attributes['{node.attr}'])" if node.node.name == "item" else "")
                raise TextError(f"unknown field '{node.node.name}.{node.attr}'{hint}")
    _compiled(source)


@lru_cache(maxsize=4096)
def fields(source: str) -> frozenset[str]:
    """The item's fields that a text reads; `*` where it reads the item as a whole."""
    tree = _parsed(source)
    named = {node.attr for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name)
             and node.node.name == "item"}  # fmt: skip
    uses = sum(1 for node in tree.find_all(nodes.Name) if node.name == "item")
    counted = sum(1 for node in tree.find_all(nodes.Getattr) if isinstance(node.node, nodes.Name)
                  and node.node.name == "item")  # fmt: skip
    return frozenset(named if uses == counted else {*named, "*"})


def fill(source: str, scope: Mapping[str, Any]) -> str:
    """A text with its values, white space folded. Raises TextError for a value that is not there."""
    if "{" not in source:
        return source
    locales.speaking.set(str(scope["locale"]))
    try:
        result = _compiled(source).render(scope)
    except jinja2.TemplateError as error:
        raise TextError(f"'{source[:60]}': {error}") from None
    except (TypeError, ValueError, ArithmeticError) as error:
        raise TextError(f"'{source[:60]}': {error}") from None
    if len(result) > MAX_RESULT:
        raise TextError(f"'{source[:60]}' becomes longer than {MAX_RESULT} characters")
    return " ".join(result.split(" ")).strip()


def copies(copy: Copy) -> tuple[str, ...]:
    """The full text, then the shorter ones."""
    return tuple(text for text in (copy.text, copy.short, *copy.alternatives) if text)
