import json
from pathlib import Path
from typing import Any

import pytest

from renderer.errors import InputError
from renderer.starting.colour import hex_text
from renderer.starting.roles import role_of
from renderer.starting.tokens import read_tokens


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(data: Any) -> Path:
        file = tmp_path / "tokens.json"
        file.write_text(data if isinstance(data, str) else json.dumps(data))
        return file

    return written


def hexes(file: Path) -> dict[str, str]:
    return {role: hex_text(colour) for role, colour in read_tokens(file).colours.items()}


def test_groups_aliases_and_object_colours(write: Any) -> None:
    file = write(
        {
            "color": {
                "$type": "color",
                "blue": {"500": {"$value": "#2312D8"}},
                "brand": {
                    "primary": {"$value": "{color.blue.500}"},
                    "secondary": {"$value": {"colorSpace": "srgb", "components": [1, 0.5, 0], "alpha": 1}},
                    "accent": {"$value": {"colorSpace": "oklch", "components": [0.7, 0.15, 60]}},
                },
                "background": {"$value": {"colorSpace": "display-p3", "components": [1, 1, 1], "hex": "#F7F3EA"}},
                "text": {"default": {"$value": "#111"}, "muted": {"$value": "#666666"}},
                "text-on-primary": {"$value": "#FFFFFF"},
                "sale": {"$value": "#E8132A"},
                "border": {"primary": {"$value": "#CCCCCC"}},
            },
            "space": {"small": {"$type": "dimension", "$value": {"value": 4, "unit": "px"}}},
        }
    )
    found = hexes(file)
    assert found.pop("accent").startswith("#")
    assert found == {
        "primary": "#2312D8", "secondary": "#FF8000", "ground": "#F7F3EA", "on_ground": "#111111",
        "on_primary": "#FFFFFF", "saving": "#E8132A",
    }  # fmt: skip


def test_an_alias_takes_its_targets_type(write: Any) -> None:
    file = write({"a": {"$type": "color", "$value": "#123456"}, "primary": {"$value": "{a}"}})
    assert hexes(file) == {"primary": "#123456"}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("color.primary", "primary"),
        ("color.brand.primary.500", "primary"),
        ("brandPrimary", "primary"),
        ("md.sys.color.on-primary", "on_primary"),
        ("primary-foreground", "on_primary"),
        ("button.primary.background", "primary"),
        ("button.primary.text", "on_primary"),
        ("color.text.primary", "on_ground"),
        ("text.secondary", None),
        ("background.primary", "ground"),
        ("background.danger", None),
        ("onBackground", "on_ground"),
        ("on-surface", "on_ground"),
        ("surface", "ground"),
        ("foreground", "on_ground"),
        ("destructive", "saving"),
        ("price", "price"),
        ("on-price", "on_price"),
        ("border.primary", None),
        ("primary.hover", None),
        ("grey.200", None),
    ],
)
def test_names_and_the_roles_they_mean(name: str, role: str | None) -> None:
    found = role_of(name)
    assert (found.role if found else None) == role


def test_the_plainest_name_wins(write: Any) -> None:
    scale = {step: {"$value": f"#0000{step[0]}0"} for step in ("100", "500", "900")}
    danger = {"danger": {"$value": "#AA0000"}, "sale": {"$value": "#CC0000"}}
    assert hexes(write({"$type": "color", "primary": scale, **danger})) == {"primary": "#000050", "saving": "#CC0000"}


def test_translucent_colours_are_left_out_and_said(write: Any) -> None:
    read = read_tokens(write({"$type": "color", "primary": {"$value": "#2312D880"}}))
    assert not read.colours
    assert "translucent" in read.notes[0]
    opaque = write({"$type": "color", "primary": {"$value": "#2312D8FF"}})
    assert hexes(opaque) == {"primary": "#2312D8"}


def test_families_with_a_package_are_used_and_others_named(write: Any) -> None:
    read = read_tokens(write({
        "font": {
            "$type": "fontFamily",
            "heading": {"$value": ["Nowhere Grotesk", "sans-serif"]},
            "body": {"$value": ["Source Sans 3", "sans-serif"]},
            "mono": {"$value": "Courier"},
        }
    }))  # fmt: skip
    assert read.faces["text"]["source"] == "package:font_source_sans_pro"
    assert "display" not in read.faces
    assert "Nowhere Grotesk" in read.notes[0]


def test_typography_tokens_name_their_family(write: Any) -> None:
    read = read_tokens(write({
        "family": {"$type": "fontFamily", "$value": "Manrope"},
        "display": {"$type": "typography", "$value": {"fontFamily": "{family}", "fontWeight": 700}},
    }))  # fmt: skip
    assert read.faces["display"]["source"] == "package:font_manrope"


@pytest.mark.parametrize(
    ("data", "key", "what"),
    [
        ({"a": {"$type": "color", "$value": "{b}"}, "b": {"$value": "{a}"}}, "a", "refers to itself: a -> b -> a"),
        ({"brand": {"$type": "color", "$value": "{colour.x}"}}, "brand", "no token"),
        ({"brand": {"blue": {"$type": "color", "$value": "navy"}}}, "brand.blue", "not a colour"),
        ({"p": {"$type": "color", "$value": 12}}, "p", "not a colour"),
        ({"p": {"$type": "color", "$value": {"colorSpace": "rec2020", "components": [1, 1, 1]}}}, "p", "not supported"),
        ({"p": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1, 1]}}}, "p", "three numbers"),
        ({"p": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [1, 1, 1], "alpha": 7}}}, "p", "alph"),
        ({"f": {"$type": "fontFamily", "$value": 7}}, "f", "not a font family"),
        ({"t": {"$type": "typography", "$value": {"fontFamily": "{x}"}}}, "t", "no token"),
        ({"color": {"value": "#FFF"}}, "", "W3C"),
        ([], "", "groups"),
        ('{"a": ', "", "not valid JSON"),
        ("[" * 100_000, "", "not usable JSON"),
    ],
)
def test_bad_tokens_are_one_line_with_their_key(write: Any, data: Any, key: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as raised:
        read_tokens(write(data))
    assert raised.value.problems[0].key == key
    assert "\n" not in str(raised.value)


def test_deep_groups_and_large_files_are_refused(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    deep: dict[str, Any] = {"$type": "color", "$value": "#FFF"}
    for _ in range(60):
        deep = {"a": deep}
    with pytest.raises(InputError, match="deeper than"):
        read_tokens(write(deep))
    monkeypatch.setattr("renderer.starting.tokens.MAX_BYTES", 10)
    with pytest.raises(InputError, match="larger than"):
        read_tokens(write({"a": {"$value": "#FFFFFF"}}))
