"""CairoSVG: one SVG document a creative with its copy as <text>; cairo's pixels go to Pillow for the JPEG.

Fonts come from a fontconfig file of our own. Pictures are decoded once and cut to size by Pillow, then embedded."""

from __future__ import annotations

import base64
import io
import os
import tempfile
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image
from protocol import Draw, hexed, serve


def uri(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def points(pairs: list[list[float]]) -> str:
    return " ".join(f"{x:.3f},{y:.3f}" for x, y in pairs)


def cut(node: dict[str, Any], picture: Image.Image) -> tuple[Image.Image, tuple[float, float, float, float]]:
    """The seen part of a picture at its size, and where it stands."""
    fx, fy, fw, fh = node["frame"]
    x, y, w, h = node["clip"]
    left, top, right, bottom = max(fx, x), max(fy, y), min(fx + fw, x + w), min(fy + fh, y + h)
    box = ((left - fx) / fw * picture.width, (top - fy) / fh * picture.height,
           min(picture.width, (right - fx) / fw * picture.width),
           min(picture.height, (bottom - fy) / fh * picture.height))  # fmt: skip
    width, height = right - left, bottom - top
    size = max(1, round(width)), max(1, round(height))
    return picture.resize(size, Image.Resampling.BICUBIC, box, reducing_gap=2.0), (left, top, width, height)


def markup(node: dict[str, Any], fonts: list[dict[str, Any]], decoded: Any, number: int) -> str:
    match node["kind"]:
        case "shape":
            return shape(node)
        case "line":
            (x0, y0), (x1, y1) = node["from"], node["to"]
            return (f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="{hexed(node["colour"])}" '
                    f'stroke-width="{node["width"]}"/>')  # fmt: skip
        case "image":
            x, y, w, h = node["frame"]
            if node["file"].endswith(".svg"):
                href = uri(Path(node["file"]).read_bytes(), "svg+xml")
            else:
                part, (x, y, w, h) = cut(node, decoded(node["file"]))
                buffer = io.BytesIO()
                part.save(buffer, "PNG", compress_level=1)
                href = uri(buffer.getvalue(), "png")
            image = f'<image x="{x}" y="{y}" width="{w}" height="{h}" preserveAspectRatio="none" href="{href}"/>'
            if not node["points"]:
                return image
            clip = f'<clipPath id="c{number}"><polygon points="{points(node["points"])}"/></clipPath>'
            return f'{clip}<g clip-path="url(#c{number})">{image}</g>'
    family, weight = fonts[node["font"]]["face"]
    return (f'<text x="{node["x"]:.3f}" y="{node["baseline"]:.3f}" font-family="{family}" font-weight="{weight}" '
            f'font-size="{node["size"]}" fill="{hexed(node["fill"])}">{escape(node["text"])}</text>')  # fmt: skip


def shape(node: dict[str, Any]) -> str:
    paint = f'fill="{hexed(node["fill"]) if node["fill"] else "none"}"'
    if node["fill"]:
        paint += f' fill-opacity="{node["fill"][3] / 255:.4f}"'
    if node["stroke"]:
        paint += f' stroke="{hexed(node["stroke"]["colour"])}" stroke-width="{node["stroke"]["width"]}"'
    if node["points"]:
        return f'<polygon points="{points(node["points"])}" {paint}/>'
    x, y, w, h = node["box"]
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{node["radius"]}" {paint}/>'


def fontconfig(fonts: list[dict[str, Any]]) -> None:
    """Only the fonts used, each under its family and weight."""
    folder = Path(tempfile.mkdtemp())
    for font in fonts:
        (folder / Path(font["file"]).name).symlink_to(font["file"])
    file = folder / "fonts.conf"
    file.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(file)


def faces(fonts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """cairo's toy API knows a family's regular and bold only."""
    from PIL import ImageFont

    found = []
    for font in fonts:
        family, style = ImageFont.truetype(font["file"]).getname()
        bold = any(word in (style or "").lower() for word in ("bold", "black", "heavy"))
        found.append({**font, "face": (family, "bold" if bold else "normal")})
    return found


def prepare(first: dict[str, Any]) -> Draw:
    fontconfig(first["fonts"])
    from cairosvg.parser import Tree
    from cairosvg.surface import PNGSurface

    named = faces(first["fonts"])

    def draw(description: dict[str, Any], folder: Path) -> None:
        @lru_cache
        def decoded(file: str) -> Image.Image:
            return Image.open(file).convert("RGB")

        for creative in description["creatives"]:
            width, height = creative["width"], creative["height"]
            ground = f'<rect width="{width}" height="{height}" fill="{hexed(creative["background"])}"/>'
            body = "".join(markup(node, named, decoded, n) for n, node in enumerate(creative["nodes"]))
            svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
                   f'viewBox="0 0 {width} {height}">{ground}{body}</svg>')  # fmt: skip
            surface = PNGSurface(Tree(bytestring=svg.encode()), None, 96).cairo
            pixels = Image.frombuffer("RGB", (width, height), bytes(surface.get_data()), "raw", "BGRX",
                                      surface.get_stride(), 1)  # fmt: skip
            pixels.save(folder / creative["name"], "JPEG", quality=creative["quality"], subsampling=0, optimize=True)

    return draw


if __name__ == "__main__":
    import cairosvg

    serve({"cairosvg": cairosvg.__version__}, prepare)
