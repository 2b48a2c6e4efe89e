"""The command. It parses, calls and prints; nothing is decided here."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from renderer import __version__
from renderer.answering import EXIT_INTERRUPTED, EXIT_USAGE, answered, answering, say, tell
from renderer.errors import OutputError

if TYPE_CHECKING:
    from renderer.build import Result
    from renderer.reports.console import Console
    from renderer.stages.plan import Selection

MAX_LEVELS = 500  # of a folder that is made: making it takes a call a level, within the 1,000 that Python allows


class _Commands(click.Group):
    """`render campaign.yaml` is `render run campaign.yaml`: what is no command is a campaign."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h", "--version")):
            self._refuse_misspelt(context, args)
            args = ["run", *args]
        return super().parse_args(context, args)

    def _refuse_misspelt(self, context: click.Context, args: list[str]) -> None:
        """`render plann`: neither a file nor a command."""
        from renderer.errors import choices

        word = args[0] if args else "-"
        may_be_command = not word.startswith("-") and "." not in word and "/" not in word
        if may_be_command and not Path(word).exists():
            shown = sorted(name for name, command in self.commands.items() if not command.hidden)
            tell(f"render: no command or file '{word}'{choices(word, shown)}")
            context.exit(EXIT_USAGE)

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Both ways to call it."""
        formatter.write_usage("render", "[CAMPAIGN] [OPTIONS]")
        formatter.write_usage("render", "COMMAND [ARGS]...")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Rendering's own options, then the other commands."""
        self.commands["run"].format_options(context, formatter)
        self.format_commands(context, formatter)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="CAMPAIGN is a campaign file or its folder; default: ./campaign.yaml.",
)
@click.version_option(__version__, prog_name="render")
def cli() -> None:
    """One campaign file in, every creative out."""


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is not a date: write it as YYYY-MM-DD") from None


def _folder(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and len(value.parts) > MAX_LEVELS:
        raise click.BadParameter(f"has {len(value.parts)} folders within one another; it may have {MAX_LEVELS}")
    return value


_campaign = click.argument("campaign", type=click.Path(path_type=Path), default="campaign.yaml")
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_debug = click.option("--debug", is_flag=True, help="Show where an error comes from.")
_output = click.option("-o", "--output", type=click.Path(path_type=Path), callback=_folder, default="output",
                       show_default=True, help="Folder for the creatives.")  # fmt: skip
_yes = click.option("--yes", is_flag=True, help="Make more than 20,000 new creatives without being asked.")
_SELECTING = (
    click.option("--only", default="", metavar="GLOB", help="Only creatives whose key matches."),
    click.option("--format", "formats", multiple=True, metavar="ID", help="Only these formats, families or channels."),
    click.option("--as", "outputs", multiple=True, help="Only these kinds of output.",
                 type=click.Choice(["still", "html5", "amphtml", "gif", "video", "email"])),
    click.option("--segment", "segments", multiple=True, metavar="ID", help="Only these segments."),
    click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="Only these languages."),
    click.option("--item", "items", multiple=True, metavar="ID", help="Only these feed items."),
    click.option("--limit", type=click.IntRange(min=1), help="At most so many items a segment."),
    click.option("--date", "day", callback=_day, metavar="DATE",
                 help="The day that prices and texts are meant for; default: the flight's first."),
)  # fmt: skip


def _selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_SELECTING):
        command = option(command)
    return command


@cli.command("run", hidden=True)
@_campaign
@_output
@click.option("-j", "--jobs", type=click.IntRange(min=0), help="Worker processes; default: by cores and free memory.")
@_selecting
@click.option("--executor", type=click.Choice(["local"]), default="local", help="Where work is done.")
@click.option(
    "--report",
    "reports",
    default="html,trafficking",
    show_default=True,
    help="Reports to write: html (the gallery), trafficking (a sheet as CSV and XLSX), json.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings and rejected rows too.")
@_yes
@_json
@_debug
def run(campaign: Path, output: Path, jobs: int | None, day: date | None, executor: str, reports: str, strict: bool,
        yes: bool, as_json: bool, debug: bool, **selection: Any) -> None:  # fmt: skip
    """Render a campaign."""
    from renderer.commands.rendering import Options, render, report_names

    with answering(debug):
        options = Options(output, jobs, _selection(selection), day, report_names(reports), yes=yes)
        result, folder = render(campaign, options, _console(), tell, _agreed)
        _finished(result, folder, as_json, strict, debug)


@cli.command()
@_campaign
@_output
@_selecting
@_json
@_debug
def plan(campaign: Path, output: Path, day: date | None, as_json: bool, debug: bool, **selection: Any) -> None:
    """Show what would be made, and how much of it."""
    from renderer.commands.rendering import matrix, notes, planned, warned

    with answering(debug):
        made, _ = planned(campaign, output, _selection(selection), day)
        table = matrix(made, output)
        for line in (*notes(made), *warned(table)):
            tell(line)
        if as_json:
            say(json.dumps(table))
        else:
            from renderer.reports.tables import plan_page

            plan_page(sys.stdout, table)


@cli.command()
@_campaign
@_output
@_selecting
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings and rejected rows too.")
@_yes
@_json
@_debug
def check(campaign: Path, output: Path, day: date | None, strict: bool, yes: bool, as_json: bool, debug: bool,
          **selection: Any) -> None:  # fmt: skip
    """Read a campaign and check every creative, painting in a scratch folder and keeping none."""
    import tempfile

    from renderer.commands.rendering import Options, render

    with answering(debug), tempfile.TemporaryDirectory(prefix="omnirender-") as scratch:
        options = Options(Path(scratch), None, _selection(selection), day, (), output / ".cache", yes)
        result, _ = render(campaign, options, _console(), tell, _agreed)
        _finished(result, None, as_json, strict, debug)


@cli.command()
@click.argument("key")
@click.argument("campaign", type=click.Path(path_type=Path), default="campaign.yaml")
@_output
@click.option("--date", "day", callback=_day, metavar="DATE", help="As for rendering.")
@_json
@_debug
def explain(key: str, campaign: Path, output: Path, day: date | None, as_json: bool, debug: bool) -> None:
    """Say why creative KEY looks as it does, and whether and why it would be made anew."""
    from renderer.commands.explaining import explained, told

    with answering(debug):
        found = explained(key, campaign, output, day)
        say(json.dumps(found) if as_json else told(found))


@cli.command()
@_campaign
@_output
@click.option("--items", default="", metavar="ID,ID", help="Only these feed items.")
@click.option("--locale", default="", metavar="LOCALE", help="Only this language.")
@click.option("--segment", default="", metavar="ID", help="Only this segment.")
@click.option("--format", "format_", default="", metavar="GLOB", help="Only formats whose id, channel or size matches.")
@_debug
def sheet(campaign: Path, output: Path, items: str, locale: str, segment: str, format_: str, debug: bool) -> None:
    """Draw contact sheets of what was rendered: one an item and one a format."""
    from renderer.commands.sheets import Chosen, contact_sheets

    with answering(debug):
        ids = tuple(id_ for part in items.split(",") if (id_ := part.strip()))
        for path in contact_sheets(campaign, output, Chosen(ids, locale, segment, format_), tell):
            say(_short(path))


@cli.command("formats")
@click.argument("word", default="")
@_json
@_debug
def formats_(word: str, as_json: bool, debug: bool) -> None:
    """List formats; WORD is a family, a channel, a size or part of a name in English or French; an id tells all."""
    from renderer.commands.formats import facts, found_formats

    with answering(debug):
        rows = found_formats(word)
        if as_json:
            say(json.dumps(rows))
        elif rows[0]["id"] == word:
            from renderer.reports.tables import facts_page

            facts_page(sys.stdout, word, facts(rows[0]))
        else:
            from renderer.reports.tables import formats_table

            formats_table(sys.stdout, rows)


@cli.command("checks")
@click.argument("word", default="")
@_json
@_debug
def checks_(word: str, as_json: bool, debug: bool) -> None:
    """List the checks whose id holds WORD; a whole id explains one."""
    from renderer.checks.pages import found_checks

    with answering(debug):
        rows = found_checks(word)
        if as_json:
            say(json.dumps(rows))
        elif rows[0]["id"] == word:
            from renderer.reports.tables import facts_page

            facts_page(sys.stdout, word, [(name, value) for name, value in rows[0].items() if name != "id"])
        else:
            from renderer.reports.tables import checks_table

            checks_table(sys.stdout, [{**row, "reason": row["why"]} for row in rows])


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="As `feed.map` in a campaign file.")
@click.option("--currency", metavar="CODE", help="As `feed.currency`.")
@click.option("--group", metavar="COLUMN", help="As `feed.group`.")
@_json
@_debug
def feed(file: Path, mapped: tuple[str, ...], currency: str | None, group: str | None, as_json: bool,
         debug: bool) -> None:  # fmt: skip
    """Show what a feed FILE is, how its columns are understood, its first items and its bad rows.

    FILE may be a campaign file: then its `feed:` block is used."""
    from renderer.commands.feeds import view

    with answering(debug):
        seen = view(file, dict(_pairs(mapped)), currency, group)
        if as_json:
            say(json.dumps(seen))
        else:
            from renderer.reports.tables import feed_table

            about = {name: seen[name] for name in ("file", "dialect", "encoding", "delimiter", "items")}
            about["seen"] = "; ".join(seen["how"])
            columns = [(use["column"], use["field"], use["how"]) for use in seen["columns"]]
            feed_table(sys.stdout, about, columns, seen["first"], seen["rejected"])


@cli.command()
@click.argument("name")
@click.option("--feed", "feed_file", type=click.Path(path_type=Path), required=True, help="The product feed.")
@click.option("--logo", type=click.Path(path_type=Path), help="The logo, SVG or PNG; the palette comes from it.")
@click.option("--tokens", type=click.Path(path_type=Path), help="W3C design tokens (JSON) for the palette.")
@click.option("--language", "languages", multiple=True, metavar="LOCALE", help="Languages; default: by the feed.")
@click.option("--currency", metavar="CODE", help="Where the feed's prices name none.")
@click.option("--date", "day", callback=_day, metavar="DATE", help="The flight's first day; default: today.")
@_debug
def init(name: str, feed_file: Path, logo: Path | None, tokens: Path | None, languages: tuple[str, ...],
         currency: str | None, day: date | None, debug: bool) -> None:  # fmt: skip
    """Start campaign NAME on your own feed, here."""
    from renderer.commands.feeds import guess
    from renderer.starting.project import start

    with answering(debug):
        guessed = guess(feed_file, currency)
        made = start(name, Path.cwd(), feed_file, logo, tokens, today=day or datetime.now().astimezone().date(),
                     feed_settings=guessed.settings, currency=guessed.currency,
                     languages=languages or guessed.languages)  # fmt: skip
        for path in made.written:
            say(f"  {_short(path)}")
        for note in (*guessed.notes, *made.notes):
            tell(note)
        say(f"\nNext: render {_short(made.campaign)}")


@cli.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), callback=_folder,
              help="Folder to write the files to.")  # fmt: skip
@_debug
def schema(output: Path | None, debug: bool) -> None:
    """Print the JSON Schemas of what people write, or write them to a folder for editors."""
    from renderer.model.schema import schemas

    with answering(debug):
        made = schemas()
        if output is None:
            say(json.dumps(made, indent=1))
            return
        try:
            output.mkdir(parents=True, exist_ok=True)
            for name, content in made.items():
                file = output / f"{name}.schema.json"
                file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
                say(_short(file))
        except OSError as error:
            raise OutputError(f"{_short(output)}: cannot be written ({(error.strerror or '').lower()})") from None


def _agreed(question: str) -> bool | None:
    """A person's answer; None where nobody is there to ask."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        raise KeyboardInterrupt from None


def _selection(words: dict[str, Any]) -> Selection:
    from renderer.stages.plan import Selection

    return Selection(**words)


def _pairs(words: tuple[str, ...]) -> list[tuple[str, str]]:
    pairs = []
    for word in words:
        field, equals, column = word.partition("=")
        if not equals or not field or not column:
            raise click.BadParameter(f"'{word}' is not FIELD=COLUMN", param_hint="--map")
        pairs.append((field, column))
    return pairs


def _console() -> Console:
    from renderer.reports.console import Console
    from renderer.reports.terminal import Unfailing

    return Console(cast("TextIO", Unfailing(sys.stderr)))


def _finished(result: Result, folder: Path | None, as_json: bool, strict: bool, debug: bool) -> None:
    """Tells what a run came to and ends with its exit code."""
    from renderer.commands.rendering import exit_code, manifest_of, summary

    if debug:
        for record in result.selected:
            if record.trace:
                for line in (f"{record.creative.key}:", *record.trace.splitlines()):
                    tell(line)
    if as_json:
        say(json.dumps(summary(result, folder)))
    else:
        from renderer.reports.console import summary as told

        told(manifest_of(result, result.selected), _short(folder) if folder else None, sys.stdout)
    if result.interrupted:
        tell("interrupted: what is done is kept; run it again to go on")
    sys.exit(EXIT_INTERRUPTED if result.interrupted else exit_code(result, strict))


def _short(path: Path) -> str:
    from renderer.errors import shown

    return shown(path)


def main() -> None:
    """The entry point of `render`."""
    sys.exit(answered(cli))


if __name__ == "__main__":
    main()
