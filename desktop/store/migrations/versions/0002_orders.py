"""Orders, what is owed on them, what people did to them and what fell due; more of an account.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    """Make the tables and add the columns."""
    op.create_table(
        "address",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_address_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_address_account_id"), "address", ["account_id"], unique=False)

    op.create_table(
        "billing_act",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Text(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_billing_act_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_act")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_billing_act_account_id_done_on_position"),
        "billing_act",
        ["account_id", "done_on", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_billing_act_order_id"), "billing_act", ["order_id"], unique=False)

    op.create_table(
        "charge_attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_charge_attempt_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_attempt")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_charge_attempt_account_id_outcome"), "charge_attempt", ["account_id", "outcome"], unique=False
    )

    op.create_table(
        "due_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("position", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_due_event_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_event")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_due_event_account_id_kind_due_on"), "due_event", ["account_id", "kind", "due_on"], unique=False
    )
    op.create_index(op.f("ix_due_event_account_id_position"), "due_event", ["account_id", "position"], unique=False)
    op.create_index(op.f("ix_due_event_subject_due_on"), "due_event", ["subject", "due_on"], unique=False)

    op.create_table(
        "payment_method",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("exp_month", WHOLE, nullable=False),
        sa.Column("exp_year", WHOLE, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_payment_method_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_method")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payment_method_account_id_token"), "payment_method", ["account_id", "token"], unique=False)

    op.create_table(
        "scenario",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("buying", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=False),
        sa.Column("users", WHOLE, nullable=False),
        sa.Column("growth", sa.Text(), nullable=False),
        sa.Column("active_share", sa.Text(), nullable=False),
        sa.Column("months", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_scenario_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_scenario_account_id_name"), "scenario", ["account_id", "name"], unique=True)

    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("starts", WHOLE, nullable=False),
        sa.Column("months", sa.Text(), nullable=False),
        sa.Column("units", WHOLE, nullable=False),
        sa.Column("net", WHOLE, nullable=True),
        sa.Column("tax", WHOLE, nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("unit_price", WHOLE, nullable=True),
        sa.Column("tax_rate", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_statement_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_statement_account_id_starts"), "statement", ["account_id", "starts"], unique=True)

    op.create_table(
        "subscription_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("placed_on", sa.Text(), nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("unit_price", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("price_version", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("tax_rate", sa.Text(), nullable=False),
        sa.Column("monthly", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("was_active", sa.Integer(), nullable=False),
        sa.Column("charged", WHOLE, nullable=False),
        sa.Column("drafts", WHOLE, nullable=False),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Text(), nullable=True),
        sa.Column("charge_on", sa.Text(), nullable=False),
        sa.Column("paid_by", sa.Text(), nullable=False),
        sa.Column("owed", WHOLE, nullable=False),
        sa.Column("payment_method_id", sa.Text(), nullable=True),
        sa.Column("address_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_subscription_order_account_id")),
        sa.ForeignKeyConstraint(["address_id"], ["address.id"], name=op.f("fk_subscription_order_address_id")),
        sa.ForeignKeyConstraint(
            ["payment_method_id"], ["payment_method.id"], name=op.f("fk_subscription_order_payment_method_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_order")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_subscription_order_account_id_ended_by_since"),
        "subscription_order",
        ["account_id", "ended_by", "since"],
        unique=False,
    )
    op.create_index(
        op.f("ix_subscription_order_account_id_next_on"), "subscription_order", ["account_id", "next_on"], unique=False
    )
    op.create_index(
        op.f("ix_subscription_order_account_id_number"), "subscription_order", ["account_id", "number"], unique=True
    )
    op.create_index(
        op.f("ix_subscription_order_account_id_price_version_state"),
        "subscription_order",
        ["account_id", "price_version", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_subscription_order_account_id_state_next_on"),
        "subscription_order",
        ["account_id", "state", "next_on"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_charge",
        "subscription_order",
        ["account_id", "charge_on", "number", "state"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_date",
        "subscription_order",
        ["account_id", "placed_on", "number", "state"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_monthly",
        "subscription_order",
        ["account_id", "monthly", "number", "state"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_payment",
        "subscription_order",
        ["account_id", "paid_by", "number", "state"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_price",
        "subscription_order",
        ["account_id", "unit_price", "number", "state"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_seats",
        "subscription_order",
        ["account_id", "quantity", "number", "state"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_by_state",
        "subscription_order",
        ["account_id", "state", "placed_on", "number"],
        unique=False,
    )
    op.create_index(
        "ix_subscription_order_sums",
        "subscription_order",
        ["account_id", "state", "was_active", "currency", "unit_price", "quantity", "monthly"],
        unique=False,
    )

    op.create_table(
        "instalment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("unit_price", WHOLE, nullable=False),
        sa.Column("price_version", sa.Text(), nullable=False),
        sa.Column("net", WHOLE, nullable=False),
        sa.Column("tax", WHOLE, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("settles_on", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["subscription_order.id"], name=op.f("fk_instalment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        info={"kind": "journaled"},
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_instalment_order_id_number"), "instalment", ["order_id", "number"], unique=True)

    op.add_column("account", sa.Column("country", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("eccid", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("ims_org", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("registered_with_adobe", sa.Integer(), nullable=True))
    op.add_column("account", sa.Column("address_id", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("state_rule", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("trial_drafts", WHOLE, nullable=True))
    op.add_column("account", sa.Column("deactivated_on", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("paid_until", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("grace_ends_on", sa.Text(), nullable=True))
    op.add_column("account", sa.Column("grace_drafts", WHOLE, nullable=True))
    op.add_column("account", sa.Column("received_seats", WHOLE, nullable=True))
    op.add_column("user", sa.Column("billing", sa.Text(), nullable=True))
