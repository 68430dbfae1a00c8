"""The arithmetic that docstrings of the rules show is what they do."""

import doctest
import importlib
import pkgutil

import pytest

import desktop.domain

MODULES = [found.name for found in pkgutil.walk_packages(desktop.domain.__path__, "desktop.domain.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_rule_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [one for name in MODULES for one in finder.find(importlib.import_module(name)) if one.examples]
    assert len(found) > 5
