from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text import typography
from renderer.text.typography import NBSP, binds_forward, set_typographically

N, B, M = "\u202f", "\u00a0", "\u2212"  # narrow no-break space, no-break space, minus


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Prêt ?", f"Prêt{N}?"),
        ("Prêt?", f"Prêt{N}?"),
        ("Quoi ?!", f"Quoi{N}?!"),
        ("Vite ; tard", f"Vite{N}; tard"),
        ("(vraiment !)", f"(vraiment{N}!)"),
        ("« Bonjour »", f"«{N}Bonjour{N}»"),
        ("«Bonjour»", f"«{N}Bonjour{N}»"),
        ("« Déjà ! »", f"«{N}Déjà{N}!{N}»"),
        ("Offre : thé", f"Offre{B}: thé"),
        ("Offre: thé", f"Offre{B}: thé"),
        ("Offre (été) : thé", f"Offre (été){B}: thé"),
        ("En 2026 : tout", f"En 2026{B}: tout"),
        ("1 299 000 pièces", f"1{N}299{N}000 pièces"),
        ("1 299,00 €", f"1{N}299,00{B}€"),
        ("79,90€", f"79,90{B}€"),
        ("-40 %", f"{M}40{N}%"),
        ("-40%", f"{M}40{N}%"),
        ("jusqu'à 40%", f"jusqu’à 40{N}%"),
        ("l'été d'Élise", "l’été d’Élise"),
        ("1,7 l et 250 W", f"1,7{B}l et 250{B}W"),
        ("cuit en 3 min", f"cuit en 3{B}min"),
    ],
)
def test_french(written: str, wanted: str) -> None:
    assert set_typographically(written, "fr-FR") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ouvert à 12:30",
        "https://shop.example/p?x=1&y=2",
        "http://a.example:80/b;c",
        "ratio 16:9",
        "a%20b",
        "x5%20y",
        "https://shop.example/-5",
        "2026-09-30",
        "Salle 12-14",
        "un 5'10",
        "le 12 mai 2026",
        "porte-clés",
        "10 - 20",
        "Réf. AB-12",
        "12€50",
        "…",
    ],
)
def test_french_leaves_alone(text: str) -> None:
    assert set_typographically(text, "fr-FR") == text


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Prêt?", "Prêt?"),
        ("Prêt ?", f"Prêt{N}?"),
        ("« Oui »", f"«{B}Oui{B}»"),
        ("Offre : 1 299 $", f"Offre{B}: 1{B}299{B}$"),
        ("-40%", f"{M}40{B}%"),
    ],
)
def test_canada_spaces_by_its_own_office(written: str, wanted: str) -> None:
    assert set_typographically(written, "fr-CA") == wanted


@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "it-IT", "ja-JP"])
@pytest.mark.parametrize(
    "text", ["Ready? Now!", "At 12:30: tea", "«so»", "a; b", "1 299", "x (y!)", "http://a.example/?q=1"]
)
def test_other_languages_keep_their_punctuation(text: str, locale: str) -> None:
    assert set_typographically(text, locale) == text


@pytest.mark.parametrize(
    ("written", "locale", "wanted"),
    [
        ("30 %", "de-DE", f"30{B}%"),
        ("30%", "de-DE", f"30{B}%"),
        ("30%", "de-CH", "30%"),
        ("30%", "es-MX", "30%"),
        ("30%", "sv-SE", f"30{B}%"),
        ("30%", "en-GB", "30%"),
        ("30%", "it-IT", "30%"),
        ("30%", "pl-PL", "30%"),
        ("it's 5 kg", "en-GB", f"it’s 5{B}kg"),
        ("-5 kg", "en-GB", f"{M}5{B}kg"),
        ("12 €", "de-DE", f"12{B}€"),
        ("2 for £10", "en-GB", "2 for £10"),
        ("3 £10", "en-GB", "3 £10"),
        ("a%20b 5%20c", "de-DE", "a%20b 5%20c"),
        ("خصم -40%", "ar-AE", f"خصم \u200e{M}40%"),
    ],
)
def test_each_language_its_own(written: str, locale: str, wanted: str) -> None:
    assert set_typographically(written, locale) == wanted


def test_who_spaces_the_percent_sign_is_what_cldr_says() -> None:
    spaced = {
        language for language in typography._SPACED_PERCENT if B in Locale.parse(language).percent_formats[None].pattern
    }
    assert spaced == typography._SPACED_PERCENT
    for language in ("en", "it", "pt", "pl", "nl", "hu", "bg", "ja", "tr", "el", "uk"):
        assert B not in Locale.parse(language).percent_formats[None].pattern
        assert language not in typography._SPACED_PERCENT
    for locale in typography._TIGHT_PERCENT:
        assert B not in Locale.parse(locale, sep="-").percent_formats[None].pattern


@settings(max_examples=3000, deadline=None)
@given(
    text=st.text(alphabet=f"aé'12350 .,:;!?%€$-−«»(){N}{B}ls\u200e ", max_size=20),
    locale=st.sampled_from(("fr-FR", "fr-CA", "en-GB", "de-DE", "ar-AE", "de-CH")),
)
def test_setting_twice_changes_nothing_more(text: str, locale: str) -> None:
    once = set_typographically(text, locale)
    assert set_typographically(once, locale) == once


@settings(max_examples=1500, deadline=None)
@given(text=st.text(max_size=25), locale=st.sampled_from(("fr-FR", "fr-CA", "en-GB", "de-DE", "he-IL")))
def test_only_spaces_quotes_apostrophes_and_signs_change(text: str, locale: str) -> None:
    def bare(one: str) -> str:
        folded = one.translate(
            str.maketrans(dict.fromkeys("'‘", "’") | dict.fromkeys("-–", M) | dict.fromkeys("“”„«»", '"'))
        )
        return "".join(character for character in folded if character not in f" {N}{B}\u200e")

    assert bare(set_typographically(text, locale)) == bare(text)


@pytest.mark.parametrize(
    ("word", "language", "binds"),
    [
        ("la", "fr", True),
        ("Le", "fr", True),
        ("the ", "en", True),
        ("kettle", "en", False),
        ("12", "ja", True),
        ("2026", "en", False),
        ("2000", "fr", False),
        ("1200", "he", True),
        ("1,200", "he", True),
        ("1\u202f200", "fr", True),
        ("1,8", "el", True),
        ("z", "pl", True),
        ("в", "uk", True),
        ("der", "de", True),
        ("der", "en", False),
        ("&", "en", True),
        ("", "fr", False),
    ],
)
def test_articles_and_lone_numbers_bind_forward(word: str, language: str, binds: bool) -> None:
    assert binds_forward(word, language) is binds


@pytest.mark.parametrize(
    ("text", "locale", "wanted"),
    [
        ('Rasenmäher "Turbo"', "de-DE", "Rasenmäher „Turbo“"),
        ('Le "vrai" café', "fr-FR", "Le «\u202fvrai\u202f» café"),
        ('The "Quiet One" (24")', "en-GB", 'The “Quiet One” (24")'),
        ('24" und 27"', "de-DE", '24" und 27"'),
        ('("Beste")', "de-DE", "(„Beste“)"),
        ('Ein " allein', "de-DE", 'Ein " allein'),
        ('"日本"', "ja-JP", '"日本"'),
    ],
)
def test_straight_quotes_become_the_languages_own(text: str, locale: str, wanted: str) -> None:
    assert set_typographically(text, locale) == wanted
    assert set_typographically(wanted, locale) == wanted


def test_a_spaced_dash_never_begins_a_line_and_is_a_dash() -> None:
    assert set_typographically("Kettle - 2026 edition", "en-GB") == f"Kettle{NBSP}– 2026 edition"
    assert set_typographically("Bouilloire – édition 2026", "fr-FR") == f"Bouilloire{NBSP}– édition 2026"
    assert set_typographically("well-kept 12-14", "en-GB") == "well-kept 12-14"


def test_an_apostrophe_for_what_is_left_out() -> None:
    assert set_typographically("rock 'n' roll of the '90s", "en-GB") == "rock ’n’ roll of the ’90s"


def test_marks_that_pile_up_end_where_no_language_has_more() -> None:
    many = "e" + "\u0301" * 5_000 + " \U0001f3f4" + "\U000e0067" * 5_000 + "\u0e01\u0e31"
    set_text = set_typographically(many, "en-GB")
    assert set_text == "e" + "\u0301" * 30 + " \U0001f3f4" + "\U000e0067" * 30 + "\u0e01\u0e31"
    whole = "\u0939\u093f\u0928\u094d\u0926\u0940 " * 10 + "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert set_typographically(whole, "hi-IN") == whole


@pytest.mark.parametrize(
    ("written", "locale", "wanted"),
    [
        ("Wasserkocher 1.7L", "de-DE", "Wasserkocher 1,7\u00a0L"),
        ("Bouilloire 1.7 L", "fr-FR", "Bouilloire 1,7\u00a0L"),
        ("Wasserkocher 1.7L", "de-CH", "Wasserkocher 1.7\u00a0L"),
        ("Kettle 1.7L, 600ml", "en-GB", "Kettle 1.7\u00a0L, 600\u00a0ml"),
        ("Version 4.2 vom 1.2.2026", "de-DE", "Version 4.2 vom 1.2.2026"),
        ("USB 3.0 Hub", "de-DE", "USB 3.0 Hub"),
    ],
)
def test_a_measure_has_the_languages_decimal_sign_and_a_space(written: str, locale: str, wanted: str) -> None:
    """CLDR 46, numbers and units; SI brochure, 5.4.3: a space between number and unit."""
    assert set_typographically(written, locale) == wanted
