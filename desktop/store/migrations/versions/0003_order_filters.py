"""Orders in any order answer a filter and a search from the index of that order alone.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = "subscription_order"
BEGUN = {
    "charge": ["charge_on", "number", "state"],
    "date": ["placed_on", "number", "state"],
    "monthly": ["monthly", "number", "state"],
    "payment": ["paid_by", "number", "state"],
    "price": ["unit_price", "number", "state"],
    "seats": ["quantity", "number", "state"],
    "state": ["state", "placed_on", "number"],
}
FILTERED = ("placed_on", "quantity")
"""What a search looks at, beside the number and the state that are there."""


def upgrade() -> None:
    """Add what is searched to each index of the list, and make one for the order by number."""
    for name, columns in BEGUN.items():
        op.drop_index(f"ix_{TABLE}_by_{name}", table_name=TABLE)
        added = [column for column in FILTERED if column not in columns]
        op.create_index(f"ix_{TABLE}_by_{name}", TABLE, ["account_id", *columns, *added], unique=False)
    numbered = ["account_id", "number", "state", *FILTERED]
    op.create_index(f"ix_{TABLE}_by_number", TABLE, numbered, unique=False)
