"""A price list's file is read whole and exactly, or refused with what is wrong in it."""

from pathlib import Path

import pytest

from desktop.formats.price_lists import load_price_list, read_price_list
from tests.desks import refused

GOOD = """
name = "learners"
[[versions]]
id = "one"
effective_from = 2020-01-01
prices = { USD = "4.00" }
"""


def test_the_list_that_comes_with_the_program_is_read(tmp_path: Path) -> None:
    kept = tmp_path / "list.toml"
    kept.write_text(GOOD, "utf-8")
    assert load_price_list(kept) == read_price_list(GOOD, "list.toml")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "list.toml").write_bytes(b"\xff\xfe")
    for name in ("list.toml", "none.toml"):
        with refused(f"“{name}” is not a price list: it cannot be read as UTF-8 text."):
            load_price_list(tmp_path / name)


@pytest.mark.parametrize(
    ("found", "put", "problem"),
    [
        ('name = "learners"', "", "it needs a name and versions"),
        ('name = "learners"', 'name = "learners"\nnote = 1', "it does not know “note”"),
        ("[[versions]]", "[versions]", "it needs a name and versions"),
        ('id = "one"', "", "each version needs an id and a day, effective_from"),
        ("2020-01-01", '"2020-01-01"', "each version needs an id and a day, effective_from"),
        ("2020-01-01", "2020-01-01T00:00:00Z", "each version needs an id and a day, effective_from"),
        ('"4.00"', "4.00", 'each version needs prices as text, such as USD = "4.00"'),
        ('"4.00"', '"4,00"', "“4,00” is not a price"),
        ("USD", "usd", 'each version needs prices as text, such as USD = "4.00"'),
        ('{ USD = "4.00" }', "{}", 'each version needs prices as text, such as USD = "4.00"'),
        ('id = "one"', 'id = "one"\nreach = 1', "it does not know “reach”"),
        ("effective_from", "effective", "it does not know “effective”"),
        ("name =", "name", "it is not TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(found: str, put: str, problem: str) -> None:
    with refused(problem):
        read_price_list(GOOD.replace(found, put), "list.toml")
