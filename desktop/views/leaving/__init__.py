"""Deactivate Account: looked at on any day to come, and done today."""
