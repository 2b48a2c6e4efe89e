from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from renderer.model.naming import FIELDS, checked, fields, filled

VALUES = {field: field.upper() for field in FIELDS} | {"arm": "", "message": ""}


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("{campaing}_{format}", "'{campaing}' is no field of a name (did you mean 'campaign'?)"),
        ("{colour}", "'{colour}' is no field of a name (choose from campaign, format, item, width"),
        ("{}", "'{}' is no field of a name"),
        ("{width:04d}", "'{width:04d}' is no field of a name"),
        ("{item.id}", "'{item.id}' is no field of a name"),
        ("{{ item }}", "a field stands in one pair of braces: {item}, not {{ item }}"),
        ("{campaign}_{format", "the brace at character 12 is never closed"),
        ("{campaign}_format}", "the brace at character 18 closes nothing"),
        ("{camp{item}}", "a field stands in one pair of braces"),
        ("{a{item}", "the brace at character 1 is never closed"),
        ("{segment}/{item}", "'/' at character 10: this names files; their folder is the key"),
        ("..\\{item}", "'\\' at character 3: this names files"),
        ("{item}:{width}", "':' at character 7 is refused by some disk or ad server"),
        ("{item}?", "'?' at character 7 is refused"),
        ("été_{item}", "'é' at character 1 is refused"),
        ("{item}\n{width}", "at character 7 is refused"),
        ("{item}\0", "at character 7 is refused"),
        ("{item}%20", "'%' at character 7 is refused"),
        ("", "a name begins with"),
        (".{item}", "a name begins with"),
        ("-{item}", "a name begins with"),
        ("={item}", "a name begins with"),
        ("{item}.jpg", "leave '.jpg' out: the file's type is added"),
        ("{item}.PNG", "leave '.PNG' out"),
        ("con", "Windows keeps names that begin with 'con' for devices"),
        ("NUL.{item}", "Windows keeps names that begin with 'NUL' for devices"),
        ("x" * 101 + "{item}", "has 101 characters beside its fields; it may have 100"),
    ],
)
def test_what_cannot_name_files_is_refused_in_words(pattern: str, told: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        checked(pattern)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{campaign}_{format}_{locale}_{item}_{width}x{height}", "CAMPAIGN_FORMAT_LOCALE_ITEM_WIDTHxHEIGHT"),
        ("banner (v2) {item}", "banner (v2) ITEM"),
        ("{item}", "ITEM"),
        ("{campaign}.{arm}.{item}", "CAMPAIGN.ITEM"),
        ("{arm}_{item}", "ITEM"),
        ("{item}_{arm}", "ITEM"),
        ("{item}_{message}_{arm}_v2", "ITEM_v2"),
        ("x_arm-{arm}-{item}", "x_arm-ITEM"),
        ("{arm}", ""),
        ("console_{item}", "console_ITEM"),
    ],
)
def test_a_pattern_is_filled_and_an_empty_field_takes_its_sign_along(pattern: str, name: str) -> None:
    assert checked(pattern) == pattern
    assert filled(pattern, VALUES) == name


def test_fields_of_a_pattern() -> None:
    assert fields("a{item}_{width}x{height}b") == {"item", "width", "height"}


@given(st.lists(st.sampled_from([*(f"{{{field}}}" for field in FIELDS), "_", "-", "x", " "]), max_size=8))
def test_what_is_taken_makes_a_name_that_stands_on_any_disk(pieces: list[str]) -> None:
    pattern = "".join(pieces)
    try:
        checked(pattern)
    except PydanticCustomError:
        return
    name = filled(pattern, VALUES)
    assert name == name.strip("-_. ")
    assert not set(name) & set('<>:"/\\|?*%#{}')
