"""How cells look: numbers, days and money as the reader's language writes them."""

from __future__ import annotations

from typing import Any

from desktop.domain.money import exponent
from desktop.formats.reports.report import Kind

_LOCALES = {"en": "[$-409]", "fr": "[$-40C]", "nl": "[$-413]"}
_DAYS = {"en": "d mmm yyyy", "fr": "dd/mm/yyyy", "nl": "dd-mm-yyyy"}


class CellFormats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any, language: str) -> None:
        """Add formats to the XlsxWriter workbook `book`, for a reader of `language`."""
        self._book = book
        self._locale, self._day = (each.get(language, each["en"]) for each in (_LOCALES, _DAYS))
        self._made: dict[tuple[Kind, str | None, bool], Any] = {}

    def cell(self, kind: Kind, currency: str | None, *, strong: bool = False) -> Any:
        """The format of a cell; `strong` for totals."""
        key = (kind, currency, strong)
        if key not in self._made:
            look: dict[str, object] = {"num_format": self._numbers(kind, currency)}
            if strong:
                look |= {"bold": True, "top": 1}
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def style(self, kind: Kind, currency: str | None) -> int:
        """The number of the format in the workbook, as rows of XML name it."""
        return int(self.cell(kind, currency)._get_xf_index())  # noqa: SLF001 - see sheet_rows

    def _numbers(self, kind: Kind, currency: str | None) -> str:
        if kind is Kind.MONEY:
            places = exponent(currency or "")
            return f"#,##0{'.' * bool(places)}{'0' * places} [${currency or ''}]"
        return {
            Kind.INT: "#,##0",
            Kind.MONTH: f"{self._locale}mmm yyyy",
            Kind.DATE: f"{self._locale}{self._day}",
            Kind.INSTANT: f"{self._locale}{self._day} hh:mm:ss",
        }.get(kind, "@")
