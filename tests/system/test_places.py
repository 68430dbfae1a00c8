"""Folders, desk settings, network and synced places."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app import Desk
from desktop.system.desk_settings import FILE_NAME, DeskSettings
from desktop.system.folders import remote_kind, writable
from desktop.system.paths import Folders, private_folder, resources

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /mnt/share rw - nfs4 server:/export rw
31 22 0:26 / /mnt/share/local rw - ext4 /dev/sdb1 rw
32 22 0:27 / /mnt/with\\040space rw master:1 - cifs //server/share rw
33 22 0:28 / /home/ann/remote rw - fuse.sshfs ann@host: rw
34 22 0:29 / /mnt/shares rw - ext4 /dev/sdc1 rw
a line that says nothing
35 22 - broken
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the mount table of POSIX systems")
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/mnt/share", "nfs4"),
        ("/mnt/share/deep/down", "nfs4"),
        ("/mnt/share/local/deep", None),
        ("/mnt/shares", None),
        ("/mnt/with space/x", "cifs"),
        ("/home/ann/remote", "fuse.sshfs"),
        ("/home/ann", None),
        ("/", None),
    ],
)
def test_f023_a_network_folder_is_known_by_the_mount_table(folder: str, kind: str | None) -> None:
    assert remote_kind(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "onedrive - Contoso",
        "OneDrive-Contoso",
        "Dropbox",
        "Dropbox (Work)",
        "Google Drive",
        "GoogleDrive-ann@example.com",
        "iCloud Drive",
        "Mobile Documents",
        "CloudStorage",
    ],
)
def test_f023_a_synced_folder_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    assert remote_kind(tmp_path / name / "deep", MOUNTS) == name


@pytest.mark.parametrize("name", ["Dropboxes", "drive", "my drives", "notes on onedrive", "OneDriver"])
def test_a_folder_that_is_only_named_alike_is_local(name: str, tmp_path: Path) -> None:
    assert remote_kind(tmp_path / name, MOUNTS) is None


def test_f023_a_link_into_a_synced_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert remote_kind(tmp_path / "link", MOUNTS) == "Dropbox"


def test_this_machines_temporary_folder_is_local(tmp_path: Path) -> None:
    assert remote_kind(tmp_path) is None
    assert writable(tmp_path)
    assert writable(tmp_path / "new file")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the folders of XDG")
def test_the_folders_are_the_platforms_and_inside_the_persons_home(home: Path) -> None:
    folders = Folders.of_this_user()
    for folder in (folders.data, folders.config, folders.cache, folders.downloads):
        assert home in folder.parents, folder
        assert not folder.exists(), "made when first written to"
    assert folders.store == folders.data / "seatwise.db"
    assert folders.demo_store == folders.data / "demo.db"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_of_ours_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert private_folder(folder) == folder


def test_resources_come_with_the_program() -> None:
    assert (resources() / "qualification_map.csv").is_file()


def test_a_machine_id_is_made_once_and_kept(tmp_path: Path) -> None:
    first = DeskSettings.read(tmp_path)
    assert first.machine_id
    assert DeskSettings.read(tmp_path) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE_NAME]


def test_two_machines_have_two_ids(tmp_path: Path) -> None:
    assert DeskSettings.read(tmp_path / "a").machine_id != DeskSettings.read(tmp_path / "b").machine_id


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"machine_id": 7}', '{"machine_id": ""}', "\0"])
def test_unreadable_settings_are_as_none_and_are_mended(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    settings = DeskSettings.read(tmp_path)
    assert settings.machine_id
    assert settings.language is None
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))["machine_id"] == settings.machine_id


def test_settings_of_a_newer_program_are_read_as_far_as_they_are_known(tmp_path: Path) -> None:
    kept = {"machine_id": "m", "language": "fr", "hologram": "on", "windows": [1]}
    (tmp_path / FILE_NAME).write_text(json.dumps(kept), encoding="utf-8")
    assert DeskSettings.read(tmp_path) == DeskSettings("m", "fr")


def test_a_config_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert DeskSettings.read(tmp_path / "file" / "config").machine_id


def test_the_desks_language_is_the_one_chosen_else_its_own(desk: Desk) -> None:
    from desktop.services.workspace import Choice

    assert desk.translator(Choice()).language == "en"
    assert desk.translator(Choice(language="nl")).language == "nl"


def test_importing_the_program_has_no_effects(home: Path) -> None:
    code = "import desktop.app, desktop.cli.run; import sys; print('PySide6' in sys.modules, 'duckdb' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False False\n", "")
    assert list(home.iterdir()) == []
