"""Rounds of forms (督办): who was asked and has answered, answers that disagree, letters, and what comes too late."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from tests.conftest import NOW
from tests.filling.conftest import Post
from tests.surroundings import PATIENCE_SECONDS

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import FillField
from tracker.domain.exchange.rounds import AskedDepartment, Return, Round, RoundStatus, conflicts
from tracker.domain.rows import Name
from tracker.exports.filling import RoundWish, begin_round, close_with_page, letters, write_reminders
from tracker.exports.template import Template
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command
from tracker.services.commitments.reading import latest_event
from tracker.services.commitments.reminders import ReminderKind, list_reminders
from tracker.services.events.replaying import FilesOf, list_events, replay
from tracker.services.events.undoing import undo
from tracker.services.exchange.forms import list_sent
from tracker.services.exchange.rounds import (
    close_round,
    find_round,
    list_rounds,
    note_of,
    open_round,
    plan_round,
    remind,
    round_status,
)
from tracker.services.ledgers.workspace import Workspace, open_empty, open_workspace
from tracker.wording import load_words

SME, TREASURY = "sme-bureau", "mof"
CITIES = "MIIT-2025-044"


def opened(workspace: Workspace, period: str, return_by: date, contact: str = "", phone: str = "") -> Round:
    """A round that was opened, without a form so far."""
    one = plan_round(workspace, period, return_by, contact, phone)
    open_round(workspace, one)
    return one


@pytest.fixture
def november(workspace: Workspace) -> Round:
    return opened(workspace, "2026-11", workspace.today() + timedelta(days=10), "王芳", "010-68200000")


def send(post: Post, one: Round, department: str = SME) -> Path:
    return post.send(department, one.period, round=note_of(one))


def row_words(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_a_form_of_a_round_says_by_when_and_whom_to_ask(post: Any, november: Round) -> None:
    said = row_words(send(post, november))
    day = november.return_by
    assert f"请于{day.year}年{day.month}月{day.day}日前退回。联系人：王芳 010-68200000。" in said
    assert all(heading in said for heading in ("存在问题", "下一步措施", "负责人", "联系电话"))


def test_nothing_is_asked_about_what_nobody_can_check(post: Any, workspace: Workspace) -> None:
    before = row_words(post.send())
    change = command(AssessmentChange, commitment=CITIES, assessment="not_verifiable", reason="没有可核对的对象")
    set_assessment(workspace, change)
    after = row_words(post.send(period="2026-12"))
    assert CITIES in before
    assert CITIES not in after


def test_a_part_has_a_row_of_its_own_and_what_it_answers_names_it(post: Any, workspace: Workspace) -> None:
    path = post.send(TREASURY)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    codes = [str(row[0].value) for row in sheet.iter_rows(min_row=4)]
    part = next(code for code in codes if "/" in code)
    whole = part.partition("/")[0]
    assert codes.index(whole) < codes.index(part)
    data = post.fill(path, part, progress="已下达", problems="进度慢", next_step="年内完成")
    (row,) = (row for row in post.read(data).rows if row.key == part)
    assert (row.code, row.is_clear) == (whole, True)
    title = str(next(r for r in sheet.iter_rows(min_row=4) if r[0].value == part)[1].value).strip().partition("：")[2]
    assert row.said == f"子项“{title}”：已下达\n存在问题：进度慢\n下一步措施：年内完成"
    post.enter(data)
    assert replayed_is_sound(workspace)


def replayed_is_sound(workspace: Workspace) -> bool:
    from tracker.services.safety.checking import check

    return not list(check(workspace))


def test_who_has_returned_and_where_answers_disagree(post: Any, workspace: Workspace, november: Round) -> None:
    ours, theirs = send(post, november), send(post, november, TREASURY)
    post.enter(post.fill(ours, CITIES, progress="已公布", claimed="已完成", value=101, role="累计", phone="010-1"))
    status = round_status(workspace, november.uid)
    assert [one.department.key for one in status.returned] == [SME]
    assert [one.department.key for one in status.missing] == [TREASURY]
    assert status.conflicts == ()
    post.enter(post.fill(theirs, CITIES, progress="已下达", claimed="推进中", value=98, role="累计"))
    status = round_status(workspace, november.uid)
    ((row, answers),) = status.conflicts
    assert row == CITIES
    assert [(one.department.key, one.texts["claimed"], one.texts["value"]) for one in answers] == [
        (SME, "met", "101"),
        (TREASURY, "in_progress", "98"),
    ]
    assert answers[0].texts["phone"] == "010-1"


def test_departments_disagree_by_what_each_answered_last(post: Any, workspace: Workspace, november: Round) -> None:
    ours, theirs = send(post, november), send(post, november, TREASURY)
    post.enter(post.fill(ours, CITIES, progress="一", claimed="推进中"))
    post.enter(post.fill(theirs, CITIES, progress="二", claimed="已完成"))
    ((_, answers),) = round_status(workspace, november.uid).conflicts
    assert [one.texts["claimed"] for one in answers] == ["in_progress", "met"]
    post.enter(post.fill(ours, CITIES, progress="三", claimed="已完成"))
    assert round_status(workspace, november.uid).conflicts == ()
    post.enter(post.fill(theirs, CITIES, progress="四", claimed="推进中"))
    ((_, answers),) = round_status(workspace, november.uid).conflicts
    assert [(one.department.key, one.texts["claimed"]) for one in answers] == [(SME, "met"), (TREASURY, "in_progress")]


def test_who_leaves_something_out_does_not_speak_against_who_says_it(
    post: Any, workspace: Workspace, november: Round
) -> None:
    ours, theirs = send(post, november), send(post, november, TREASURY)
    post.enter(post.fill(ours, CITIES, progress="已公布", claimed="已完成", value=101, role="累计"))
    # The unit stands in the row that was sent, and comes back with it.
    post.enter(post.fill(theirs, CITIES, progress="已下达"))
    assert round_status(workspace, november.uid).conflicts == ()
    post.enter(post.fill(theirs, CITIES, progress="已下达", value="101.0", role="累计"))
    assert round_status(workspace, november.uid).conflicts == (), "the same number, typed in another way"
    post.enter(post.fill(theirs, CITIES, progress="已下达", value=101, role="新增"), [CITIES])
    assert [row for row, _ in round_status(workspace, november.uid).conflicts] == [CITIES]


def test_what_only_repeats_the_row_that_was_sent_is_no_answer(post: Any, workspace: Workspace, november: Round) -> None:
    path = send(post, november)
    post.enter(post.fill(path, CITIES, progress="已公布", claimed="已完成"))
    (asked,) = round_status(workspace, november.uid).asked
    title = asked.rows[CITIES][FillField.TITLE]
    for cells in ({"progress": title}, {"source": "试点名单", "publisher": "财政部", "published": "2026-11-01"}):
        post.enter(post.fill(path, CITIES, **cells))
        (asked,) = round_status(workspace, november.uid).asked
        ((row, (answer,)),) = asked.answers.items()
        assert (row, answer.texts["said"]) == (CITIES, "已公布")
    assert len(asked.returns) == 3


def test_a_department_that_needs_two_lines_does_not_disagree_with_itself() -> None:
    def asked(key: str, *claims: str) -> AskedDepartment:
        lines = {CITIES if place == 1 else f"{CITIES}#{place}": {"claimed": one} for place, one in enumerate(claims, 1)}
        back = Return(f"{key}.xlsx", "2026-11-20 09:00", False, lines)
        return AskedDepartment(Name(key, key, key), (CITIES,), date(2026, 11, 1), (back,))

    twice = asked("a", "met", "in_progress")
    assert list(conflicts([twice])) == []
    assert list(conflicts([twice, asked("b", "in_progress", "met")])) == []
    ((row, answers),) = conflicts([twice, asked("b", "met")])
    assert (row, [one.key for one in answers]) == (CITIES, [CITIES, f"{CITIES}#2", CITIES])


def test_what_came_back_is_listed_in_the_order_of_arrival(post: Any, workspace: Workspace, november: Round) -> None:
    first = send(post, november).read_bytes()
    second = send(post, november)
    post.enter(post.fill(second, CITIES, progress="先到"))
    second.write_bytes(first)
    post.enter(post.fill(second, CITIES, progress="后到"), [CITIES])
    (asked,) = round_status(workspace, november.uid).asked
    assert [back.answers[CITIES]["said"] for back in asked.returns] == ["先到", "后到"]
    assert asked.answers[CITIES][0].texts["said"] == "后到"


def test_the_page_of_a_round_tells_the_problems_that_were_named_last(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path
) -> None:
    path = send(post, november)
    post.enter(post.fill(path, CITIES, progress="一", problems="资金未到位"))
    post.enter(post.fill(path, CITIES, progress="二", problems="进度偏慢"))
    close_with_page(workspace, november.uid, tmp_path / "page.docx", load_words("zh"))
    text = said((tmp_path / "page.docx").read_bytes())
    assert "进度偏慢" in text
    assert "资金未到位" not in text


def test_a_second_file_and_one_after_closing_are_named_and_kept(
    post: Any, workspace: Workspace, november: Round
) -> None:
    path = send(post, november)
    post.enter(post.fill(path, CITIES, progress="一", claimed="推进中"))
    second = post.fill(path, CITIES, progress="二", claimed="已完成")
    assert [found.code for found in post.read(second).findings] == ["form_second"]
    post.enter(second)
    assert round_status(workspace, november.uid).conflicts == (), "who corrects a form does not disagree with itself"
    close_round(workspace, november.uid)
    late = post.fill(path, CITIES, progress="三")
    assert [found.code for found in post.read(late).findings] == ["form_second", "round_closed"]
    post.enter(late)
    (asked,) = round_status(workspace, november.uid).asked
    assert [back.late for back in asked.returns] == [False, False, True]
    assert len(asked.in_time) == 2, "what comes later does not change what the page said"


def test_a_form_of_an_earlier_round_is_told_from_the_open_one(post: Any, workspace: Workspace, november: Round) -> None:
    path = send(post, november)
    close_round(workspace, november.uid)
    opened(workspace, "2026-12", date(2099, 1, 1))
    found = {one.code: one for one in post.read(post.fill(path, CITIES, progress="一")).findings}
    assert found.keys() == {"round_closed", "form_other_round"}
    for language in ("zh", "en"):
        assert all("{" not in load_words(language).form_finding(one) for one in found.values())


def test_rounds_follow_from_the_events_and_are_taken_back(post: Any, workspace: Workspace, november: Round) -> None:
    send(post, november)
    with pytest.raises(UserError, match="nobody_to_remind"):
        remind(workspace, november.uid, [])
    remind(workspace, november.uid, [SME])
    (asked,) = round_status(workspace, november.uid).missing
    assert asked.reminded == (workspace.today(),)
    close_round(workspace, november.uid)
    undo(workspace)
    assert find_round(workspace, is_open=True).uid == november.uid
    close_round(workspace, november.uid)
    for call, code in (
        (lambda: close_round(workspace, november.uid), "round_closed_already"),
        (lambda: find_round(workspace, "2026-11", is_open=True), "round_closed_already"),
        (lambda: find_round(workspace, "2020-01"), "round_unknown"),
        (lambda: round_status(workspace, "none"), "round_unknown"),
        (lambda: remind(workspace, november.uid, [SME]), "round_closed_already"),
        (lambda: remind(workspace, "none", [SME]), "round_unknown"),
        (lambda: opened(workspace, "", date(2020, 1, 1)), "return_day_past"),
        (lambda: opened(workspace, "", date(2099, 1, 1), "x" * 81), "contact_invalid"),
        (lambda: opened(workspace, "期" * 41, date(2099, 1, 1)), "period_invalid"),
    ):
        with pytest.raises(UserError) as refused:
            call()
        assert refused.value.code == code


@pytest.mark.parametrize("call", [close_round, lambda ours, uid: remind(ours, uid, [SME])], ids=["close", "remind"])
def test_a_round_that_another_window_closes_meanwhile_takes_nothing_more(
    workspace: Workspace, november: Round, ledger_path: Path, monkeypatch: pytest.MonkeyPatch, call: Any
) -> None:
    begin = workspace.write
    with closing(open_workspace(ledger_path, author="李四", clock=lambda: NOW)) as another:

        def begin_late() -> Any:
            close_round(another, november.uid)
            return begin()

        monkeypatch.setattr(workspace, "write", begin_late)
        with pytest.raises(UserError) as refused:
            call(workspace, november.uid)
    assert refused.value.code == "round_closed_already"
    kinds = [event.kind for event in list_events(workspace)]
    assert (kinds.count("round_closed"), kinds.count("round_reminded")) == (1, 0)


def test_a_period_has_one_open_round(workspace: Workspace, november: Round) -> None:
    with pytest.raises(UserError) as refused:
        opened(workspace, november.period, november.return_by)
    assert refused.value.code == "round_open"
    close_round(workspace, november.uid)
    opened(workspace, november.period, november.return_by)
    assert len(list_rounds(workspace)) == 2


def test_a_round_that_another_window_opens_meanwhile_is_not_opened_twice(
    workspace: Workspace, wish: RoundWish, ledger_path: Path, tmp_path: Path
) -> None:
    def open_it(done: int, total: int) -> None:
        if done == total:
            with closing(open_workspace(ledger_path, author="李四", clock=lambda: NOW)) as another:
                opened(another, wish.period, wish.return_by)

    with pytest.raises(UserError, match="round_open"):
        begin_round(workspace, wish, tmp_path, load_words("zh"), progress=open_it)
    assert (len(list_rounds(workspace)), list_sent(workspace)) == (1, ())
    assert [*tmp_path.glob("*.docx"), *tmp_path.glob("*.xlsx")] == []


def test_rounds_are_done_again_with_the_events(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path
) -> None:
    path = send(post, november)
    post.enter(post.fill(path, CITIES, progress="一", claimed="推进中"))
    close_round(workspace, november.uid)
    with closing(open_empty(tmp_path / "another.db")) as another:
        for event in list_events(workspace):
            assert replay(another, event, FilesOf(workspace))
        assert round_status(another, november.uid).returned[0].in_time[0].answers[CITIES]["said"] == "一"


def forms_out(workspace: Workspace, as_of: date | None = None) -> list[tuple[date, str]]:
    """The forms that one is reminded of, whenever they fall due."""
    found = list_reminders(workspace, 9999, as_of)
    return [(one.day, one.title.key) for one in found if one.kind is ReminderKind.FORM]


def test_a_form_is_late_after_the_day_by_which_its_round_asks_for_it(
    post: Any, workspace: Workspace, november: Round
) -> None:
    send(post, november)
    post.send(TREASURY)
    assert forms_out(workspace) == [(november.return_by, SME), (workspace.today() + timedelta(days=30), TREASURY)]


def test_nobody_is_reminded_of_the_forms_of_a_round_that_is_closed(
    make_post: type[Post], workspace: Workspace, november: Round, ledger_path: Path, tmp_path: Path
) -> None:
    send(make_post(workspace, tmp_path), november)
    with closing(open_workspace(ledger_path, author="李四", clock=lambda: NOW + timedelta(days=2))) as later:
        close_round(later, november.uid)
        assert forms_out(later) == []
        assert forms_out(later, workspace.today()) == [(november.return_by, SME)], "on that day it was open"
        undo(later)
        assert forms_out(later) == [(november.return_by, SME)]


def test_a_form_that_is_sent_again_is_one_form_and_has_come_back_when_either_has(
    post: Any, workspace: Workspace, november: Round
) -> None:
    first = send(post, november).read_bytes()
    again = send(post, november)
    alone = post.send(TREASURY).read_bytes()
    post.send(TREASURY)
    assert [key for _, key in forms_out(workspace)] == [SME, TREASURY]
    again.write_bytes(first)
    post.enter(post.fill(again, CITIES, progress="一", claimed="推进中"), [CITIES])
    assert [key for _, key in forms_out(workspace)] == [TREASURY]
    again.write_bytes(alone)
    post.enter(post.fill(again, CITIES, progress="一", claimed="推进中"), [CITIES])
    assert forms_out(workspace) == []


def test_as_of_a_day_those_forms_were_out_that_were_sent_and_not_back(
    make_post: type[Post], workspace: Workspace, november: Round, ledger_path: Path, tmp_path: Path
) -> None:
    today = workspace.today()
    path = send(make_post(workspace, tmp_path), november)
    with closing(open_workspace(ledger_path, author="李四", clock=lambda: NOW + timedelta(days=2))) as later:
        post = make_post(later, tmp_path)
        post.enter(post.fill(path, CITIES, progress="一", claimed="推进中"))
        assert [forms_out(later, today + timedelta(days=days)) for days in (-1, 0, 1, 2)] == [
            [],
            [(november.return_by, SME)],
            [(november.return_by, SME)],
            [],
        ]


def said(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_letters_name_departments_days_and_what_is_late(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path
) -> None:
    send(post, november)
    remind(workspace, november.uid, [SME])
    status = round_status(workspace, november.uid)
    words = load_words("zh")
    later = november.return_by + timedelta(days=3)
    for letter, wanted in (
        (letters.notice(status, workspace.today(), words), ("督办通知", "中小企业局", "王芳 010-68200000")),
        (letters.reminder(status, status.asked[0], later, words), ("催办单", "已逾期3天", "此前已于", CITIES)),
        (letters.page(status, later, words), ("未退回的单位：中小企业局。", "多头报送", "没有同一事项报送不同")),
    ):
        path = letters.free_letter(tmp_path, letter)
        letters.write_letter(letter, path)
        text = said(path.read_bytes())
        assert all(word in text for word in wanted), text
        assert not path.name.startswith(".")
        assert letters.free_letter(tmp_path, letter) != path, "no file is replaced"


def test_an_offices_template_is_used_for_a_letter(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path
) -> None:
    send(post, november)
    office = docx.Document()
    for text in ("某某办公室文件", "{{title}}", "{{body}}"):
        office.add_paragraph(text)
    file = io.BytesIO()
    office.save(file)
    letter = letters.notice(round_status(workspace, november.uid), workspace.today(), load_words("zh"))
    letters.write_letter(letter, tmp_path / "letter.docx", Template(Path("office.docx"), file.getvalue()))
    text = said((tmp_path / "letter.docx").read_bytes())
    assert text.startswith("某某办公室文件")
    assert "督办通知" in text
    assert "中小企业局" in text


def test_forms_of_the_first_version_lack_no_column(post: Any, bytes_of: Any) -> None:
    """Sent by an earlier program: its event and its hidden sheet name no columns."""
    from tracker.domain.exchange.forms import FIRST_COLUMNS, Sending

    sending = Sending("b", "l", Name("k", "甲", "A"), "2026-10", date(2026, 10, 1), "zh", {})
    assert sending.columns == FIRST_COLUMNS
    assert FillField.PROBLEMS not in sending.columns
    assert len(FIRST_COLUMNS) == 19


@pytest.fixture
def wish(workspace: Workspace) -> RoundWish:
    """A round of two departments about what they lead; the second leads nothing."""
    return RoundWish((SME, TREASURY), "2026-12", workspace.today() + timedelta(days=10), "王芳", leads_only=True)


def test_a_round_is_begun_with_its_forms_and_its_notice(workspace: Workspace, wish: RoundWish, tmp_path: Path) -> None:
    begun = begin_round(workspace, wish, tmp_path, load_words("zh"))
    (form,) = begun.forms
    assert "请于" in row_words(form)
    assert "督办通知" in said(begun.notice.read_bytes())
    assert [asked.department.key for asked in round_status(workspace, begun.round.uid).asked] == [SME]
    assert find_round(workspace) == begun.round
    assert replayed_is_sound(workspace)
    assert begun.changes.event_id == latest_event(workspace)


def test_a_round_that_asks_nobody_is_not_opened(workspace: Workspace, wish: RoundWish, tmp_path: Path) -> None:
    for departments, code in (((TREASURY,), "fill_in_empty"), ((TREASURY, "ndrc"), "fill_in_nobody")):
        with pytest.raises(UserError) as refused:
            begin_round(workspace, replace(wish, departments=departments), tmp_path, load_words("zh"))
        assert refused.value.code == code
    assert list_rounds(workspace) == ()
    assert list(tmp_path.glob("*.docx")) == []
    assert replayed_is_sound(workspace)
    begin_round(workspace, wish, tmp_path, load_words("zh"))


NOTICE = "关于填报承诺事项进展情况的督办通知（2026-12）.docx"
SECOND_FORM = "填报表 财政部 2026-12.xlsx"


@pytest.mark.parametrize("name", [NOTICE, SECOND_FORM])
def test_a_round_of_which_a_file_cannot_be_written_is_not_opened_and_can_be_opened_then(
    workspace: Workspace, wish: RoundWish, tmp_path: Path, name: str
) -> None:
    both = replace(wish, leads_only=False)
    folder = tmp_path / "发出"
    folder.mkdir()
    # A link to where nothing can be written: the name seems to be free until something is.
    (folder / name).symlink_to(tmp_path / "没有" / name)
    before = latest_event(workspace)
    with pytest.raises(UserError, match="output_unwritable"):
        begin_round(workspace, both, folder, load_words("zh"))
    assert (list_rounds(workspace), list_sent(workspace), latest_event(workspace)) == ((), (), before)
    assert [path.name for path in folder.iterdir()] == [name]
    (folder / name).unlink()
    begun = begin_round(workspace, both, folder, load_words("zh"))
    assert name in {path.name for path in (*begun.forms, begun.notice)}
    assert {path.name for path in folder.iterdir()} == {path.name for path in (*begun.forms, begun.notice)}
    assert [one.department.key for one in round_status(workspace, begun.round.uid).asked] == [SME, TREASURY]
    assert replayed_is_sound(workspace)


_ON_A_FULL_DISK = """
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.exports.filling import RoundWish, begin_round
from tracker.services.exchange.forms import list_sent
from tracker.services.exchange.rounds import list_rounds
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.wording import load_words

disk, ledger = Path(sys.argv[1]), Path(sys.argv[2])
wish = RoundWish(("sme-bureau", "mof", "ndrc"), "2026-12", date(2099, 1, 1))
with closing(open_workspace(ledger, author="张三")) as workspace:
    try:
        begin_round(workspace, wish, disk, load_words("zh"))
    except UserError as error:
        print(error.code)
    print(list_rounds(workspace), list_sent(workspace), list(disk.iterdir()), list(check(workspace)))
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a disk of its own")
@pytest.mark.parametrize("pages", [4, 10, 14])
def test_a_disk_that_is_full_before_the_last_form_leaves_no_round_and_no_files(
    ledger_path: Path, workspace: Workspace, tmp_path: Path, pages: int
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size={pages * 4}k none "{disk}" && exec "$0" "$@"'
    private = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", mount]
    if subprocess.run([*private, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own is to be had here")
    command = [*private, sys.executable, "-c", _ON_A_FULL_DISK, str(disk), str(ledger_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert ended.stdout.splitlines() == ["disk_full", "() () [] []"], ended.stderr


def test_a_round_that_is_stopped_while_its_forms_are_made_is_not_opened(
    workspace: Workspace, wish: RoundWish, tmp_path: Path
) -> None:
    def stop(done: int, total: int) -> None:
        if done == total - 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        begin_round(workspace, wish, tmp_path, load_words("zh"), progress=stop)
    assert (list_rounds(workspace), list_sent(workspace)) == ((), ())
    assert list(tmp_path.glob("*.xlsx")) == []


def test_nothing_goes_out_by_a_template_that_cannot_be_filled(
    workspace: Workspace, wish: RoundWish, tmp_path: Path
) -> None:
    file = io.BytesIO()
    office = docx.Document()
    office.add_paragraph("{{title")
    office.save(file)
    template = Template(tmp_path / "office.docx", file.getvalue())
    with pytest.raises(UserError, match="template"):
        begin_round(workspace, wish, tmp_path, load_words("zh"), template)
    assert list_rounds(workspace) == ()
    assert list(tmp_path.glob("填报表*")) == []


def test_reminders_are_written_for_all_or_for_none(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(post, november)
    send(post, november, TREASURY)
    write = letters.write_letter
    full = UserError("disk_full", path=tmp_path)

    def write_until_full(letter: Any, path: Path, template: Any = None) -> None:
        if list(tmp_path.glob("*.docx")):
            raise full
        write(letter, path, template)

    with monkeypatch.context() as patched:
        patched.setattr(letters, "write_letter", write_until_full)
        with pytest.raises(UserError, match="disk_full"):
            write_reminders(workspace, november.uid, tmp_path, load_words("zh"))
    assert list(tmp_path.glob("*.docx")) == []
    assert [one.reminded for one in round_status(workspace, november.uid).asked] == [(), ()]
    assert len(write_reminders(workspace, november.uid, tmp_path, load_words("zh"))) == 2


def test_a_round_whose_page_cannot_be_written_stays_open(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path
) -> None:
    send(post, november)
    with pytest.raises(UserError, match="output_unwritable"):
        close_with_page(workspace, november.uid, tmp_path / "nowhere" / "page.docx", load_words("zh"))
    assert find_round(workspace, is_open=True).uid == november.uid
    close_with_page(workspace, november.uid, tmp_path / "page.docx", load_words("zh"))
    assert find_round(workspace).closed_on == workspace.today()


def test_a_form_is_late_by_the_days_after_its_return_date(
    post: Any, workspace: Workspace, november: Round, tmp_path: Path
) -> None:
    path = send(post, november)
    (asked,) = round_status(workspace, november.uid).asked
    later = november.return_by + timedelta(days=3)
    assert [asked.days_late(november, day) for day in (november.opened_on, november.return_by, later)] == [0, 0, 3]
    closed = replace(november, closed_on=november.return_by + timedelta(days=1))
    assert asked.days_late(closed, later) == 1, "after the end of a round nobody waits for it"
    letter = letters.reminder(RoundStatus(closed, (asked,)), asked, later, load_words("zh"))
    letters.write_letter(letter, tmp_path / "letter.docx")
    assert "已逾期1天" in said((tmp_path / "letter.docx").read_bytes())
    post.enter(post.fill(path, CITIES, progress="一"))
    (asked,) = round_status(workspace, november.uid).asked
    assert asked.days_late(november, later) == 0, "it came in time"
