"""Billing: what the account stands at, and why."""
