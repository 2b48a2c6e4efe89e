"""Banners written by hand: one that every judge lets pass, and bad ones, each with one thing wrong."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from PIL import Image

LANDING = "https://shop.example/kettle?a=1&b=2"
GOOD = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="ad.size" content="width=300,height=250">
<title>Steel kettle &amp; lamp</title>
<link rel="stylesheet" href="look.css">
<style>
@font-face { font-family: T; src: url(text.ttf) format("truetype"); font-display: block }
.up { animation: up .6s .4s both cubic-bezier(.2, .8, .2, 1) }
.turn { animation: turn 1s 3 linear }
.flash { animation: flash .2s }
@keyframes up { from { opacity: 0; transform: translateY(40px) } }
@keyframes turn { from { transform: none } to { transform: translateX(30px) } }
@keyframes flash { from { opacity: 0 } }
</style>
<script>var clickTag = "https://shop.example/kettle?a=1&b=2";</script>
</head>
<body>
<a id="click" href="https://shop.example/kettle?a=1&amp;b=2" target="_blank" rel="noopener">
<h1 class="line up" data-line="headline" style="left:12px;top:16.5px">Steel kettle</h1>
<p class="line flash" data-line="price" style="left:12px;top:200.25px"><bdi>24.90</bdi> &euro;</p>
<img class="turn" src="kettle.png" alt="A kettle of steel" width="96" height="96" style="left:150px;top:80px">
</a>
<script src="run.js"></script>
</body>
</html>
"""
LOOK = """\
html, body { margin: 0; width: 300px; height: 250px; overflow: hidden }
#click { position: absolute; inset: 0; background: #fff; color: #14231b; text-decoration: none }
#click > * { position: absolute; margin: 0 }
.line { font: 20px/1.25 T, sans-serif; white-space: pre }
"""
RUN = """\
document.getElementById('click').addEventListener('click', function (event) {
  event.preventDefault();
  window.open(window.clickTag, '_blank', 'noopener');
});
"""
FONT = Path(__file__).parents[2] / "brand/voltige/fonts/Inter-Regular.ttf"


def written(folder: Path, page: str = GOOD, look: str = LOOK, run: str = RUN) -> Path:
    """A banner's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("index.html", page), ("look.css", look), ("run.js", run)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "text.ttf").write_bytes(FONT.read_bytes())
    Image.linear_gradient("L").resize((96, 96)).convert("RGB").save(folder / "kettle.png")
    return folder


def zipped(folder: Path) -> bytes:
    """Its zip, as it is handed in."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return content.getvalue()


def spoilt(old: str, new: str, text: str = GOOD) -> str:
    """A text with one thing changed."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)
