"""A good creative passes every check; the builders with which the other files spoil it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from renderer import checks
from renderer.checks import Evidence
from renderer.loading.profiles import known_profiles
from renderer.model.brand import Brand
from renderer.model.format import Format
from renderer.outcome import File, Finding, Probe
from renderer.scene import AnyNode, Box, Colour, Group, Image, Line, Run, Scene, Shape, Text
from renderer.tracks import Keyframe, Track

INK: Colour = (13, 7, 69, 255)
WHITE: Colour = (255, 255, 255, 255)
FONT = "f" * 8


def text(
    role: str,
    box: tuple[float, float, float, float],
    words: str = "Words",
    *,
    size: float = 14,
    fill: Colour = INK,
    lines: int = 1,
    sizes: tuple[float, ...] = (),
    **more: object,
) -> Text:
    """A text whose lines share its box evenly; `sizes` makes one run a size of the first line."""
    place = Box(*box)
    pitch = place.h / max(1, lines)
    runs = tuple(Run(FONT, one, fill, (1,), (0.0,), (0.0,), (0, len(words))) for one in sizes or (size,))
    made = tuple(Line(words, place.x, place.y + pitch * index + pitch * 0.8, place.w, runs) for index in range(lines))
    return Text(id=f"t-{role}", role=role, box=place, lines=made, **more)  # type: ignore[arg-type]


def shape(role: str, box: tuple[float, float, float, float], fill: Colour = WHITE) -> Shape:
    return Shape(id=f"s-{role}", role=role, box=Box(*box), fill=fill)


def product(
    subject: tuple[float, float, float, float],
    box: tuple[float, float, float, float] = (150, 0, 150, 250),
    **more: object,
) -> Image:
    more.setdefault("treatment", "relight")
    return Image(id="i-product", role="product", box=Box(*box), asset="p", crop=Box(0, 0, 1, 1),
                 subject=Box(*subject), **more)  # type: ignore[arg-type]  # fmt: skip


def logo(box: tuple[float, float, float, float]) -> Image:
    return Image(id="i-logo", role="logo", box=Box(*box), asset="l", crop=Box(0, 0, 1, 1), treatment="artwork",
                 subject=Box(*box))  # fmt: skip


def group(*children: AnyNode, box: tuple[float, float, float, float] = (0, 0, 300, 250), **more: object) -> Group:
    return Group(id="g", role="group", box=Box(*box), children=children, **more)  # type: ignore[arg-type]


GOOD: tuple[AnyNode, ...] = (
    shape("panel", (0, 0, 150, 250)),
    product((170, 20, 110, 140)),
    logo((16, 16, 80, 20)),
    text("headline", (16, 60, 120, 40), size=22, lines=2),
    text("price", (180, 200, 80, 30), "249", sizes=(40, 18, 18)),
    shape("button", (16, 190, 100, 30)),
    text("cta", (30, 198, 70, 14)),
    text("mention", (16, 232, 120, 9), size=8.5),
)


def brand(**more: object) -> Brand:
    written = {
        "name": "Test",
        "typefaces": {"display": {"family": "A"}, "text": {"family": "B"}},
        "logos": [{"file": "logo.svg", "clear_space": 0.25, "min_width_px": 48}],
        "legibility": {"min_text_px": 10, "min_legal_px": 8, "contrast": 4.5},
        **more,
    }
    return Brand.model_validate(written)


def place(**more: object) -> Format:
    written = {
        "id": "iab/medium-rectangle",
        "name": {"en": "Medium rectangle"},
        "channel": "display",
        "family": "iab-fixed",
        "size": [300, 250],
        "limits": {"initial_kb": 150, "subload_kb": 300},
        "source": ["IAB-FIXED-2019"],
        "as_of": "2026-11-22",
        "verified": True,
        **more,
    }
    return Format.model_validate({key: value for key, value in written.items() if value is not None})


def scene(*nodes: AnyNode, size: tuple[int, int] = (300, 250), **more: object) -> Scene:
    root = Group(id="0", role="root", box=Box(0, 0, *size), children=nodes)
    return Scene(width=size[0], height=size[1], root=root, **more)  # type: ignore[arg-type]


def probes(one: Scene, darkest: Colour = WHITE, lightest: Colour = WHITE) -> tuple[Probe, ...]:
    return tuple(Probe(node.id, node.role, darkest, lightest) for node in one.walk() if isinstance(node, Text))


def file(**more: object) -> File:
    written: dict[str, object] = {"path": "still.jpg", "media_type": "image/jpeg", "bytes": 90_000, "sha256": "",
                                  "width": 300, "height": 250, **more}  # fmt: skip
    return File(**written)  # type: ignore[arg-type]


def evidence(*nodes: AnyNode, one: Scene | None = None, **more: object) -> Evidence:
    """Evidence of a scene with a white ground behind every text."""
    made = one if one is not None else scene(*(nodes or GOOD))
    written: dict[str, object] = {"scene": made, "format": place(), "brand": brand(), "probes": probes(made),
                                  "files": (file(),), **more}  # fmt: skip
    return Evidence(**written)  # type: ignore[arg-type]


def spoiled(*others: AnyNode, without: tuple[str, ...] = (), **more: object) -> Evidence:
    """The good creative with further nodes, or with roles replaced by the others of the same role."""
    gone = {*without, *(node.role for node in others)}
    return evidence(*(node for node in GOOD if node.role not in gone), *others, **more)


def found(id_: str, seen: Evidence, *names: str) -> list[Finding]:
    """What one check finds."""
    known = known_profiles(checks.IDS)
    profiles = [known[name] for name in names]
    return [finding for finding in checks.check(seen, profiles) if finding.check == id_]


def test_a_good_creative_has_no_findings() -> None:
    assert checks.check(evidence(), [known_profiles(checks.IDS)["iab"], known_profiles(checks.IDS)["google-ads"]]) == ()


def test_moving_scenes_are_judged_at_their_poster() -> None:
    late = Track("opacity", (Keyframe(0, (0.0,)), Keyframe(1000, (1.0,))))
    early = Track("opacity", (Keyframe(0, (1.0,)), Keyframe(1000, (0.0,))))
    pair = (
        text("headline", (16, 60, 120, 40), tracks=(late,)),
        text("subline", (16, 60, 120, 40), tracks=(early,)),
    )
    still = scene(*pair)
    assert len(found("text/overlap", evidence(one=still))) == 1  # without a duration, tracks say nothing
    moving = msgspec.structs.replace(still, duration=2000)
    assert found("text/overlap", evidence(one=moving)) == []
    half = msgspec.structs.replace(still, duration=2000, poster=500)
    assert len(found("text/overlap", evidence(one=half))) == 1


def test_a_profile_chooses_its_checks() -> None:
    bad = spoiled(text("headline", (-40, 60, 120, 40), size=22), without=("logo",))
    only = known_profiles(checks.IDS)["iab"].model_copy(update={"checks": ("logo/missing",)})
    assert [one.check for one in checks.check(bad, [only])] == ["logo/missing"]
    assert {one.check for one in checks.check(bad)} == {"logo/missing", "text/overflow"}


ODD: tuple[AnyNode, ...] = (
    Text(id="1", role="headline", box=Box(0, 0, 0, 0), lines=()),
    Text(id="2", role="price", box=Box(5, 5, 0, 0), lines=(Line("", 0, 0, 0, ()),), rung="failed"),
    text("", (10, 10, 0, 0)),
    text("name", (-500, 10, -3, -4)),
    shape("plate", (0, 0, 0, 0)),
    shape("button", (0, 0, -5, -5)),
    product((10, 10, 0, 0), (0, 0, 0, 0)),
    Image(id="3", role="product", box=Box(0, 0, 9, 9), asset="p", crop=Box(0, 0, 0, 0)),
    Image(id="4", role="logo", box=Box(0, 0, 0, 0), asset="l", crop=Box(0, 0, 1, 1)),
    group(),
    group(text("cta", (0, 0, 10, 10)), clip=True, box=(0, 0, 0, 0)),
)


@pytest.mark.parametrize("node", ODD, ids=lambda node: f"{type(node).__name__}-{node.id}-{node.role}")
def test_odd_scenes_do_not_crash(node: AnyNode) -> None:
    bare = brand(logos=[])
    for seen in (evidence(node), evidence(*GOOD, node), evidence(*ODD, pictures={"p": (0, 0)})):
        checks.check(seen, [known_profiles(checks.IDS)["google-ads"]])
        checks.check(replace(seen, brand=bare, files=(), probes=()))
    checks.check(evidence(one=scene()))
