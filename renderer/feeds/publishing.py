"""Products that a shop keeps back: drafts and archived ones in its export are nothing to advertise.

Shopify's product CSV has `Published` (TRUE, FALSE) and `Status` (active, draft, archived); WooCommerce's has
`Published` (1, 0, -1 for a draft).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from renderer.feeds.columns import Cells, cell, joined, plain_name
from renderer.feeds.rows import Row

_NOT_PUBLISHED = frozenset(["false", "0", "-1", "no"])
_NOT_ACTIVE = frozenset(["draft", "archived"])
_STATUSES = _NOT_ACTIVE | {"active", "unlisted", "published", "publish", "pending", "private"}
"""What a status of publication may say; a column that says anything else tells of something else."""


def columns_of(rows: Iterable[Row], mapped: Iterable[str]) -> dict[str, str]:
    """Column -> `published` or `status`, for the columns that tell which products are public; mapped ones do not."""
    taken = set(mapped)
    values: dict[str, set[str]] = {}
    for row in rows:
        for column in row.cells:
            if column not in taken and plain_name(column) in ("published", "status"):
                values.setdefault(column, set()).add(_told(row.cells, column))
    named = {column: plain_name(column) for column in values}
    return {column: name for column, name in named.items() if name == "published" or values[column] <= _STATUSES | {""}}


def kept_back(cells: Cells, columns: Mapping[str, str]) -> str:
    """`published` or `status` where that column says that a row's product is not public, else nothing."""
    for column, name in columns.items():
        if _told(cells, column) in (_NOT_PUBLISHED if name == "published" else _NOT_ACTIVE):
            return name
    return ""


def _told(cells: Cells, column: str) -> str:
    return joined(cell(cells, column)).strip().lower()
