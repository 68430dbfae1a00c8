"""about: what this program is made of."""

from __future__ import annotations

import typer

from desktop.cli.session import session_of
from desktop.i18n import msg, yes_no


def add_to(program: typer.Typer) -> None:
    """Add the command."""
    program.command("about")(about)


def about(context: typer.Context) -> None:
    """Say which version this is and what it is made of. Needs no workspace."""
    from desktop.services.about import about as look

    output, answer = session_of(context).output, look()
    if output.json:
        output.document(answer)
        return
    rows = (
        (msg("Version"), answer.version),
        (msg("Packed as a bundle"), yes_no(answer.packed)),
        ("Python", answer.python),
        ("SQLite", answer.sqlite),
        ("SQLCipher", answer.sqlcipher),
        (msg("Keyring of the system"), answer.keyring),
    )
    output.table((msg("Seatwise"), msg("Value")), rows)
