"""Charts as files, and in words."""

import re
import struct
import subprocess
import sys
import zlib
from dataclasses import replace
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

from desktop.charts.palette import DARK
from desktop.charts.rendering import render
from desktop.charts.wording import readout, sentences, summary
from tests.charts.samples import CASES, LATE, TWO_PERIODS, WORKED, series, translator

SVG = "{http://www.w3.org/2000/svg}"
KINDS: tuple[Literal["png", "svg", "pdf"], ...] = ("png", "svg", "pdf")


def pdf_streams(content: bytes) -> bytes:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return b"".join(zlib.decompress(each) for each in streams if each.startswith(b"x"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_series_gives_the_same_bytes(kind: Literal["png", "svg", "pdf"]) -> None:
    first = render(TWO_PERIODS, kind, translator())
    render(WORKED, kind, translator("nl"), DARK)
    assert render(TWO_PERIODS, kind, translator()) == first
    assert b"Date" not in first.replace(b"CreationDate null", b"")


def test_another_process_gives_the_same_svg() -> None:
    program = (
        "import sys; from desktop.charts.rendering import render; from tests.charts.samples import WORKED, translator; "
        "sys.stdout.buffer.write(render(WORKED, 'svg', translator()))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert other.stdout.replace(b"\r\n", b"\n") == render(WORKED, "svg", translator())


def test_a_png_has_twice_the_pixels_of_its_size() -> None:
    content = render(WORKED, "png", translator(), size=(800, 400))
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1600, 800)


def test_svg_text_is_text_and_has_a_name_and_a_description() -> None:
    root = ET.fromstring(render(WORKED, "svg", translator()))
    words = {"".join(element.itertext()).strip() for element in root.iter(f"{SVG}text")}
    assert {"Purchased 6,000", "Cumulative 5,640", "Key of 4 Mar, +5,000", "Mar", "5,000"} <= words
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Monthly usage of Veldhuis Academy"
    assert root.findtext(f"{SVG}desc") == summary(WORKED, translator())


def test_a_hostile_account_name_leaves_the_svg_whole() -> None:
    name = "<script>\x00\ud800&\u202e ]]> $a$"
    root = ET.fromstring(render(replace(WORKED, account=name), "svg", translator()))
    assert (root.findtext(f"{SVG}title") or "").startswith("Monthly usage of <script>")


def test_pdf_holds_its_font_and_its_name() -> None:
    content = render(WORKED, "pdf", translator())
    assert content.startswith(b"%PDF")
    assert b"/FontFile2" in content
    assert b"Monthly usage of Veldhuis Academy" in content
    assert b"Tj" in pdf_streams(content) or b"TJ" in pdf_streams(content)


@pytest.mark.parametrize("case", CASES)
def test_every_case_can_be_read_by_other_programs(case: str) -> None:
    root = ET.fromstring(render(CASES[case], "svg", translator("fr"), size=(640, 360)))
    assert list(root.iter(f"{SVG}text"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_of_nothing_is_a_file_too(kind: Literal["png", "svg", "pdf"]) -> None:
    assert len(render(CASES["none"], kind, translator())) > 1000


def test_the_summary_says_what_the_chart_shows() -> None:
    assert summary(WORKED, translator()) == (
        "Monthly usage of Veldhuis Academy from January 2019 to December 2019. 5,640 used in 12 months. "
        "The busiest is March 2019 with 5,000. In December 2019, 360 of 6,000 purchased units remain. "
        "A key of Jan 8, 2019 added 1,000. A key of Mar 4, 2019 added 5,000. 2 months are not closed yet."
    )


def test_the_summary_names_overage_late_people_and_new_periods() -> None:
    assert "overage 4,640" in summary(CASES["overage"], translator())
    assert "12 people came after their month was closed" in summary(LATE, translator())
    assert "A new plan period begins in July 2019." in summary(TWO_PERIODS, translator())
    ended = series("2019-01", [5] * 8, purchased=[100] * 4 + [None] * 4, restarts=["2019-05"])
    assert "From May 2019 there is no plan." in summary(ended, translator())


def test_every_sentence_can_be_translated() -> None:
    for case in CASES.values():
        for sentence in sentences(case, translator("nl")):
            assert sentence.text.endswith(".")
            assert "{" not in translator("nl").text(sentence)


def test_the_line_under_the_cursor_says_the_month_in_words() -> None:
    said = translator().text(readout(WORKED, 2, translator()))
    assert said == "March 2019: 5,000 active, 5,550 of 6,000 used, 450 remaining."
    assert translator().text(readout(CASES["no plan"], 0, translator())) == "January 2019: 5 active, 5 in all."
