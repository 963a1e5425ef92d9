"""A text becomes a source of the ledger: in one event, which can be undone and done again, or not at all."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.briefing.coding import faults, read_briefing
from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import Attention, Facet, LedgerQuery
from tracker.domain.terms import Assessment, OmissionReason
from tracker.services.assessment.judging import set_assessment
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.draft_coding import RawText, draft_of
from tracker.services.briefings.finding import FoundSource, find_in_source
from tracker.services.briefings.loading import default_prefix, load_coding, load_draft
from tracker.services.briefings.reviewing import accept_units, list_unreviewed
from tracker.services.briefings.source_text import StepKind, read_pasted_text, read_source_bytes, read_source_file
from tracker.services.briefings.sources import export_source, list_sources, read_source_coding
from tracker.services.commands import AssessmentChange, NewSource, UnitsAcceptance, command
from tracker.services.commitments.reading import count_facets, list_rows, read_detail
from tracker.services.commitments.reading import list_sources as list_shown
from tracker.services.events.replaying import FilesOf, list_events, replay
from tracker.services.events.undoing import redo, undo
from tracker.services.ledgers.workspace import Workspace, open_empty
from tracker.services.safety.checking import check
from tracker.store.briefings.coding import key_of_text
from tracker.store.events.seals import head
from tracker.store.evidence.file_contents import contents_of

DAY = date(2026, 11, 1)
WISH = {"title": "某部2026年工作要点", "publisher": "某部", "held_on": "2026-01-21", "prefix": "MB-2026"}
MIIT = "2025-01-21-miit"


def _load(ledger: Workspace, found: FoundSource, *, is_reviewed: bool = False, **wish: str) -> None:
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    load_draft(ledger, draft, raw_of(found), command(NewSource, **(WISH | wish)), is_reviewed=is_reviewed)


def _new(ledger: Workspace) -> list[str]:
    return [row.code for row in list_rows(ledger, LedgerQuery()) if row.code.startswith("MB-")]


def _refused(ledger: Workspace, found: FoundSource, **wish: str) -> UserError:
    before = len(list(list_events(ledger)))
    with pytest.raises(UserError) as caught:
        _load(ledger, found, is_reviewed=False, **wish)
    assert len(list(list_events(ledger))) == before
    return caught.value


def test_a_text_comes_in_by_one_event_with_codes_of_its_own(ledger: Workspace, found: FoundSource) -> None:
    before = len(list(list_events(ledger)))
    _load(ledger, found)
    added = list(list_events(ledger))[before:]
    assert [event.kind for event in added] == ["source_added"]
    codes = _new(ledger)
    assert codes == [f"MB-2026-{number:03d}" for number in range(1, len(found.findings.units) + 1)]
    source = next(one for one in list_sources(ledger) if one.prefix == "MB-2026")
    assert (source.key, source.commitments, source.unreviewed) == ("2026-01-21-mb", len(codes), len(codes))
    assert source.open == len(found.findings.open) > 0
    assert not source.is_finished
    assert check(ledger) == ()


def test_what_was_found_stands_in_the_ledger(ledger: Workspace, found: FoundSource) -> None:
    _load(ledger, found)
    details = [read_detail(ledger, code) for code in _new(ledger)]
    cities = next(one for one in details if "30个" in one.row.title.zh)
    assert cities.row.quantity is not None
    assert (cities.row.quantity.value, cities.row.due.on) == (30, date(2026, 12, 31))
    assert (cities.speaker.name.zh, cities.speaker.office.zh) == ("张三", "某部部长")
    paper = next(one for one in details if "白皮书" in one.row.title.zh)
    names = [one.department.zh for one in paper.departments]
    assert names == ["乙部", "中小企业局"]  # the first as the text has it, the second is the ledger's own
    assert paper.departments[1].department.key == "sme-bureau"


def test_a_body_that_only_the_program_knows_comes_in_under_its_own_key(ledger: Workspace) -> None:
    text = "要点\n下一步，我们将修订管理办法。（民政部、某某办负责）\n"
    _load(ledger, find_in_source(read_pasted_text(text), DAY))
    (code,) = _new(ledger)
    departments = [one.department for one in read_detail(ledger, code).departments]
    assert (departments[0].zh, departments[0].en) == ("民政部", "Ministry of Civil Affairs")
    assert departments[1].key.startswith("office-")
    assert check(ledger) == ()


def test_the_first_bytes_are_kept_and_an_export_is_true_to_them(
    ledger: Workspace, found: FoundSource, tmp_path: Path
) -> None:
    _load(ledger, found)
    with ledger.snapshot() as snapshot:
        contents = contents_of(snapshot.connection.engine, snapshot.connection)
        assert contents.read(found.source.sha256) == found.source.raw
    written = export_source(ledger, "2026-01-21-mb", tmp_path / "out")
    assert read_briefing(tmp_path / "out") == written
    assert list(faults(written)) == []
    assert written.raw == found.source.raw
    assert not any(one.is_reviewed for one in written.commitments)


def test_an_export_knows_the_format_and_the_steps_that_were_not_taken(ledger: Workspace, tmp_path: Path) -> None:
    page = "<html><body><p>首页 &gt; 政策</p><h1>要点</h1><p>下一步，我们将修订管理办法。</p></body></html>"
    source = read_source_bytes(page.encode(), "要点.html")
    dropped = next(step.number for step in source.clean.steps if step.kind is StepKind.NAVIGATION)
    _load(ledger, find_in_source(source.with_undone([dropped]), DAY))
    written = export_source(ledger, "2026-01-21-mb", tmp_path / "out")
    assert (written.raw_name, written.source.undone) == ("raw.html", (dropped,))
    assert list(faults(read_briefing(tmp_path / "out"))) == []


def test_it_is_undone_in_one_step_and_redone(ledger: Workspace, found: FoundSource) -> None:
    _load(ledger, found)
    codes = _new(ledger)
    undo(ledger)
    assert _new(ledger) == []
    assert [one.key for one in list_sources(ledger)] == [MIIT] == [one.key for one in list_shown(ledger)]
    assert check(ledger) == ()
    redo(ledger)
    assert _new(ledger) == codes
    undo(ledger)
    # Codes are never used again: the old ones may stand in a report.
    _load(ledger, found)
    assert not set(_new(ledger)) & set(codes)
    assert check(ledger) == ()


def test_a_text_leads_to_the_source_in_use_that_has_it(ledger: Workspace, found: FoundSource) -> None:
    def key() -> str | None:
        with ledger.snapshot() as snapshot:
            return key_of_text(snapshot.connection, sha256(found.source.clean.text.encode()).hexdigest())

    assert key() is None
    _load(ledger, found)
    assert key() == "2026-01-21-mb"
    undo(ledger)
    assert key() is None
    _load(ledger, found)
    assert key() == list_sources(ledger)[-1].key != "2026-01-21-mb"


def test_what_somebody_judged_since_is_not_taken_away(ledger: Workspace, found: FoundSource) -> None:
    _load(ledger, found)
    change = {"commitment": _new(ledger)[0], "assessment": Assessment.NOT_VERIFIABLE, "reason": "说不清"}
    set_assessment(ledger, command(AssessmentChange, **change))
    undo(ledger)  # the assessment first
    undo(ledger)
    assert _new(ledger) == []


def test_done_again_in_an_empty_ledger_it_is_the_same(workspace: Workspace, found: FoundSource, tmp_path: Path) -> None:
    _load(workspace, found)
    accept_units(workspace, command(UnitsAcceptance, commitments=tuple(_new(workspace)[:1])))
    undo(workspace)
    with closing(open_empty(tmp_path / "again.db", author="somebody else")) as again:
        assert all(replay(again, event, FilesOf(workspace)) for event in list_events(workspace))
        assert check(again) == ()
        with workspace.snapshot() as one, again.snapshot() as other:
            assert head(one.connection) == head(other.connection)
        key = "2026-01-21-mb"
        assert read_source_coding(again, key) == read_source_coding(workspace, key)


def test_the_same_file_and_the_same_text_are_refused_with_the_source_named(
    ledger: Workspace, found: FoundSource
) -> None:
    _load(ledger, found)
    error = _refused(ledger, found, prefix="OTHER-2026")
    assert (error.code, error.details["source"]) == ("source_known", "2026-01-21-mb")
    utf8 = find_in_source(read_pasted_text(found.source.clean.text), DAY)
    assert utf8.source.sha256 != found.source.sha256
    assert _refused(ledger, utf8, prefix="OTHER-2026").code == "source_known"


def test_a_copy_that_is_alike_by_nine_tenths_of_its_sentences_is_refused(ledger: Workspace, found: FoundSource) -> None:
    first = read_source_coding(ledger, MIIT).text
    copy = find_in_source(read_pasted_text(f"转载\n{first.replace('。', '．')}"), DAY)
    error = _refused(ledger, copy)
    assert (error.code, error.details["source"]) == ("source_known", MIIT)
    # Half of it with as much of something else is another text.
    half = found.source.clean.text + first[: len(found.source.clean.text)]
    _load(ledger, find_in_source(read_pasted_text(half), DAY))


def test_a_prefix_in_use_is_refused(ledger: Workspace, found: FoundSource) -> None:
    assert _refused(ledger, found, prefix="MIIT-2025").code == "prefix_taken"


def test_a_day_to_come_is_refused(ledger: Workspace, found: FoundSource) -> None:
    assert _refused(ledger, found, held_on="2030-01-01").code == "date_future"


def test_a_text_without_a_pledge_is_refused(ledger: Workspace) -> None:
    nothing = find_in_source(read_pasted_text("会议记录\n昨天下雨了。\n"), DAY)
    assert _refused(ledger, nothing).code == "source_without_unit"


def test_words_that_are_not_the_texts_are_refused(ledger: Workspace, found: FoundSource) -> None:
    _load(ledger, found)
    coding = read_source_coding(ledger, "2026-01-21-mb")
    undo(ledger)
    first = coding.commitments[0]
    passage = replace(first.passages[0], start=first.passages[0].start + 1)
    moved = replace(coding, commitments=(replace(first, passages=(passage,)), *coding.commitments[1:]))
    with pytest.raises(UserError) as caught:
        load_coding(ledger, moved)
    assert (caught.value.code, caught.value.details["quoted"]) == ("coding_misplaced", first.code)
    with pytest.raises(UserError) as caught:
        load_coding(ledger, coding)
    assert caught.value.code == "codes_taken"


def test_what_is_rejected_is_left_out_and_what_is_only_proposed_is_open(ledger: Workspace, found: FoundSource) -> None:
    draft = draft_of(found.source.clean.text, found.findings)
    first, second, *others = draft.units
    draft = draft.accept(first.number).reject(second.number, OmissionReason.RESULT)
    load_draft(ledger, draft, raw_of(found), command(NewSource, **WISH), is_reviewed=True)
    coding = read_source_coding(ledger, "2026-01-21-mb")
    assert [one.promises[0].exact for one in coding.commitments] == [first.passages[0].exact]
    assert (second.passages[0].exact, OmissionReason.RESULT) in [(one.exact, one.reason) for one in coding.omissions]
    still = [one.exact for one in coding.open]
    assert all(unit.passages[0].exact in still for unit in others)
    assert list_unreviewed(ledger) == ()


def test_units_are_accepted_by_an_event_that_can_be_undone(ledger: Workspace, found: FoundSource) -> None:
    _load(ledger, found)
    codes = _new(ledger)
    assert list_unreviewed(ledger) == tuple(codes)
    assert not read_detail(ledger, codes[0]).row.is_reviewed
    waiting = LedgerQuery(choices={Facet.ATTENTION: frozenset({Attention.NOT_REVIEWED.value})})
    assert [row.code for row in list_rows(ledger, waiting)] == codes
    accept_units(ledger, command(UnitsAcceptance, commitments=(codes[0],)))
    assert read_detail(ledger, codes[0]).row.is_reviewed
    assert list_unreviewed(ledger) == tuple(codes[1:])
    assert [row.code for row in list_rows(ledger, waiting)] == codes[1:]
    counted = count_facets(ledger, LedgerQuery(), [Facet.ATTENTION]).values[Facet.ATTENTION]
    assert {one.key: one.count for one in counted}[Attention.NOT_REVIEWED.value] == len(codes) - 1
    assert accept_units(ledger, command(UnitsAcceptance, commitments=(codes[0],))).event_id == 0
    undo(ledger)
    assert list_unreviewed(ledger) == tuple(codes)
    assert check(ledger) == ()


def test_a_prefix_is_made_of_what_the_ledger_knows_of_the_publisher(ledger: Workspace, found: FoundSource) -> None:
    assert default_prefix(ledger, "工业和信息化部", date(2026, 3, 1)) == "MIIT-2026"
    assert default_prefix(ledger, "工业和信息化部", date(2025, 3, 1)) == "MIIT-2025-03"
    assert default_prefix(ledger, "财政部", date(2026, 3, 1)) == "MOF-2026"
    assert default_prefix(ledger, "国家发展改革委办公厅", date(2026, 3, 1)) == "NDRC-2026"
    assert default_prefix(ledger, "国务院", date(2026, 3, 1)) == "GWY-2026"
    with pytest.raises(UserError) as caught:
        default_prefix(ledger, "——", date(2026, 3, 1))
    assert caught.value.code == "prefix_missing"
    _load(ledger, found)
    assert default_prefix(ledger, "某部", date(2027, 3, 1)) == "MB-2027"
    second = find_in_source(read_pasted_text("要点\n下一步，我们将出台养老服务办法。\n"), DAY)
    _load(ledger, second, prefix="MB-2026-03", held_on="2026-03-01")
    assert default_prefix(ledger, "某部", date(2026, 3, 9)) == "MB-2026-03-2"


def test_a_raw_text_is_known_by_its_bytes() -> None:
    assert RawText(b"abc", "raw.txt").sha256 == sha256(b"abc").hexdigest()


TEXTS = sorted((Path(__file__).parents[2] / "evaluation" / "briefings").glob("*.txt"))


def test_every_text_of_the_evaluation_comes_in_whole_and_true_to_its_words(workspace: Workspace) -> None:
    without = []
    for number, path in enumerate(TEXTS):
        found = find_in_source(read_source_file(path), DAY, held_on=date(2026, 1, 21))
        if not found.findings.units:
            without.append(path.stem)
            continue
        _load(workspace, found, prefix=f"T{number}-2026", held_on="2026-01-21")
        source = next(one for one in list_sources(workspace) if one.prefix == f"T{number}-2026")
        coding = read_source_coding(workspace, source.key)
        assert list(faults(coding)) == [], path.stem
        assert source.commitments == len(found.findings.units)
    assert len(without) < len(TEXTS)
    assert check(workspace) == ()
