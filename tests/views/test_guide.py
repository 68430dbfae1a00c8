"""The guide: a page for each screen in each language, with pictures that are there and fit."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from desktop.i18n import LANGUAGES
from desktop.views.desk import Tools
from desktop.views.frame.guide import Guide
from desktop.views.frame.window import MainWindow
from tests.views.hands import the

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("welcome", "billing", "order-history", "usage", "history", "mail", "scenarios", "ahead")
PICTURE = re.compile(r"!\[(.+?)\]\((.+?)\)")
LINK = re.compile(r"(?<!!)\[.+?\]\((.+?)\)")


def page(language: str, name: str) -> Path:
    return ROOT / "docs" / "user" / language / f"{name}.md"


def guide_of(window: MainWindow) -> Guide:
    return the(window, Guide)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_screen_has_a_page_with_pictures_in_its_language(language: str, name: str) -> None:
    text = page(language, name).read_text(encoding="utf-8")
    pictures = [picture for _, picture in PICTURE.findall(text)]
    assert pictures
    for picture in pictures:
        assert picture.startswith(f"../../images/{language}/")
        assert (page(language, name).parent / picture).is_file(), picture


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_no_link_of_the_guide_leads_nowhere(language: str, name: str) -> None:
    file = page(language, name)
    links = LINK.findall(file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).is_file()] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_in_every_language(name: str) -> None:
    def outline(language: str) -> list[str]:
        text = page(language, name).read_text(encoding="utf-8")
        return re.findall(r"^#+ |^- |^!\[|^```", text, re.MULTILINE)

    assert outline("fr") == outline("en")
    assert outline("nl") == outline("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_shows_the_page_of_what_is_shown_in_the_language_spoken(
    open_window: MainWindow, tools: Tools, language: str
) -> None:
    tools.words.speak(language)
    open_window.page.show_tab("billing")
    open_window.errands.open_guide()
    guide = guide_of(open_window)
    title = page(language, "billing").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert guide.isVisible()
    assert guide.browser.toPlainText().startswith(title)
    guide.close()


def test_pictures_are_as_wide_as_the_page_at_most(qtbot: QtBot, window: MainWindow, tools: Tools) -> None:
    Guide.open_at(window, tools, "billing")
    guide = guide_of(window)
    document, kind = guide.browser.document(), QTextDocument.ResourceType.ImageResource.value
    shown = document.resource(kind, QUrl("../../images/en/billing.png"))
    assert isinstance(shown, QImage)
    assert 400 < shown.width() / shown.devicePixelRatio() < guide.browser.viewport().width()
    assert not guide.browser.horizontalScrollBar().isVisible()
    guide.close()


def test_a_link_leads_to_the_other_page_and_no_page_to_the_first(window: MainWindow, tools: Tools) -> None:
    Guide.open_at(window, tools, "billing")
    guide = guide_of(window)
    guide.browser.anchorClicked.emit(QUrl("history.md"))
    assert guide.browser.toPlainText().startswith("History")
    guide.browser.anchorClicked.emit(QUrl("../../nothing.md"))
    assert guide.browser.toPlainText().startswith("History")
    guide.show_page("nothing")
    assert guide.browser.toPlainText().startswith("Welcome")
    guide.close()
