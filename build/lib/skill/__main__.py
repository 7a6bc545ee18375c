"""The command `cramp-relief`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from audio.clips import ClipError
from audio.faults import SoundError
from intents.catalogue import ContentError
from skill.diary_commands import COMMANDS, FILE
from skill.settings import Settings, SettingsError

OUR_ERRORS = (ClipError, ContentError, SettingsError, SoundError)


class Command(click.Group):
    """Turns an error of ours into one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except OUR_ERRORS as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cramp-relief", prog_name="cramp-relief")
def main() -> None:
    """Calm, hands-free relief for leg cramps in pregnancy."""


def _moment(_ctx: Any, _param: Any, value: str | None) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is no moment; expected e.g. 2026-11-24T03:10:00+00:00"
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


TALKING: tuple[Callable[[Any], Any], ...] = (
    click.option("--locale", default="en-US", show_default=True, help="Alexa locale."),
    click.option("--at", callback=_moment, help="Moment of the first turn, ISO 8601."),
    click.option("--database", help="SQLite file or database URL for the log."),
    click.option("--zone", help="Time zone, e.g. Europe/London."),
)


def _talking(command: Any) -> Any:
    for option in reversed(TALKING):
        command = option(command)
    return command


@main.command()
@click.argument("text", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per turn.")
@click.option("--talk", is_flag=True, help="Go on talking; Ctrl-D ends.")
@click.option("--each", is_flag=True, help="Read lines, each said by a new person.")
@click.option("--in-cramp", is_flag=True, help="With --each: as the second turn.")
@click.option("--conversation", is_flag=True, help="Read lines as one session.")
@_talking
def say(text: tuple[str, ...], **options: Any) -> None:
    """Say TEXT to the skill and read what is heard.

    With --talk and --conversation a line "..." is silence and "+90s" lets time pass.
    """
    from skill import trying  # with scikit-learn, which `serve` does without

    _refuse_mixture(text, options)
    bench = trying.Bench.of(options)
    if options["each"]:
        said = trying.each(bench, _lines(), options["in_cramp"])
    elif options["conversation"]:
        said = trying.conversation(bench, _lines())
    elif options["talk"]:
        said = trying.talk(bench, " ".join(text))
    elif text:
        said = trying.once(bench, " ".join(text), options["as_json"])
    else:
        raise click.UsageError(
            'Say something, e.g. cramp-relief say "my calf is cramping".'
        )
    trying.show(said, options["as_json"])


def _refuse_mixture(text: tuple[str, ...], options: Mapping[str, Any]) -> None:
    """Refuse options of which one would silently win."""
    ways = [name for name in ("talk", "each", "conversation") if options[name]]
    if len(ways) > 1:
        raise click.UsageError(f"--{ways[0]} and --{ways[1]} exclude each other.")
    if text and ways in (["each"], ["conversation"]):
        raise click.UsageError(f"--{ways[0]} reads standard input, so leave out TEXT.")
    if options["in_cramp"] and not options["each"]:
        raise click.UsageError("--in-cramp only goes with --each.")


def _lines() -> Iterator[str]:
    return (line for raw in sys.stdin if (line := raw.strip()))


@main.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--out", type=FILE, help="Keep the sound: a .wav or .mp3 file.")
@click.option("--plot", type=FILE, help="Draw loudness over time: a .png file.")
@_talking
def hear(text: tuple[str, ...], **options: Any) -> None:
    """Hear the reply to TEXT, and what follows if she says nothing."""
    from skill import hearing, trying

    hearing.run(trying.Bench.of(options), " ".join(text), options)


@main.command()
@click.option("--wav", type=FILE, help="Listen to a recording, not the microphone.")
@_talking
def listen(wav: Path | None, **options: Any) -> None:
    """Talk with it: microphone, recogniser and voice all on this machine."""
    from skill import listening, trying

    listening.run(trying.Bench.of(options), wav)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8080, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--certfile", type=click.Path(path_type=Path), help="TLS certificate.")
@click.option("--keyfile", type=click.Path(path_type=Path), help="TLS private key.")
def serve(**options: Any) -> None:
    """Serve her pages, what logs by itself, and Alexa where a skill id is set.

    With a skill id it prints what to put in the developer console.
    """
    from skill.serving import Listener, console_notes
    from skill.serving import serve as run

    settings = Settings.from_environment()
    if settings.skill_ids:
        click.echo(console_notes(settings, options["port"]))
    run(settings, Listener(**options))


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Fail when one is stale.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to.")
def models(only_check: bool, out: Path | None) -> None:
    """Write the Alexa interaction models from the sentences."""
    from intents.interaction_model import MODELS, stale, write

    if only_check:
        old = stale(out or MODELS)
        if old:
            raise click.ClickException(f"stale: {', '.join(old)}; run make model")
        click.echo("models: up to date")
        return
    for path in write(out or MODELS):
        click.echo(path)


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to.")
def clips(names: tuple[str, ...], out: Path | None) -> None:
    """Build the sound of the holds: all clips, or those named.

    With --out the folder is laid out for a web server, CDN or bucket; nothing is sent.
    """
    from skill import building

    building.run(names, out)


@main.command()
@click.option("--coverage", is_flag=True, help="List claims no answer covers.")
@click.option("--calm", is_flag=True, help="Measure every sentence.")
@click.option("--write", is_flag=True, help="Write CLINICAL.md anew first.")
def check(coverage: bool, calm: bool, write: bool) -> None:
    """Check all content: sentences, answers, facts, models."""
    if write:
        from intents.clinical_page import write as write_page

        write_page()
    from skill import checking

    checking.run(coverage, calm)


for each in COMMANDS:
    main.add_command(each)

if __name__ == "__main__":
    main()
