"""What `python3 dev.py build` tries with the program it has built; not collected by pytest, because a build is slow."""
