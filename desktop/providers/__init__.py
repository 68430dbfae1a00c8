"""Who charges: payment providers behind one interface (rules.md 0.3.7)."""
