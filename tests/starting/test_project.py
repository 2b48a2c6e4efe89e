import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from renderer.errors import InputError, OutputError
from renderer.model.brand import Brand
from renderer.model.campaign import Campaign
from renderer.model.document import read
from renderer.model.validation import validated
from renderer.starting import project
from renderer.starting.colour import distance, from_hex
from renderer.starting.palette import CONTRAST, pairs
from renderer.starting.phrases import PHRASES, phrases
from renderer.starting.project import Started, start
from renderer.starting.writing import flow, scalar

TODAY = date(2026, 9, 1)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><path d="M0 0h9v3h-9z" fill="#2312D8" {}/></svg>'


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder outside the project with a feed, its pictures, a logo and tokens."""
    (tmp_path / "shop" / "Pics").mkdir(parents=True)
    (tmp_path / "shop" / "Pics" / "a.jpg").write_bytes(b"")
    (tmp_path / "shop" / "feed.csv").write_text("id,title\n1,Mug\n")
    (tmp_path / "shop" / "mark.svg").write_text(LOGO.format('transform="scale(.8) translate(1 .4)"'))
    (tmp_path / "shop" / "tokens.json").write_text(
        json.dumps({"$type": "color", "primary": {"$value": "#00897B"}, "on-primary": {"$value": "#00695C"}})
    )
    return tmp_path / "shop"


def begun(shop: Path, **changes: Any) -> Started:
    arguments: dict[str, Any] = {"logo": shop / "mark.svg", "tokens": None, "today": TODAY} | changes
    return start(changes.pop("name", "spring"), shop.parent / "project", shop / "feed.csv", **{
        key: value for key, value in arguments.items() if key != "name"
    })  # fmt: skip


def campaign(started: Started) -> Campaign:
    return validated(Campaign, read(started.campaign))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_project_is_complete_and_valid(shop: Path) -> None:
    settings = {"dialect": "csv", "map": {"title": "t"}}
    started = begun(shop, languages=("fr", "de"), currency="EUR", feed_settings=settings)
    root = shop.parent / "project"
    assert {path.relative_to(root).as_posix() for path in started.written} >= {
        ".gitignore", "brand/spring/brand.yaml", "brand/spring/logo.svg", "brand/spring/logo-white.svg",
        "campaigns/spring/campaign.yaml", "campaigns/spring/feed.csv", "schemas/brand.schema.json",
        "schemas/campaign.schema.json", "schemas/format.schema.json",
    }  # fmt: skip
    made = campaign(started)
    assert made.feed is not None
    assert (made.feed.dialect, made.feed.currency, made.feed.map) == ("csv", "EUR", {"title": "t"})
    assert made.locales == ("fr-FR", "de-DE")
    assert (made.flight.start, made.flight.end, made.flight.timezone) == (TODAY, date(2026, 10, 1), "Europe/Paris")
    brand = validated(Brand, read(started.brand))
    assert [logo.ground for logo in brand.logos] == ["light", "dark"]
    assert all((started.brand.parent / logo.file).is_file() for logo in brand.logos)
    assert brand.palette.primary == "#2312D8"


def test_the_files_hold_against_the_schemas_they_name(shop: Path) -> None:
    started = begun(shop)
    for file in (started.campaign, started.brand):
        header = file.read_text("utf-8").splitlines()[0]
        schema = file.parent / header.partition("$schema=")[2]
        jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(read(file).data)


def test_the_same_inputs_give_the_same_bytes(shop: Path) -> None:
    one, other = (
        start("x", shop.parent / folder, shop / "feed.csv", shop / "mark.svg", today=TODAY) for folder in "ab"
    )
    assert snapshot(shop.parent / "a") == snapshot(shop.parent / "b")
    assert one.notes == other.notes


def test_a_feed_inside_the_project_is_referred_to(shop: Path) -> None:
    started = start("spring", shop, shop / "feed.csv", today=TODAY)
    feed = campaign(started).feed
    assert feed is not None
    assert (feed.source, feed.images) == ("../../feed.csv", "../../Pics")
    assert (started.campaign.parent / feed.source).resolve() == shop / "feed.csv"


def test_a_large_feed_stays_where_it_is(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "COPY_BYTES", 3)
    started = begun(shop)
    feed = campaign(started).feed
    assert feed is not None
    assert feed.source == "../../../shop/feed.csv"
    assert any("stays where it is" in note for note in started.notes)


def test_existing_files_are_all_listed_and_left_alone(shop: Path) -> None:
    begun(shop)
    before = snapshot(shop.parent)
    with pytest.raises(InputError) as raised:
        begun(shop)
    assert len(raised.value.problems) == 5
    assert snapshot(shop.parent) == before


def test_a_second_campaign_joins_the_project(shop: Path) -> None:
    begun(shop)
    (shop.parent / "project" / ".gitignore").write_text("*.pyc\n")
    second = begun(shop, name="summer")
    assert all("schemas" not in path.parts for path in second.written)
    assert any("output/" in note for note in second.notes)


@pytest.mark.parametrize("name", ["", "a/b", "..", "-x", "con", "é", "x" * 81, "a b"])
def test_bad_names_are_refused(shop: Path, name: str) -> None:
    with pytest.raises(InputError) as raised:
        start(name, shop, shop / "feed.csv", today=TODAY)
    assert "\n" not in str(raised.value)
    assert not (shop / "campaigns").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"logo": Path("none.svg")},
        {"tokens": Path("none.json")},
        {"feed_settings": {"dialekt": "csv"}},
        {"feed_settings": {"dialect": "excel"}},
    ],
)
def test_a_bad_input_leaves_nothing_behind(shop: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        begun(shop, **changes)
    assert not (shop.parent / "project").exists()


def test_a_failure_half_way_is_undone(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename, moved = Path.rename, []

    def failing(path: Path, target: Path) -> Path:
        if len(moved) == 4:
            raise OSError(28, "No space left on device")
        moved.append(target)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OutputError, match="No space left"):
        begun(shop)
    assert len(moved) == 4
    assert not (shop.parent / "project").exists()


def test_tokens_win_over_the_logo_and_stay_readable(shop: Path) -> None:
    started = begun(shop, tokens=shop / "tokens.json")
    assert distance(from_hex(started.palette.primary), from_hex("#00897B")) < 0.03
    assert all(ratio >= CONTRAST for _, ratio in pairs(started.palette))
    assert any("on_primary" in note for note in started.notes)


def test_without_a_logo_the_brand_is_neutral(shop: Path) -> None:
    started = begun(shop, logo=None)
    assert validated(Brand, read(started.brand)).logos == ()
    assert started.palette.primary == "#1A1A1A"


@pytest.mark.parametrize("locale", [*PHRASES, "fr-CA", "ja", "zh-Hant-TW"])
def test_every_language_makes_a_valid_campaign(shop: Path, locale: str) -> None:
    made = campaign(begun(shop, languages=(locale,)))
    assert made.locales[0].startswith(locale)
    cta = made.messages[made.locales[0]][0].cta
    assert cta is not None
    assert "'" not in cta.text


@pytest.mark.parametrize(
    ("language", "what"),
    [
        ("xx", "unknown language 'xx'"),
        ("german", r"is not a locale: write it like fr-FR \(did you mean 'de'\?\)"),
        ("fr-XX", "unknown country 'XX'"),
        ("", "is not a locale"),
    ],
)
def test_a_language_that_nobody_speaks_is_refused(shop: Path, language: str, what: str) -> None:
    with pytest.raises(InputError, match=f"^--language: .*{what}") as raised:
        begun(shop, languages=("fr", language))
    assert "\n" not in str(raised.value)
    assert not (shop.parent / "project").exists()


FULL = "id,title,image,link,price,sale_price,sale_price_effective_date\n1,Mug,a.jpg,https://x.example,5 EUR,"


def test_a_feed_without_pictures_and_links_is_told(shop: Path) -> None:
    started = begun(shop)
    assert "no column names pictures: see feed.map.image" in started.notes
    assert any(note.startswith("no column names links: see feed.map.link") for note in started.notes)
    assert campaign(started).placements[0].click_url is None
    (shop / "feed.csv").write_text(FULL + ",\n")
    complete = begun(shop, name="summer")
    assert not any("names" in note for note in complete.notes)
    assert campaign(complete).placements[0].click_url == "{{ item.link }}"


@pytest.mark.parametrize(
    ("ends", "told"),
    [("2026-09-12", True), ("2026-09-01", True), ("2026-08-20", False), ("2026-10-01", False), ("2026-12-31", False)],
)
def test_no_offer_is_promised_for_longer_than_its_sale(shop: Path, ends: str, told: bool) -> None:
    """The flight is from 2026-09-01 to 2026-10-01."""
    (shop / "feed.csv").write_text(f"{FULL}4 EUR,2026-08-01/{ends}\n")
    started = begun(shop)
    wanted = f"a sale ends before the flight does, the first on {ends}: no subline says until when offers hold"
    assert (wanted in started.notes) is told
    (message,) = campaign(started).messages["en-GB"]
    assert (message.subline is None) is told


def test_currency_settles_the_region() -> None:
    assert phrases("en", "USD").locale == "en-US"
    assert phrases("pt", "BRL").timezone == "America/Sao_Paulo"
    assert phrases("en").locale == "en-GB"


@pytest.mark.parametrize(
    "value",
    [
        "no",
        "a: b",
        "1",
        "x # y",
        "",
        " x",
        "{a}",
        "Prix (€)",
        "l’été",
        "a\nb",
        "- x",
        "null",
        "1.5",
        "2026-01-01",
        "é\u0085",
        "?",
        "C:\\x",
        '"',
        "...",
        "a\tb",
        "@id",
    ],
)
def test_any_text_survives_the_yaml(tmp_path: Path, value: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(f"key: {scalar(value)}\nflow: {flow({value: [value]})}\n", "utf-8")
    assert read(file).data == {"key": value, "flow": {value: [value]}}


def test_pictures_beside_the_feed_are_found(shop: Path) -> None:
    (shop / "Pics" / "a.jpg").rename(shop / "a.jpg")
    (shop / "Pics").rmdir()
    feed = campaign(begun(shop)).feed
    assert feed is not None
    assert feed.images == "../../../shop"
