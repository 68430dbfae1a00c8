"""Search and commands (Ctrl+K)."""
