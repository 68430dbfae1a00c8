"""Docstrings and comments cite only documents that come with the program, and rules that the rule book has."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = re.compile(r"[\w/.-]*\b\w+\.md\b")
CITED_RULES = re.compile(r"rules\.md ([^)]*)")
RULE = re.compile(r"\b(?:[OCRFQ]\d{1,2}|\d(?:\.\d)+)\b|(?<=section )\d+")


def docstrings(source: str) -> Iterator[str]:
    """Those of modules, classes and functions, and those below an attribute."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value


def comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def said() -> Iterator[tuple[str, str]]:
    """Each docstring and comment of our own files, with the name of its file."""
    files = [ROOT / "dev.py", *chain.from_iterable((ROOT / room).rglob("*.py") for room in ("desktop", "tests"))]
    for file in sorted(files):
        source = file.read_text(encoding="utf-8")
        for text in (*docstrings(source), *comments(source)):
            yield str(file.relative_to(ROOT)), text


def documents() -> set[str]:
    return {file.name for file in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))}


@cache
def named_in(book: str) -> set[str]:
    """The rules and sections that the book names in a heading or in bold."""
    return set(re.findall(r"\*\*([OCRFQ]?\d[\d.]*)\b", book)) | set(re.findall(r"^#+ ([\d.]*\d)", book, re.MULTILINE))


def absent_rules(text: str, book: str) -> list[str]:
    """The rules and sections that the text cites and the book does not name."""
    named = named_in(book)
    return [rule for cited in CITED_RULES.findall(text) for rule in RULE.findall(cited) if rule not in named]


def test_every_document_that_is_cited_is_there() -> None:
    cited = [(file, Path(name).name) for file, text in said() for name in DOCUMENT.findall(text)]
    assert cited, "no citation was found: this test looks in the wrong place"
    assert [f"{file}: {name}" for file, name in cited if name not in documents()] == []


def test_every_rule_that_is_cited_stands_in_the_rule_book() -> None:
    book = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [f"{file}: {rule}" for file, text in said() for rule in absent_rules(text, book)] == []


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("(rules.md 1.3, C2 to C15)", []),
        ("(rules.md section 6, F9; R14)", []),
        ("(rules.md C17)", ["C17"]),
        ("(rules.md 0.3.9, section 3)", ["0.3.9", "3"]),
    ],
)
def test_a_rule_that_is_not_there_is_found_out(text: str, absent: list[str]) -> None:
    assert absent_rules(text, (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")) == absent
