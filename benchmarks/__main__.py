"""`python -m benchmarks`: measures, prints the table, writes docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import campaign, gifs, pages, report, rounds, stages, stages_page, whole
from benchmarks.rounds import Broken, say

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> int:
    options = _options()
    if options.only == "stages":
        return _only_stages(options)
    if options.only == "gif":
        return _only_gifs(options)
    if options.only == "html5":
        return _only_pages(options)
    with tempfile.TemporaryDirectory(prefix="omnirender-bench-") as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        items = 4 if options.quick else 14
        count = options.rounds or (2 if options.quick else 5)
        measured = rounds.measure(
            campaign.write(folder / "campaign", items, items), folder, count, frozenset(options.skip)
        )
        runs = _whole(folder, options)
        page = report.page(measured, runs, count, options.quick, options.date)
        page = stages_page.put_into(page, stages.measure())
        page = stages_page.replaced(page, gifs.TITLE, _gifs(options))
        page = stages_page.replaced(page, pages.TITLE, pages.section(pages.measure()))
    print(page)
    _write(page, options)
    return 0


def _only_stages(options: argparse.Namespace) -> int:
    """The stages of the demo campaigns alone: printed, and written into the page beside what it says of the rest."""
    demos = stages.measure()
    print(stages_page.section(demos))
    page = options.write.read_text(encoding="utf-8") if options.write.exists() else ""
    _write(stages_page.put_into(page, demos), options)
    return 0


def _gifs(options: argparse.Namespace) -> str:
    try:
        return gifs.section(*gifs.measure(1 if options.quick else 3))
    except (Broken, OSError) as error:
        return f"{gifs.TITLE}\n\nNot measured: {error}"


def _only_gifs(options: argparse.Namespace) -> int:
    """Moving scenes as GIF alone, beside what the page says of the rest."""
    made = gifs.section(*gifs.measure(options.rounds or 3))
    print(made)
    page = options.write.read_text(encoding="utf-8") if options.write.exists() else ""
    _write(stages_page.replaced(page, gifs.TITLE, made), options)
    return 0


def _only_pages(options: argparse.Namespace) -> int:
    """HTML5 packages alone, beside what the page says of the rest."""
    made = pages.section(pages.measure(options.rounds or 3))
    print(made)
    page = options.write.read_text(encoding="utf-8") if options.write.exists() else ""
    _write(stages_page.replaced(page, pages.TITLE, made), options)
    return 0


def _write(page: str, options: argparse.Namespace) -> None:
    if not options.no_write:
        options.write.write_text(page, encoding="utf-8")
        say(f"written to {options.write}")


def _whole(folder: Path, options: argparse.Namespace) -> report.Whole:
    """Runs of the command itself; one that fails is told, not hidden."""
    found = report.Whole({}, {}, {})
    if options.no_whole:
        return found
    say("start-up")
    for name, work in (("help", whole.help_seconds), ("first", lambda: whole.first_creative(folder))):
        try:
            found.seconds[name] = work()
        except (Broken, OSError, whole.subprocess.CalledProcessError) as error:
            found.failed[name] = str(error)
    try:
        found.runs.update(whole.incremental(folder, options.items or (125 if options.quick else 1250)))
    except (Broken, OSError, ValueError) as error:
        found.failed["incremental"] = str(error)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer creatives and rounds: one to two minutes")
    parser.add_argument("--only", choices=["stages", "gif", "html5"],
                        help="the demos' stages, or their HTML5 packages: under a minute; GIFs: two")  # fmt: skip
    parser.add_argument("--rounds", type=int, help="rounds (default 5, quick 2)")
    parser.add_argument("--items", type=int, help="items of the incremental run (default 1250, quick 125)")
    peers = [peer.id for peer in rounds.ALL]
    parser.add_argument("--skip", nargs="*", default=[], choices=peers, help="peers left out")
    parser.add_argument("--no-whole", action="store_true", help="leave out start-up and incremental runs")
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--write", type=Path, default=PAGE, help="where the page goes (default docs/performance.md)")
    parser.add_argument("--keep", type=Path, help="a folder to work in that is kept, to look at everyone's pictures")
    parser.add_argument("--date", default="", help="the date to write on the page")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
