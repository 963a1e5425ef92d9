"""A little of `make torture`: some rows of each group, a few times."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.torture import clocks, damage, disk, migration, replaced, shares
from tests.torture.faults import fail
from tests.torture.kills import kill
from tests.torture.ledgers import Ledgers, make_ledgers
from tests.torture.power import cut
from tests.torture.programs import Programs, has_small_disks
from tests.torture.table import Plan

SEED = 11
TIMES = 2


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Ledgers:
    """The ledgers that deeds begin with."""
    return make_ledgers(tmp_path_factory.mktemp("torture") / "ledgers")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    """What does the deeds."""
    with Programs(tmp_path_factory.mktemp("programs")) as programs:
        yield programs


@pytest.mark.parametrize("deed", ["restore", "backup and copy", "evidence with attachments", "migration from 0002"])
def test_what_was_acknowledged_outlives_the_program_that_is_killed(
    deed: str, programs: Programs, ledgers: Ledgers, tmp_path: Path
) -> None:
    assert kill(deed, programs, ledgers, Plan(tmp_path, TIMES, SEED)).is_harmless


@pytest.mark.parametrize("deed", ["judgements, claims, undo", "report export", "repair"])
def test_a_call_that_fails_harms_nothing(deed: str, programs: Programs, ledgers: Ledgers, tmp_path: Path) -> None:
    assert fail(deed, programs, ledgers, Plan(tmp_path, TIMES, SEED)).is_harmless


@pytest.mark.parametrize("deed", ["backup and copy", "evidence with attachments", "repair"])
def test_what_was_acknowledged_outlives_a_power_cut(
    deed: str, programs: Programs, ledgers: Ledgers, tmp_path: Path
) -> None:
    assert cut(deed, programs, ledgers, Plan(tmp_path, TIMES, SEED)).is_harmless


def test_a_disk_that_is_full_harms_nothing(ledgers: Ledgers, tmp_path: Path) -> None:
    small = tmp_path / "disk"
    small.mkdir()
    if has_small_disks(small):
        with Programs(tmp_path / "programs", small) as programs:
            assert disk.fill("bulk changes", programs, ledgers, Plan(tmp_path, TIMES, SEED)).is_harmless


def test_no_damage_passes_in_silence(tmp_path: Path) -> None:
    tried = list(damage.outcomes(Plan(tmp_path, TIMES, SEED)))
    assert [outcome for outcome in tried if not outcome.is_harmless] == []


def test_other_versions_come_forward_or_are_left_alone(tmp_path: Path) -> None:
    tried = list(migration.outcomes(Plan(tmp_path, TIMES, SEED)))
    assert [outcome for outcome in tried if not outcome.is_harmless] == []


def test_wrong_clocks_misdate_nobody_elses_changes(tmp_path: Path) -> None:
    assert all(outcome.is_harmless for outcome in clocks.outcomes(Plan(tmp_path, times=5)))


@pytest.mark.parametrize("way", replaced.WAYS)
def test_no_change_is_acknowledged_into_a_file_that_was_replaced(way: str, ledgers: Ledgers, tmp_path: Path) -> None:
    assert replaced.row(ledgers, Plan(tmp_path, TIMES, SEED), way, replaced.WAYS[way]).is_harmless


def test_two_machines_on_one_share_lose_nothing(tmp_path: Path) -> None:
    for outcome in shares.outcomes(Plan(tmp_path, TIMES, SEED, minutes=0.05)):
        assert outcome.is_harmless
