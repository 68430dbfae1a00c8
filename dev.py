"""Everything a developer does with a checkout: `python3 dev.py --help` lists it.

Standard library only, because it makes the environment that holds everything else: `.venv`, from the locked files in
`requirements/`. What set-up has to say goes to stderr, so that stdout belongs to the command that was asked for.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - older ones must get a sentence, not a syntax error
    sys.exit("Seatwise needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
UNFINISHED = VENV / "unfinished"
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("fr", "nl")
MOST_AT_ONCE = 4
"""Test processes; more of them would only wait for each other."""
REFERENCE = ROOT / "docs" / "cli.md"

# What PySide6 needs on a bare Debian machine, letters to write with, then what a real X window needs beside.
WINDOW_PACKAGES = (
    *("libglib2.0-0", "libegl1", "libgl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3"),
    *("libgssapi-krb5-2", "fonts-dejavu-core"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
)
TEST_PACKAGES = (*WINDOW_PACKAGES, "postgresql")


def say(text: str) -> None:
    """Write a line about set-up where it disturbs nobody."""
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> SystemExit:
    """The end of this run, with the sentence that says why and what to do."""
    return SystemExit(f"dev.py: {text}")


def done_quietly(*command: str | Path, cwd: Path | None = None) -> bool:
    """Run a program with its output on stderr; whether it ended well."""
    return subprocess.run(command, cwd=cwd, stdout=sys.stderr, check=False).returncode == 0


# --- set-up ---------------------------------------------------------------------------------------------------------


def set_up(kind: str) -> None:
    """Bring `.venv` to what `requirements/<kind>.txt` locks, and the translations to what the texts say.

    Safe to repeat and to interrupt: a stamp is written last, and while it fits neither pip nor the network is needed.
    """
    if not is_ready(kind):
        with only_one():
            if not is_ready(kind):
                install(kind)
    compile_translations()


@contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other set-up of this checkout is under way, and keep others waiting.

    SQLite's lock, because every platform has it and it ends with its process.
    """
    with closing(sqlite3.connect(ROOT / ".setup.lock", timeout=1, isolation_level=None)) as gate:
        while not gate.in_transaction:
            try:
                gate.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise stop(f"this checkout cannot be written to: {error}") from None
        yield


def is_ready(kind: str) -> bool:
    """Whether the environment holds just what the lock file says."""
    stamp = VENV / f"{kind}.stamp"
    return PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == lock_digest(kind)


def lock_digest(kind: str) -> str:
    """The SHA-256 of a lock file, whatever its line ends."""
    return hashlib.sha256((ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8").encode()).hexdigest()


def install(kind: str) -> None:
    """Make the environment where there is none that works, and install what is locked."""
    if not environment_works():
        make_environment()
    say(f"dev.py: installing requirements/{kind}.txt (once; about a minute)")
    UNFINISHED.touch()
    options = ("--require-hashes", "--disable-pip-version-check", "--quiet")
    installed = done_quietly(PYTHON, "-m", "pip", "install", *options, "-r", ROOT / "requirements" / f"{kind}.txt")
    UNFINISHED.unlink()
    if not installed:
        raise stop("the requirements could not be installed; connect to the network and run this again.")
    link_checkout()
    compile_sources()
    for done in ("run", "dev") if kind == "dev" else ("run",):
        (VENV / f"{done}.stamp").write_text(lock_digest(done), encoding="ascii")


def environment_works() -> bool:
    """Whether `.venv` is whole: one left by an interrupted run, or by a Python since removed, is not."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", question], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """Build `.venv` anew."""
    try:
        import ensurepip
        import venv

        ensurepip.version()
    except ImportError:
        raise stop("this Python cannot make environments; on Debian or Ubuntu install python3-venv.") from None
    say("dev.py: making .venv")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.create(VENV, with_pip=True, symlinks=not WINDOWS)
    except (OSError, subprocess.CalledProcessError) as error:
        raise stop(f"the environment .venv could not be made: {error}") from None


def link_checkout() -> None:
    """Make `import desktop` and the command `seatwise` work in the environment, from this checkout.

    The path is relative, so it holds whatever letters the checkout's folder is written with.
    """
    where = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(where, capture_output=True, check=True, text=True).stdout.strip())
    (packages / "seatwise.pth").write_text(os.path.relpath(ROOT, packages) + "\n", encoding="ascii")
    if WINDOWS:
        (PROGRAMS / "seatwise.cmd").write_text('@"%~dp0python.exe" -P -m desktop %*\n', encoding="ascii")
    else:
        launcher = PROGRAMS / "seatwise"
        launcher.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -P -m desktop "$@"\n', encoding="ascii")
        launcher.chmod(0o755)


def compile_sources() -> None:
    """Write the byte code of the program's modules that lack it, also where Python was told not to do so by itself.

    Without it each start compiles whatever it imports, which takes longer than the importing.
    """
    done_quietly(PYTHON, "-m", "compileall", "-q", ROOT / "desktop")


def compile_translations() -> None:
    """Write each `.mo` file that is missing or older than its `.po` file."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/seatwise.po")):
        target = source.with_suffix(".mo")
        fresh = target.exists() and target.stat().st_mtime >= source.stat().st_mtime
        if not fresh and not done_quietly(PROGRAMS / "pybabel", "--quiet", "compile", "-i", source, "-o", target):
            raise stop(f"{source.relative_to(ROOT)} cannot be compiled.")


def install_system_packages(wanted: tuple[str, ...]) -> None:
    """Install the Debian packages wanted, where we may; elsewhere name those that are missing."""
    missing = missing_system_packages(wanted)
    if not missing:
        return
    names = " ".join(missing)
    if not may_install():
        say(f"dev.py: going on without these system packages; to install them: apt-get install {names}")
        return
    say(f"dev.py: installing system packages: {names}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    # Without a network this is to fail soon, because it is tried each time.
    brief = ("-qq", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10")
    command = ("apt-get", "install", "-y", *brief, "--no-install-recommends", *missing)
    if not done_quietly(*command) and not (done_quietly("apt-get", "update", *brief) and done_quietly(*command)):
        say(f"dev.py: these system packages could not be installed: {names}")


def missing_system_packages(wanted: tuple[str, ...]) -> list[str]:
    """Those of the Debian packages wanted that are not installed; none on other systems."""
    if shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}, ${Package}, ${Provides}\n"]
    rows = subprocess.run(query, capture_output=True, check=True, text=True).stdout.splitlines()
    there = {name.split(" ")[0] for row in rows if row.startswith("installed,") for name in row.split(", ")}
    if any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        there.add("postgresql")
    return [name for name in wanted if name not in there]


def may_install() -> bool:
    """Whether this is root on a machine with apt-get."""
    return not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get") is not None


# --- commands -------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Run Seatwise, as in `dev.py run -- usage monthly`; without arguments, the window."""
    command = without_dashes(arguments)
    if not command:
        install_system_packages(WINDOW_PACKAGES)
    set_up("run")
    return hand_over(PYTHON, "-P", "-m", "desktop", *command)


def demo(arguments: list[str]) -> int:
    """Make the demo workspace (--screenshots DIR: and a picture of each screen; --lang fr: in French)."""
    install_system_packages(WINDOW_PACKAGES)
    set_up("run")
    at = arguments.index("--lang") if "--lang" in arguments else len(arguments)
    language, rest = arguments[at : at + 2], arguments[:at] + arguments[at + 2 :]
    return hand_over(PYTHON, "-P", "-m", "desktop", *language, "demo", *rest)


def build(arguments: list[str]) -> int:
    """Build the program for this platform into dist/, and try it out (--try: only try what is there)."""
    only_try = wants("--try", arguments)
    install_system_packages(WINDOW_PACKAGES)
    set_up("dev")
    if not only_try:
        places = ("--distpath", "dist", "--workpath", "build")
        must_do("python", "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, "build.spec")
    return in_environment("python", "-m", "tests.bundle")


def test(arguments: list[str]) -> int:
    """Run the linters and then every test, a process for each core; arguments go to pytest instead."""
    install_system_packages(TEST_PACKAGES)
    set_up("dev")
    compile_sources()
    failed = failing_checks()
    chosen = without_dashes(arguments) or ["-n", str(min(MOST_AT_ONCE, os.cpu_count() or 1))]
    if in_environment("python", "-m", "pytest", "-q", *chosen) != 0:
        failed.append("pytest")
    return report(failed)


def check(arguments: list[str]) -> int:
    """Run the linters only: format, ruff, mypy, import contracts (--fix: format, and mend what ruff can)."""
    set_up("dev")
    if wants("--fix", arguments):
        in_environment("ruff", "check", "--fix", "--quiet")
        in_environment("ruff", "format")
    return report(failing_checks())


def failing_checks() -> list[str]:
    """Run every linter; the names of those that found something."""
    checks = {
        "ruff format": ("ruff", "format", "--check", "--quiet", "--diff"),
        "ruff": ("ruff", "check", "--quiet"),
        "mypy": ("mypy", "--no-error-summary"),
        "import contracts": ("lint-imports", "--no-logo"),
    }
    return [name for name, command in checks.items() if in_environment(*command) != 0]


def report(failed: list[str]) -> int:
    """The exit code; when something failed, after a last line that says what."""
    if failed:
        say(f"dev.py: FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Measure Seatwise beside its peers (--quick, --full)."""
    set_up("dev")
    compile_sources()
    return in_environment("python", "-m", "tests.bench", *without_dashes(arguments))


def locale(arguments: list[str]) -> int:
    """Bring the translation files to what the texts say and name what is untranslated (--check: only look)."""
    only_look = wants("--check", arguments)
    set_up("dev")
    behind = extract_texts(write=not only_look)
    missing = 0
    for language in LANGUAGES:
        catalogue = LOCALE / language / "LC_MESSAGES" / "seatwise.po"
        texts = untranslated(catalogue.read_text(encoding="utf-8")) if catalogue.exists() else []
        missing += len(texts)
        print(f"{language}: {len(texts)} untranslated", *texts, sep="\n    ")
    if behind:
        print("The translation files are behind the texts: run python3 dev.py locale.")
    return 1 if only_look and (behind or missing) else 0


def extract_texts(*, write: bool) -> bool:
    """Collect the texts marked in the source; whether a translation file is behind them (never, after writing)."""
    template = LOCALE / "seatwise.pot"
    fresh = VENV / "seatwise.pot"
    marks = ("--no-default-keywords", "-k", "msg", "-k", "msgn:1,2", "--no-location", "--sort-output")
    header = ("--header-comment=# The texts of Seatwise.", "--project=Seatwise", "--version=1")
    must_do("pybabel", "--quiet", "extract", *marks, *header, "-o", fresh, "desktop", help_texts())
    behind = undated(template) != undated(fresh)
    if write and behind:
        LOCALE.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fresh, template)
    for language in LANGUAGES:
        target = LOCALE / language / "LC_MESSAGES" / "seatwise.po"
        places = ("-i", fresh, "-o", target, "-l", language)
        update = ("pybabel", "--quiet", "update", "-N", "--ignore-obsolete", "--ignore-pot-creation-date", *places)
        if not write:
            behind = behind or not target.exists() or in_environment(*update, "--check") != 0
        elif target.exists():
            must_do(*update)
        else:
            must_do("pybabel", "--quiet", "init", *places)
    return behind and not write


def help_texts() -> Path:
    """A file that marks the texts of the command line's help, which stand unmarked where Typer reads them."""
    listed = VENV / "help_texts.py"
    render = (PYTHON, "-P", "-X", "utf8", "-m", "desktop.cli.help_texts")
    listed.write_text(
        subprocess.run(render, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout, encoding="utf-8"
    )
    return listed


def undated(template: Path) -> str:
    """A template without the date it was made on, which alone is no change."""
    text = template.read_text(encoding="utf-8") if template.exists() else ""
    return re.sub(r'^"POT-Creation-Date:.*\n', "", text, flags=re.MULTILINE)


def untranslated(catalogue: str) -> list[str]:
    """The entries of a catalogue, as Babel writes it, that lack a translation or hold a guessed one."""
    entries = [entry for entry in re.split(r"\n{2,}", catalogue)[1:] if re.search(r"^msgid ", entry, re.MULTILINE)]
    empty = re.compile(r'^msgstr(\[\d+\])? ""(?!\n")', re.MULTILINE)
    missing = [entry for entry in entries if empty.search(entry) or "#, fuzzy" in entry]
    return [entry[entry.index("msgid ") :].split("\nmsg")[0].removeprefix("msgid ") for entry in missing]


def docs(arguments: list[str]) -> int:
    """Write docs/cli.md from the command line itself (--check: only look)."""
    only_look = wants("--check", arguments)
    set_up("run")
    render = (PYTHON, "-P", "-X", "utf8", "-m", "desktop.cli.reference")
    page = subprocess.run(render, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    behind = not REFERENCE.exists() or REFERENCE.read_text(encoding="utf-8") != page
    if behind and only_look:
        print("docs/cli.md is behind the command line: run python3 dev.py docs.")
    elif behind:
        REFERENCE.write_text(page, encoding="utf-8", newline="\n")
    return 1 if only_look and behind else 0


def lock(arguments: list[str]) -> int:
    """Lock the requirements anew from pyproject.toml, with uv (--upgrade: to the newest releases)."""
    if shutil.which("uv") is None:
        raise stop("locking needs uv on PATH; installing from the locked files does not.")
    how = ["--universal", "--generate-hashes", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet"]
    how += ["--upgrade"] if wants("--upgrade", arguments) else []
    # Relative names, and one after the other: what runs must be what was tested.
    for kind, extra in (("run", []), ("dev", ["--group", "dev", "-c", "requirements/run.txt"])):
        compiled = ["uv", "pip", "compile", "pyproject.toml", *extra, *how, "-o", f"requirements/{kind}.txt"]
        if not done_quietly(*compiled, cwd=ROOT):
            raise stop(f"requirements/{kind}.txt could not be locked.")
    return 0


# --- running things -------------------------------------------------------------------------------------------------


def in_environment(program: str, *arguments: str | Path) -> int:
    """Run a program of the environment in the checkout; its exit code."""
    return subprocess.run([PROGRAMS / program, *arguments], cwd=ROOT, check=False).returncode


def must_do(program: str, *arguments: str | Path) -> None:
    """Run a program of the environment in the checkout, and stop when it fails."""
    if in_environment(program, *arguments) != 0:
        raise stop(f"{program} failed.")


def hand_over(*command: str | Path) -> int:  # noqa: RET503 - where execv is, it does not return
    """Become another program, in the caller's folder; where that cannot be, run it and pass on its exit code."""
    if WINDOWS:
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def without_dashes(arguments: list[str]) -> list[str]:
    """Arguments for another program, without the `--` that may set them apart."""
    return arguments[1:] if arguments[:1] == ["--"] else arguments


def wants(flag: str, arguments: list[str]) -> bool:
    """Whether the one flag that a command knows was given; any other argument is wrong usage."""
    unknown = [argument for argument in arguments if argument != flag]
    if unknown:
        say(f"dev.py: unknown argument {unknown[0]}; this command knows {flag} only.")
        raise SystemExit(2)
    return flag in arguments


COMMANDS = (run, demo, test, check, bench, locale, docs, build, lock)


def main(arguments: list[str]) -> int:
    """Do what the first argument names; the exit code."""
    name = arguments[0] if arguments else "--help"
    for command in COMMANDS:
        if command.__name__ == name:
            return command(arguments[1:])
    summary = "".join(f"  {command.__name__:8}{command.__doc__}\n" for command in COMMANDS)
    text = f"python3 dev.py COMMAND [ARGUMENTS]\n\n{summary}"
    if name in ("--help", "-h", "help"):
        print(text, end="")
        return 0
    say(text)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
