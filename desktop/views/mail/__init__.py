"""The Mail drafts tab."""
