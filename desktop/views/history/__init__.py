"""History: the journal to read, and taking an act back after a preview."""
