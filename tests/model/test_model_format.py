from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from renderer.model.format import NEEDS, Format, FormatFile
from renderer.model.terms import SafeZone


def test_a_safe_zone_leaves_room() -> None:
    assert SafeZone(top=0.14, bottom=0.35).bottom == 0.35
    with pytest.raises(ValidationError, match="covers all of the height"):
        SafeZone(top=0.5, bottom=0.5)


def skin(**more: Any) -> Format:
    written = {"id": "a/b", "name": {"en": "x"}, "channel": "display", "family": "a", "size": [1920, 1080],
               "source": ("x",), "as_of": "2026-01-01", "verified": False}  # fmt: skip
    return Format.model_validate({**written, **more})


def test_a_page_lies_in_the_middle_down_to_the_foot() -> None:
    assert skin(content={"width": 1000, "top": 170}).page() == (460, 170, 1000, 910)
    assert skin(content={"width": 1920, "top": 250}).page() == (0, 250, 1920, 830)  # a header alone
    assert skin(content={"width": 1001}).page() == (459.5, 0, 1001, 1080)  # gutters alone
    assert skin().page() is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"content": {"width": 1920}}, "covers all of 1920x1080: leave gutters beside it, or a header above"),
        ({"content": {"width": 2000, "top": 100}}, "2000 px wide from 100 px down, which does not lie on a canvas"),
        ({"content": {"width": 1000, "top": 1080}}, "does not lie on a canvas of 1920x1080"),
        ({"content": {"width": 0}}, "greater than 0"),
        ({"content": {"width": 1000, "top": -1}}, "greater than or equal to 0"),
        ({"content": {"width": 100}, "size": None, "range": [[300, 50], [600, 90]]}, "needs a 'size' of its own"),
    ],
)
def test_a_page_leaves_gutters_or_a_header(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        skin(**more)


def flexible(**more: Any) -> Format:
    return skin(size=[450, 75], range=[[300, 50], [450, 75]], sizes={"min": [300, 50]}, aliases=["x"], **more)


def test_a_page_s_gutter_is_what_text_keeps_to() -> None:
    zone = skin(content={"width": 1000, "top": 200, "gutter": 160}).safe_zone
    assert (zone.left, zone.right, zone.top, zone.bottom) == (0.15625, 0.15625, 0, 0)
    assert skin(content={"width": 1000}).safe_zone.left == 0
    assert skin(content={"width": 1000, "gutter": 900}).safe_zone.left == 0  # wider than there is
    assert skin(content={"width": 1000, "gutter": 160}, safe_zone={"left": 0.2}).safe_zone.left == 0.2


def test_a_full_page_keeps_its_text_within_the_safe_ratio() -> None:
    zone = skin(size=[900, 1600], ratios={"safe": "3:5", "trim": "9:16", "bleed": "9:17"}).safe_zone
    assert (zone.top, zone.bottom) == (0.03125, 0.03125)
    assert 1600 * (1 - zone.top - zone.bottom) == 900 * 5 / 3


def test_a_further_size_is_a_format_of_its_own() -> None:
    whole, smallest = flexible().stated()
    assert (whole.id, whole.size, whole.of) == ("a/b", (450, 75), "")
    assert (smallest.id, smallest.size, smallest.of) == ("a/b-min", (300, 50), "a/b")
    assert (smallest.sizes, smallest.aliases, smallest.name["en"]) == ({}, (), "x, 300x50")
    assert smallest.limits == whole.limits


def test_a_flexible_format_is_made_at_its_size_else_at_the_middle() -> None:
    assert flexible().canvas() == (450, 75)
    assert skin(size=None, range=[[300, 50], [450, 75]]).canvas() == (375, 62)


def test_what_needs_something_else_has_no_still_and_may_have_no_size() -> None:
    film = skin(size=None, needs="video")
    assert (film.no_still(), film.measure()) == (NEEDS["video"], "")
    assert skin(size=[210, 297], unit="mm", needs="print").measure() == "210x297 mm"
    assert skin().no_still() == ""
    assert "takes neither JPEG" in skin(file_types=["mp4"]).no_still()


def test_a_state_may_be_a_name_alone() -> None:
    plain, sized = skin(states=["collapsed", {"name": "expanded", "size": "600x250"}]).states
    assert (plain.name, plain.size, sized.size) == ("collapsed", None, (600, 250))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"size": None}, "needs 'size' or 'range'"),
        ({"range": [[300, 50], [450, 75]]}, "has a 'size' that its 'range' leaves out"),
        ({"unit": "mm"}, "measured in mm, and stills in px"),
        ({"unit": "cm"}, "Input should be 'px' or 'mm'"),
        ({"needs": "nothing"}, "Input should be"),
        ({"sizes": {"Min": [300, 50]}}, "'Min' is not a name"),
        ({"sizes": {"min": [0, 50]}}, "0x50 is not a size"),
        ({"sizes": {"min": [300, 50]}, "content": {"width": 1000}}, "holds for one size"),
        ({"size": None, "content": {"width": 1000, "gutter": 9}, "needs": "size"}, "needs a 'size' of its own"),
        ({"ratios": {"safe": "3:0", "trim": "9:16", "bleed": "9:17"}}, "String should match"),
        ({"content": {"width": 1000, "gutter": 0}}, "greater than 0"),
        ({"limits": {"min_duration_s": 60, "max_duration_s": 5}}, "asks for at least more seconds"),
        ({"limits": {"duration_s": [0]}}, "greater than 0"),
        ({"limits": {"static_kb": -1}}, "greater than 0"),
        ({"limits": {"total_kb": float("inf")}}, "finite number"),
        ({"status": "old"}, "Input should be"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        skin(**more)


def test_what_a_file_says_once_holds_unless_a_format_says_otherwise() -> None:
    first, second = FormatFile.model_validate(
        {
            "family": "a", "channel": "social", "source": ["X"], "as_of": "2026-01-01", "scale": 2.75, "note": "Said.",
            "limits": {"total_kb": 150}, "file_types": ["png"],
            "formats": [
                {"id": "a/b", "name": {"en": "x"}, "size": "300x250", "verified": True},
                {"id": "a/c", "name": {"en": "x"}, "size": "300x250", "verified": True, "scale": 2, "limits": {}},
            ],
        }
    ).formats  # fmt: skip
    assert (first.scale, first.limits.total_kb, first.file_types, first.note) == (2.75, 150, ("png",), "Said.")
    assert (second.scale, second.limits.total_kb) == (2, None)


OPENED = {"needs": "html5", "states": [{"name": "expanded", "size": "970x415"}], "size": [970, 90]}


def test_a_format_that_opens_is_made_as_html5_alone() -> None:
    one = skin(**OPENED, file_types=("html5",))
    assert one.refusal("html5").startswith("has states, and does not say how it 'opens'")
    push = skin(**OPENED, file_types=("html5",), opens={"how": "push", "to": "expanded"})
    assert (push.refusal("html5"), bool(push.refusal("still"))) == ("", True)
    large = push.opened()
    assert large is not None
    assert (large.canvas(), large.opened()) == ((970, 415), None)
    assert skin(opens={"how": "dismiss"}).opened() is None


@pytest.mark.parametrize(
    ("opens", "more", "message"),
    [
        ({"how": "push", "to": "open"}, OPENED, "opens to 'open', which is none of its 'states'"),
        ({"how": "expand"}, OPENED, "needs 'to': the name of the state that it opens into"),
        ({"how": "dismiss", "to": "expanded"}, OPENED, "opens 'to' nothing"),
        ({"how": "expand", "to": "page"}, {"states": ["page"]}, "opens to 'page': both need a 'size'"),
        ({"how": "hover"}, {}, "Input should be"),
        ({"how": "scroll"}, {}, "needs two 'segments' or more"),
        ({"how": "scroll", "segments": 1}, {}, "needs two 'segments' or more"),
        ({"how": "scroll", "segments": True}, {}, "segments"),
        ({"how": "scroll", "segments": 5, "to": "expanded"}, OPENED, "opens 'to' nothing"),
        ({"how": "scroll", "segments": 5}, {"size": None, "range": [[300, 50], [600, 90]]}, "which needs a 'size'"),
        ({"how": "push", "to": "expanded", "segments": 5}, OPENED, "has 'segments', which only"),
        ({"how": "slide", "to": "expanded"}, {**OPENED, "size": [728, 90]}, "as wide as that, and higher"),
        ({"how": "slide", "to": "expanded"}, {**OPENED, "size": [970, 415]}, "as wide as that, and higher"),
    ],
)
def test_what_it_opens_to_is_stated(opens: dict[str, Any], more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        skin(**more, opens=opens)


def test_only_a_page_skin_turns() -> None:
    assert skin(turns=True, content={"width": 1000}, file_types=("html5",)).refusal("html5") == ""
    with pytest.raises(ValidationError, match="it needs a 'content' box"):
        skin(turns=True)
