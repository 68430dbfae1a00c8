"""Searching text in a store: case, accents and ligatures folded alike on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from desktop.domain.search_text import LETTERS, folded

ON_SQLITE = "folded"
"""What the function is called that every connection to a file is given."""

Searched = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


class FoldedText(FunctionElement[str]):
    """A column as `folded` makes it; compare it with LIKE only, to which the case of plain letters is nothing."""

    type = Text()
    name = "folded_text"
    inherit_cache = True


@compiles(FoldedText, "sqlite")
def _on_sqlite(element: FoldedText, compiler: SQLCompiler, **options: Any) -> str:
    """Plain text is left to LIKE itself, which reads a million names many times faster than any function."""
    text = compiler.process(element.clauses, **options)
    return f"(CASE WHEN octet_length({text}) > length({text}) THEN {ON_SQLITE}({text}) ELSE {text} END)"


@compiles(FoldedText, "postgresql")
def _on_postgresql(element: FoldedText, compiler: SQLCompiler, **options: Any) -> str:
    """The same whatever the database's locale: ICU's own makes letters small, and plain text needs none."""
    text = compiler.process(element.clauses, **options)
    bare = f"regexp_replace(normalize({text}, NFKD), '[\\u0300-\\u036f]', '', 'g')"
    bare = f'lower({bare} COLLATE "{_LETTERS_OF_ALL}")'
    single = {letter: plain for letter, plain in LETTERS.items() if len(plain) == 1}
    bare = f"translate({bare}, {_quoted(''.join(single))}, {_quoted(''.join(single.values()))})"
    for letter, plain in LETTERS.items():
        if letter not in single:
            bare = f"replace({bare}, {_quoted(letter)}, {_quoted(plain)})"
    plain_text = f'lower({text} COLLATE "C") COLLATE "C"'
    return f'(CASE WHEN octet_length({text}) = char_length({text}) THEN {plain_text} ELSE {bare} COLLATE "C" END)'


_LETTERS_OF_ALL = "und-x-icu"
"""The collation that knows the small letters of every script and the habits of no country."""


class PlainText(FunctionElement[str]):
    """A column of plain letters, as LIKE is to compare it: whatever their case."""

    type = Text()
    name = "plain_text"
    inherit_cache = True


@compiles(PlainText, "sqlite")
def _plain_on_sqlite(element: PlainText, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(PlainText, "postgresql")
def _plain_on_postgresql(element: PlainText, compiler: SQLCompiler, **options: Any) -> str:
    return f'lower({compiler.process(element.clauses, **options)} COLLATE "C") COLLATE "C"'


def with_words(
    columns: Sequence[Searched], wanted: str, folded_as: InstrumentedAttribute[str | None] | None = None
) -> ColumnElement[bool]:
    """Whether each word of the text occurs in one of the columns, however its letters are accented or their case is.

    Where a table keeps in `folded_as` what is not plain (`searchable`), nothing is folded for each search again.
    """
    if folded_as is None:
        return and_(true(), *(or_(*(contains(column, word) for column in columns)) for word in wanted.split()))
    found = []
    for word in map(folded, wanted.split()):
        plain = or_(*(PlainText(column).contains(word, autoescape=True) for column in columns))
        found.append(or_(and_(folded_as.is_(None), plain), PlainText(folded_as).contains(word, autoescape=True)))
    return and_(true(), *found)


def contains(column: Searched, wanted: str) -> ColumnElement[bool]:
    """Whether the text occurs in the column, however its letters are accented or their case is."""
    return FoldedText(column).contains(folded(wanted), autoescape=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
