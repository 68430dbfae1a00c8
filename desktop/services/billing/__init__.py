"""What the Billing tab says in one read, and its lists as files."""
