import pytest

from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, command
from tracker.services.evidence.suggesting import read_text, suggest
from tracker.services.ledgers.workspace import Workspace

NOTICE = "关于公布2025年度中小企业特色产业集群名单的通告\n经审核公示,认定100个产业集群。"


def codes(workspace: Workspace, text: str) -> list[str]:
    return [found.code for found in suggest(workspace, text)]


def test_a_notice_bears_on_the_commitment_it_fulfils_and_says_by_which_words(ledger: Workspace) -> None:
    (found,) = suggest(ledger, NOTICE)
    assert found.code == "MIIT-2025-045"
    assert any("特色产业集群" in match.words for match in found.matched)


def test_the_part_is_named_and_it_is_one_of_the_ledgers(workspace: Workspace) -> None:
    found = suggest(workspace, "《轻工业数字化转型实施方案》印发\n到2027年打造60家标杆企业")[0]
    assert found.code == "MIIT-2025-025"
    assert found.part is not None
    assert found.part.title.zh == "轻工"


def test_a_keyword_that_the_analyst_adds_counts_at_once_and_one_taken_away_no_longer(ledger: Workspace) -> None:
    text = "脑机接口揭榜挂帅结果公布"
    assert codes(ledger, text) == []
    revise_commitment(
        ledger, command(CommitmentRevision, commitment="MIIT-2025-004", keywords=("脑机接口",), reason="补充")
    )
    assert codes(ledger, text) == ["MIIT-2025-004"]
    revise_commitment(ledger, command(CommitmentRevision, commitment="MIIT-2025-004", keywords=(), reason="收回"))
    assert codes(ledger, text) == []


def test_nothing_is_suggested_before_the_day_of_the_briefing(workspace: Workspace) -> None:
    before = workspace.today().replace(year=2024)
    assert suggest(workspace, NOTICE, before) == ()
    assert suggest(workspace, NOTICE, workspace.today()) != ()


@pytest.mark.parametrize("text", ["", "  \n", "关于放假安排的通知", "The quick brown fox"])
def test_a_text_about_nothing_in_the_ledger_gets_no_suggestion(workspace: Workspace, text: str) -> None:
    assert suggest(workspace, text) == ()


def test_the_page_of_the_briefing_itself_is_no_follow_up(workspace: Workspace) -> None:
    from tracker.services.commitments.reading import list_sources, read_source_text

    page = read_source_text(workspace, list_sources(workspace)[0].id).text
    assert suggest(workspace, page) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_in_use(encoding: str) -> None:
    assert read_text(NOTICE.encode(encoding)) == NOTICE


def test_an_empty_file_is_an_empty_text_and_of_a_huge_one_the_beginning_is_read() -> None:
    assert read_text(b"") == ""
    assert read_text(("零碳园区" + "重" * 1_000_000).encode()).startswith("零碳园区重")
