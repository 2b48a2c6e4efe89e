"""How often a process that loads a campaign or makes creatives looks for cycles of objects that nothing else holds.

Arranging makes and drops thousands of small values a creative, none of them in a cycle (a test holds it): counting
references frees them at once. By Python's own settings the collector looks through them all the same, every 700 new
ones, and ever again through fonts, layouts and caches, which stay: 8 % of what arranging took, and nearly half of what
loading took, whose YAML files become a hundred thousand values that stay until all are read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW = 20_000  # more objects than at the last look before there is another: a few MB, should there be cycles after all


@contextmanager
def seldom_collected() -> Iterator[None]:
    """What is there already is taken out of the collector's sight, and it looks less often, until the end."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
