"""Files in and out; no database of ours, no window."""
