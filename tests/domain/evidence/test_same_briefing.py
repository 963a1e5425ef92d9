"""Another report of the same briefing is known by its day and its words, and is never evidence."""

from datetime import date

import pytest

from tracker.domain.evidence.same_briefing import Briefing, echo_share, is_report_of
from tracker.locations import db_dir

TEXT = (db_dir() / "briefings" / "2025-01-21-miit" / "clean.txt").read_text(encoding="utf-8")
BRIEFING = Briefing(date(2025, 1, 21), TEXT, ("张云明", "陶青", "谢存"))
PROMISE = TEXT[TEXT.index("2025年再支持30个以上试点城市") - 40 :][:120]


@pytest.mark.parametrize("published", ["2025-01-21", "2025-01-22", "2025-02-04", "2025-01"])
def test_a_report_of_the_next_days_is_known_by_the_words_it_quotes(published: str) -> None:
    assert is_report_of(BRIEFING, published, f"记者从发布会上获悉，{PROMISE}会后有关负责人答记者问。")


def test_a_report_of_the_next_days_is_known_by_who_spoke() -> None:
    assert is_report_of(BRIEFING, "2025-01-22", "陶青在会上表示，将出台一份新文件。")


@pytest.mark.parametrize(
    ("published", "text"),
    [
        ("2025-01-20", PROMISE),  # before it was held: whatever this is, it reports something else
        ("2025-05-06", "陶青出席座谈会并讲话，介绍工作进展。"),  # a speaker has other occasions later
        (
            "2025-05-06",
            f"年初发布会曾提出“{PROMISE[:40]}”。现公布第三批试点城市名单，共三十四个城市入选，" + "名单如下" * 20,
        ),
        ("2025-01-22", "财政部办公厅 工业和信息化部办公厅关于组织申报的通知"),
        ("2025-01-22", ""),
    ],
)
def test_a_follow_up_is_no_report(published: str, text: str) -> None:
    assert not is_report_of(BRIEFING, published, text)


def test_a_copy_of_much_later_is_still_a_report() -> None:
    assert is_report_of(BRIEFING, "2025-11-01", TEXT[500:1500])


def test_the_share_ignores_punctuation_and_spaces() -> None:
    assert echo_share(" ".join(PROMISE), TEXT) == 1.0
    assert echo_share("短", TEXT) == 0.0
