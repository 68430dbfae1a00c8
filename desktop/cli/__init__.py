"""The same services from a terminal; no window system is touched."""
