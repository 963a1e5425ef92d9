"""What is brought up before a picture of how a source is added."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from steps import Act, do, press, wait

from tracker.desktop.views.coding.coding_review import CodingReview
from tracker.desktop.views.common.drop_overlay import FoundText
from tracker.desktop.views.sources.found_dialog import FoundDialog
from tracker.desktop.views.sources.source_dialog import SourceDialog
from tracker.desktop.views.sources.source_work import SourceOffer, begin_draft, offer_source
from tracker.domain.commitments.progress import unwatched
from tracker.services.briefings.coding_drafts import list_drafts
from tracker.services.briefings.source_text import read_pasted_text

if TYPE_CHECKING:
    from tracker.desktop.views.window.main_window import MainWindow

PLAN = """国家发展改革委办公厅关于印发2026年促进消费工作要点的通知
为贯彻落实党中央、国务院决策部署，现将有关工作安排如下。
- 1 -
下一步，我们将修订鼓励外商投资产业目录，2026年底前再支持30个以上试点城市，
让更多企业受益。
下一步，我们将制定促进服务消费的实施方案，新建10个国家级
中试平台。
下一步，我们将扩大设备更新支持范围，会同财政部研究有关办法。
各地情况复杂多样，有的已经先行一步，产业基础较好。
- 2 -
国家发展改革委办公厅
2026年1月21日
"""
TITLES = ("2026年工作要点", "关于印发进一步促进消费扩容提质若干措施及其重点任务分工方案的通知")
ENGLISH = "The ministry will publish a plan in 2026. It shall support thirty cities. We will revise the rules.\n"


def _paste(window: "MainWindow", words: str) -> None:
    do("add_source")(window)
    wait(window)
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, SourceDialog):
        field = dialog.input("text")
        if isinstance(field, QPlainTextEdit):
            field.setPlainText(words)
        dialog.read_button.click()
        wait(window)


def _with_drafts(window: "MainWindow") -> None:
    """Two drafts that wait, one of them with a long title."""
    ledger = window.sources.ledger
    # The ledger of all pictures may have them already.
    if ledger is None or list_drafts(ledger.workspace):
        return
    for number, title in enumerate(TITLES, 1):
        source = read_pasted_text(PLAN.replace("30个", f"{number}个"))
        offer = offer_source(ledger, lambda _, source=source: source, unwatched)
        if not isinstance(offer, SourceOffer):
            return
        prefix = f"NDRC-2026-{number}"
        values = {"title": title, "publisher": "国家发展改革委", "held_on": "2026-01-21", "prefix": prefix}
        begin_draft(ledger, offer.found, values)


def begun(window: "MainWindow") -> None:
    """Drafts that wait, and a text that holds no pledge."""
    _with_drafts(window)
    _paste(window, "各地情况复杂多样。")


def plain(window: "MainWindow") -> None:
    """Nothing waits yet."""
    do("add_source")(window)


def found(words: str) -> Act:
    """What was found in a text."""
    return lambda window: _paste(window, words)


def refused(window: "MainWindow") -> None:
    """A prefix that is in use, and a step that is not taken."""
    _paste(window, PLAN)
    form = QApplication.activeModalWidget()
    if isinstance(form, FoundDialog):
        form.steps.item(0).setCheckState(Qt.CheckState.Unchecked)
        form.input("prefix").setFocus()
        form.input("prefix").setProperty("text", "MIIT-2025")
        wait(window)
        QTest.qWait(500)
        wait(window)
        form.take_button.click()


def dropping(window: "MainWindow") -> None:
    """The question before a draft is dropped."""
    _with_drafts(window)
    do("add_source")(window)
    wait(window)
    press(QApplication.activeModalWidget(), "dropDraft")


def question(window: "MainWindow") -> None:
    """A text with several pledges, pasted on the window."""
    more = "".join(f"下一步，我们将修订第{number}号管理办法。\n" for number in range(9))
    window.catcher.take([FoundText(PLAN + more)])


def reviewed(*keys: Qt.Key) -> Act:
    """The review of a draft, after some keys."""

    def act(window: "MainWindow") -> None:
        _with_drafts(window)
        do("add_source")(window)
        wait(window)
        press(QApplication.activeModalWidget(), "continueDraft")
        wait(window)
        review = QApplication.activeModalWidget()
        if isinstance(review, CodingReview):
            # Every picture from the same beginning: each decision is kept.
            while review.draft.can_undo:
                review.undo()
            for key in (Qt.Key.Key_Return, Qt.Key.Key_5, *keys):
                QTest.keyClick(review.focusWidget() or review, key)

    return act


SOURCES: dict[str, Act] = {
    "source_plain": plain,
    "source_begun": begun,
    "source_found": found(PLAN),
    "source_rough": found(ENGLISH * 2),
    "source_refused": refused,
    "source_dropping": dropping,
    "source_question": question,
    "review": reviewed(),
    "review_field": reviewed(Qt.Key.Key_D),
    "review_form": reviewed(Qt.Key.Key_F),
    "review_together": reviewed(Qt.Key.Key_B),
}
