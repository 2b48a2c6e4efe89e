"""A brand's manner: capitals, italics and accents in headlines, grounds in turn, heavier type where it is small."""

from __future__ import annotations

import msgspec
import pytest
from test_place_slots import FORMAT, content

from renderer import colours
from renderer.content import Content
from renderer.loading.brands import BrandKit, load_brand
from renderer.model.brand import Brand
from renderer.model.format import Format
from renderer.placing.scale import frame
from renderer.placing.slots import Basis
from renderer.resources import starter_brand
from renderer.scene import Text
from renderer.stages.arrange import arrange
from renderer.stores.inputs import Inputs
from renderer.text.fonts import face
from renderer.text.typography import capitals

VOLTIGE = starter_brand().parent / "voltige" / "brand.yaml"
ONDEE = starter_brand().parent / "ondee" / "brand.yaml"


@pytest.fixture(scope="module")
def loud(tmp_path_factory: pytest.TempPathFactory) -> BrandKit:
    return load_brand(VOLTIGE, Inputs(tmp_path_factory.mktemp("loud")))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> BrandKit:
    return load_brand(ONDEE, Inputs(tmp_path_factory.mktemp("quiet")))


def large() -> Format:
    return FORMAT.model_copy(update={"size": (1080, 1080)})


def headline(kit: BrandKit, text: str) -> Text:
    shown = msgspec.structs.replace(content(kit), texts={**content(kit).texts, "headline": (text,)})
    node = arrange(shown, FORMAT, kit.layouts).find("headline")
    assert isinstance(node, Text)
    return node


@pytest.mark.parametrize(
    ("text", "locale", "wanted"),
    [
        ("72\u00a0h chrono", "fr-FR", "72\u00a0H CHRONO"),
        ("déjà l’été", "fr-FR", "DÉJÀ L’ÉTÉ"),
        ("Straße", "de-DE", "STRASSE"),
        ("iyi ışık", "tr-TR", "İYİ IŞIK"),
        ("Καφές", "el-GR", "ΚΑΦΕΣ"),
        ("الطاقة", "ar-SA", "الطاقة"),
    ],
)
def test_capitals_follow_the_language(text: str, locale: str, wanted: str) -> None:
    assert capitals(text, locale) == wanted


def test_numbers_in_a_headline_take_the_accent_with_their_unit(loud: BrandKit) -> None:
    node = headline(loud, "72\u00a0H CHRONO")
    yellow, white = colours.parse(loud.brand.palette.price or ""), colours.parse(loud.brand.palette.on_primary)
    told = [(line.text[run.source[0] : run.source[1]], run.fill) for line in node.lines for run in line.runs]
    assert "".join(text for text, fill in told if fill == yellow).strip() == "72\u00a0H"
    assert "".join(text for text, fill in told if fill == white).strip() == "CHRONO"


def test_an_accent_that_cannot_be_read_is_not_used(loud: BrandKit) -> None:
    palette = loud.brand.palette.model_copy(update={"price": loud.brand.palette.primary})
    pale = loud._replace(brand=loud.brand.model_copy(update={"palette": palette}))
    fills = {run.fill for line in headline(pale, "72 H CHRONO").lines for run in line.runs}
    assert fills == {colours.parse(palette.on_primary)}


def test_a_headline_is_set_in_the_italic_face_and_the_price_is_not(loud: BrandKit) -> None:
    basis = Basis(frame(FORMAT, loud.brand), content(loud), 1.0, {})
    assert basis.style("headline").chain[0].italic
    assert not basis.style("price").chain[0].italic


def test_small_canvases_set_no_thin_type(quiet: BrandKit) -> None:
    small, big = (Basis(frame(one, quiet.brand), content(quiet), 1.0, {}) for one in (FORMAT, large()))
    assert (small.style("name").chain[0].weight, big.style("name").chain[0].weight) == (500, 400)


def test_a_quiet_brand_keeps_wider_margins(loud: BrandKit, quiet: BrandKit) -> None:
    assert frame(FORMAT, quiet.brand).margin > 1.3 * frame(FORMAT, loud.brand).margin


def test_small_capitals_are_spaced(quiet: BrandKit) -> None:
    shown: Content = msgspec.structs.replace(content(quiet), texts={"cta": ("SHOP NOW",), "name": ("Kettle",)})
    basis = Basis(frame(FORMAT, quiet.brand), shown, 1.0, {})
    assert basis.style("cta").tracking > basis.style("name").tracking
    assert face(basis.style("cta").chain[0]).cap_height > 0


def test_a_quiet_brand_is_known_by_its_prices() -> None:
    faces = {"display": {"family": "A"}, "text": {"family": "A"}}
    assert Brand.model_validate({"name": "A", "typefaces": faces, "price": {"style": "quiet"}}).quiet
    assert not Brand.model_validate({"name": "A", "typefaces": faces}).quiet


@pytest.mark.parametrize(
    ("said", "marks"), [("“Quietly made”", 1), ("«\u202fLe matin, lentement\u202f»", 2), ("Le matin", 0)]
)
def test_opening_marks_hang_left_of_a_headline(said: str, marks: int, quiet: BrandKit) -> None:
    """The letters keep the axis of the logo and of what stands below."""
    texts = {"headline": (said,), "name": ("Kettle",), "cta": ("See",)}
    shown = msgspec.structs.replace(content(quiet), texts=texts)
    scene = arrange(shown, large(), quiet.layouts)
    (headline,) = (node for node in scene.walk() if isinstance(node, Text) and node.role == "headline")
    (below,) = (node for node in scene.walk() if isinstance(node, Text) and node.role == "name")
    line = headline.lines[0]
    run = line.runs[0]
    letters = line.x + run.xs[marks]
    assert letters == pytest.approx(below.box.x, abs=0.12 * run.size)
    assert (headline.box.x < below.box.x - 0.15 * run.size) is (marks > 0)
