"""Orders: who may place one, their states and instalments, and what leaving early costs (rules.md 1.2, 1.4, F3)."""
