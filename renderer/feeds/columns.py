"""Which of a feed's columns is which of our fields: what the campaign maps, else the names that feeds commonly use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from renderer.errors import Problem, choices

Cell: TypeAlias = "str | list[str]"
Cells: TypeAlias = "dict[str, Cell]"

# By field, the names best first, as `plain_name` leaves them. Sources: Google's product data specification, Meta's
# catalogue fields, Shopify's, WooCommerce's and Spree's product exports, and plain English, French and German headers.
# Recommended retail prices (RRP, MSRP, UVP) are not prior prices (EU 98/6 art. 6a) and are left as attributes.
SYNONYMS: dict[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "id": "id itemid productid offerid sku variantsku articleid artikelnummer artikelnr artnr reference ref "
        "idproduit produktid produktnummer codearticle articlenumber productcode refproduit identifiant codigo "
        "referencia codice codiceprodotto code ean gtin handle slug",
        "title": "title name productname producttitle titre nom nomproduit produit designation libelle titel "
        "bezeichnung produktname produkttitel artikelbezeichnung artikelname titulo nombre nombreproducto "
        "titolo nome naam artikel product produkt article item",
        "description": "description bodyhtml body descriptionhtml longdescription shortdescription productdescription "
        "beschreibung produktbeschreibung kurzbeschreibung descriptif descriptionproduit descripcion descrizione "
        "omschrijving texte",
        "link": "link url producturl productlink canonicallink mobilelink permalink externalurl deeplink lien "
        "urlproduit lienproduit produktlink produkturl enlace",
        "image": "imagelink image imageurl imagesrc image1src imagesrc1 image1 imageurl1 mainimage picture pictureurl "
        "photo img bild bildurl bildlink hauptbild produktbild imageproduit urlimage lienimage visuel "
        "bild1 foto foto1 photo1 picture1 img1 image01 imagen imagen1 immagine afbeelding "
        "image0src images0src imagesrc0 featuredimage images pictures photos bilder fotos thumbnail",
        "brand": "brand vendor manufacturer marque fabricant marke hersteller brandname marca merk",
        "category": "category category1 categories producttype productcategory categorypath categorie rayon kategorie "
        "produktkategorie warengruppe categoria googleproductcategory fbproductcategory type",
        "price": "price variantprice regularprice listprice baseprice pricevalue variants0price priceamount prix "
        "prixttc prixnormal prixdevente tarif preis verkaufspreis normalpreis vkpreis vkpreisbrutto bruttopreis "
        "preisbrutto precio prezzo prijs priceeur priceusd pricegbp prixeur unitprice",
        "sale_price": "saleprice salepricevalue salepriceamount specialprice promoprice promotionalprice discountprice "
        "discountedprice prixpromo prixsolde prixremise prixpromotionnel aktionspreis angebotspreis sonderpreis",
        "sale_dates": "salepriceeffectivedate",
        "sale_starts": "salestarts salestart salestartdate salepricestartdate datesalepricestarts specialfromdate",
        "sale_ends": "saleends saleend saleenddate salepriceenddate datesalepriceends specialtodate",
        "prior_price": "priorprice compareatprice variantcompareatprice variants0compareatprice compareprice oldprice "
        "wasprice previousprice originalprice strikeprice prixbarre ancienprix prixavant prixinitial prixdorigine "
        "precioanterior prezzoprecedente "
        "alterpreis streichpreis vorherigerpreis bisherigerpreis statt stattpreis referencepreis",
        "currency": "currency currencycode pricecurrency salepricecurrency devise monnaie wahrung waehrung",
        "availability": "availability stockstatus instock disponibilite stock verfugbarkeit verfuegbarkeit "
        "lagerbestand bestand disponibilidad disponibilita existencias voorraad inventoryquantity variantinventoryqty "
        "inventorycount inventory quantity quantite",
        "unit_price": "priceperunit prixunitaire prixaukilo prixaulitre grundpreis",
        "unit_measure": "unitpricingmeasure unitpricingmeasurevalue",
        "unit_base": "unitpricingbasemeasure grundpreiseinheit",
        "rating": "rating averagerating productrating ratingvalue reviewrating stars note notemoyenne bewertung",
        "reviews": "reviews reviewcount reviewscount ratingcount numberofreviews numreviews nombreavis nombredavis "
        "avis anzahlbewertungen bewertungen",
    }.items()
}
_MORE_IMAGES = re.compile(
    r"additionalimage(?:link|url|s)?\d*|(?:image|imagelink|imageurl|picture|photo|bild|foto|img|imagen)0?(?:[2-9]|1\d)(?:src|url|link)?"
    r"|(?:images|pics|pictures|photos|bilder|fotos)(?:edges)?[1-9]\d?(?:node)?(?:src|url|href|link)|image(?:src|url|link)0?(?:[2-9]|1\d)|weiterebilder|(?:zusatz|weiteres)bild(?:er)?\d*|imagessupplementaires"
)
# Pictures kept within something, as JSON does: `images.0.url`, `featured_image.src`, `pictures.main`.
_PICTURE = re.compile(
    r"(?:main|featured|primary|default|product)?(?:image|pic|picture|photo|img|bild|bilder|foto|imagen|visuel)s?(?:edges)?0?(?:node)?"
    r"(?:main|default|primary|original|large|full)?(?:src|url|href|link)?"
)
FIELDS = (*SYNONYMS, "images")
_BRACES = re.compile(r"\{([^{}]+)\}")
How = Literal["map", "dialect", "guess", "group", "fallback", "unused"]
"""`fallback`: used in rows where the column that was chosen is empty."""


_LANGUAGE = re.compile(r"[a-z]{2}(?:[_-][A-Za-z]{2})?")
_UNIT = re.compile(r"(?<=\S)\s*\([^()]*\)$")


def plain_name(header: str) -> str:
    """A header without prefix (`g:`), accents, case, spaces, signs and what stands in parentheses behind it."""
    header = header.strip()[:200]
    if not header.lower().startswith("body"):  # Shopify's "Body (HTML)"
        header = _UNIT.sub("", header)
    header = header.removeprefix("g:").removeprefix("g_")
    decomposed = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def _in_a_language(column: str) -> tuple[str, int]:
    """The guess for a text that JSON keeps by language (`name.en`): the first of them, if nothing better comes."""
    path, _, language = column.rpartition(".")
    field, rank = GUESSES.get(plain_name(path), ("", 0)) if _LANGUAGE.fullmatch(language) else ("", 0)
    return (field, rank + 100) if field in ("title", "description", "link") else ("", 0)


GUESSES: dict[str, tuple[str, int]] = {
    name: (field, rank) for field, names in SYNONYMS.items() for rank, name in enumerate(names)
}
"""Plain name -> field, and how good a name for it."""
_WITHIN = (
    GUESSES["thumbnail"][1] - 1
)  # how good a name `_PICTURE` is: better than a small picture, worse than all others


def _guess_of(column: str) -> tuple[str, int]:
    """The field a column's name suggests ('' for none), and how good a name for it."""
    name = plain_name(column)
    return GUESSES.get(name) or (("image", _WITHIN) if _PICTURE.fullmatch(name) else _in_a_language(column))


@dataclass(frozen=True, slots=True)
class Use:
    """What becomes of one column: the field it fills ('' where it stays an attribute), and why."""

    column: str
    field: str
    how: How


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with columns in braces, e.g. `Pics/{Id}.webp`; empty where all its columns are."""

    parts: tuple[str, ...]
    """Literal text and column names by turns, beginning with text."""

    def fill(self, cells: Cells) -> str:
        """The pattern with a row's values."""
        values = [joined(cell(cells, column)) for column in self.parts[1::2]]
        if not any(values):
            return ""
        literals = self.parts[0::2]
        return "".join(text + value for text, value in zip(literals, [*values, ""], strict=True)).strip()


def cell(cells: Cells, column: str) -> Cell:
    """A row's value; a path may end in a list's index (`images.0`)."""
    value = cells.get(column)
    if value is not None:
        return value
    path, _, index = column.rpartition(".")
    within = cells.get(path) if path and index.isdigit() else None
    if isinstance(within, list):
        return within[int(index)] if int(index) < len(within) else ""
    return within if within and int(index) == 0 else ""


def joined(value: Cell) -> str:
    """One text of a cell that may hold several."""
    return value if isinstance(value, str) else ", ".join(value)


class Columns:
    """The mapping of one feed, made once and extended only when a later row brings a column not seen before."""

    def __init__(self, written: Mapping[str, str], group: str | None = None, by_dialect: bool = False) -> None:
        self.written = dict(written)
        self.group = group
        self.by_dialect = by_dialect
        self.known: set[str] = set()
        self.simple: dict[str, str] = {}
        """Field -> column."""
        self.images: list[str] = []
        """Columns of further pictures, in order."""
        self.spare_images: list[str] = []
        """Columns that hold the picture of rows whose own column for it is empty, best first."""
        self.patterns: dict[str, Pattern] = {}
        self.used: set[str] = {group} if group else set()
        self._uses: dict[str, Use] = {group: Use(group, "group", "group")} if group else {}
        for field, source in self.written.items():
            self._write(field, source)

    def _write(self, field: str, source: str) -> None:
        parts = _BRACES.split(source)
        if len(parts) > 1:
            self.patterns[field] = Pattern(tuple(parts))
        elif field == "images":
            self.images.append(source)
        else:
            self.simple[field] = source
        if len(parts) == 1:
            self.used.add(source)
        # A pattern's columns stay free for other fields: `Pics/{Id}.webp` does not take Id from the id.
        for column in parts[1::2] or [source]:
            self._uses[column] = Use(column, field, "map")

    def extend(self, columns: Iterable[str]) -> None:
        """Takes in columns not seen before; a field that has its column keeps it."""
        new = [column for column in columns if column not in self.known]
        self.known.update(new)
        best: dict[str, tuple[int, str]] = {}
        pictures: list[tuple[int, str]] = []
        for column in new:
            if column in self.used:
                continue
            if _MORE_IMAGES.fullmatch(plain_name(column)) and "images" not in self.written:
                self._guess("images", column)
                continue
            field, rank = _guess_of(column)
            if field == "image" and "image" not in self.written:
                pictures.append((rank, column))
            if field and not self.has(field) and (field not in best or rank < best[field][0]):
                best[field] = (rank, column)
        for field, (_, column) in best.items():
            self._guess(field, column)
        for _, column in sorted(pictures, key=lambda entry: entry[0]):
            if column not in self.used:  # it stays an attribute too: most feeds have it beside the picture
                self.spare_images.append(column)

    def has(self, field: str) -> bool:
        """Whether a field has its column."""
        return field in self.simple or field in self.patterns

    def _guess(self, field: str, column: str) -> None:
        if field == "images":
            self.images.append(column)
        else:
            self.simple[field] = column
        self.used.add(column)
        before = self._uses.get(column)
        also = f"{field}, {before.field}" if before else field
        self._uses[column] = Use(column, also, "dialect" if self.by_dialect else "guess")

    def uses(self) -> tuple[Use, ...]:
        """Every column and what becomes of it; those in use first."""
        spare = dict.fromkeys(column for column in self.spare_images if column not in self._uses)
        unused = sorted(self.known - set(self._uses) - set(spare))
        return (
            *self._uses.values(),
            *(Use(column, "image", "fallback") for column in spare),
            *(Use(column, "", "unused") for column in unused),
        )

    def missing(self) -> list[tuple[str, str]]:
        """(key of the feed's settings, column) for each column that is written but not in the feed."""
        named = [(f"map.{field}", column) for field, source in self.written.items()
                 for column in (_BRACES.findall(source) or [source])]  # fmt: skip
        if self.group:
            named.append(("group", self.group))
        return [(key, column) for key, column in named if not self._stands(column)]

    def like(self, column: str) -> str:
        """What a mistyped column may have meant, else what there is."""
        return choices(column, sorted(self.known), "it has")

    def _stands(self, column: str) -> bool:
        path, _, index = column.rpartition(".")
        return column in self.known or (index.isdigit() and path in self.known)

    def problems(self, file: str, key: str = "feed") -> list[Problem]:
        """A problem for each written column that the feed does not have."""
        return [
            Problem(f"the feed has no column '{column}'{self.like(column)}", file, None, f"{key}.{where}")
            for where, column in self.missing()
        ]


def unknown_fields(written: Mapping[str, str], allowed: Sequence[str], file: str, key: str) -> list[Problem]:
    """A problem for each key of a `map:` that is no field of ours (`attribute.x` names an attribute)."""
    return [
        Problem(f"unknown field '{field}'{choices(field, allowed)}", file, None, f"{key}.{field}")
        for field in written
        if field not in allowed and not (field.startswith("attribute.") and len(field) > len("attribute."))
    ]
