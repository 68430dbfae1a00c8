"""The words of the house: every text is marked as it stands, and French and Dutch say it whole, with its parameters."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import dev
from desktop.cli.help_pages import texts
from desktop.cli.reference import program
from desktop.i18n import Message, Translator, msg, msgn

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fr", "nl")
MARKS = {"msg": 1, "msgn": 2}
"""How many texts each mark begins with."""
PLURALS = {"fr": (2, "(n > 1)"), "nl": (2, "(n != 1)")}


@cache
def sources() -> tuple[Path, ...]:
    """The files of the program that mark a text."""
    files = sorted((ROOT / "desktop").rglob("*.py"))
    return tuple(file for file in files if any(f"{mark}(" in file.read_text(encoding="utf-8") for mark in MARKS))


@cache
def in_help() -> frozenset[tuple[str, ...]]:
    """The texts of the built command line's help, which stand in the code without a mark."""
    return frozenset((text,) for text in texts(program()))


@cache
def extracted() -> frozenset[tuple[str, ...]]:
    """Every text that is to be translated."""
    return in_code() | in_help()


@cache
def in_code() -> frozenset[tuple[str, ...]]:
    """The texts that Babel finds in the code: one, or singular and plural."""
    keywords = {"msg": None, "msgn": (1, 2)}
    found = (text for file in sources() for _, text, _, _ in extract_from_file("python", file, keywords=keywords))
    return frozenset((text,) if isinstance(text, str) else tuple(text) for text in found)


@cache
def catalogue(language: str) -> Catalog:
    with (dev.LOCALE / language / "LC_MESSAGES" / "seatwise.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def entries(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The translations of each text: one, or one for each plural form."""
    return {forms(entry.id): forms(entry.string) for entry in catalogue(language) if entry.id}


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def marked(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield node


def texts_of(call: ast.Call) -> tuple[str, ...] | None:
    """The texts of a mark, or None where they are not written there."""
    assert isinstance(call.func, ast.Name)
    count = MARKS[call.func.id]
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return tuple(texts) if len(texts) == len(call.args) == count else None


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues as the program reads them."""
    folder = tmp_path_factory.mktemp("locale")
    for language in LANGUAGES:
        target = folder / language / "LC_MESSAGES" / "seatwise.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, catalogue(language))
    return folder


def test_every_text_stands_where_it_is_marked() -> None:
    """No variable and no f-string in a mark, nor a mark in an f-string: Babel reads the code, it does not run it."""
    found: set[tuple[str, ...]] = set()
    wrong: list[str] = []
    for file in sources():
        for call in marked(ast.parse(file.read_text(encoding="utf-8"))):
            said = texts_of(call)
            if said is None or said not in in_code():
                wrong.append(f"{file.relative_to(ROOT).as_posix()}:{call.lineno}: {ast.unparse(call)}")
            else:
                found.add(said)
    assert not wrong, "\n".join(wrong)
    assert found == in_code()


def test_the_help_of_the_command_line_is_among_the_texts_and_takes_no_parameters() -> None:
    assert ("Read and count, import nothing.",) in in_help()
    assert ("Show this message and exit.",) in in_help()
    assert [text for (text,) in in_help() if parameters(text)] == []


def test_the_template_has_the_texts_of_the_code() -> None:
    with (dev.LOCALE / "seatwise.pot").open("rb") as file:
        assert {forms(entry.id) for entry in read_po(file) if entry.id} == extracted(), "run python3 dev.py locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_says_every_text_and_no_other(language: str) -> None:
    translated = entries(language)
    assert extracted() - set(translated) == set(), "run python3 dev.py locale, and translate what it names"
    assert set(translated) - extracted() == set(), "run python3 dev.py locale"
    assert [text for text, said in translated.items() if not all(form.strip() for form in said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_guessed_and_nothing_kept_that_nobody_says(language: str) -> None:
    assert [entry.id for entry in catalogue(language) if entry.id and entry.fuzzy] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_text_has_each_plural_form(language: str) -> None:
    assert (catalogue(language).num_plurals, catalogue(language).plural_expr) == PLURALS[language]
    assert [text for text, said in entries(language).items() if len(said) != len(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_parameters_of_the_text(language: str) -> None:
    pairs = [pair for texts, said in entries(language).items() for pair in zip(texts, said, strict=True)]
    assert [(text, said) for text, said in pairs if parameters(text) != parameters(said)] == []


@pytest.mark.parametrize(
    ("message", "french", "dutch"),
    [
        (msg("Close month"), "Clôturer le mois", "Maand afsluiten"),
        (
            msg("Monthly active users (MAU)"),
            "Utilisateurs actifs mensuels (MAU)",
            "Maandelijks actieve gebruikers (MAU)",
        ),
        (msg("Generate Report Request"), "Générer une demande de rapport", "Rapportaanvraag genereren"),
        (msg("Active in {month}", month="2019-09"), "Actifs en 2019-09", "Actief in 2019-09"),
        (msgn("{n} person", "{n} people", n=0), "0 personne", "0 personen"),
        (msgn("{n} person", "{n} people", n=1), "1 personne", "1 persoon"),
        (msgn("{n} person", "{n} people", n=5640), "5\u202f640 personnes", "5.640 personen"),
    ],
    ids=str,
)
def test_the_terms_of_the_trade(message: Message, french: str, dutch: str, compiled: Path) -> None:
    assert Translator("fr", compiled).text(message) == french
    assert Translator("nl", compiled).text(message) == dutch


def test_what_is_untranslated_is_named() -> None:
    wrapped = 'msgid ""\n"Nothing is "\n"due."\nmsgstr ""\n"Rien n’est "\n"échu."\n'
    empty = 'msgid "Rows"\nmsgstr ""\n'
    half = 'msgid "{n} row"\nmsgid_plural "{n} rows"\nmsgstr[0] "{n} ligne"\nmsgstr[1] ""\n'
    guessed = '#, fuzzy\nmsgid "Key"\nmsgstr "Touche"\n'
    assert dev.untranslated(f"# A header.\n\n{wrapped}\n{empty}\n{half}\n{guessed}") == [
        '"Rows"',
        '"{n} row"',
        '"Key"',
    ]


FRENCH_SLIPS = re.compile(r"[ \u00a0][;:!?%»]|«(?!\u202f)|(?<!\u202f)»|[\w)][!?](?!\w)|\w;(?!;)")
OTHER_NAMES = {
    "fr": r"débit|apprenant|\bplaces\b|prestataire d’essai",
    "nl": r"plaatsen (beschik|onbep|tel)|betaalmethode|betaalprovider|vroegtijdig|\bstudent|journaal|\u2018",
}
"""What is called otherwise everywhere else."""


def said(language: str) -> list[str]:
    return [text for texts in entries(language).values() for text in texts]


def test_french_signs_stand_after_a_narrow_space() -> None:
    assert [text for text in said("fr") if FRENCH_SLIPS.search(text)] == []


@pytest.mark.parametrize("language", sorted(OTHER_NAMES))
def test_each_thing_has_one_name(language: str) -> None:
    assert [text for text in said(language) if re.search(OTHER_NAMES[language], text)] == []
