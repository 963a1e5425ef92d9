"""Departments as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.commitments.department_names import DepartmentNames
from tracker.domain.rows import Name
from tracker.domain.terms import CommitmentKind, DepartmentRole

KNOWN = [
    Name("general-office", "办公厅", "General Office"),
    Name("planning", "规划司", "Department of Planning"),
    Name("finance", "财务司", "Department of Finance"),
    Name("sme-bureau", "中小企业局", "SME Bureau"),
    Name("it-development", "信息技术发展司", "IT Development"),
    Name("ict-development", "信息通信发展司", "ICT Development"),
    Name("ndrc", "国家发展改革委", "NDRC"),
]
LEAD, CO_LEAD = DepartmentRole.LEAD, DepartmentRole.CO_LEAD


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("规划司、财务司", ["planning", "finance"]),
        ("规划司（按职能推定）\n财务司（发言人主管）", ["planning", "finance"]),
        ("Department of Planning (inferred from duties)", ["planning"]),
        ("规划司，财务司；办公厅/中小企业局", ["planning", "finance", "general-office", "sme-bureau"]),
        ("规划司 财务司", ["planning", "finance"]),
        ("规划司\n规划司", ["planning"]),
        ("中小局", ["sme-bureau"]),
        ("发展改革委", ["ndrc"]),
        ("部办公厅", ["general-office"]),
        ("Department of Planning", ["planning"]),
        ("sme-bureau", ["sme-bureau"]),
        ("信发司", [""]),  # fits two
        ("办公室", [""]),
        ("", []),
        ("中 小 企 业 局", ["sme-bureau"]),
        ("规　划　司", ["planning"]),
        ("规 划 司、财 务 司", ["planning", "finance"]),
        ("规 划 司 财 务 司", ["planning", "finance"]),
        ("规\u200b划司\ufeff", ["planning"]),
        ("规 划 司  财 务 司", ["planning", "finance"]),
        ("规 划 司\n财 务 司", ["planning", "finance"]),
        ("中小 企业局", ["sme-bureau"]),
        ("中小企\n业局", ["sme-bureau"]),
        ("国家发展 改革委", ["ndrc"]),
        ("规划司\n财务司", ["planning", "finance"]),
        ("1.规划司\n2.财务司", ["planning", "finance"]),
        ("规划司等部门", ["planning"]),
        ("中 小 企 业 局（牵 头）", ["sme-bureau"]),
    ],
)
def test_a_department_is_known_by_its_names_and_by_a_short_form_that_fits_no_other(cell: str, keys: list[str]) -> None:
    assert [one.key for one in DepartmentNames(KNOWN).in_cell(cell, LEAD)[0]] == keys


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("人 力 资 源 社 会 保 障 部", ["人力资源社会保障部"]),
        ("工业和信\n息化部", ["工业和信息化部"]),
        ("市发改局 市财政局", ["市发改局", "市财政局"]),
        ("各部（委、局）", ["各部（委、局）"]),
        ("北京市 经信局", ["北京市经信局"]),
        ("华为 中兴", ["华为", "中兴"]),
        ("某 处", ["某处"]),
    ],
)
def test_a_new_department_has_its_whole_name(cell: str, names: list[str]) -> None:
    assert [one.name for one in DepartmentNames(KNOWN).in_cell(cell, LEAD)[0]] == names


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        *(
            (cell, ["planning", "finance", "general-office"])
            for cell in (
                "牵头：规划司；配合：财务司、办公厅",
                "牵头单位：规划司；配合单位：财务司、办公厅",
                "牵头单位：规划司 配合单位：财务司、办公厅",
                "牵头：规划司\n配合：财务司 办公厅",
                "规划司牵头，财务司、办公厅配合",
                "（牵头）规划司；（配合）财务司、办公厅",
            )
        ),
        ("财务司、规划司★", ["finance", "planning"]),
        *(
            (cell, ["planning", "finance"])
            for cell in (
                "★规划司、财务司",
                "△规划司 财务司",
                "规划司(主)、财务司(配)",
                "规划司（牵）、财务司（协）",
                "由规划司牵头，财务司配合",
                "规划司为主，财务司配合",
                "规划司会同财务司",
                "规划司（会同财务司）",
                "规划司（财务司配合）",
                "规划司（财务司会办）",
                "规划司（配合单位：财务司）",
                "【牵头】规划司【配合】财务司",
                "规划司（牵头）财务司（配合）",
                "规划司（牵头司局）、财务司（协同司局）",
                "规划司〔牵头〕、财务司[配合]",
                "规划司（★）、财务司",
                "★规划司、☆财务司",
                "牵头司局：规划司；配合司局：财务司",
                "牵头单位为规划司，配合单位为财务司",
                "承办单位为规划司，会办单位为财务司",
                "承办单位：规划司 会办单位：财务司",
            )
        ),
    ],
)
def test_who_leads_is_read_wherever_it_is_said(cell: str, keys: list[str]) -> None:
    found, unread = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert [(one.key, one.role) for one in found] == [(key, LEAD if key == "planning" else CO_LEAD) for key in keys]
    assert unread == []


def test_a_department_may_be_named_as_one_that_helps_alone() -> None:
    found, _ = DepartmentNames(KNOWN).in_cell("规划司（配合）", LEAD)
    assert [(one.key, one.role) for one in found] == [("planning", CO_LEAD)]


@pytest.mark.parametrize("cell", ["★规划司、★财务司", "规划司*"])
def test_a_mark_on_every_name_tells_nobody_apart(cell: str) -> None:
    found, _ = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert all(one.key and one.role is LEAD for one in found)


@pytest.mark.parametrize(
    "cell",
    [
        *(f"规划司{mark}财务司" for mark in ("｜", "+", "&", "和", "与", "及", "以及", "·", "-", "—", "：", "\\")),
        "①规划司②财务司",
        "1、规划司；2、财务司",
        "（1）规划司（2）财务司",
        "规划司和财务司负责",
        "规划司 和 财务司",
        "规划司<br>财务司",
        "一、规划司 二、财务司",
        "“规划司”、“财务司”",
        "规划司、财务司等3个部门",
        "规划司、财务司（各自职责范围内）",
        "Department of Planning and Department of Finance",
    ],
)
def test_names_are_parted_by_whatever_stands_between_them(cell: str) -> None:
    found, unread = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert [one.key for one in found] == ["planning", "finance"]
    assert unread == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("国家发展和改革委员会", ["国家发展和改革委员会"]),
        ("市文化和旅游局", ["市文化和旅游局"]),
        ("人力资源和社会保障局", ["人力资源和社会保障局"]),
        ("实验室与设备管理处", ["实验室与设备管理处"]),
        ("市教育局和市体育局", ["市教育局", "市体育局"]),
        ("市教育局、市文化和旅游局及财务司", ["市教育局", "市文化和旅游局", "财务司"]),
        ("产业布局和发展司", ["产业布局和发展司"]),
        ("老干部与统战部", ["老干部与统战部"]),
        ("互联网+办公室", ["互联网+办公室"]),
        ("A&B公司", ["A&B公司"]),
        ("财政部-国库司", ["财政部-国库司"]),
        ("财务司、“一带一路”办公室", ["财务司", "“一带一路”办公室"]),
        ("财务司 团中央 妇联", ["财务司", "团中央", "妇联"]),
        ("市监管局（办公厅）", ["市监管局（办公厅）"]),
        ("责任人：市监管局", ["责任人：市监管局"]),
    ],
)
def test_a_word_for_and_within_a_name_parts_nothing(cell: str, names: list[str]) -> None:
    assert [one.name for one in DepartmentNames(KNOWN).in_cell(cell, LEAD)[0]] == names


@pytest.mark.parametrize("cell", ["装备工业一司、二司", "装备工业一、二司", "装备工业一司和二司"])
def test_departments_that_share_a_name_are_written_out(cell: str) -> None:
    found, _ = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert [one.name for one in found] == ["装备工业一司", "装备工业二司"]


def test_an_ordinal_that_cannot_be_placed_is_told() -> None:
    assert DepartmentNames(KNOWN).in_cell("一、二、三处", LEAD)[1] == ["一", "二"]


@pytest.mark.parametrize(
    "cell",
    [
        "规划司（张三）",
        "规划司 张三",
        "张三（规划司）",
        "规划司（联系人：张三，电话：12345678）",
        "规划司负责",
        "规划司 责任人：张三",
    ],
)
def test_a_person_beside_a_department_is_none(cell: str) -> None:
    found, unread = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert ([one.key for one in found], unread) == (["planning"], [])


@pytest.mark.parametrize("cell", ["待定", "同上", "暂无"])
def test_what_is_in_the_place_of_a_name_makes_no_department(cell: str) -> None:
    assert DepartmentNames(KNOWN).in_cell(cell, LEAD) == ([], [cell])


@pytest.mark.parametrize("cell", ["有关部门", "各有关单位", "相关部门", "规划司、有关部门"])
def test_departments_that_nobody_names_are_those_of_the_ledger(cell: str) -> None:
    names = DepartmentNames([*KNOWN, Name("unnamed", "有关部门（未点名）", "Not named")])
    assert names.in_cell(cell, LEAD)[0][-1].key == "unnamed"


@given(st.text(st.sampled_from("规划司财务局部中小 　\n、，；（）:：头等★和1①会同"), max_size=30))
def test_no_department_has_a_name_of_one_character(cell: str) -> None:
    found, _ = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert all(len(one.name) > 1 for one in found)


def test_a_sentence_is_no_department() -> None:
    found, unread = DepartmentNames(KNOWN).in_cell("各司局按职责分工负责", LEAD)
    assert (found, unread) == ([], ["各司局按职责分工负责"])


def test_a_short_form_is_named_beside_what_it_is_taken_for() -> None:
    (one,), _ = DepartmentNames(KNOWN).in_cell("中小局", LEAD)
    assert (one.name, one.guessed) == ("中小企业局", "中小局")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("印发工业领域碳达峰实施方案", CommitmentKind.DOCUMENT),
        ("开展设备更新专项行动", CommitmentKind.PROGRAMME),
        ("推进万兆光网试点", CommitmentKind.PILOT),
        ("认定绿色工厂50家", CommitmentKind.DESIGNATION),
        ("培育20个产业集群", CommitmentKind.CULTIVATION),
        ("研究设立基金二期", CommitmentKind.STUDY),
        ("加强协同配合", CommitmentKind.COORDINATION),
    ],
)
def test_words_tell_what_sort_of_action_they_promise(words: str, kind: CommitmentKind) -> None:
    assert kind_of(words) is kind
