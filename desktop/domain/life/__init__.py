"""The life of an account with its orders: what falls due between two days, and what people do (rules.md 1.2, 1.3)."""
