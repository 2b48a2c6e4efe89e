"""The first words of a campaign, by language, set as its typography wants: to be replaced by better ones."""

from __future__ import annotations

from typing import NamedTuple


class Phrases(NamedTuple):
    """A locale's call to action, its short form, the line that says how long the offer holds, and the time zone."""

    cta: str
    cta_short: str
    until: str
    locale: str
    timezone: str


_DATE = "{{ flight.end | date }}"
PHRASES = {
    "fr": Phrases("J’en profite", "Voir", f"Jusqu’au {_DATE}", "fr-FR", "Europe/Paris"),
    "en": Phrases("Shop now", "Shop", f"Until {_DATE}", "en-GB", "Europe/London"),
    "de": Phrases("Jetzt entdecken", "Entdecken", f"Gültig bis {_DATE}", "de-DE", "Europe/Berlin"),
    "es": Phrases("Comprar ahora", "Comprar", f"Hasta el {_DATE}", "es-ES", "Europe/Madrid"),
    # "fino al" would have to become "fino all’" before 8 and 11
    "it": Phrases("Acquista ora", "Acquista", f"Scadenza: {_DATE}", "it-IT", "Europe/Rome"),
    "nl": Phrases("Bestel nu", "Bestel", f"Tot en met {_DATE}", "nl-NL", "Europe/Amsterdam"),
    "pt": Phrases("Comprar agora", "Comprar", f"Até {_DATE}", "pt-PT", "Europe/Lisbon"),
}
_REGION_OF_CURRENCY = {
    ("en", "USD"): ("en-US", "America/New_York"),
    ("en", "CAD"): ("en-CA", "America/Toronto"),
    ("en", "AUD"): ("en-AU", "Australia/Sydney"),
    ("en", "EUR"): ("en-IE", "Europe/Dublin"),
    ("fr", "CHF"): ("fr-CH", "Europe/Zurich"),
    ("fr", "CAD"): ("fr-CA", "America/Toronto"),
    ("de", "CHF"): ("de-CH", "Europe/Zurich"),
    ("it", "CHF"): ("it-CH", "Europe/Zurich"),
    ("pt", "BRL"): ("pt-BR", "America/Sao_Paulo"),
    ("es", "MXN"): ("es-MX", "America/Mexico_City"),
}
"""Where a language and a currency together point to one country rather than to the language's first."""
DEFAULT = "en"


def language(locale: str) -> str:
    """`fr-FR` as `fr`."""
    return locale.replace("_", "-").split("-")[0].lower()


def phrases(locale: str, currency: str | None = None) -> Phrases:
    """The phrases for a locale or language, English where its language has none; a bare language gets its region."""
    known = PHRASES.get(language(locale))
    texts = known or PHRASES[DEFAULT]
    region, timezone = _REGION_OF_CURRENCY.get(
        (language(locale), currency or ""), (texts.locale, texts.timezone) if known else (locale, "UTC")
    )
    if len(locale) > 3:
        return texts._replace(locale=locale, timezone=_timezone(locale))
    return texts._replace(locale=region, timezone=timezone)


def _timezone(locale: str) -> str:
    """The time zone of a full locale, where we know its country; else UTC."""
    zones = {texts.locale: texts.timezone for texts in PHRASES.values()} | dict(_REGION_OF_CURRENCY.values())
    return zones.get(locale, "UTC")
