"""Product feeds: what a file is (`detect`), its items (`read`), how its columns were understood (`mapping`).

One reader a dialect gives rows of cells (tables, json_rows, xml_rows); `columns` names the fields, `groups` joins the
rows of one product, `items` cleans and builds. `pictures` finds the files that picture references mean.
"""

from renderer.feeds.clean import refused_scheme
from renderer.feeds.columns import Use
from renderer.feeds.detect import detect
from renderer.feeds.pictures import resolve_image
from renderer.feeds.read import doubt, mapping, read
from renderer.feeds.rows import Detected

__all__ = ["Detected", "Use", "detect", "doubt", "mapping", "read", "refused_scheme", "resolve_image"]
