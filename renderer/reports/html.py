"""The gallery: one self-contained report.html beside manifest.json, opened from disk, without network.

The page is a template of ours (the folder gallery: page.html, page.css and the scripts, which make one function) and
the manifest's values as one inert JSON block; the scripts build the cards and write every value as text. What differs
from run to run (seconds, cached) stays out of it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from renderer.outcome import Creative, refusing
from renderer.reports.attempts import attempts

_HERE = Path(__file__).parent / "gallery"
_SCRIPTS = ("facts.js", "cards.js", "views.js", "filters.js", "lightbox.js", "page.js")
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_UNSAFE = re.compile("[<>&\u2028\u2029]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_VARIANT = ("placement", "format", "channel", "family", "segment", "locale", "message", "arm")
_FILE = ("path", "media_type", "bytes", "width", "height", "duration_s", "deliverable", "scale", "state", "network",
         "quality", "status")  # fmt: skip
_FORMAT = ("name_en", "name_fr", "width", "height", "limit_kb", "status", "note", "verified", "source", "as_of",
           "safe_zone", "page")  # fmt: skip
_CITED = re.compile(r"[A-Z0-9]+(?:-[A-Za-z0-9.]+)+")

Value = Mapping[str, Any]


def report(
    manifest: Value,
    formats: Mapping[str, Value],
    brand: Value,
    titles: Mapping[str, str] | None = None,
    sources: Mapping[str, Value] | None = None,
    limits: Mapping[str, Value] | None = None,
) -> str:
    """The page for a manifest.

    `formats`: by id, name_en, name_fr, width, height, limit_kb, status, note, verified, source, as_of, safe_zone (top,
    right, bottom, left), page (what a publisher's page covers: left, top, width, height), the last two as shares of the
    canvas; those not in use are left out. `brand`: name and palette (hex colours by name). `titles`: the items' titles
    by id, where there are any. `sources`: by the short name that formats and findings cite, title and url. `limits`:
    what networks let a file weigh, by placement and deliverable: pairs of kB and the network's name.
    """
    scripts = "".join(_read(name) for name in _SCRIPTS)
    script = f"(() => {{\n'use strict';\n{scripts}}})();"
    content = _content(msgspec.to_builtins(manifest), formats, brand, titles or {})
    content |= {"sources": _sources(content, sources or {}), "limits": dict(limits or {})}
    slots = {
        "title": html.escape(f"{content['campaign']}: creatives"),
        "style": _read("page.css"),
        "script": script,
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "content": inert(content),
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _read("page.html"))


def inert(value: object) -> str:
    """JSON that may stand in a script element: ASCII, and nothing that ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _content(manifest: Value, formats: Mapping[str, Value], brand: Value, titles: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, int] = {}
    creatives = [_creative(one, found) for one in manifest.get("creatives", ())]
    used = sorted({one["format"] for one in creatives})
    items = {item for one in creatives for item in one.get("items", ())}
    return {
        "campaign": str(manifest.get("campaign", "")),
        "brand": _brand(brand),
        "formats": {id_: _some(formats[id_], _FORMAT) for id_ in used if id_ in formats},
        "titles": {id_: titles[id_] for id_ in sorted(items) if titles.get(id_)},
        "findings": [json.loads(finding) for finding in found],
        "creatives": creatives,
        "rejected": [_some(row, ("row", "id", "field", "reason")) for row in manifest.get("rejected_rows", ())],
        "skipped": [_some(one, ("format", "reason")) for one in manifest.get("skipped", ())],
    }


def _sources(content: Value, sources: Mapping[str, Value]) -> dict[str, Any]:
    """The sources that the page's formats and findings cite."""
    cited = [str(one.get("source", "")) for one in (*content["formats"].values(), *content["findings"])]
    names = sorted({name for text in cited for name in _CITED.findall(text) if name in sources})
    return {name: _some(sources[name], ("title", "url")) for name in names}


def _creative(creative: Value, found: dict[str, int]) -> dict[str, Any]:
    """A creative without what is empty; its findings as places in the table of findings, since many are alike."""
    kept = _some(creative, ("key", "status", *_VARIANT, "items", "click_url", "error", "layout", "dropped"))
    if creative.get("rung", "full") != "full":
        kept["rung"] = creative["rung"]
    if creative.get("status") == "fail" and (networks := refusing(msgspec.convert(creative, Creative))):
        kept["refused_by"] = networks
    kept["files"] = [_file(file) for file in creative.get("files", ()) if _inside(str(file.get("path", "")))]
    findings = [_finding(finding) for finding in creative.get("findings", ())]
    if findings:
        kept["findings"] = [found.setdefault(finding, len(found)) for finding in findings]
    return kept


def _file(file: Value) -> dict[str, Any]:
    kept = {"deliverable": "still", **_some(file, _FILE)}
    for name, usual in (("scale", 1), ("status", "ok")):
        if kept.get(name) == usual:
            del kept[name]
    if file.get("tried"):
        kept["made"] = "; ".join(attempts(file["tried"]))
    return kept


def _finding(finding: Value) -> str:
    kept = _some(finding, ("check", "status", "message", "subject", "source", "network"))
    kept |= {name: amount(finding[name]) for name in ("limit", "actual") if finding.get(name) is not None}
    return json.dumps(kept, sort_keys=True)


def amount(value: float | str) -> str:
    """A limit or a measured value as a person reads it: at most two decimals."""
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _inside(path: str) -> bool:
    """Whether a file lies beneath the manifest: no other is shown or linked."""
    return bool(path) and not path.startswith("/") and "\\" not in path and ".." not in path.split("/")


def _brand(brand: Value) -> dict[str, Any]:
    palette: Value = brand.get("palette") or {}
    colours = {name: colour for name, colour in palette.items() if _COLOUR.fullmatch(str(colour))}
    return {"name": str(brand.get("name", "")), "palette": colours}


def _some(value: Value, names: Iterable[str]) -> dict[str, Any]:
    """The named values that are not empty."""
    return {name: value[name] for name in names if value.get(name) not in (None, "", [], ())}
