"""The page of watched sources before a picture is taken: what is new on it, a source that is added, the searches."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from steps import Act, wait

from tracker.capture.watching.listing_pages import offers
from tracker.desktop import services
from tracker.desktop.views.watching.watch_dialog import WatchDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.commitments.progress import Progress
from tracker.domain.watching.terms import LookOutcome
from tracker.services.commands import ListRuleFields, LookRound, NewWatchedPage, PageLook, SeenItem, command
from tracker.services.watching.looking import WatchOffer

NEWS = Path(__file__).parents[1] / "services" / "watching" / "two_days_of_news" / "news.json"
NAMES = ("工信部 文件发布", "国务院政策文件库", "财政部 经济建设司", "工信部 工作动态", "中国政府网 要闻")


def _fill(window: MainWindow) -> None:
    """Watch five pages, and keep two days of news as what a look at them saw; one of them fails."""
    ledger = window.page.ledger
    if ledger is None or services.watched_pages.list_watched(ledger.workspace):
        return
    news = json.loads(NEWS.read_text(encoding="utf-8"))
    places = list(dict.fromkeys(one["page"] for one in news))
    rule = command(ListRuleFields, kind="list", path="ul.list")
    for number, name in enumerate(NAMES):
        wish = {"name": name, "address": f"https://www.example.gov.cn/list{number}.html", "rule": rule}
        services.watched_pages.add_page(ledger.present, command(NewWatchedPage, **wish))
    today = ledger.today()
    now = datetime.now(UTC)
    looks: list[PageLook] = []
    for number, page in enumerate(services.watched_pages.list_watched(ledger.workspace)):
        if number == len(NAMES) - 1:
            failed = {
                "page": page.uid,
                "outcome": LookOutcome.FAILED,
                "problem": "listing_rule_stale",
                "looked_at": now,
            }
            looks.append(command(PageLook, **failed, details={"host": "www.example.gov.cn"}))
            continue
        items = [
            command(SeenItem, url=one["url"], title=one["title"], published=one["published"], summary=one["summary"])
            for one in news
            if places.index(one["page"]) % (len(NAMES) - 1) == number
        ]
        seen = {"page": page.uid, "outcome": LookOutcome.DONE, "items": items, "total": len(items), "looked_at": now}
        looks.append(command(PageLook, **seen, reaches_back=today - timedelta(days=400)))
    services.looks.record_looks(ledger.present, command(LookRound, looks=looks))


def items(window: MainWindow) -> None:
    """What is new, with what it may bear on."""
    _fill(window)
    window.show_page("watching")
    wait(window)
    QTest.keyClick(window.watching.list, Qt.Key.Key_Home)
    QTest.keyClick(window.watching.list, Qt.Key.Key_J)


def learning(window: MainWindow) -> None:
    """Words that are offered after "not for us", beside a source that failed."""
    items(window)
    page = window.watching
    page.sources.list.setCurrentIndex(page.sources.list.rows.index(len(NAMES), 0))
    page.sources.list.setCurrentIndex(page.sources.list.rows.index(1, 0))
    wait(window)
    job = next((one for one in page.list.rows.items if "会" in one.item.title), None)
    if job is not None:
        page.list.go_to_item(job.item.uid)
        QTest.keyClick(page.list, Qt.Key.Key_N)


def failed(window: MainWindow) -> None:
    """A source that failed, with nothing on it."""
    items(window)
    page = window.watching
    page.sources.list.setCurrentIndex(page.sources.list.rows.index(len(NAMES), 0))


def adding(window: MainWindow) -> None:
    """A page that was looked at, with the lists that were found on it."""
    title = "关于组织开展第{}批中小企业特色产业集群申报工作的通知"
    items = [(f"/a/{n}.html", title.format(n), f"2026-11-{n:02}") for n in range(20, 9, -1)]
    rows = "".join(f'<li><a href="{url}">{said}</a><span>{day}</span></li>' for url, said, day in items)
    others = "".join(f'<li><a href="/n/{n}.html">第{n}场新闻发布会</a></li>' for n in range(1, 12))
    body = f"<html><body><h1>文件发布</h1><ul class=list>{rows}</ul><ol class=news>{others}</ol></body></html>".encode()
    ledger = window.page.ledger
    if ledger is None:
        return
    today = ledger.today()
    departments = services.reading.list_departments(ledger.workspace)

    def find(address: str, progress: Progress) -> tuple[WatchOffer, ...]:
        found = offers(body, "text/html", "utf-8", address, today=today)
        return tuple(WatchOffer(address, listing.title or "文件发布", listing) for listing in found if listing.items)

    window.show_page("watching")
    wait(window)
    page = window.watching
    offered = services.watched_pages.list_offered(ledger.workspace)
    dialog = WatchDialog(page._appearance, window.jobs, page, find, departments, offered)
    dialog.open()
    field = dialog.input("address")
    if isinstance(field, QLineEdit):
        field.setText("https://www.example.gov.cn/zwgk/wjfb/index.html")
    dialog.look()


def removing(window: MainWindow) -> None:
    """The question before a source is removed."""
    items(window)
    page = window.watching
    page.sources.list.setCurrentIndex(page.sources.list.rows.index(1, 0))
    page.sources.asked.emit("remove")


def searches(window: MainWindow) -> None:
    """What the check may be logged as."""
    items(window)
    window.watching.log_searches()


def words(window: MainWindow) -> None:
    """The words for what is not for us."""
    items(window)
    ledger = window.page.ledger
    if ledger is not None and not services.watched_pages.list_words(ledger.workspace):
        revision = command(services.commands.WordsRevision, add=("招聘", "任职", "研修班", "比选"))
        services.watched_pages.revise_words(ledger.present, revision)
    window.watching.edit_words()


WATCHING: dict[str, Act] = {
    "watch_items": items,
    "watch_learning": learning,
    "watch_failed": failed,
    "watch_adding": adding,
    "watch_removing": removing,
    "watch_searches": searches,
    "watch_words": words,
}
