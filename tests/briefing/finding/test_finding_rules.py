"""An office's own words are added to those of the program; a file that is no such list is refused with its line."""

import pytest

from tracker.briefing.finding.finding_rules import RulesFaultKind, RulesFileError, read_rules


def test_own_words_are_added_to_those_of_the_program() -> None:
    rules = read_rules('[actions]\ncertain = ["跑通"]\n')
    assert rules.certain_action.match("跑通流程")
    assert rules.certain_action.match("制定办法")
    assert not read_rules().certain_action.match("跑通流程")


@pytest.mark.parametrize(
    ("own", "kind", "line", "words"),
    [
        ("[actions]\ncertain = [\n  '甲',\n  =\n]", RulesFaultKind.SYNTAX, 4, ""),
        ("[actions]\ncertain = [\n'甲',", RulesFaultKind.SYNTAX, 3, ""),
        ("# 我们的\n\n[acts]\ncertain = ['甲']", RulesFaultKind.UNKNOWN, 3, "acts"),
        ("[themes]\nheads = []\n[actions]\nheads = ['甲']", RulesFaultKind.UNKNOWN, 4, "heads"),
        ("[actions]\ncertain = '甲'", RulesFaultKind.UNKNOWN, 2, "certain"),
        ("[actions]\ncertain = [\n  '甲',\n  '(乙',\n]", RulesFaultKind.WORD, 4, "(乙"),
        ('[actions]\ncertain = [\n  "甲",\n  "",\n]', RulesFaultKind.WORD, 4, ""),
        ("[actions]\ncertain = ['甲',\n 7]", RulesFaultKind.WORD, 3, "7"),
        ("[actions]\ncertain = ['甲',\n '乙*']", RulesFaultKind.WORD, 3, "乙*"),
    ],
)
def test_what_is_no_such_list_is_refused_with_its_line(own: str, kind: RulesFaultKind, line: int, words: str) -> None:
    with pytest.raises(RulesFileError) as caught:
        read_rules(own)
    assert (caught.value.kind, caught.value.line, caught.value.words) == (kind, line, words)
