"""Who a learner is, as a search reads it, where that is not plain text: a million names are searched as they lie.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from desktop.domain.search_text import searchable

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 10_000
_NOT_PLAIN = sa.text("""
    SELECT number, identifier, name, email FROM learner_identity
    WHERE number > :after AND (
        octet_length(identifier) > length(identifier)
        OR octet_length(name) > length(name) OR octet_length(email) > length(email)
    )
    ORDER BY number LIMIT :most
""")


def upgrade() -> None:
    """Add the column, and fill it as later imports do."""
    op.add_column("learner_identity", sa.Column("folded", sa.Text(), nullable=True))
    connection, after = op.get_bind(), -1
    while rows := connection.execute(_NOT_PLAIN, {"after": after, "most": _AT_ONCE}).all():
        connection.execute(
            sa.text("UPDATE learner_identity SET folded = :folded WHERE number = :number"),
            [{"number": number, "folded": searchable(*texts)} for number, *texts in rows],
        )
        after = rows[-1].number
