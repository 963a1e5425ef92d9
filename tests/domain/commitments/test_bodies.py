"""The bodies of the State Council by all their names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.briefing.coding import read_departments
from tracker.domain.commitments.bodies import Bodies, OwnNames, state_bodies
from tracker.domain.commitments.department_names import DepartmentNames
from tracker.domain.rows import Name
from tracker.domain.terms import DepartmentRole
from tracker.locations import db_dir

LEAD = DepartmentRole.LEAD
OF_INDUSTRY = ("工业和信息化部",)
ROWS = read_departments(db_dir() / "departments.toml", *OF_INDUSTRY)


@pytest.fixture(scope="module")
def bodies() -> Bodies:
    return state_bodies()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("国家发展和改革委员会", "ndrc"),
        ("国家发改委", "ndrc"),
        ("人社部", "mohrss"),
        ("人力资源和社会保障部", "mohrss"),
        ("中华人民共和国财政部", "mof"),
        ("市場監管總局", "samr"),
        ("央行", "pbc"),
        ("国家 税务总局", None),
        ("State Taxation Administration", "tax"),
        ("经信厅", None),
        ("", None),
    ],
)
def test_a_body_is_known_by_each_name_that_is_its_own(bodies: Bodies, name: str, key: str | None) -> None:
    found = bodies.find(name)
    assert (found and found.body.name.key) == key
    assert found is None or not (found.former or found.guessed)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("银保监会", "nfra"),
        ("国家乡村振兴局", "mara"),
        ("国务院扶贫办", "mara"),
        ("环境保护部", "mee"),
        ("国家旅游局", "mct"),
    ],
)
def test_a_former_name_is_known_and_known_to_be_one(bodies: Bodies, name: str, key: str) -> None:
    found = bodies.find(name)
    assert found is not None
    assert (found.body.name.key, found.former) == (key, True)


def test_a_name_that_provinces_use_too_means_a_body_only_where_one_publishes(bodies: Bodies) -> None:
    assert bodies.find("发改委") is None
    assert bodies.find("知识产权局", bodies.owners(["湖北省政府"])) is None
    found = bodies.find("发改委", bodies.owners(["财政部"]))
    assert found is not None
    assert (found.body.name.key, found.guessed) == ("ndrc", True)


@pytest.mark.parametrize(
    ("name", "publishers", "key"),
    [
        ("科技司", OF_INDUSTRY, "science"),
        ("科技司", ("教育部",), None),
        ("科技司", (*OF_INDUSTRY, "教育部"), None),
        ("科技司", (), None),
        ("工信部科技司", ("教育部",), "science"),
        ("教育部科技司", OF_INDUSTRY, None),
        ("节能司", OF_INDUSTRY, "energy-saving"),
        ("装备司", OF_INDUSTRY, None),  # became two
        ("信软司", OF_INDUSTRY, "it-development"),
    ],
)
def test_a_department_is_known_only_where_it_is_sure_whose_it_is(
    bodies: Bodies, name: str, publishers: tuple[str, ...], key: str | None
) -> None:
    found = bodies.find(name, bodies.owners(publishers))
    assert (found and found.body.name.key) == key


def test_no_name_of_today_belongs_to_two_bodies_and_no_former_one_is_one_of_today(bodies: Bodies) -> None:
    taken: dict[tuple[str, str], str] = {}
    known = [body for name in bodies.names if (body := bodies.get(name.key))]
    for body in known:
        for name in (*body.names, *body.local):
            assert taken.setdefault((body.of, name), body.name.key) == body.name.key
    for body in known:
        assert not [name for name in body.former if (body.of, name) in taken]
        assert re.fullmatch("[a-z0-9-]+", body.name.key)
        assert not body.of or bodies.get(body.of)


def test_cells_name_bodies_that_the_ledger_does_not_have_yet(bodies: Bodies) -> None:
    names = DepartmentNames(ROWS, bodies, OF_INDUSTRY)
    found, unread = names.in_cell("牵头：国家能源局；配合：银保监会、人社部、发改委、节能司、教育部科技司", LEAD)
    assert [(one.key, one.former, one.guessed) for one in found] == [
        ("nea", "", ""),
        ("nfra", "银保监会", ""),
        ("mohrss", "", ""),
        ("ndrc", "", "发改委"),
        ("energy-saving", "", ""),
        ("", "", ""),
    ]
    assert (found[-1].name, unread) == ("教育部科技司", [])


def test_a_ledger_of_two_ministries_takes_no_bare_department_for_one_of_either(bodies: Bodies) -> None:
    names = DepartmentNames(ROWS, bodies, (*OF_INDUSTRY, "教育部"))
    (bare,), _ = names.in_cell("科技司", LEAD)
    (whole,), _ = names.in_cell("工信部科技司", LEAD)
    (short,), _ = names.in_cell("消费品工业司", LEAD)
    assert (bare.key, whole.key, short.key) == ("", "science", "")


def test_a_body_that_came_in_under_another_name_is_the_row_that_is_there(bodies: Bodies) -> None:
    names = DepartmentNames([Name("office-1", "国家发改委", "国家发改委")], bodies)
    (found,), _ = names.in_cell("国家发展改革委", LEAD)
    assert (found.key, found.name) == ("office-1", "国家发改委")


@given(st.text(st.sampled_from("国家发展改革委工信部科技司局银保监会、；（）牵头 "), max_size=24))
def test_what_is_found_has_a_key_of_the_ledger_or_of_a_body_or_none(cell: str) -> None:
    bodies = state_bodies()
    found, _ = DepartmentNames(ROWS, bodies, OF_INDUSTRY).in_cell(cell, LEAD)
    assert all(not one.key or bodies.get(one.key) for one in found)


def test_what_a_user_calls_so_is_meant_before_who_is_called_so_in_provinces_or_was(bodies: Bodies) -> None:
    ours = OwnNames(Name("office-1", "某省发展改革委", ""), further=("发改委", "银保监会"), former=("某省计委",))
    own = bodies.with_own([ours])
    found = [own.find(name, ("miit",)) for name in ("发改委", "银保监会", "某省计委", "国家发展改革委")]
    assert [one and (one.body.name.key, one.former, one.guessed) for one in found] == [
        ("office-1", False, False),
        ("office-1", False, False),
        ("office-1", True, False),
        ("ndrc", False, False),
    ]


def test_a_body_that_is_called_otherwise_keeps_its_names(bodies: Bodies) -> None:
    own = bodies.with_own([OwnNames(Name("samr", "国家市场局", "Market Bureau"), further=("市监总局",))])
    for name in ("国家市场局", "市监总局", "市场监管总局", "国家市场监督管理总局", "Market Bureau"):
        found = own.find(name)
        assert found is not None
        assert found.body.name.key == "samr"


def test_a_department_of_ones_own_is_told_by_its_body(bodies: Bodies) -> None:
    own = bodies.with_own([OwnNames(Name("office-1", "数据处", "数据处"), further=("数处",), of="moe")])
    assert own.find("数处") is None
    for name, owners in (("教育部数处", ()), ("数处", ("moe",))):
        found = own.find(name, owners)
        assert found is not None
        assert found.body.name.key == "office-1"
