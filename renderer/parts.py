"""An HTML5 creative in neutral parts, as its painter gives it, and the package that one network takes of it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import NamedTuple

HEAD = "<!--head-->"
"""Where a network's metas and scripts and the page's style go: once in `<head>`, behind its charset."""
CLICK = "<!--click-->"
"""Where the click's layer and its script go: once, as the last thing in `<body>`."""
ASSET = "asset:"
"""How page, style and text assets name an asset, `asset:hero.jpg`: where it will lie differs between networks."""
_NAMED = re.compile(rf"{ASSET}([A-Za-z0-9_-][A-Za-z0-9._-]*)")
TYPES = {"woff2": "font/woff2", "woff": "font/woff", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif",
         "svg": "image/svg+xml"}  # fmt: skip
"""What can be written into a page, by its ending, and as what type."""


class Parts(NamedTuple):
    """What is the same for all networks."""

    name: str
    """What the creative is called: ASCII letters, digits, `.`, `-`, `_`."""
    width: int
    height: int
    """CSS px."""
    html: str
    """A whole document with HEAD and CLICK in it, each once."""
    css: str = ""
    assets: Mapping[str, bytes] = {}
    """Files by name, without folders."""
    backup: bytes = b""
    """The still that is shown where the page cannot be; empty: there is none."""
    backup_type: str = "image/jpeg"
    click_url: str = ""
    """Where a click leads; only http: and https: are ever opened."""
    label: str = ""
    """What the click's layer is called for those who do not see it; empty: by the creative's name."""
    later: frozenset[str] = frozenset()
    """The assets that the page asks for only when it stands."""


class Package(NamedTuple):
    """What one network is given."""

    network: str
    """The profile's id."""
    name: str
    """What the zip is called, without `.zip`: the creative's name, shortened where the network wants it short."""
    width: int
    height: int
    entry: str
    """The page's path in the zip."""
    files: tuple[tuple[str, bytes], ...]
    """Path and content of what is in the zip: the page, its manifest, the assets by name, the backup image."""
    content: bytes
    """The zip."""
    backup: str
    """What the backup image is called, in the zip or beside it; empty: there is none."""
    backup_content: bytes
    initial: int
    """Bytes before the page stands: texts compressed by gzip, as servers send them, all else as it is (IAB)."""
    requests: int
    """Files that are asked for before the page stands, the network's own scripts among them; of a picture's two
    densities one."""
    later: int = 0
    """Bytes of what is asked for after that."""
    deliverable: str = "html5"
    """What kind of file it is: `html5`, `amphtml`."""

    @property
    def backup_beside(self) -> bool:
        """Whether the backup image is uploaded beside the zip."""
        return bool(self.backup) and self.backup not in (path for path, _ in self.files)

    @property
    def page(self) -> str:
        """The page's text."""
        return dict(self.files)[self.entry].decode()


def data_uri(name: str, content: bytes) -> str:
    """An asset as an address that holds it. Raises KeyError for a type that no page holds."""
    return f"data:{TYPES[name.rpartition('.')[2].lower()]};base64,{base64.b64encode(content).decode()}"


def named(text: str, places: Mapping[str, str]) -> str:
    """A text that names assets, with where they lie; what is no asset's name stays."""
    return _NAMED.sub(lambda found: places.get(found[1], found[0]), text)
