"""Preferences: this desk's tastes, the account's rules and prices."""
