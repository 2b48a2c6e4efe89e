"""An HTML5 creative in neutral parts, as its painter gives it, and the package that one network takes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

HEAD = "<!--head-->"
"""Where a network's metas and scripts and the page's style go: once in `<head>`, behind its charset."""
CLICK = "<!--click-->"
"""Where the click's layer and its script go: once, as the last thing in `<body>`."""
ASSET = "asset:"
"""How page, style and text assets name an asset, `asset:hero.jpg`: where it will lie differs between networks."""


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
    """Files that are asked for before the page stands, the network's own scripts among them."""
    later: int = 0
    """Bytes of what is asked for after that."""

    @property
    def backup_beside(self) -> bool:
        """Whether the backup image is uploaded beside the zip."""
        return bool(self.backup) and self.backup not in (path for path, _ in self.files)

    @property
    def page(self) -> str:
        """The page's text."""
        return dict(self.files)[self.entry].decode()
