"""What is sound of a file with mistakes, so that what else is wrong in it can be told at once."""

from __future__ import annotations

import copy
from collections.abc import Set
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from renderer.model.document import Document, KeyPath, key_text
from renderer.model.validation import misspelt, written_path

M = TypeVar("M", bound=BaseModel)
ROUNDS = 3  # what is left out may leave its parent wrong


def remainder(model: type[M], document: Document, needed: Set[str]) -> tuple[M, Document] | None:
    """The document as a model without the keys that are wrong in it, and the document with misspelt keys as they were
    meant; None where too little is left.

    `needed`: top-level keys that are not left out, for without them nothing is to be said of the others."""
    document = _as_meant(model, document)
    needed = needed & set(document.data or ())
    data = copy.deepcopy(document.data)
    for _ in range(ROUNDS):
        try:
            return model.model_validate(data), document
        except ValidationError as error:
            paths = {written_path(detail["loc"], data) for detail in error.errors(include_url=False)}
        if not all(_left_out(data, path) for path in sorted(paths, key=key_text, reverse=True)):
            return None
        if not needed <= set(data):
            return None
    return None


def _as_meant(model: type[BaseModel], document: Document) -> Document:
    try:
        model.model_validate(document.data)
    except ValidationError as error:
        return document.renamed(misspelt(error, model, document.data))
    return document


def _left_out(data: Any, path: KeyPath) -> bool:
    """Takes a key out of its mapping; where it is missing, or an element of a list, whose place is its name, what is
    around it. False where nothing would be left."""
    if not path:
        return False
    around = data
    for step in path[:-1]:
        try:
            around = around[step]
        except (KeyError, IndexError, TypeError):
            return True  # gone already
    if isinstance(around, dict) and path[-1] in around:
        del around[path[-1]]
        return True
    return _left_out(data, path[:-1])
