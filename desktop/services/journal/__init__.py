"""The journal: what was done, and what is taken back."""
