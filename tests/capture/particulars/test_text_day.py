"""The day of a text is the one that it is said to be of, and not one that it tells of."""

import pytest

from tracker.capture.particulars.publication_dates import day_of_text, iso_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("关于公布名单的通知\n发布时间：2025-11-07 来源：规划司\n正文", "2025-11-07"),
        ("2023年7月28日，三部门印发方案\n正文", "2023-07-28"),
        ("某某条例\n（2020年7月5日国务院令第728号公布）\n第一条", "2020-07-05"),
        ("关于开展试点的通知\n各地：\n请于2026年3月1日前报送。\n工业和信息化部\n2025年5月12日", "2025-05-12"),
        ("关于开展试点的通知\n各地：\n工业和信息化部\n2 0 2 5 年 5 月 1 2 日", "2025-05-12"),
        ("Pilot cities named\nBEIJING, July 28, 2023 (Xinhua) -- The ministry", "2023-07-28"),
        ("Pilot cities named\nUpdated 3 Sept 2025 09:00", "2025-09-03"),
        ("到2024年12月31日，累计建成8000家\n介绍如下", ""),
        ("印发方案\n自2024年6月1日起施行。", ""),
        ("Output rose in February 31, 2024", ""),
        ("", ""),
    ],
)
def test_the_day_is_the_texts_own(text: str, day: str) -> None:
    assert day_of_text(text) == day


def test_a_moment_beyond_the_calendar_is_no_day() -> None:
    assert iso_of("9999-12-31T23:59:59-12:00") == ""
