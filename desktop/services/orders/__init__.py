"""Orders: quoted, placed, listed, searched, explained, written as files."""
