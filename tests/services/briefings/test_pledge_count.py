"""What was found is counted once, by its beginning alone: by that it is asked whether it is a source."""

from pathlib import Path

from tracker.locations import db_dir
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import FoundSource
from tracker.services.briefings.loading import load_draft
from tracker.services.briefings.pledge_count import LONGEST_LOOK, count_pledges
from tracker.services.commands import NewSource, command
from tracker.services.evidence.capturing import examine_bytes, examine_text
from tracker.services.ledgers.workspace import Workspace

SCAN = Path(__file__).parents[2] / "capture" / "inputs" / "12-empty-capture" / "扫描通知.pdf"
PLEDGE = "下一步，我们将修订第{}号管理办法。\n"


def test_pledges_are_counted_in_the_text_that_was_read_for_evidence(ledger: Workspace, found: FoundSource) -> None:
    source = found.source
    assert count_pledges(ledger, examine_bytes(source.raw, source.name)) == len(found.findings.units) == 3


def test_a_notice_a_scan_and_a_spreadsheet_hold_none(ledger: Workspace) -> None:
    assert count_pledges(ledger, examine_bytes(PLEDGE.format(1).encode() * 9, "任务.csv")) == 0
    assert count_pledges(ledger, examine_text("现将第三批名单予以公布。\n名单附后。")) == 0
    assert count_pledges(ledger, examine_bytes(SCAN.read_bytes(), SCAN.name)) == 0


def test_a_source_of_the_ledger_is_not_counted_again_in_any_copy(ledger: Workspace, found: FoundSource) -> None:
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-21", prefix="MB-2026")
    load_draft(ledger, draft, raw_of(found), wish, is_reviewed=False)
    assert count_pledges(ledger, examine_text(found.source.clean.text)) == 0
    own = db_dir() / "briefings" / "2025-01-21-miit"
    assert count_pledges(ledger, examine_bytes((own / "raw.txt").read_bytes(), "raw.txt")) == 0


def test_of_a_long_text_only_the_beginning_is_looked_at(ledger: Workspace) -> None:
    quiet = "本章介绍有关情况。\n" * (LONGEST_LOOK // 10 + 1)
    after = examine_text(quiet + "".join(PLEDGE.format(number) for number in range(9)))
    before = examine_text("".join(PLEDGE.format(number) for number in range(9)) + quiet)
    assert (count_pledges(ledger, after), count_pledges(ledger, before)) == (0, 9)


def test_an_offices_own_words_count_and_a_file_that_cannot_be_used_is_passed_over(
    ledger: Workspace, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    text = examine_text("".join(PLEDGE.format(number) for number in range(3)) + "下一步，我们将第九号情况说清楚。\n")
    own.write_text('[actions]\ncertain = ["第九号情况"]\n', encoding="utf-8")
    assert count_pledges(ledger, text, own) == 4
    own.write_text("[actions", encoding="utf-8")
    assert count_pledges(ledger, text, own) == count_pledges(ledger, text) == 3
