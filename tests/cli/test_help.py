"""`--help` in the person's language: every command, every option, and the words that the parser adds by itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup

from desktop.app import Desk
from desktop.cli.help_pages import parts, texts
from desktop.cli.reference import commands, program
from desktop.i18n import Message, Translator
from desktop.system.desk_settings import DeskSettings
from desktop.system.paths import resources
from tests.desks import MACHINE, Seatwise, run_seatwise

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = program()
COMMANDS: dict[str, TyperCommand | TyperGroup] = {"": PROGRAM, **dict(commands(PROGRAM))}
TITLES = {
    "fr": ("Utilisation\u202f: seatwise", "Arguments\u202f:", "Options\u202f:", "Commandes\u202f:"),
    "nl": ("Gebruik: seatwise", "Argumenten:", "Opties:", "Opdrachten:"),
}
ENGLISH = ("Usage:", "Options:", "Arguments:", "Commands:", "Show this message", "required", "default:", "env var")


def squeezed(text: str) -> str:
    """A text without the spaces and line ends that its layout decides."""
    return "".join(text.split())


def own_texts(command: TyperCommand | TyperGroup) -> set[str]:
    """The English texts on a command's page, without those of the commands in it."""
    inner = command.commands.values() if isinstance(command, TyperGroup) else ()
    below = {id(part) for one in inner for part in parts(one)}
    return {part.help for part in parts(command) if id(part) not in below and part.help}


def listed(command: TyperCommand | TyperGroup) -> list[str]:
    """What a group's page says in English of the commands in it, as short as it may get there."""
    inner = command.commands.values() if isinstance(command, TyperGroup) else ()
    return [one.get_short_help_str(30).removesuffix("...") for one in inner]


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_speaks_the_language(name: str, language: str, seatwise: Seatwise) -> None:
    translator = Translator(language, resources() / "locale")
    answer = seatwise("--lang", language, *name.split(), "--help")
    assert (answer.code, answer.err) == (0, "")
    page = squeezed(answer.out)
    english = own_texts(COMMANDS[name])
    assert english
    assert [text for text in english if squeezed(text) in page] == []
    assert [text for text in english if squeezed(translator.text(Message(text))) not in page] == []
    assert [text for text in listed(COMMANDS[name]) if squeezed(text) in page] == []
    assert [word for word in ENGLISH if word in answer.out and word not in TITLES[language]] == []
    titles = [line for line in answer.out.splitlines() if line and not line.startswith(" ")]
    assert [title for title in titles if not title.startswith(TITLES[language])] == []


@pytest.mark.parametrize("language", TITLES)
def test_no_text_is_left_as_it_is_in_english(language: str) -> None:
    translator = Translator(language, resources() / "locale")
    assert [text for text in texts(PROGRAM) if translator.text(Message(text)) == text] == []


def test_what_the_parser_adds_is_said_in_the_language(seatwise: Seatwise) -> None:
    french = squeezed(seatwise("--lang", "fr", "usage", "people", "--help").out)
    assert squeezed("Le mois, AAAA-MM. [obligatoire]") in french
    assert squeezed("[par défaut : 0; x>=0]") in french
    assert squeezed("[omgevingsvariabele: SEATWISE_STORE]") in squeezed(seatwise("--lang", "nl", "--help").out)


@pytest.mark.parametrize(
    "line",
    [
        "--lang fr usage import --help",
        "--lang=fr usage import --help",
        "usage --lang fr import --help",
        "usage import --lang fr --help",
        "usage import --lang=fr --help",
        "usage import --help --lang fr",
    ],
)
def test_the_language_may_stand_anywhere(line: str, seatwise: Seatwise) -> None:
    answer = seatwise(*line.split())
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Utilisation\u202f: seatwise usage import ")


def test_the_language_may_stand_behind_a_command_that_does_something(seatwise: Seatwise) -> None:
    assert seatwise("about", "--lang", "nl").out == seatwise("--lang", "nl", "about").out
    assert seatwise("about", "--lang", "de").code == 2


def test_a_command_still_to_be_named_is_asked_for_in_the_language(seatwise: Seatwise) -> None:
    answer = seatwise("--lang", "nl", "usage")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Gebruik: seatwise ")


def test_the_desk_s_language_counts_and_a_language_asked_for_goes_before_it(desk: Desk) -> None:
    dutch = Desk(desk.folders, DeskSettings(MACHINE, "nl"))
    assert run_seatwise(dutch, "usage", "--help").out.startswith("Gebruik: ")
    assert run_seatwise(dutch, "--lang", "fr", "usage", "--help").out.startswith("Utilisation\u202f: ")
    assert run_seatwise(dutch, "--lang", "en", "usage", "--help").out.startswith("Usage: ")


def test_english_help_is_the_same_before_and_after_another_language(seatwise: Seatwise) -> None:
    before = seatwise("usage", "import", "--help")
    seatwise("--lang", "fr", "usage", "import", "--help")
    assert seatwise("usage", "import", "--help") == before
    assert "Read and count, import nothing." in before.out


def test_in_english_nothing_is_loaded_for_it(home: Path) -> None:
    look = "import sys, desktop.__main__ as m; m.main(); sys.exit('desktop.cli.help_pages' in sys.modules)"
    for language, loaded in (("en", 0), ("fr", 1)):
        words = [sys.executable, "-c", look, "--lang", language, "--help"]
        done = subprocess.run(words, cwd=ROOT, env=os.environ.copy(), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (loaded, b"")


def test_the_help_says_that_accepted_is_said_of_more_than_the_newest_charge(seatwise: Seatwise) -> None:
    told = " ".join(seatwise("order", "outcome", "--help").out.split())
    assert "accepted settles all that is owed and confirms the months that counted as paid" in told
