"""What taking a change back needs; one index less to write."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add a column; nothing that was stored changes."""
    op.drop_index("episodes_by_noting", "episodes")
    op.add_column("episodes", sa.Column("replaced", sa.String(1024)))
