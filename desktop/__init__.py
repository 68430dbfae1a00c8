"""Seatwise: the billing desk for administrators of learning and SaaS subscriptions."""

__version__ = "0.1.0"
