"""What all reports share: their head, common tables, and the one way to write a file."""
