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


def test_a_cell_may_say_the_roles_itself() -> None:
    found, _ = DepartmentNames(KNOWN).in_cell("牵头：规划司；配合：财务司、办公厅", LEAD)
    assert [(one.key, one.role) for one in found] == [
        ("planning", LEAD),
        ("finance", CO_LEAD),
        ("general-office", CO_LEAD),
    ]
    found, _ = DepartmentNames(KNOWN).in_cell("规划司（配合）", LEAD)
    assert [(one.key, one.role) for one in found] == [("planning", CO_LEAD)]


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
    "cell",
    [
        "牵头单位：规划司；配合单位：财务司、办公厅",
        "牵头单位：规划司 配合单位：财务司、办公厅",
        "牵头：规划司\n配合：财务司 办公厅",
        "规划司牵头，财务司、办公厅配合",
        "（牵头）规划司；（配合）财务司、办公厅",
    ],
)
def test_roles_are_read_wherever_they_stand(cell: str) -> None:
    found, unread = DepartmentNames(KNOWN).in_cell(cell, LEAD)
    assert [(one.key, one.role) for one in found] == [
        ("planning", LEAD), ("finance", CO_LEAD), ("general-office", CO_LEAD),
    ]  # fmt: skip
    assert unread == []


@given(st.text(st.sampled_from("规划司财务局部中小 　\n、，；（）:：头等"), max_size=30))
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
