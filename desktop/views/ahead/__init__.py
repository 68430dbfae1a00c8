"""The time to come, played on a copy: what happens on the way."""
