"""Several products in one creative: what must hold of any range, in every shape, for two to six products."""

from __future__ import annotations

import itertools
from decimal import Decimal
from functools import cache

import msgspec
import pytest
from test_place_arrange import shape_of

from renderer.content import Content, Picture, Product
from renderer.copywriting.locales import percent_saving, price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
from renderer.model.layout import Layout
from renderer.scene import Box, Image, Scene, Text
from renderer.stages.arrange import arrange

SHAPES = [
    (728, 90),
    (970, 250),
    (300, 250),
    (336, 280),
    (300, 600),
    (160, 600),
    (1080, 1080),
    (1200, 628),
    (1920, 1080),
    (1080, 1920),
]
SILHOUETTES = (0.4, 1.0, 1.6, 0.7, 1.2, 0.5)  # width through height, as six products of a shop may have them
PRICES = ("314.99", "199.99", "1299", "119", "89.99", "499")
BEFORE = ("449.99", "249.99", "", "149", "", "649")
LOCALES = ("fr-FR", "ar-AE")
NAMES = {
    "fr-FR": ("Aspirateur balai", "Air fryer double bac", "Machine à expresso", "Bouilloire", "Grille-pain", "Presse"),
    "ar-AE": ("مكنسة", "قلاية هوائية", "ماكينة إسبريسو", "غلاية", "محمصة", "منقي هواء"),
}  # fmt: skip
CURRENCIES = {"fr-FR": "EUR", "ar-AE": "AED"}
HEADLINES = {"fr-FR": "72H chrono", "ar-AE": "72 ساعة"}
CTAS = {"fr-FR": "J’en profite", "ar-AE": "تسوق الآن"}


def picture(number: int, separable: bool = True) -> Picture:
    """A silhouette in the middle of a square photo, 1600 px wide."""
    ratio = SILHOUETTES[number]
    wide, tall = (0.7, 0.7 / ratio) if ratio > 1 else (0.7 * ratio, 0.7)
    box = Box((1 - wide) / 2, (1 - tall) / 2, wide, tall)
    return Picture(f"p{number}", 1600, 1600, box, (0.5, 0.5), separable, False, f"Product {number}", True)


def product(number: int, locale: str, separable: bool = True) -> Product:
    now, before = Decimal(PRICES[number]), Decimal(BEFORE[number] or 0)
    texts: dict[str, tuple[str, ...]] = {"name": (NAMES[locale][number],)}
    if before:
        texts["badge"] = (percent_saving(int(100 * (before - now) / before), locale),)
    struck = price_parts(Money(before, CURRENCIES[locale]), locale).text if before else ""
    return Product(picture(number, separable), texts, price_parts(Money(now, CURRENCIES[locale]), locale), struck)


def content(kit: BrandKit, count: int, locale: str, scenes: int = 0) -> Content:
    """So many products, the last `scenes` of them photographed in a kitchen."""
    products = tuple(product(number, locale, number < count - scenes) for number in range(count))
    first = products[0]
    return Content(
        {"headline": (HEADLINES[locale],), "cta": (CTAS[locale],), **first.texts},
        first.price,
        first.prior_price,
        first.picture,
        kit.logos,
        kit.brand,
        kit.fonts,
        locale,
        locale.startswith("ar"),
        products,
    )


_kits: list[BrandKit] = []


@cache
def _scene(size: tuple[int, int], count: int, locale: str, scenes: int) -> Scene:
    return arrange(content(_kits[0], count, locale, scenes), shape_of(size), _kits[0].layouts)


def scene(kit: BrandKit, size: tuple[int, int], count: int, locale: str = "fr-FR", scenes: int = 0) -> Scene:
    _kits[:] = [kit]
    return _scene(size, count, locale, scenes)


every = pytest.mark.parametrize(
    ("size", "count", "locale"),
    [
        pytest.param(size, count, locale, id=f"{size[0]}x{size[1]}-{count}-{locale}")
        for size in SHAPES
        for count in range(2, 7)
        for locale in LOCALES
    ],
)


def products_of(made: Scene) -> list[Box]:
    """The products' own boxes in the order of the feed."""
    images = {node.asset: node for node in made.walk() if isinstance(node, Image) and node.role == "product"}
    found = [images[name].subject for name in sorted(images)]
    return [box for box in found if box is not None]


def texts_of(made: Scene, role: str) -> list[Text]:
    return [node for node in made.walk() if isinstance(node, Text) and node.role == role]


def lines_of(boxes: list[Box]) -> list[list[Box]]:
    """Boxes by line: those whose feet are on one height."""
    ordered = sorted(boxes, key=lambda box: box.bottom)
    lines: list[list[Box]] = []
    for box in ordered:
        if lines and abs(lines[-1][0].bottom - box.bottom) < 0.5:
            lines[-1].append(box)
        else:
            lines.append([box])
    return lines


@every
def test_every_product_is_shown_whole(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    made = scene(kit, size, count, locale)
    boxes = products_of(made)
    assert len(boxes) == count
    assert "range" not in made.dropped
    for one in boxes:
        assert one.within(made.canvas, 0.5)
    for one, other in itertools.combinations(boxes, 2):
        assert one.overlap(other) < 1


@every
def test_lines_are_full_and_stand_on_one_foot(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    """As many feet as lines: no product floats; only the last line may have fewer products."""
    lines = [len(line) for line in lines_of(products_of(scene(kit, size, count, locale)))]
    assert len(set(lines[:-1])) <= 1
    assert lines[-1] <= lines[0]
    assert sum(lines) == count


@every
def test_columns_are_of_one_width(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    """Prices under their products stand as far apart as their products do."""
    made = scene(kit, size, count, locale)
    for line in lines_of(products_of(made)):
        middles = sorted(box.x + box.w / 2 for box in line)
        steps = [b - a for a, b in itertools.pairwise(middles)]
        assert all(abs(step - steps[0]) < 1 for step in steps)


@every
def test_taller_looking_products_stand_taller(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    boxes = products_of(scene(kit, size, count, locale))
    ranked = sorted(zip(SILHOUETTES, boxes, strict=False), key=lambda pair: pair[0])
    heights = [box.h for _, box in ranked]
    assert all(above >= below - 0.01 for above, below in itertools.pairwise(heights))
    for ratio, box in ranked:
        assert box.w / box.h == pytest.approx(ratio, rel=0.01)


@every
def test_rows_go_through_all_columns(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    """Each row is of one size, shows all products or none, and lies on as many heights as there are lines."""
    made = scene(kit, size, count, locale)
    lines = len(lines_of(products_of(made)))
    expected = {"name": count, "price": count, "prior_price": sum(1 for one in BEFORE[:count] if one)}
    for role, number in expected.items():
        found = texts_of(made, role)
        assert len(found) in (0, number)
        assert (not found) == (role in made.dropped)
        sizes = [max(run.size for line in one.lines for run in line.runs) for one in found]
        assert not sizes or max(sizes) <= 1.01 * min(sizes)
        # a first baseline a line of products; whole px are snapped below 14 px
        baselines = sorted(one.lines[0].baseline for one in found)
        heights = sum(1 for a, b in itertools.pairwise([-1e9, *baselines]) if b - a > 1.01)
        assert heights <= lines, (role, baselines)


@every
def test_nothing_stands_on_anything_else(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    made = scene(kit, size, count, locale)
    words = [node for node in made.walk() if isinstance(node, Text) and node.lines]
    for one, other in itertools.combinations(words, 2):
        assert one.box.overlap(other.box) < 1, (one.role, other.role)
    for one, subject in itertools.product(words, products_of(made)):
        assert one.box.overlap(subject) < 1, one.role
    for one in words:
        assert one.box.within(made.canvas, 1)
        assert one.rung not in ("ellipsis", "failed")


@every
def test_a_saving_has_its_prior_price(size: tuple[int, int], count: int, locale: str, kit: BrandKit) -> None:
    made = scene(kit, size, count, locale)
    badges = texts_of(made, "badge")
    assert not badges or len(badges) == len(texts_of(made, "prior_price"))


@pytest.mark.parametrize("size", SHAPES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_right_to_left_is_the_mirror_image(size: tuple[int, int], kit: BrandKit) -> None:
    """The first product stands where reading begins."""
    for locale, sign in (("fr-FR", 1), ("ar-AE", -1)):
        line = lines_of(products_of(scene(kit, size, 3, locale)))[0]
        feed = [box for box in products_of(scene(kit, size, 3, locale)) if box in line]
        starts = [sign * (box.x + box.w / 2) for box in feed]
        assert starts == sorted(starts)


@pytest.mark.parametrize("size", [(1920, 1080), (970, 250), (300, 600)], ids=str)
def test_scenes_fill_equal_cells(size: tuple[int, int], kit: BrandKit) -> None:
    made = scene(kit, size, 3, scenes=3)
    boxes = [node.box for node in made.walk() if isinstance(node, Image) and node.role == "product"]
    assert len(boxes) == 3
    assert all((box.w, box.h) == pytest.approx((boxes[0].w, boxes[0].h), abs=0.5) for box in boxes)


def test_scenes_and_silhouettes_stand_on_one_line(kit: BrandKit) -> None:
    made = scene(kit, (1920, 1080), 3, scenes=1)
    images = [node for node in made.walk() if isinstance(node, Image) and node.role == "product"]
    feet = [(one.subject or one.box).bottom for one in images]
    assert max(feet) - min(feet) < 0.5


@pytest.mark.parametrize("size", [(320, 50), (468, 59), (300, 50)], ids=str)
def test_a_micro_strip_shows_the_first_alone(size: tuple[int, int], kit: BrandKit) -> None:
    made = scene(kit, size, 3)
    assert "range" in made.dropped
    assets = [node.asset for node in made.walk() if isinstance(node, Image) and node.role == "product"]
    assert assets == ["p0"]


@pytest.mark.parametrize("size", SHAPES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_unit_price_stays_with_its_price(size: tuple[int, int], kit: BrandKit) -> None:
    """Directive 98/6/EC asks for it beside the selling price."""
    shown = content(kit, 3, "fr-FR")
    weighed = tuple(
        msgspec.structs.replace(one, texts=one.texts | {"unit_price": ("12,50\u00a0€ / kg",)}) for one in shown.products
    )
    made = arrange(msgspec.structs.replace(shown, products=weighed), shape_of(size), kit.layouts)
    assert len(texts_of(made, "unit_price")) == len(texts_of(made, "price"))


def test_captions_keep_their_size_whatever_stands_beside(kit: BrandKit) -> None:
    """A headline that must be set small takes nothing from the names and prices of a range."""
    shown = content(kit, 6, "fr-FR")
    long = "Le petit-déjeuner des grands jours commence ici, maintenant et pour toute la famille"
    sizes = []
    for headline in ("Chrono", long):
        texts = shown.texts | {"headline": (headline,)}
        made = arrange(msgspec.structs.replace(shown, texts=texts), shape_of((1920, 1080)), kit.layouts)
        sizes.append(max(run.size for one in texts_of(made, "name") for line in one.lines for run in line.runs))
    assert all(size >= 0.012 * 1440 for size in sizes)


@pytest.mark.parametrize("form", ["plate", "pill", "disc", "flash", "tag", "bar"])
def test_badges_of_every_form_stand_in_a_row(form: str, kit: BrandKit) -> None:
    badge = kit.brand.badge.model_copy(update={"shape": form})
    shown = content(kit, 3, "fr-FR")
    shown = msgspec.structs.replace(shown, brand=kit.brand.model_copy(update={"badge": badge}))
    made = arrange(shown, shape_of((1920, 1080)), kit.layouts)
    words = [node for node in made.walk() if isinstance(node, Text) and node.lines]
    assert len(texts_of(made, "badge")) == 2
    assert not [1 for one, other in itertools.combinations(words, 2) if one.box.overlap(other.box) > 1]


def test_every_layout_for_several_can_be_used(kit: BrandKit) -> None:
    """Alone, each answers for two products in a shape of its window; skins have tests of their own."""
    able = [layout for layout in kit.layouts if layout.picture == "several" and not layout.skin]
    assert {layout.design for layout in able} == {"panel", "stage"}
    for layout in able:
        sizes = [size for size in SHAPES if layout.suits(*size)]
        made = [arrange(content(kit, 2, "fr-FR"), shape_of(size), (*_alone(kit), layout)) for size in sizes]
        assert layout.id in {one.layout for one in made}


def _alone(kit: BrandKit) -> list[Layout]:
    return [layout for layout in kit.layouts if layout.picture == "required"]


def test_the_look_books_three_products(kit: BrandKit) -> None:
    """1920x1080: three in a row, integers near 0.067 a, as in the look book's own (section 4)."""
    price = kit.brand.price.model_copy(update={"style": "stacked"})
    shown = content(kit, 3, "fr-FR")
    shown = msgspec.structs.replace(shown, brand=kit.brand.model_copy(update={"price": price}))
    made = arrange(shown, shape_of((1920, 1080)), kit.layouts)
    assert len(lines_of(products_of(made))) == 1
    integers = [max(run.size for line in one.lines for run in line.runs) for one in texts_of(made, "price")]
    assert all(0.055 * 1440 <= size <= 0.075 * 1440 for size in integers)
    assert not {"name", "price", "badge", "prior_price"} & set(made.dropped)
