"""How a click leaves an HTML5 creative: once for each click, in a new window, by mouse, touch or keyboard.

The address is the one that the network gives, else the campaign's own; what does not begin with http: or https: is
never opened, whoever gives it: a page that opens `javascript:` addresses from its query runs anybody's scripts.
"""

from __future__ import annotations

import html
import json
import re
from urllib.parse import quote

from renderer.copywriting.addresses import escaped, on_web
from renderer.model.packaging import Click, Script

_LONE = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs, which no encoding has
_LAYER = ("position:absolute;top:0;left:0;width:100%;height:100%;margin:0;border:0;padding:0;background:none;"
          "cursor:pointer;z-index:1000;outline-offset:-3px")  # fmt: skip
MRAID = "mraid.js"
"""What a page names the script by that an app puts in its place: no file of the package (MRAID 3.0)."""
_SCRIPT = """\
<script>
document.getElementById("click").addEventListener("click", (event) => {{
  event.preventDefault();
  {open}
}});
</script>"""
_IN_APP = """\
const address = [{given}].find((one) => /^https?:\\/\\/[^/?#]/i.test(one));
  if (!address) return;
  const app = window.mraid;
  if (!app) window.open(address, "_blank", "noopener");
  else if (app.getState() !== "loading") app.open(address);
  else app.addEventListener("ready", () => app.open(address));"""
_OPEN = """\
const address = [{given}].find((one) => /^https?:\\/\\/[^/?#]/i.test(one));
  if (address) window.open(address, "_blank", "noopener");"""


def address(text: str) -> str:
    """A campaign's click address in characters that mean nothing to HTML and scripts; empty for any that is not on the
    web, such as `javascript:`, or hides its host behind credentials. Control signs and marks of direction become
    percents."""
    made = escaped(_LONE.sub("\ufffd", text).strip())
    return made if on_web(made) else ""


def scripts(click: Click, own: str, wanted: tuple[Script, ...]) -> str:
    """What the head needs so that clicks are counted: the network's scripts, and the variable that its server rewrites,
    which also holds the campaign's address where the network gives none. `own`: from `address`."""
    lines = [_loaded(one) for one in wanted]
    if click.by == "mraid":
        lines.append(f'<script src="{MRAID}"></script>')
    if click.by == "variable" or (click.by == "parameter" and own):
        lines.append(f"<script>\nvar {click.name} = {_quoted(own)};\n</script>")
    return "\n".join(lines)


def layer(click: Click, own: str, label: str) -> str:
    """The layer over the creative that takes the clicks, and its script; empty where the network lays its own."""
    if click.by == "network":
        return ""
    named = f'id="click" aria-label="{html.escape(label)}" style="{_LAYER}"'
    if click.link and own:
        href = html.escape(_before(click, own))
        shown = f'<a {named} href="{href}" target="_blank" rel="noopener"></a>'
    else:
        shown = f'<button type="button" role="link" {named}></button>'
    return f"{shown}\n{_SCRIPT.format(open=_opening(click, own))}"


def _opening(click: Click, own: str) -> str:
    """What a click does, in the script: the first address on the web is opened, of those that it is given."""
    said = list(map(_quoted, click.arguments))
    if click.opens:
        return f"{click.call}({', '.join(said)});"
    match click.by:
        case "parameter":
            given = [f"new URLSearchParams(location.search).get({_quoted(click.name)})", f"window.{click.name}"]
        case "macro":
            given = [_quoted(_before(click, own)), _quoted(own)]
        case "mraid":
            return _IN_APP.format(given=_quoted(own))
        case "library":
            given = [f"{click.call}({', '.join([*said, _quoted(own)])})"]
        case _:
            given = [f"window.{click.name}"]
    return _OPEN.format(given=", ".join(given))


def _before(click: Click, own: str) -> str:
    """The address with the network's macro before it."""
    if click.by != "macro":
        return own
    return f"{click.macro}{quote(own, safe='') if click.escaped else own}"


def _loaded(script: Script) -> str:
    url = html.escape(script.url)
    if script.override is None:
        return f'<script src="{url}"></script>'
    chosen = f"window.{script.override} || {_quoted(script.url)}"
    return f'<script>\ndocument.write(`<script src="${{{chosen}}}"><\\/script>`);\n</script>'


def _quoted(text: str) -> str:
    """A text in a script, of signs that neither end it nor the script: ASCII, without `<`, `>` and line ends."""
    made = json.dumps(text)
    for sign in "<>":
        made = made.replace(sign, f"\\u{ord(sign):04x}")
    return made
