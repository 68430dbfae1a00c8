"""Benchmarks: our figure beside a peer's, in the same run (`python3 dev.py bench`)."""
