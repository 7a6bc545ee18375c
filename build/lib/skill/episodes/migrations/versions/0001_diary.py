"""The tables of 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
UNDONE = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "episodes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("request_id", sa.String(255), nullable=False),
        sa.Column("logged_by", sa.String(255)),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("leg", sa.String(8)),
        sa.Column("place", sa.String(16)),
        sa.Column("severity", sa.SmallInteger),
        sa.Column("sleep", sa.SmallInteger),
        sa.Column("soreness", sa.SmallInteger),
        sa.Column("helped", sa.String(64)),
        sa.Column("stretched", sa.Boolean),
        sa.Column("week", sa.SmallInteger),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.UniqueConstraint("person", "request_id", name="one_for_each_request"),
        sa.UniqueConstraint("person", "logged_by", name="one_for_each_log"),
        sa.CheckConstraint("ended_at >= started_at", name="ends_after_it_starts"),
        sa.CheckConstraint("severity BETWEEN 0 AND 10", name="severity_on_scale"),
        sa.CheckConstraint("sleep BETWEEN 0 AND 10", name="sleep_on_scale"),
        sa.CheckConstraint("soreness BETWEEN 0 AND 10", name="soreness_on_scale"),
    )
    op.create_index("episodes_by_start", "episodes", ["person", "started_at"])
    op.create_index("episodes_by_noting", "episodes", ["person", "noted_at"])
    op.create_index(
        "episodes_undone",
        "episodes",
        ["deleted_at"],
        sqlite_where=UNDONE,
        postgresql_where=UNDONE,
    )
    op.create_table(
        "people",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("consent", sa.Boolean, nullable=False),
        sa.Column("consent_at", MOMENT, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("cautions", sa.String(1024)),
        sa.Column("disclaimed_at", MOMENT),
    )
    op.create_table(
        "places",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False, index=True),
        sa.Column("leg", sa.String(8)),
        sa.Column("place", sa.String(16)),
        sa.Column("clot", sa.String(16)),
    )
    op.create_table(
        "requests",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("request_id", sa.String(255), primary_key=True),
        sa.Column(
            "episode",
            sa.String(32),
            sa.ForeignKey("episodes.id", ondelete="SET NULL"),
            index=True,
        ),
        sa.Column("stored_at", MOMENT, nullable=False, index=True),
    )
