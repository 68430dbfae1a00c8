"""What-ifs side by side, played forward, and applied."""
