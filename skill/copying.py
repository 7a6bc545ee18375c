"""Commands that copy everything that is kept, and bring it back."""

from pathlib import Path

import click
from sqlalchemy.engine import make_url

from skill.drafts import draft_of
from skill.episodes.copies import Held, NotEmpty, take_copy, write_copy
from skill.settings import Settings, SettingsError
from skill.whose import diary_at, url_of


def backup(file: Path, database: str | None, *, force: bool) -> None:
    """Write all that is kept of everybody into one file.

    Raises:
        SettingsError: there is nothing, the file is there, or it cannot be written.

    """
    settings = Settings.from_environment()
    if file.exists() and not force:
        raise SettingsError(f"{file}: is there already; --force writes over it")
    if _is_diary(file, url_of(database, settings)):
        raise SettingsError(f"{file}: is the diary itself; name another file")
    with diary_at(database, settings) as diary, draft_of(file) as draft:
        held = write_copy(diary.connections, draft)
        if not held.people:
            raise SettingsError("there is nothing to back up, so no file was written")
    click.echo(f"{file}: {_told(held)}.")
    click.echo(f"Keep a copy of {settings.secret_file} too; {WHY}", err=True)


def restore(file: Path, database: str | None, *, force: bool) -> None:
    """Put a backup in the place of all that is kept.

    Raises:
        SettingsError: it is no sound backup, or something is there, without `force`.

    """
    settings = Settings.from_environment()
    with diary_at(database, settings) as diary:
        try:
            held = take_copy(diary.connections, file, over=force)
        except NotEmpty as error:
            raise SettingsError(
                f"nothing was restored: {_told(error.held)} would go; back them up"
                " first, then --force puts the file in their place"
            ) from error
    click.echo(f"Restored: {_told(held)}.")
    click.echo(f"Put its secret at {settings.secret_file} too; {WHY}", err=True)


WHY = "without it nobody is known again."


def _told(held: Held) -> str:
    cramps = "one cramp" if held.cramps == 1 else f"{held.cramps} cramps"
    people = "one person" if held.people == 1 else f"{held.people} people"
    return f"{cramps} of {people}"


def _is_diary(file: Path, url: str) -> bool:
    place = make_url(url)
    is_file = place.get_backend_name() == "sqlite" and place.database
    return bool(is_file) and Path(str(place.database)).resolve() == file.resolve()
