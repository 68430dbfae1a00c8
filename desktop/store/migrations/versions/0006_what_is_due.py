"""What is owed and awaited is found by an index: instalments by where they stand, fees likewise, charges by order.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("status IN ('declined', 'expected', 'open', 'processing')")
WITH_FEE = sa.text("fee > ''")


def upgrade() -> None:
    """Add the column, and make the indexes. Where the fee of an older row stands, its `fee` alone says."""
    op.add_column("subscription_order", sa.Column("fee_status", sa.Text(), nullable=True))
    op.create_index(
        "ix_subscription_order_fees",
        "subscription_order",
        ["account_id", "fee_status"],
        unique=False,
        sqlite_where=WITH_FEE,
    )
    op.create_index(
        "ix_instalment_unsettled",
        "instalment",
        ["status", "order_id"],
        unique=False,
        sqlite_where=UNSETTLED,
    )
    op.create_index(op.f("ix_charge_attempt_order_id"), "charge_attempt", ["order_id"], unique=False)
