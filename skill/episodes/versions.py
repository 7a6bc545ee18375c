"""Which tables a database has, and how it comes to have today's."""

from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    select,
)

from skill.episodes.engine import one_at_a_time
from skill.episodes.faults import DiaryError
from skill.episodes.schema import metadata, requests

VERSION = "0003"
"""Newest step below `migrations/versions`; a test holds the two together."""
FIRST = "0001"
"""Tables of 0.1.0, which did not say their version."""
MIGRATIONS = Path(__file__).parent / "migrations"
CREATING = 20_251_124
"""Lock held by the one worker that makes or changes tables."""

marks = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), primary_key=True),
)
"""Alembic's own table."""


def version_of(connection: Connection) -> str | None:
    """Give the version of the tables; None: there are none."""
    tables = inspect(connection)
    if tables.has_table(marks.name):
        return connection.execute(select(marks.c.version_num)).scalar()
    return FIRST if tables.has_table(requests.name) else None


def bring_up_to_date(connection: Connection) -> None:
    """Create the tables or change older ones; inside a transaction that writes.

    Several workers may do so at once: the others wait.

    Raises:
        DiaryError: the database was made by a newer program.

    """
    one_at_a_time(connection, CREATING)
    version = version_of(connection)
    if version == VERSION:
        return
    if version is None:
        metadata.create_all(connection)
        marks.create(connection)
        connection.execute(insert(marks), {"version_num": VERSION})
    elif version < VERSION:
        _migrate(connection)
    else:
        raise DiaryError(f"diary: tables of version {version}, known: {VERSION}")


def _migrate(connection: Connection) -> None:
    from alembic import command  # a quarter of a second that few starts need
    from alembic.config import Config

    if not inspect(connection).has_table(marks.name):
        marks.create(connection)
        connection.execute(insert(marks), {"version_num": FIRST})
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    command.upgrade(settings, VERSION)
