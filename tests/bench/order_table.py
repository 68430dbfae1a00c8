"""P6: Order History at any length, beside Qt's own SQL model and a bare cursor."""

from __future__ import annotations

import csv
import statistics
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView

from desktop.domain.orders.transitions import OrderState
from desktop.models.orders import order_columns
from desktop.models.paged import PAGE, PagedTableModel
from desktop.services.orders.wishes import OrderSort, OrderWishes
from desktop.services.reports.files import FileWish
from desktop.services.workspace import Workspace
from tests.bench.order_store import order_store
from tests.bench.pairs import Row, alternating

RUNS = 15
_MOST_WRITTEN = 1_000_000
_LONG = 1_000_000
_CURSOR = """
    SELECT id, number, placed_on, quantity, unit_price, currency, price_version, country, monthly, state, since,
    ends_on, next_on, charge_on, paid_by, owed, payment_method_id FROM subscription_order
    WHERE account_id = ? AND placed_on <= ? ORDER BY placed_on DESC, number DESC LIMIT 200
"""
_FILTERS = (
    OrderWishes((OrderState.ACTIVE,), "2019-04"),
    OrderWishes((OrderState.SUSPENDED,), sort=OrderSort.MONTHLY),
    OrderWishes((OrderState.CANCELED,), sort=OrderSort.SEATS),
    OrderWishes(text="2019", sort=OrderSort.PAYMENT),
    OrderWishes(text="123"),
)


def order_rows(folder: Path, orders: int, runs: int = RUNS) -> list[Row]:
    """The lines of P6 at one length."""
    workspace = order_store(folder, orders)
    bare, _ = _bare(folder / f"orders-{orders}.db")
    size = f"{orders / 1e6:g} M orders" if orders >= 1_000_000 else f"{orders // 1000} k orders"
    rows = [
        *_pages(workspace, bare, size, runs),
        *_ends(workspace, folder / f"orders-{orders}.db", size, max(3, runs // 5)),
        *_files(workspace, folder, size),
    ]
    bare.close()
    workspace.close()
    return rows


def _bare(place: Path) -> tuple[Any, str]:
    import sqlcipher3.dbapi2 as driver

    # Not `immutable`: a store may be written by another program, which every reader has to look at.
    connection = driver.connect(f"file:{place}?mode=ro", uri=True)
    return connection, str(place)


def _pages(workspace: Workspace, bare: Any, size: str, runs: int) -> list[Row]:
    orders, wishes = workspace.order_list, OrderWishes()
    total = orders.count(wishes)
    places = orders.anchors(wishes, max(1_000, total // 1_000)) if total > PAGE else {}
    account = bare.execute("SELECT id FROM account").fetchone()[0]
    middle = orders.rows(wishes, total // 2, total, places).orders[0].placed_on.isoformat()

    def cursor() -> object:
        return bare.execute(_CURSOR, (account, middle)).fetchall()

    asked: dict[str, Callable[[], object]] = {
        "a page in the middle": lambda: orders.rows(wishes, total // 2 + 7, total, places),
        "the last page": lambda: orders.rows(wishes, max(0, total - PAGE), total),
    }
    for sort in OrderSort:
        asked[f"sort by {sort}, first page"] = _first(workspace, OrderWishes(sort=sort))
    for filtered in _FILTERS:
        asked[f"filter {_said(filtered)}, a page"] = _first(workspace, filtered)
    cold = _first_times(workspace)
    for filtered in _FILTERS:
        orders.anchors(filtered, 1_000)  # As the window does once a filter is shown.
    budget, peer = "≤ 3 ms, ≤ 1.5× the cursor", f"{size}; peer: bare cursor, a page"
    pairs = {}
    for name, work in asked.items():
        for filtered in _FILTERS:
            if f" {_said(filtered)}," in name:
                _settled(workspace, filtered)
        pairs[name] = _pairs(work, cursor, runs)
    page = [statistics.median(read) for _, read in pairs.values()][:1]
    rows = [alternating(f"P6 {name}, {peer}", *timed, budget) for name, timed in pairs.items()]
    return rows + [
        alternating(f"P6 filter {name}, typed for the first time, {peer}", [took], page, "")
        for name, took in cold.items()
    ]


def _pairs(ours: Callable[[], object], peer: Callable[[], object], runs: int) -> tuple[list[float], list[float]]:
    """Both in turns, after a first time that does not count; in processor time, as a page is shorter than a turn."""
    ours()
    peer()
    timed = [(_timed(ours, thread_time), _timed(peer, thread_time)) for _ in range(4 * runs)]
    return [one for one, _ in timed], [other for _, other in timed]


def _first_times(workspace: Workspace) -> dict[str, float]:
    """How long the first page of each filter takes when nothing is known of it."""
    return {_said(filtered): _timed(_first(workspace, filtered), thread_time) for filtered in _FILTERS}


def _first(workspace: Workspace, wishes: OrderWishes) -> Callable[[], object]:
    return lambda: workspace.order_list.page(wishes)


def _settled(workspace: Workspace, wishes: OrderWishes) -> None:
    """What the window does once a filter is shown, so that any row of it is reached at once."""
    workspace.order_list.anchors(wishes, 1_000)


def _said(wishes: OrderWishes) -> str:
    parts = [*map(str, wishes.states), *([f"“{wishes.text}”"] if wishes.text else []), f"by {wishes.sort}"]
    return " ".join(parts)


def _files(workspace: Workspace, folder: Path, size: str) -> list[Row]:
    """The list as a file, beside the csv module writing the same cells, which it is handed as text."""
    total = workspace.order_list.count()
    if total > _MOST_WRITTEN:
        return []
    ours, plain = folder / "orders-bench.csv", folder / "orders-plain.csv"
    took = _timed(
        lambda: workspace.order_reports.write_list(FileWish(ours, _translator(), overwrite=True)), thread_time
    )
    peer = _timed(lambda: _written_again(ours, plain), thread_time)
    read = _timed(lambda: _read_through(ours), thread_time)
    ours.unlink()
    plain.unlink()
    return [alternating(f"P6 list to CSV, {size}; peer: csv module, the same cells as text", [took], [peer - read], "")]


def _written_again(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8", newline="") as cells, target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(csv.reader(cells))


def _read_through(source: Path) -> None:
    with source.open(encoding="utf-8", newline="") as cells:
        deque(csv.reader(cells), maxlen=0)


def _ends(workspace: Workspace, place: Path, size: str, runs: int) -> list[Row]:
    """Against QSqlTableModel: to the first painted rows, and to the end."""
    program = QApplication.instance() or QApplication([])
    ours: dict[str, list[float]] = {"paint": [], "end": [], "counts": [], "again": []}
    peer: dict[str, list[float]] = {"paint": [], "end": []}
    database = QSqlDatabase.addDatabase("QSQLITE", "bench")
    database.setConnectOptions("QSQLITE_OPEN_READONLY;QSQLITE_OPEN_URI")
    database.setDatabaseName(f"file:{place}?immutable=1")
    database.open()
    ours["paint"], peer["paint"] = _painted(workspace, database, program, runs)
    for _ in range(runs):
        ours["end"].append(_timed(lambda: _ours_end(workspace)))
        peer["end"].append(_timed(lambda: _peer_end(database)))
        workspace.order_list.forget()
        ours["counts"].append(_timed(workspace.order_list.totals))
        ours["again"].append(_timed(lambda: _jump(workspace)))
    database.close()
    return [
        alternating(f"P6 first paint, {size}; peer: QSqlTableModel", ours["paint"], peer["paint"], "≤ 1.3×"),
        alternating(f"P6 count and jump to the end, {size}; peer: QSqlTableModel", ours["end"], peer["end"], ""),
        alternating(f"P6 jump to the end, {size}; peer: QSqlTableModel", ours["again"], peer["end"], "≤ 0.01×"),
        alternating(
            f"P6 counts by state and sums, {size}; peer: QSqlTableModel to the end", ours["counts"], peer["end"], ""
        ),
    ]


def _painted(workspace: Workspace, database: QSqlDatabase, program: Any, runs: int) -> tuple[list[float], list[float]]:
    """Both to their first rows, in turns, in processor time; the first turn, which loads what every list needs, apart.

    Ours shows other rows each time, whose cells nobody has written yet.
    """
    total, timed = workspace.order_list.count(), []
    for turn in range(1 + (runs if total >= _LONG else 5 * runs)):
        show = partial(_ours_painted, workspace, program, turn * PAGE % (total - PAGE), total)
        other = partial(_peer_painted, database, program)
        timed.append((_timed(show, thread_time), _timed(other, thread_time)))
    return [one for one, _ in timed[1:]], [other for _, other in timed[1:]]


def _ours_painted(workspace: Workspace, program: Any, start: int, total: int) -> None:
    translator = _translator()
    model = PagedTableModel(order_columns(), translator.value)
    page = workspace.order_list.rows(OrderWishes(), start, total)
    model.restart(len(page.orders), page.orders)
    _paint(model, program)


def _peer_painted(database: QSqlDatabase, program: Any) -> None:
    model = QSqlTableModel(db=database)
    model.setTable("subscription_order")
    model.setSort(2, model_order())
    model.select()
    _paint(model, program)


def model_order() -> Any:
    """Newest first, as ours."""
    from PySide6.QtCore import Qt

    return Qt.SortOrder.DescendingOrder


def _paint(model: Any, program: Any) -> None:
    view = QTableView()
    view.setModel(model)
    view.resize(1200, 700)
    view.show()
    program.processEvents()
    view.grab()
    view.close()


def _ours_end(workspace: Workspace) -> None:
    workspace.order_list.forget()
    wishes = OrderWishes()
    total = workspace.order_list.count(wishes)
    workspace.order_list.rows(wishes, max(0, total - PAGE), total)


def _jump(workspace: Workspace) -> None:
    total = workspace.order_list.count(OrderWishes())
    workspace.order_list.rows(OrderWishes(), max(0, total - PAGE), total)


def _peer_end(database: QSqlDatabase) -> None:
    model = QSqlTableModel(db=database)
    model.setTable("subscription_order")
    model.select()
    while model.canFetchMore():
        model.fetchMore()


def _translator() -> Any:
    from desktop.i18n import Translator
    from desktop.system.paths import resources

    return Translator("en", resources() / "locale")


def _timed(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    started = clock()
    work()
    return (clock() - started) * 1000
