"""Commands about what is in a diary; each imports its body when it is called."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

FILE = click.Path(path_type=Path, dir_okay=False)
DAY = click.DateTime(formats=["%Y-%m-%d"])
DATABASE = click.option("--database", help="SQLite file or database URL.")
PERSON = click.option("--person", help="Whose log, by the beginning of her key.")
ZONE = click.option("--zone", help="Time zone, e.g. Europe/London.")
FORMATS = ("csv", "json", "fhir", "html", "pdf")


@click.command()
@DATABASE
@ZONE
def log(database: str | None, zone: str | None) -> None:
    """Show the log as a table."""
    from skill import trying

    trying.table(database, zone)


@click.command()
@click.argument("name", required=False)
@PERSON
@DATABASE
@click.option("--list", "listed", is_flag=True, help="Show all, without the tokens.")
@click.option("--revoke", metavar="ID", help="Make one worthless.")
def token(name: str | None, **options: Any) -> None:
    """Make a token with which something called NAME may log."""
    from skill import granting

    if options["listed"]:
        granting.show(options["database"])
    elif options["revoke"]:
        granting.revoke(options["revoke"], options["database"])
    elif name:
        now = datetime.now(UTC)
        granting.make(name, options["person"], options["database"], now)
    else:
        raise click.UsageError('Name it, e.g. cramp-relief token "bedside button".')


@click.command()
@click.argument("code")
@PERSON
@DATABASE
def pair(code: str, person: str | None, database: str | None) -> None:
    """Let the browser in that shows CODE."""
    from skill import granting

    granting.pair(code, person, database, datetime.now(UTC))


@click.command()
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True)
@click.option("--out", type=FILE, help="File to write; else standard output.")
@PERSON
@click.option("--since", type=DAY, help="First night, such as 2026-11-01.")
@click.option("--until", type=DAY, help="Last night.")
@DATABASE
@ZONE
def export(kind: str, out: Path | None, **options: Any) -> None:
    """Write one person's log as a file.

    Nights run from noon to noon and have the date of the first.
    """
    from skill import keeping

    keeping.export(kind, out, options)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@PERSON
@DATABASE
def take(file: Path, **options: Any) -> None:
    """Take in a CSV file that `export` wrote: all of it, or nothing.

    Cramps that are in the log already are left as they are. Taking one in is consent
    to a log.
    """
    from skill import keeping

    keeping.take(file, options)


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@DATABASE
def backup(file: Path, database: str | None, force: bool) -> None:
    """Copy all that is kept, of everybody, into one FILE."""
    from skill import copying

    copying.backup(file, database, force=force)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="Delete what is there first.")
@DATABASE
def restore(file: Path, database: str | None, force: bool) -> None:
    """Bring back what `backup` copied into FILE: all of it, or nothing.

    It may come from the other kind of database, or be an older diary.
    """
    from skill import copying

    copying.restore(file, database, force=force)


COMMANDS = (log, token, pair, export, take, backup, restore)
