"""Mail drafts and whom they go to."""
