"""Pillow alone: pictures, polygons (not anti-aliased) and text with its own fonts; logos are rasterised beforehand."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, ImageDraw, ImageFont
from protocol import Draw, serve
from vectors import cut


@lru_cache(4096)
def logo(file: str, width: int, height: int) -> Image.Image:
    import cairosvg

    png = cairosvg.svg2png(url=file, output_width=width, output_height=height)
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _image(canvas: Image.Image, node: dict[str, Any], decoded: Any) -> None:
    x, y, w, h = node["frame"]
    if node["file"].endswith(".svg"):
        art = logo(node["file"], max(1, round(w)), max(1, round(h)))
        canvas.paste(art, (round(x), round(y)), art)
        return
    part, (x, y, _, _) = cut(node, decoded(node["file"]))
    mask = None
    if node["points"]:
        mask = Image.new("L", part.size, 0)
        ImageDraw.Draw(mask).polygon([(a - x, b - y) for a, b in node["points"]], fill=255)
    canvas.paste(part, (round(x), round(y)), mask)


def _shape(draw: ImageDraw.ImageDraw, node: dict[str, Any]) -> None:
    fill = tuple(node["fill"][:3]) if node["fill"] else None
    if node["points"]:
        draw.polygon([(x, y) for x, y in node["points"]], fill=fill)
        return
    x, y, w, h = node["box"]
    stroke = node["stroke"] or {"colour": [0, 0, 0, 0], "width": 0}
    draw.rounded_rectangle((x, y, x + w - 1, y + h - 1), min(node["radius"], h / 2), fill=fill,
                           outline=tuple(stroke["colour"][:3]), width=round(stroke["width"]))  # fmt: skip


def prepare(first: dict[str, Any]) -> Draw:
    files = [font["file"] for font in first["fonts"]]
    for creative in first["creatives"]:
        for node in creative["nodes"]:
            if node["kind"] == "image" and node["file"].endswith(".svg"):
                logo(node["file"], max(1, round(node["frame"][2])), max(1, round(node["frame"][3])))

    @lru_cache(256)
    def face(number: int, size: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(files[number], size)

    def draw(description: dict[str, Any], folder: Path) -> None:
        @lru_cache
        def decoded(file: str) -> Image.Image:
            return Image.open(file).convert("RGB")

        for creative in description["creatives"]:
            canvas = Image.new("RGB", (creative["width"], creative["height"]), tuple(creative["background"][:3]))
            pen = ImageDraw.Draw(canvas)
            for node in creative["nodes"]:
                match node["kind"]:
                    case "shape":
                        _shape(pen, node)
                    case "image":
                        _image(canvas, node, decoded)
                    case "line":
                        ends = [tuple(node["from"]), tuple(node["to"])]
                        pen.line(ends, fill=tuple(node["colour"][:3]), width=max(1, round(node["width"])))
                    case "text":
                        font, fill = face(node["font"], node["size"]), tuple(node["fill"][:3])
                        pen.text((node["x"], node["baseline"]), node["text"], fill, font, anchor="ls")
            canvas.save(folder / creative["name"], "JPEG", quality=creative["quality"], subsampling=0, optimize=True)

    return draw


if __name__ == "__main__":
    serve({"pillow": PIL.__version__}, prepare)
