"""By which names a copy is known that a synchronised folder kept."""

import pytest

from tracker.store.siblings import is_copy_name


@pytest.mark.parametrize(
    "name",
    [
        "台账 (张三's conflicted copy 2026-01-02)",
        "台账 (冲突副本 2026-01-02)",
        "台账（张三的冲突副本）",
        "台账 (Conflicted copy from PC-7 on 2026-01-02)",
        "台账-DESKTOP-ABC",
        "台账.sync-conflict-20260102-101010-ABCDEFG",
        "台账 (conflicted copy 2026-01-02 101010)",
        "台账_conflict-20260102-101010",
        "台账 (SFConflict zhang@office 2026-01-02-10-10-10)",
        "台账 (1)",
        "台账(1)",
        "台账（2）",
        "台账 2",
        "台账(冲突文件 张三 2026-01-02)",
        "台账_冲突副本_20260102",
        "台账 - 副本",
        "台账.mine-2026-01-02",
        "台账.mine-2026-01-02-2",
    ],
)
def test_names_of_copies(name: str) -> None:
    assert is_copy_name(name, "台账")
    assert not is_copy_name("台账", name)


@pytest.mark.parametrize("name", ["台账", "台账2026", "工信部台账", "台账.repaired", "别的", "台账二"])
def test_other_names(name: str) -> None:
    assert not is_copy_name(name, "台账")
