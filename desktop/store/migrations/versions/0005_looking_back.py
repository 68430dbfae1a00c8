"""What the journal is looked back through by: the day an entry was recorded on, and the table a change is of.

Revision ID: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index(op.f("ix_act_recorded_at_effective_on"), "act", ["recorded_at", "effective_on"], unique=False)
    op.create_index(op.f("ix_change_entity_act_seq"), "change", ["entity", "act_seq"], unique=False)
