"""What is measured is there under its name, a clock takes inner time off, a page keeps what it says of the rest."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from benchmarks import stages, stages_page
from benchmarks.clock import Clock, replace, wrapping_cost
from renderer.placing.score import WEIGHTS

DEMO = stages.Demo(
    "one", 2, 5.0, {"arrange": 2.0, "paint": 1.0, "paint: pictures": 0.5, "encode": 1.0}, 9,
    {"content": 0.1, "score": 0.1, "arrange": 1.8}, 7,
    {"candidates there are": 30, "placed": 10, "placed: fit": 8, "scored": 8, "finalists": 4, "runs that fit": 9,
     "splits there are": 3, "splits tried": 2},
    [], (1e-7, 1e-6),
)  # fmt: skip


def spin(seconds: float) -> None:
    until = process_time() + seconds
    while process_time() < until:
        pass


@pytest.mark.parametrize("where", [*stages.STAGES.values(), *(
    f"renderer.placing.score:_{term}" for term in WEIGHTS if term != "intent"
)])  # fmt: skip
def test_every_stage_and_term_is_where_it_is_looked_up(where: str) -> None:
    assert replace(where, lambda function: function)


def test_a_function_that_is_gone_is_told() -> None:
    clock = Clock()
    clock.wrap("renderer.line:nowhere", "x")
    clock.wrap("renderer.line:_Nothing.here", "x")
    assert clock.missing == ["renderer.line:nowhere", "renderer.line:_Nothing.here"]


def test_a_clock_takes_inner_time_off_the_outer_one() -> None:
    clock = Clock()
    inner = clock.timed(spin, "inner")

    def work() -> None:
        spin(0.02)
        inner(0.06)

    clock.timed(work, "outer")()
    assert clock.calls == {"inner": 1, "outer": 1}
    assert 0.055 < clock.seconds["inner"] < 0.09
    assert 0.015 < clock.seconds["outer"] < 0.05


def test_wrapping_costs_microseconds() -> None:
    inner, whole = wrapping_cost()
    assert 0 < inner < whole < 1e-4


def test_candidates_are_counted() -> None:
    def counted() -> dict[str, Any]:
        clock = Clock()
        stages.count(clock)
        return {"missing": clock.missing}

    assert stages.forked(counted) == {"missing": []}
    assert "error" in stages.forked(lambda: {"x": 1 / 0})


def test_the_section_says_ratios_and_counts() -> None:
    text = stages_page.section([DEMO])
    assert "arrange 2.00 s, paint and encode 2.50 s: 0.80 of them (goal: 1.00 at most): met" in text
    assert "| pruned | 20 (10.0) |" in text
    slow = DEMO._replace(stages=DEMO.stages | {"arrange": 3.0})
    assert "1.20 of them (goal: 1.00 at most): **below**" in stages_page.section([slow])


def test_the_page_keeps_what_it_says_of_the_rest() -> None:
    page = "# Performance\n\n## Goals\n\nmet\n\n## Again\n\nrun it\n"
    once = stages_page.put_into(page, [DEMO])
    assert [line for line in once.splitlines() if line.startswith("## ")] == ["## Goals", stages_page.TITLE, "## Again"]
    assert once.endswith("## Again\n\nrun it\n")
    assert stages_page.put_into(once, [DEMO]) == once
    assert stages_page.put_into("", [DEMO]).startswith(stages_page.TITLE)
