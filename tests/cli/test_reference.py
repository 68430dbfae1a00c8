"""docs/cli.md says what the command line does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from desktop.cli.reference import ANSWERS, commands, program, render
from desktop.cli.shapes import shape

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {name: command for name, command in commands(program()) if not isinstance(command, TyperGroup)}
GROUPS = {name: command for name, command in commands(program()) if isinstance(command, TyperGroup)}


def parameters(command: TyperCommand) -> list[TyperArgument | TyperOption]:
    return [one for one in command.params if isinstance(one, TyperArgument | TyperOption)]


def test_the_committed_reference_is_what_the_program_says() -> None:
    committed = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert committed == render(), "docs/cli.md is behind the command line: run python3 dev.py docs"


def test_the_commands_and_their_answers_are_the_same_ones() -> None:
    assert ANSWERS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_says_what_is_in_it(name: str) -> None:
    assert GROUPS[name].help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_what_its_parts_mean(name: str) -> None:
    command = COMMANDS[name]
    assert isinstance(command, TyperCommand)
    assert (command.help or "").endswith(".")
    assert {one.name for one in parameters(command) if not one.help} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_answers_an_object(name: str) -> None:
    assert shape(ANSWERS[name]).startswith("{")


def test_a_kind_of_value_nobody_has_described_is_refused() -> None:
    with pytest.raises(TypeError, match="has no shape"):
        shape(object)


def test_the_module_prints_the_page() -> None:
    environment = os.environ | {"PYTHONUTF8": "1"}
    module = [sys.executable, "-m", "desktop.cli.reference"]
    printed = subprocess.run(module, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert printed.stdout == render()
    assert printed.stderr == ""
