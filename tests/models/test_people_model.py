"""People a page at a time: asked for by signal, answered later, late answers dropped."""

from datetime import UTC, datetime
from pathlib import Path

from pytestqt.modeltest import ModelTester

from desktop.i18n import Translator
from desktop.models.people import PAGE, Column, PeopleModel
from desktop.services.usage.usage import PersonAnswer

ENGLISH = Translator("en", Path())
NOON = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)


def person(number: int, *, billed: bool | None = None) -> PersonAnswer:
    return PersonAnswer(f"p{number}@x.org", None, None, NOON, "q1", "viewed", "Course", "s", "file.csv", billed)


def listing(total: int) -> tuple[PeopleModel, list[tuple[int, int]]]:
    model = PeopleModel(ENGLISH)
    asked: list[tuple[int, int]] = []
    model.wanted.connect(lambda start, limit: asked.append((start, limit)))
    model.restart(total, "Europe/Amsterdam", ENGLISH)
    return model, asked


def test_a_page_is_asked_for_once_and_never_fetched_inside(qtmodeltester: ModelTester) -> None:
    model, asked = listing(450)
    model.fetchMore()
    assert asked == [(0, PAGE)]
    assert model.rowCount() == 0
    model.add_page(model.listing, 0, [person(n) for n in range(PAGE)])
    assert model.canFetchMore()
    model.fetchMore()
    assert asked == [(0, PAGE), (PAGE, PAGE)]
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_an_answer_to_an_earlier_listing_is_dropped(qapp: object) -> None:
    model, _ = listing(2)
    earlier = model.listing
    model.restart(1, "UTC", ENGLISH)
    model.add_page(earlier, 0, [person(1), person(2)])
    assert model.rowCount() == 0


def test_a_listing_that_turns_out_shorter_asks_no_more(qapp: object) -> None:
    model, _ = listing(5)
    model.add_page(model.listing, 0, [])
    assert not model.canFetchMore()


def test_times_are_those_of_the_accounts_zone_and_late_people_are_marked(qapp: object) -> None:
    model, _ = listing(2)
    model.add_page(model.listing, 0, [person(1, billed=True), person(2, billed=False)])
    assert model.index(0, Column.FIRST).data() == "Feb 1, 00:30"
    assert model.index(0, Column.BILLING).data() == "Billed"
    assert model.index(1, Column.BILLING).data() == "Late, not billed"
    assert model.index(1, 0).data(PeopleModel.LateRole) is True
