"""The mapped classes, one file a noun; importing this package knows them all."""

from desktop.store.schema.accounts import AccountRow, AccountRuleRow, UserRow
from desktop.store.schema.journal import BATCHES, ActRow, ChangeKind, ChangePayloadRow, ChangeRow, Effect
from desktop.store.schema.keys import ActivationKeyRow, PeerShareRow
from desktop.store.schema.orders import (
    AddressRow,
    BillingActRow,
    ChargeAttemptRow,
    DueEventRow,
    InstalmentRow,
    OrderRow,
    PaymentMethodRow,
    ScenarioRow,
    StatementRow,
)
from desktop.store.schema.tables import Journaled, JournalTable, Payload, Table
from desktop.store.schema.usage import (
    BilledLearnersRow,
    ClosedMonthRow,
    LearnerAliasRow,
    LearnerExclusionRow,
    LearnerIdentityRow,
    LearnerRow,
    UsageGroupRow,
    UsageSetRow,
    UsageSourceRow,
    UsageWordsRow,
)
from desktop.store.schema.workspace import WorkspaceRow

DECIDING = frozenset(one.__tablename__ for one in (ActivationKeyRow, PeerShareRow, OrderRow, BillingActRow))
"""Tables an account's state follows from, beside its own."""

__all__ = [
    "BATCHES",
    "DECIDING",
    "AccountRow",
    "AccountRuleRow",
    "ActRow",
    "ActivationKeyRow",
    "AddressRow",
    "BilledLearnersRow",
    "BillingActRow",
    "ChangeKind",
    "ChangePayloadRow",
    "ChangeRow",
    "ChargeAttemptRow",
    "ClosedMonthRow",
    "DueEventRow",
    "Effect",
    "InstalmentRow",
    "JournalTable",
    "Journaled",
    "LearnerAliasRow",
    "LearnerExclusionRow",
    "LearnerIdentityRow",
    "LearnerRow",
    "OrderRow",
    "Payload",
    "PaymentMethodRow",
    "PeerShareRow",
    "ScenarioRow",
    "StatementRow",
    "Table",
    "UsageGroupRow",
    "UsageSetRow",
    "UsageSourceRow",
    "UsageWordsRow",
    "UserRow",
    "WorkspaceRow",
]
