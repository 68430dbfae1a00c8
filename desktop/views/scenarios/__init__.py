"""The scenario board: what-ifs side by side."""
