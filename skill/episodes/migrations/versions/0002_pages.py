"""What pages, tokens, mornings and voices need."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and tables; nothing that was stored changes."""
    op.add_column("episodes", sa.Column("signs", sa.String(64)))
    op.create_index("episodes_by_age", "episodes", ["started_at"])
    op.add_column("people", sa.Column("asked_night", sa.Date))
    op.add_column("people", sa.Column("stretched_night", sa.Date))
    op.create_table(
        "voices",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("voice", sa.String(16)),
        sa.Column("rate", sa.String(16)),
    )
    _add_browsers()
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
    )
    op.create_index("attempts_of", "attempts", ["who", "what", "at"])
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
    )


def _add_browsers() -> None:
    op.create_table(
        "browsers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False, index=True),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("paired_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False, index=True),
        sa.Column("zone", sa.String(64)),
    )
    op.create_table(
        "pairings",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        sa.Column("shown_at", MOMENT, nullable=False, index=True),
        sa.Column("person", sa.String(64), index=True),
        sa.Column("zone", sa.String(64)),
    )
