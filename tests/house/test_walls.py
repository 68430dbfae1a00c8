"""The walls of the house (docs/architecture.md): what keeps every file small, named and in its room."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 500
EMPTY_NAMES = re.compile(r"(utils?|helpers?|common|base|managers?|handlers?|controllers?|misc|data)", re.IGNORECASE)


def python_files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def own_files() -> list[Path]:
    return [*sorted(ROOT.glob("*.py")), *python_files("desktop", "server", "tests")]


def lines_with(pattern: str, files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def classes_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name


def says_nothing(name: str) -> bool:
    """Whether a class is named after no thing of the trade: `Helpers`, and `OrderManager` too."""
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)
    return bool(words) and EMPTY_NAMES.fullmatch(words[-1]) is not None


def test_no_file_is_longer_than_the_wall() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in own_files()}
    assert lengths, "no file was found: this test looks in the wrong place"
    assert {str(file): length for file, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_file_has_a_name_that_says_what_is_in_it() -> None:
    assert [str(file) for file in own_files() if EMPTY_NAMES.fullmatch(file.stem)] == []


def test_every_class_has_a_name_that_says_what_it_is() -> None:
    assert says_nothing("OrderManager")
    assert not says_nothing("Database")
    assert [f"{file}: {name}" for file in own_files() for name in classes_of(file) if says_nothing(name)] == []


def test_nothing_in_the_program_is_left_to_do() -> None:
    assert lines_with(r"\b(TODO|FIXME|raise NotImplementedError)\b", list(python_files("desktop"))) == []


def test_the_locked_requirements_name_no_host() -> None:
    locked = sorted((ROOT / "requirements").glob("*.txt"))
    assert [file.name for file in locked] == ["dev.txt", "run.txt"]
    assert lines_with(r"://|@|index|find-links|trusted-host", locked) == []


def test_what_runs_is_what_was_tested() -> None:
    pins = {file: set(lines_with("==", [ROOT / "requirements" / file])) for file in ("run.txt", "dev.txt")}
    run, dev = ({re.sub(r"^.*?: ", "", pin) for pin in pins[file]} for file in ("run.txt", "dev.txt"))
    assert run
    assert run <= dev


def test_every_room_keeps_to_its_imports() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("desktop", exclude_type_checking_imports=True, cache_dir=None)
    left = set(graph.modules)
    while free := {one for one in left if not graph.find_modules_directly_imported_by(one) & left - {one}}:
        left -= free
    assert left == set()
