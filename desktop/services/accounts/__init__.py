"""Accounts: their details and addresses, users and keys, seats lent and received."""
