"""Far more creatives than anybody meant: plan warns, a run asks or wants `--yes`, and never waits for nobody."""

from __future__ import annotations

import os
import pty
import sys

import pytest
from bad_shop import Shop

from renderer import cli
from renderer.commands import rendering

ROWS = [f"i{number},Item {number},{number + 1} EUR,kettle.png,https://t" for number in range(150)]


@pytest.fixture
def huge(shop: Shop) -> Shop:
    """150 formats x 150 items."""
    (shop.folder / "formats").mkdir()
    formats = [f"  - {{id: own/f{n}, name: {{en: F}}, verified: false, size: {200 + n}x250}}" for n in range(150)]
    (shop.folder / "formats/own.yaml").write_text(
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n" + "\n".join(formats) + "\n"
    )
    shop.rows(*ROWS)
    shop.campaign("iab/medium-rectangle", "own")
    return shop


EXTENT = "22,500 new creatives (150 formats, 150 items, 1 segment, 1 locale)"


def test_without_a_terminal_it_ends_with_one_line(huge: Shop) -> None:
    told = f"campaign.yaml: {EXTENT}: more than 20,000 at once need --yes"
    assert huge.process("campaign.yaml").refused() == [told]
    assert huge.process("check").refused() == [told]
    assert not (huge.folder / "output/demo").exists()


def test_plan_warns(huge: Shop) -> None:
    ran = huge.run("plan")
    assert ran.code == 0
    assert f"{EXTENT}: render asks whether they are meant, or needs --yes" in ran.err
    assert "22,500 creatives" in ran.out
    assert huge.run("plan", "--json").json["counts"]["new"] == 22_500
    assert "--yes" not in huge.run("plan", "--limit", "5").err


@pytest.mark.parametrize(
    ("answer", "code", "told"), [(b"n\n", 2, "nothing was made"), (b"\n", 2, "nothing"), (b"\x04", 130, "interrupted")]
)
def test_a_terminal_is_asked(huge: Shop, answer: bytes, code: int, told: str) -> None:
    child, terminal = pty.fork()
    if not child:
        os.chdir(huge.folder)
        os.execv(sys.executable, [sys.executable, "-m", "renderer.cli"])
    shown, answered = b"", False
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side has closed it
            break
        shown += part
        if b"[y/N]" in shown and not answered:
            os.write(terminal, answer)
            answered = True
        if not part:
            break
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == code
    assert f"demo: {EXTENT}. Make them all?".encode() in shown
    assert told.encode() in shown
    assert not (huge.folder / "output/demo").exists()


@pytest.mark.parametrize(("words", "answer"), [(["--yes"], None), ([], True)])
def test_what_is_meant_is_made_and_does_not_count_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, words: list[str], answer: bool | None
) -> None:
    asked: list[str] = []

    def agreed(question: str) -> bool | None:
        asked.append(question)
        return answer

    monkeypatch.setattr(rendering, "UNASKED", 1)
    monkeypatch.setattr(cli, "_agreed", agreed)
    assert shop.render(*words).code == 0
    assert len(asked) == (not words)
    shop.rows("kettle,Kettle,9 EUR,kettle.png,https://t", "lamp,Lamp,9 EUR,lamp.png,https://t")
    monkeypatch.setattr(cli, "_agreed", lambda _: None)
    assert shop.render().code == 0  # all made again, but none new
    assert shop.run("plan", "--json").json["counts"]["new"] == 0
    shop.whole()


def test_twenty_thousand_is_what_the_documents_say() -> None:
    help_ = next(one for one in cli.run.params if one.name == "yes").help or ""  # type: ignore[attr-defined]
    assert f"{rendering.UNASKED:,}" in help_
