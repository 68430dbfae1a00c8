"""Tables as programs write them: encodings, delimiters, headers, broken rows."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop.domain.errors import UserError
from desktop.formats.activity.reading import Columns, RowCounts
from tests.formats.activity.conftest import Read, learners, months

ROWS = "user,time,action\nZoë,2026-01-03,viewed\nAnn,2026-01-04,viewed\n"
ACTIVE = {"2026-01": {"Zoë", "Ann"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_f099_encodings_and_line_ends_do_not_matter(read: Read, encoding: str, end: str) -> None:
    assert months(read(ROWS.replace("\n", end).encode(encoding))) == ACTIVE


def test_f099_utf16_keeps_characters_beyond_the_basic_plane(read: Read) -> None:
    assert set(learners(read(ROWS.replace("Ann", "🎓").encode("utf-16-be"))).values()) == {"Zoë", "🎓"}


@pytest.mark.parametrize(
    "content",
    [
        "user,time,action\n受講者山田,2026-01-03,視聴しました\n".encode("shift-jis") * 9,
        "user,time,action\nИванов,2026-01-03,просмотрено\n".encode("koi8-r"),
        "user,time,action\nИванов,2026-01-03,просмотрено\n".encode("cp1251"),
        "user,time,action\n学生,2026-01-03,查看\n".encode("gbk"),
        ROWS.encode("utf-16")[:-1],
        b"user,time,action\nZo\x81,2026-01-03,viewed\n",
    ],
    ids=["shift-jis", "koi8", "cp1251", "gbk", "cut utf-16", "undefined in cp1252"],
)
def test_f099_what_cannot_be_decoded_faithfully_is_refused(read: Read, content: bytes) -> None:
    with pytest.raises(UserError, match="Save it as UTF-8"):
        read(content)


def test_f099_a_broken_character_in_one_row_of_utf8_spoils_that_row_only(read: Read) -> None:
    good = "".join(f"Zoë{number},2026-01-03,viewed\n" for number in range(20)).encode()
    fold = read(b"user,time,action\n" + good + b"Zo\xc3,2026-01-03,viewed\nAnn,2026-01-03,viewed\n")
    assert fold.summary.counts == RowCounts(counted=21, rejected=1)
    assert fold.summary.reasons == {"not readable as text": 1}


def test_f099_old_encoding_far_down_the_file_is_still_read_faithfully(read: Read) -> None:
    content = b"user,time,action\n" + b"Ann,2026-01-04,viewed\n" * 9_000 + "Zoë,2026-01-03,viewed\n".encode("cp1252")
    assert months(read(content)) == ACTIVE


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_where_others_occur(read: Read, delimiter: str) -> None:
    content = 'user;time;note;action\n"a,b";2026-01-03;"x,y|z";viewed\nc;2026-01-04;"p,q|r";viewed\n'
    swapped = content.replace(";", "\0").replace(",", ";" if delimiter == "," else ",").replace("\0", delimiter)
    assert len(months(read(swapped))["2026-01"]) == 2


def test_a_line_that_names_the_delimiter_is_no_header(read: Read) -> None:
    assert months(read("sep=;\r\n" + ROWS.replace(",", ";").replace("\n", "\r\n"))) == ACTIVE


def test_f100_broken_rows_have_their_line_and_reason_and_all_rows_add_up(read: Read) -> None:
    fold = read(
        "user,time,action\n"
        "a,2026-01-03,viewed\nb,2026-01-03\nc,2026-01-03,viewed,extra\nd,2026-01-03,vie\0wed\n"
        'e,"2026-01-03,viewed\nf,2026-01-03,"vie"wed\n'
        f'"{"x" * 3_000_000}",2026-01-03,viewed\ng,2026-01-03,viewed\r\nh,2026-01-03,viewed'
    )
    assert fold.summary.counts == RowCounts(counted=4, rejected=5)
    assert fold.summary.reasons == {"wrong number of columns": 2, "NUL character": 1, "stray quote": 2}
    lines = {(example.reason, example.line) for example in fold.summary.examples}
    assert {("wrong number of columns", 3), ("NUL character", 5), ("stray quote", 6), ("stray quote", 7)} <= lines


def test_f100_a_line_too_long_to_be_a_row_is_one_rejected_row_in_bounded_memory(read: Read) -> None:
    content = b"user,time,action\na,2026-01-03,viewed\n" + b"x" * (17 << 20) + b"\nb,2026-01-03,viewed\n"
    fold = read(content)
    assert fold.summary.counts == RowCounts(counted=2, rejected=1)
    assert fold.summary.reasons == {"line too long": 1}


def test_f106_a_file_of_nothing_but_broken_rows_adds_up(read: Read) -> None:
    assert read("user,time,action\n" + "x\n" * 5_000).summary.counts == RowCounts(rejected=5_000)


@pytest.mark.parametrize(
    "header",
    [
        "user_id,timestamp,action", "User ID,Time Stamp,Verb", "\ufeffUSER_ID,OCCURRED_AT,Event",
        "learner,submitted_on,event name",
        "User Email,Date,Verb", "username,time,Event Name", "actor,Occurred At,verb",
        "E-mail address,Date/Time,Action Type",
    ],
)  # fmt: skip
def test_columns_are_known_by_name_without_case_blanks_and_underscores(read: Read, header: str) -> None:
    assert months(read(f"{header}\na@x,2026-01-03,viewed\n")) == {"2026-01": {"a@x"}}


def test_the_address_is_the_learner_and_the_user_id_where_there_is_none(read: Read) -> None:
    fold = read("user_id,email,time,action\n1,Ann@x,2026-01-03,viewed\n2,,2026-01-03,viewed\n,,2026-01-03,viewed\n")
    assert months(fold) == {"2026-01": {"ann@x", "2"}}
    assert fold.summary.counts.rejected == 1


def test_of_several_time_columns_the_first_that_holds_times_is_read(read: Read) -> None:
    assert months(read("user,time,date,action\na,10:00:00,2026-01-03,viewed\n")) == {"2026-01": {"a"}}


def test_chosen_columns_win_and_are_remembered_by_the_header(read: Read) -> None:
    content = "user,who,when,time,what\na,b,2026-02-03,2026-01-03,viewed\n"
    fold = read(content, columns=Columns("who", "when", "what"))
    assert months(fold) == {"2026-02": {"b"}}
    assert asdict(fold.summary.columns) == {"user": "who", "time": "when", "action": "what"}
    signature = fold.summary.header_signature
    assert signature
    again = read(content.replace("user,who", "User , WHO"), remembered={signature: Columns("who", "when", "what")})
    assert months(again) == {"2026-02": {"b"}}


def test_a_wrong_column_name_is_answered_with_the_names_there_are(read: Read) -> None:
    with pytest.raises(UserError, match=r"no column “nobody”\. Its columns are: user, time, action"):
        read(ROWS, columns=Columns(user="nobody"))
    with pytest.raises(UserError, match=r"user, day off\. Use --time NAME"):
        read("user,day off\na,b\n", count_all=True)
    with pytest.raises(UserError, match=r"foo, time\. Use --user NAME"):
        read("foo,time\na,2026-01-03\n", count_all=True)


def test_f100_two_columns_of_one_name_are_only_refused_where_they_matter(read: Read) -> None:
    with pytest.raises(UserError, match="more than one column “user”"):
        read("user,user,time,action\na,b,2026-01-03,viewed\n")
    assert months(read("user,x,x,time,action\na,1,2,2026-01-03,viewed\n")) == {"2026-01": {"a"}}


def test_files_that_hold_nothing_or_cannot_be_read_say_what_to_do(read: Read, tmp_path: Path) -> None:
    sentences = {
        b"": "is empty",
        b"\n\n  \n": "is empty",
        b"user,time,action\n": "holds no activity",
        bytes(range(256)) * 40: "not a text file",
        b"\x89PNG\r\n\x1a\n" + bytes(range(200)) * 9: "not a text file",
    }
    for content, sentence in sentences.items():
        with pytest.raises(UserError, match=sentence):
            read(content)
    with pytest.raises(UserError, match="does not exist"):
        read(tmp_path / "missing.csv")
    with pytest.raises(UserError, match="is a folder"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_ordinary_file_is_refused(read: Read, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="not a file that can be read"):
        read(tmp_path / "pipe")


def test_a_file_that_may_not_be_read_says_so(read: Read, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Administrators may read everything, so the refusal is injected."""
    (tmp_path / "log.csv").write_text(ROWS)

    def denied(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(UserError, match="may not be read"):
        read(tmp_path / "log.csv")


@pytest.mark.parametrize(
    "name", ["log[1]*.csv", "it's a log.csv", "журнал 🎓.csv", "a?b.csv", "log.csv.zip", "no ending"]
)
def test_the_name_of_the_file_does_not_matter(read: Read, tmp_path: Path, name: str) -> None:
    (tmp_path / "log1x.csv").write_text("user,time,action\nother,2026-01-03,viewed\n")
    assert months(read(ROWS, name)) == ACTIVE


def test_f091_strange_but_whole_texts_are_kept_as_they_are(read: Read) -> None:
    strange = [
        "\u202eabc",
        "a\u200bb",
        "=1+1",
        "'; DROP TABLE rows; --",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "x" * 10_000,
    ]
    rows = "".join(f'"{text}",2026-01-03,viewed,"{text}"\n' for text in strange)
    fold = read("user,time,action,object\n" + rows)
    assert set(learners(fold).values()) == set(strange)
    assert set(fold.objects) == set(strange)
