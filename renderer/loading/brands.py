"""A brand with its files: fonts, logos, layouts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from renderer import colours, digest
from renderer.content import LogoArt
from renderer.errors import AssetError, InputError, Problem, choices, shown
from renderer.loading.files import upwards
from renderer.loading.joining import joined
from renderer.model import document
from renderer.model.brand import Brand, Palette, Typefaces
from renderer.model.document import Document
from renderer.model.layout import Layout, LayoutFile
from renderer.model.validation import validated
from renderer.resources import shipped, starter_brand
from renderer.scene import Colour
from renderer.stores.inputs import Inputs
from renderer.text.fonts import WEIGHTS, FontSet, font_set


class BrandKit(NamedTuple):
    """A brand with its files read: fonts, logos, layouts, and the digests of all of them."""

    brand: Brand
    folder: Path
    fonts: FontSet
    logos: tuple[LogoArt, ...]
    layouts: tuple[Layout, ...]
    digests: dict[str, str]


def load_brand(file: Path, inputs: Inputs) -> BrandKit:
    """A brand file with its fonts, logos and layouts."""
    written = document.read(file)
    brand = validated(Brand, written)
    folder = file.parent
    problems: list[Problem] = []
    fonts = _fonts(brand, folder, written, problems)
    logos = tuple(_logos(brand, folder, inputs, written, problems))
    layouts = tuple(joined(layout, brand.palette) for layout in load_layouts(folder))
    _check_designs(brand, layouts, written, problems)
    if problems or fonts is None:
        raise InputError(problems)
    return BrandKit(
        brand,
        folder,
        fonts,
        logos,
        layouts,
        {
            "brand": digest.of_value(brand.model_dump(mode="json")),
            "fonts": fonts.digest(),
            "logos": digest.of_value([art.asset for art in logos]),
            "layouts": digest.of_value([layout.model_dump(mode="json") for layout in layouts]),
        },
    )


def load_layouts(folder: Path) -> tuple[Layout, ...]:
    """A brand's own layouts and the starter ones; a brand's layout replaces the starter one of the same id."""
    layouts: dict[str, Layout] = {}
    for each in (starter_brand() / "layouts", folder / "layouts"):
        for file in sorted(each.glob("*.yaml")):
            written = document.read(file)
            for layout in validated(LayoutFile, written).layouts:
                layouts[layout.id] = layout
    return tuple(layouts.values())


def _fonts(brand: Brand, folder: Path, written: Document, problems: list[Problem]) -> FontSet | None:
    """The brand's fonts, or None with a problem for each typeface that cannot be used."""
    try:
        return font_set(brand.typefaces, folder)
    except (AssetError, OSError) as error:
        problems.append(written.problem(_typeface(brand, folder), _font_reason(error)))
        return None


def _typeface(brand: Brand, folder: Path) -> document.KeyPath:
    """Which of the typefaces it is that cannot be used."""
    for use in ("display", "text"):
        one = getattr(brand.typefaces, use)
        try:
            font_set(Typefaces(display=one, text=one, fallback=()), folder)
        except (AssetError, OSError):
            return "typefaces", use
    return "typefaces", "fallback"


def _font_reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{shown(error.filename)}: cannot be read ({(error.strerror or '').lower()})"
    return str(error)


def _logos(brand: Brand, folder: Path, inputs: Inputs, written: Document, problems: list[Problem]) -> Iterator[LogoArt]:
    for index, logo in enumerate(brand.logos):
        try:
            asset = inputs.add(folder / logo.file)
            seen = inputs.analyse(asset)
            if seen.flat:
                raise AssetError(f"{asset.name}: shows nothing (one colour, or under 8 px)")
            ink = seen.alpha_box
            ratio = ink.w * seen.width / max(1e-6, ink.h * seen.height)
            inks = _inks(inputs.pixels(asset, ink, 96, max(8, round(96 / ratio))))
        except AssetError as error:
            problems.append(written.problem(_logo_place(written, index), str(error)))
            continue
        yield LogoArt(asset.digest, ratio, ink, logo.ground, logo.clear_space, logo.min_width_px, inks)


def _logo_place(written: Document, index: int) -> document.KeyPath:
    """A logo's file, in a list or alone."""
    return ("logos", index, "file") if isinstance(written.data.get("logos"), list) else ("logos", "file")


def _inks(pixels: npt.NDArray[np.uint8]) -> tuple[Colour, ...]:
    """The colours that cover a tenth or more of what a drawing covers, in steps of 16, the commonest first."""
    solid = pixels[pixels[..., 3] > 200][:, :3]
    if not len(solid):
        return ()
    steps, counts = np.unique(solid // 16 * 16 + 8, axis=0, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return tuple(
        (int(red), int(green), int(blue), 255)
        for (red, green, blue), count in zip(steps[order].tolist(), counts[order].tolist(), strict=True)
        if count * 10 >= len(solid)
    )


def _check_designs(brand: Brand, layouts: Iterable[Layout], written: Document, problems: list[Problem]) -> None:
    """The designs, colours and weights that a brand names are there."""
    designs = sorted({layout.design for layout in layouts})
    for index, name in enumerate(brand.layouts):
        if name not in designs:
            what = f"unknown design '{name}'{choices(name, designs)}"
            problems.append(written.problem(("layouts", index), what))
    roles = [name for name in Palette.model_fields if colours.role(brand.palette, name) is not None]
    for place, fill in ((("cta", "fill"), brand.cta.fill), (("headline", "accent"), brand.headline.accent)):
        if fill is not None and fill not in roles:
            problems.append(written.problem(place, f"the palette has no colour '{fill}'{choices(fill, roles)}"))
    weights = {*WEIGHTS, *brand.typefaces.display.weights, *brand.typefaces.text.weights}
    for place, weight in ((("cta", "weight"), brand.cta.weight), (("headline", "weight"), brand.headline.weight)):
        if weight not in weights:
            what = f"no typeface has a weight '{weight}'{choices(weight, sorted(weights))}"
            problems.append(written.problem(place, what))


def brand_kit(name: str, written: Document, inputs: Inputs, problems: list[Problem]) -> BrandKit | None:
    """The campaign's brand, or None with what is wrong with it."""
    file = _find_brand(name, written, problems)
    if file is None:
        return None
    try:
        return load_brand(file, inputs)
    except InputError as error:
        problems += error.problems
        return None


def _find_brand(name: str, written: Document, problems: list[Problem]) -> Path | None:
    """A path relative to the campaign, else a name in the nearest brand/ upwards, else a shipped brand."""
    folder = written.file.parent
    places = [folder / name]
    near = upwards(folder, "brand")
    if near is not None:
        places.append(near / name)
    places.append(shipped() / "brand" / name)
    for place in places:
        file = place / "brand.yaml" if place.is_dir() else place
        if file.is_file():
            return file
    roots = [place.parent for place in places[1:]]
    known = [one.name for root in roots if root.is_dir() for one in sorted(root.iterdir()) if one.is_dir()]
    where = next((place for place in places if place.is_dir()), None)
    lacks = f" (the folder {shown(where)} holds no brand.yaml)" if where is not None and name else ""
    problems.append(written.problem(("brand",), f"no brand '{name}'{lacks or choices(name, known)}"))
    return None
