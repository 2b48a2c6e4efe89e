"""The language of a feed, guessed from little words and letters of its texts and from its headers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from renderer.feeds.columns import plain_name

_WORDS = {
    "fr": "avec sans pour les des une litres lot couleur noir blanc",
    "de": "mit ohne und für der die das aus schwarz weiß",
    "es": "con sin para los las una negro blanco",
    "it": "con senza per gli della nero bianco",
    "nl": "met zonder voor het een zwart wit",
    "pt": "com sem para os uma preto branco",
    "en": "with without for the and of black white",
}
_LETTERS = {
    "fr": "éèêëàâçîïôùûœ",
    "de": "äöüß",
    "es": "áéíóúñ¿¡",
    "it": "àèìòù",
    "nl": "ëï",
    "pt": "ãõáâçéêíóú",
}
"""Letters that a language writes and English does not."""
_HEADERS = {
    "fr": "titre nom produit designation libelle descriptif prix ttc marque rayon categorie disponibilite lien devise "
    "couleur",
    "de": "artikelnummer artikelnr artnr bezeichnung artikelbezeichnung beschreibung preis vkpreis streichpreis "
    "wahrung waehrung verfugbarkeit bild hersteller marke kategorie lagerbestand produktname produktnummer farbe",
    "es": "precio titulo nombre descripcion marca categoria disponibilidad enlace imagen moneda codigo",
    "it": "prezzo titolo nome descrizione marca categoria disponibilita immagine codice valuta",
    "nl": "prijs naam titel omschrijving merk voorraad afbeelding kleur",
    "pt": "preco titulo nome descricao marca categoria disponibilidade imagem moeda codigo",
}
"""As headers are once accents are off. None in English: feeds in every language have those, Google's names them so."""
_STRAY = 2  # words: one "café" makes no feed French
_HEADER_WEIGHT = 3  # of a word in a text: a header stands once, however many rows there are


def language_of(headers: Iterable[str], texts: Iterable[str]) -> str | None:
    """The likeliest language of a feed's texts, None where nothing tells."""
    texts = list(texts)
    words = Counter(word for text in texts for word in _words(text))
    named = {word for header in headers for word in _names(header)}
    scores = dict.fromkeys(_WORDS, 0)
    for language, marks in _WORDS.items():
        scores[language] += sum(words[word] for word in marks.split())
    for language, letters in _LETTERS.items():
        marked = sum(count for word, count in words.items() if not set(letters).isdisjoint(word))
        scores[language] += marked if marked >= max(_STRAY, len(texts) / 10) else 0
    for language, names in _HEADERS.items():
        scores[language] += _HEADER_WEIGHT * len(named & set(names.split()))
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    return best if scores[best] else None


def _words(text: str) -> list[str]:
    """The words in small letters; accents joined with their letters, and `ß` left as it is."""
    return re.findall(r"[^\W\d_]+|[¿¡]", unicodedata.normalize("NFC", text).lower())


def _names(header: str) -> list[str]:
    """A header as a whole and its words, without accents."""
    return [plain_name(header), *(plain_name(word) for word in re.findall(r"[^\W\d_]+", header))]
