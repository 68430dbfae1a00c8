"""The rules of billing: pure Python, no clock, no files, no network, no database."""
