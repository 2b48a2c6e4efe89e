"""amphtml: the neutral parts of an AMPHTML creative to the zip that one network takes, the same bytes every time."""

from __future__ import annotations

import html

from renderer.archive import archive
from renderer.job import shortened
from renderer.model.profile import Profile
from renderer.parts import CLICK, HEAD, Package, Parts, named
from renderer.stages.clicking import address
from renderer.stages.package import initial_load, refuse_twins, refuse_unfit

ENTRY = "index.html"
SUFFIX = "-amphtml"
"""What its zip's name ends with, beside the HTML5 one of the same name."""
LINK = "position:absolute;left:0;top:0;width:100%;height:100%;z-index:1000"


def amphtml(parts: Parts, profile: Profile) -> Package:
    """A creative as a network takes it as AMPHTML. Raises ValueError for a network that takes none, and for parts that
    no painter should give."""
    rules = profile.amphtml
    if rules is None:
        raise ValueError(f"{profile.id} takes no AMPHTML")
    refuse_unfit(parts)
    own = address(parts.click_url) if rules.click is not None and rules.click.by == "link" else ""
    paths = {name: name for name in sorted(parts.assets)}
    style = f"{parts.css}\n#click{{{LINK}}}" if own else parts.css
    head = [
        f'<script async src="{html.escape(rules.runtime)}"></script>',
        f"<style {rules.root}-boilerplate>{rules.boilerplate}</style>",
        f"<style amp-custom>\n{named(style, paths)}\n</style>\n",
    ]
    if rules.size_meta is None or rules.size_meta.rule != "refused":
        head.insert(0, f'<meta name="ad.size" content="width={parts.width},height={parts.height}">')
    before, rest = named(parts.html, paths).replace("<html", f"<html {rules.root}", 1).split(HEAD)
    middle, after = rest.split(CLICK)
    page = "".join((before, "\n".join(head), middle, _link(own, parts.label or parts.name), after)).encode()
    files = ((ENTRY, page), *((name, parts.assets[name]) for name in paths))
    refuse_twins(path for path, _ in files)
    most = int(rules.zip_name.most) if rules.zip_name else None
    name = parts.name + SUFFIX
    return Package(
        network=profile.id,
        name=shortened(parts.name, most - len(SUFFIX)) + SUFFIX if most is not None and len(name) > most else name,
        width=parts.width,
        height=parts.height,
        entry=ENTRY,
        files=files,
        content=archive(files),
        backup="",
        backup_content=b"",
        initial=initial_load(files),
        requests=len(files) + 1,
        deliverable="amphtml",
    )


def _link(own: str, label: str) -> str:
    """The link over all of the creative; empty where the network lays its own, or there is no address."""
    if not own:
        return ""
    where = f'href="{html.escape(own)}" target="_blank" rel="noopener"'
    return f'<a id="click" {where} aria-label="{html.escape(label)}"></a>\n'
