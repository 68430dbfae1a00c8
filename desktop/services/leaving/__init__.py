"""What leaving costs, and leaving."""
