"""Charts: figures and their words; no window, no store, no pyplot."""
