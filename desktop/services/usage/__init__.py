"""Usage: imports, months, people, alerts, statements and their files."""
