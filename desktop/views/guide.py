"""The guide: a page for each screen, in the reader's language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.views.desk import Tools

_SIZE = (720, 640)


class Guide(QDialog):
    """Shows pages of docs/user; links between them work."""

    def __init__(self, parent: QWidget, tools: Tools) -> None:
        """Begin without a page."""
        super().__init__(parent)
        self._tools = tools
        self._page = ""
        self.browser = QTextBrowser()
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        self.resize(*_SIZE)
        column = QVBoxLayout(self)
        column.addWidget(self.browser)
        column.addWidget(self._buttons)
        tools.words.changed.connect(self._say)

    @staticmethod
    def open_at(parent: QWidget, tools: Tools, page: str) -> None:
        """Open the guide at a page, in the window that may show it already."""
        guide = parent.findChild(Guide) or Guide(parent, tools)
        guide.show_page(page)
        guide.show()
        guide.raise_()
        guide.browser.setFocus()

    def show_page(self, page: str) -> None:
        """Show a page by its name."""
        self._page = page
        self._say()

    def _say(self) -> None:
        text = self._tools.words.text
        file = self._file(self._page) or self._file("welcome")
        missing = msg("# Guide\n\nThere is no page about this yet.")
        self.setWindowTitle(text(msg("Guide")))
        self.browser.setAccessibleName(text(msg("Page of the guide")))
        self.browser.setSearchPaths([str(file.parent)] if file else [])
        self.browser.setMarkdown(file.read_text(encoding="utf-8") if file else text(missing))

    def _file(self, page: str) -> Path | None:
        """The page in the language spoken, else in English."""
        for language in (self._tools.words.language, "en"):
            file = self._tools.guide / language / f"{page}.md"
            if file.is_file():
                return file
        return None

    def _follow(self, link: QUrl) -> None:
        self.show_page(Path(link.path()).stem)
