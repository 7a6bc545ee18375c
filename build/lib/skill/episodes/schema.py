"""Tables of the diary; the same on SQLite and PostgreSQL.

Whoever changes them adds a step below `migrations/versions`, and its number to
`versions.py`.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware time, stored in UTC; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give UTC; SQLite keeps text, and drops the zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give aware UTC, whatever zone the database answered in."""
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


metadata = MetaData()

episodes = Table(
    "episodes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False),
    # Request that first brought it.
    Column("request_id", String(255), nullable=False),
    # Request that logged it; null: a relief began it and nobody has logged it.
    Column("logged_by", String(255)),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("leg", String(8)),
    Column("place", String(16)),
    Column("severity", SmallInteger),
    Column("sleep", SmallInteger),
    Column("soreness", SmallInteger),
    Column("helped", String(64)),
    Column("stretched", Boolean),
    Column("week", SmallInteger),
    # Ids of the warning signs answered in it; empty: asked for, and none.
    Column("signs", String(64)),
    Column("channel", String(16), nullable=False),
    # When it was stored or logged: the order in which undo goes back.
    Column("noted_at", Moment, nullable=False),
    # What the last change by voice replaced, see `changes.py`; null: none.
    Column("replaced", String(1024)),
    # When it was undone; such a row is kept for 24 hours.
    Column("deleted_at", Moment),
    UniqueConstraint("person", "request_id", name="one_for_each_request"),
    UniqueConstraint("person", "logged_by", name="one_for_each_log"),
    CheckConstraint("ended_at >= started_at", name="ends_after_it_starts"),
    CheckConstraint("severity BETWEEN 0 AND 10", name="severity_on_scale"),
    CheckConstraint("sleep BETWEEN 0 AND 10", name="sleep_on_scale"),
    CheckConstraint("soreness BETWEEN 0 AND 10", name="soreness_on_scale"),
    Index("episodes_by_start", "person", "started_at"),
    Index("episodes_by_age", "started_at"),
    Index(
        "episodes_undone",
        "deleted_at",
        sqlite_where=text("deleted_at IS NOT NULL"),
        postgresql_where=text("deleted_at IS NOT NULL"),
    ),
)

people = Table(
    "people",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("consent", Boolean, nullable=False),
    Column("consent_at", Moment, nullable=False),
    Column("due_on", Date),
    # Ids of cautions with a space between; null: never told.
    Column("cautions", String(1024)),
    # When the short disclaimer was last said; it is said once a day at most.
    Column("disclaimed_at", Moment),
    # The night she was last asked about in the morning.
    Column("asked_night", Date),
    # The night before which she last did her bedtime stretch.
    Column("stretched_night", Date),
)

places = Table(
    "places",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("run", String(64), nullable=False),
    Column("step", String(64), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("sent_at", Moment, nullable=False, index=True),
    Column("leg", String(8)),
    Column("place", String(16)),
    Column("clot", String(16)),
)

requests = Table(
    "requests",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("request_id", String(255), primary_key=True),
    # What was answered to it; null: nothing to show.
    Column("episode", ForeignKey("episodes.id", ondelete="SET NULL"), index=True),
    Column("stored_at", Moment, nullable=False, index=True),
)


voices = Table(
    "voices",
    metadata,
    Column("person", String(64), primary_key=True),
    # How she wants to be spoken to; null: the usual.
    Column("voice", String(16)),
    Column("rate", String(16)),
)

browsers = Table(
    "browsers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    # SHA-256 of the secret in its cookie.
    Column("secret", String(64), nullable=False, unique=True),
    # What it calls itself, shortened.
    Column("name", String(64), nullable=False),
    Column("paired_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
    # Time zone of the speaker it was paired with; null: not known.
    Column("zone", String(64)),
)

pairings = Table(
    "pairings",
    metadata,
    # Keyed hash of the six digits.
    Column("code", String(64), primary_key=True),
    # SHA-256 of the secret of the browser that shows them.
    Column("secret", String(64), nullable=False, unique=True),
    Column("shown_at", Moment, nullable=False, index=True),
    # Who said them; null: nobody yet.
    Column("person", String(64), index=True),
    # Time zone of who said them.
    Column("zone", String(64)),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(32), primary_key=True),
    # Keyed hash of an address or a person, and what was tried.
    Column("who", String(64), nullable=False),
    Column("what", String(16), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index("attempts_of", "who", "what", "at"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False, index=True),
    # SHA-256 of the token.
    Column("secret", String(64), nullable=False, unique=True),
    # What its owner calls it, such as "bedside button".
    Column("name", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
)

PERSONAL = (requests, episodes, people, places, voices, browsers, pairings, tokens)
"""Tables with a `person`: all that is kept of somebody, in the order to delete it."""
