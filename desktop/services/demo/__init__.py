"""The demo workspace and what it is filled with."""
