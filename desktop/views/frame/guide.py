"""The guide: a page for each screen, in the reader's language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from desktop.i18n import msg
from desktop.views.desk import Tools
from desktop.views.widgets.dialog_buttons import DialogButtons

_SIZE = (860, 720)


class Pages(QTextBrowser):
    """Shows a page; its pictures are made as wide as there is room for."""

    def __init__(self) -> None:
        """Begin without a page."""
        super().__init__()
        self._folder = Path()
        self.setOpenLinks(False)
        # So that the room for pictures is the same before a page turns out to be long.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_page(self, markdown: str, folder: Path) -> None:
        """Show a text; its pictures are looked for from this folder."""
        self._folder = folder
        self.setMarkdown(markdown)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the page, at its size or that of the room."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(self._folder / QUrl(name).path()))
        room = self.viewport().width() - 4 * round(self.document().documentMargin())
        if picture.isNull() or picture.width() <= room:
            return picture
        scale = self.devicePixelRatioF()
        shown = picture.scaledToWidth(round(room * scale), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(scale)
        return shown


class Guide(QDialog):
    """Shows pages of docs/user; links between them work."""

    def __init__(self, parent: QWidget, tools: Tools) -> None:
        """Begin without a page."""
        super().__init__(parent)
        self._tools = tools
        self._page = ""
        self.browser = Pages()
        self.browser.anchorClicked.connect(self._follow)
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
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
        guide.show()
        guide.show_page(page)
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
        said = file.read_text(encoding="utf-8") if file else text(missing)
        self.browser.show_page(said, file.parent if file else self._tools.guide)

    def _file(self, page: str) -> Path | None:
        """The page in the language spoken, else in English."""
        for language in (self._tools.words.language, "en"):
            file = self._tools.guide / language / f"{page}.md"
            if file.is_file():
                return file
        return None

    def _follow(self, link: QUrl) -> None:
        """Another page of the guide here; another document where the system shows such."""
        page = Path(link.path())
        if page.parent == Path() and self._file(page.stem):
            self.show_page(page.stem)
            return
        document = (self._tools.guide / self._tools.words.language / page).resolve()
        if document.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(document)))
