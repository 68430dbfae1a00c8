"""build.spec leaves out nothing that the program needs. A build itself is tried by `python3 dev.py build`."""

import ast
import importlib.util
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import dev
from desktop.i18n import LANGUAGES
from tests.bundle.__main__ import program

ROOT = Path(__file__).resolve().parents[2]
WITHOUT = """
import importlib, pkgutil, sys

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in {names!r}):
            raise ImportError(name + " is left out")

sys.meta_path.insert(0, LeftOut())
import desktop
for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
    if "migrations" not in module.name and "__main__" not in module.name:
        importlib.import_module(module.name)
from desktop.__main__ import main
sys.argv = ["seatwise", "--json", "about"]
sys.exit(main())
"""


@cache
def spec() -> dict[str, Any]:
    """The names that build.spec defines before it asks PyInstaller for anything."""
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    kept: list[ast.stmt] = [
        node
        for node in tree.body
        if (isinstance(node, ast.Import | ast.ImportFrom) and "PyInstaller" not in ast.unparse(node))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).isupper())
    ]
    names: dict[str, Any] = {"SPECPATH": str(ROOT)}
    exec(compile(ast.Module(kept, []), "build.spec", "exec"), names)
    return names


def test_the_program_runs_without_what_is_left_out(home: Path) -> None:
    without = [sys.executable, "-c", WITHOUT.format(names=spec()["LEFT_OUT"])]
    done = subprocess.run(without, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"packed": false' in done.stdout


def test_what_is_named_is_there() -> None:
    names = spec()
    assert [name for name in names["BY_NAME"] if importlib.util.find_spec(name) is None] == []
    assert [place for place, _ in names["OWN_FILES"] if not Path(place).is_dir()] == []


def test_each_folder_lies_in_the_bundle_as_in_the_checkout() -> None:
    assert [to for place, to in spec()["OWN_FILES"] if ROOT / to != Path(place)] == []


@pytest.mark.parametrize(
    "file",
    [
        *(f"babel/locale-data/{language}.dat" for language in ("root", *LANGUAGES, "en_US", "fr_BE")),
        *(f"PySide6/Qt/translations/qtbase_{language}.qm" for language in LANGUAGES),
        *(f"resources/locale/{language}/LC_MESSAGES/seatwise.mo" for language in dev.LANGUAGES),
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt6Core.dll",
        "matplotlib/mpl-data/matplotlibrc",
        "matplotlib/mpl-data/fonts/ttf/DejaVuSans-Bold.ttf",
        "matplotlib/mpl-data/fonts/ttf/LastResortHE-Regular.ttf",
        "desktop/store/migrations/versions/0001_first.py",
        "docs/user/fr/usage.md",
    ],
)
def test_what_is_needed_is_packed(file: str) -> None:
    assert re.search(spec()["NOT_PACKED"], file) is None


@pytest.mark.parametrize(
    "file",
    [
        "babel/locale-data/de.dat",
        "babel/locale-data/nds.dat",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/translations/qt_de.qm",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "resources/locale/fr/LC_MESSAGES/seatwise.po",
        "matplotlib/mpl-data/sample_data/goog.npz",
    ],
)
def test_what_nobody_needs_is_not(file: str) -> None:
    assert re.search(spec()["NOT_PACKED"], file) is not None


def test_what_is_built_is_what_is_tried() -> None:
    assert spec()["NAME"] in str(program())


def test_a_run_does_not_install_what_only_tests_need() -> None:
    assert "postgresql" not in dev.WINDOW_PACKAGES
    assert set(dev.WINDOW_PACKAGES) < set(dev.TEST_PACKAGES)
