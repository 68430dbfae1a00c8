"""PDF that people and screen readers can read."""

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.domain.progress import silent
from desktop.formats.reports import pdf_pages
from desktop.formats.reports.pdf_files import write_pdf
from desktop.formats.reports.pdf_pages import Pages
from desktop.formats.reports.report import Report
from desktop.i18n import msg
from tests.formats.reports.samples import marked, months_table, people_table, pictured, report, text_table, translator


def objects(content: bytes) -> str:
    """The file's own text and that of its compressed parts."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    opened = [zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"x"]
    return b"\n".join([content, *opened]).decode("latin-1")


def written(made: Report, folder: Path, language: str = "en") -> bytes:
    path = folder / "r.pdf"
    write_pdf(made, path, translator(language), overwrite=True)
    return path.read_bytes()


def test_the_file_is_tagged_has_a_title_and_a_language_and_claims_it(tmp_path: Path) -> None:
    found = objects(written(pictured(), tmp_path, "fr"))
    assert "<pdfuaid:part>1</pdfuaid:part>" in found
    assert "/StructTreeRoot" in found
    assert re.search(r"/Lang ?\(fr", found)
    assert "Veldhuis Academy" in found
    assert "/DisplayDocTitle true" in found


def test_tables_have_header_cells_and_the_picture_has_words(tmp_path: Path) -> None:
    found = objects(written(pictured(), tmp_path))
    assert re.search(r"/S ?/TH\b", found)
    assert re.search(r"/S ?/Figure\b", found)
    assert "A chart of three months." in found


def test_the_picture_is_drawn_not_painted(tmp_path: Path) -> None:
    assert "/Subtype /Image" not in objects(written(pictured(), tmp_path))


def test_every_page_is_numbered_and_the_header_is_repeated(tmp_path: Path) -> None:
    texts = [f"name {i}" for i in range(150)]
    found = objects(written(report(text_table(texts)), tmp_path))
    assert len(re.findall(r"/Type ?/Page\b", found)) == 3
    assert found.count("/Artifact") >= 3


def test_what_is_written_is_in_the_readers_language() -> None:
    content = Pages(report(), translator("nl")).content(silent)
    months = content["tables"][0]  # type: ignore[index]
    assert months["rows"][2] == ["mrt 2019", "5.000", "6.000", "–"]
    assert months["rows"][0][3] == "1.234,56"
    assert months["totals"][1:] == ["5.550", "", "1.234,06"]
    assert {"name": translator("nl").text(msg("As of")), "value": "5 sep 2019"} in content["facts"]  # type: ignore[operator]


def test_instants_are_in_the_reports_zone_which_is_named() -> None:
    people = Pages(report(people_table()), translator()).content(silent)["tables"][0]  # type: ignore[index]
    assert people["rows"][0][2].startswith("Apr 1, 2019")
    assert "(Europe/" in people["titles"][2]


def test_texts_are_shown_never_run(tmp_path: Path) -> None:
    texts = ["#panic()", "$x^2$", "*bold* _it_ `raw` <label> @ref // no", "\\", '"; #read("/etc/passwd")', "\x00\x07"]
    assert written(report(text_table(texts)), tmp_path).startswith(b"%PDF")


def test_letters_that_no_font_has_do_not_stop_the_report(tmp_path: Path) -> None:
    found = objects(written(report(text_table(["\U00012000 \ue000"])), tmp_path))
    assert "/StructTreeRoot" in found
    assert "pdfuaid" not in found


def test_long_words_may_be_broken_and_short_ones_stay_whole() -> None:
    address = "a.very.long.person.name@department.example.org"
    rows = Pages(report(text_table([address, "short@example.org"])), translator()).content(silent)["tables"][0]["rows"]  # type: ignore[index]
    assert "\u200b" in rows[0][0]
    assert rows[0][0].replace("\u200b", "") == address
    assert rows[1][0] == "short@example.org"


def test_demo_data_is_marked_on_every_page(tmp_path: Path) -> None:
    assert Pages(marked(), translator()).content(silent)["mark"] == "Demo data"
    assert "Demo data" in objects(written(marked(), tmp_path))


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    made = report(replace(months_table(), batches=[]))
    assert Pages(made, translator()).content(silent)["tables"][0]["empty"] == "No rows."  # type: ignore[index]
    assert written(made, tmp_path).startswith(b"%PDF")


def test_more_rows_than_paper_takes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_ROWS", 4)
    with pytest.raises(UserError, match="Choose CSV"):
        written(report(people_table()), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(pictured(), tmp_path) == written(pictured(), tmp_path)
