"""Days: what they bring, one that is past looked at, one to come played on a copy."""
