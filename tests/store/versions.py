"""Programs of other versions: the migrations of this one in a folder of their own, with one more."""

import shutil
from pathlib import Path

import pytest

from desktop.store import migrate

NEXT = "0999"

_NEXT = '''"""One more.

Revision ID: {revision}
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("nickname", sa.Text(), nullable=True))
    {more}
'''


def newer_program(monkeypatch: pytest.MonkeyPatch, folder: Path, more: str = "") -> Path:
    """Let this program know one revision more than the store has; the folder of its scripts."""
    scripts = newer_scripts(folder, more)
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    return scripts


def newer_scripts(folder: Path, more: str = "") -> Path:
    """The migrations, with one more after the last."""
    scripts = folder / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = _NEXT.format(revision=NEXT, before=migrate.head(), more=more or "pass")
    (scripts / "versions" / f"{NEXT}_next.py").write_text(text, encoding="utf-8")
    return scripts
