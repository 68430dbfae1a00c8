"""What the short names of rules and sources in an explanation mean, in words for people (rules.md 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.i18n import Message, msg

RULES_OF_BILLING: Mapping[str, Message] = {
    "F1": msg("a year is twelve monthly instalments"),
    "F2": msg("a month is users × price, rounded once; tax is rounded once for the whole document"),
    "F3": msg("leaving early costs a share of the instalments of the term that would fall due after the order ends"),
    "F4": msg("an order pays the price of the day it was placed, and keeps it until it is canceled"),
    "F5": msg("each month counts its active people once, and a period is the sum of its months"),
    "F6": msg("a period is twelve months from the month a key was activated in"),
    "F7": msg("remaining is what was purchased in the period less what is used"),
    "F8": msg("a closed month keeps the number it was billed"),
    "F9": msg("available seats, registered users and what remains"),
    "O1": msg("an order is Active once its first charge is made; if that is declined there is no order"),
    "O2": msg("an order whose charge is still being processed after its day is suspended"),
    "O3": msg("an order whose card has expired is suspended on the first day of the next month"),
    "O4": msg("an order whose charge is declined is suspended that day"),
    "O5": msg("a suspended order is Active again on the day nothing is owed any more"),
    "O6": msg("an order that is not paid after the reminders is canceled"),
    "O7": msg("deactivating the account begins to end its orders; nothing is charged from their next cycle on"),
    "O8": msg("an order that is ending is canceled on its next billing day"),
    "O9": msg("reactivating the account lets its ending orders go on"),
    "O10": msg("the support team cancels a single order; exactly its fee must be accepted"),
    "O11": msg("at the end of its term an order is renewed at the same price, or ends without a fee"),
    "R2": msg("credit cards are for accounts in the US region"),
    "R3": msg("the first order of an account has a least number of users"),
    "R4": msg("an order by credit card has a largest number of users"),
    "R5": msg("no more users are registered than seats remain"),
    "R6": msg("an order is for whole users and needs a payment method that has not expired"),
    "R7": msg("a single subscription is removed by the support team only"),
    "R8": msg("a subscription is not canceled in part"),
    "R9": msg("a purchase order needs an organization registered with Adobe"),
    "R11": msg("payment method and address are edited on a running order of an active account"),
    "0.3.4": msg("a reminder is a mail draft with a day of its own; the desk sends none"),
    "R10": msg("the seats of a key count from the day it is activated until they expire"),
}
SOURCES: Mapping[str, Message] = {
    "S0": msg("Adobe Learning Manager's help page on billing"),
    "S1": msg("Adobe Learning Manager's documentation of billing"),
    "IMG": msg("the screens shown in Adobe Learning Manager's documentation"),
    "P": msg("a decision of Seatwise where the documents are silent"),
}


def rule_in_words(rule: str) -> Message:
    """A rule by its short name and what it says."""
    said = RULES_OF_BILLING.get(rule)
    return msg("Rule {rule}", rule=rule) if said is None else msg("Rule {rule}: {said}", rule=rule, said=said)


def sources_in_words(source: str) -> tuple[Message, ...]:
    """The sources named in an explanation, such as `S0, S1`; any other name is that of a version of the price list."""
    names = [name.strip() for name in source.split(",")]
    return tuple(SOURCES.get(name, msg("price list, version {name}", name=name)) for name in names if name)
