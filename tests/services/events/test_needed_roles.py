"""The table of who may do what names every command and every kind of event that the program has."""

import ast
import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import tracker
from tracker.domain.errors import UserError
from tracker.domain.safety.ledger_roles import NEEDED_FOR_COMMANDS, NEEDED_FOR_EVENTS, RANKS, Permissions
from tracker.domain.terms import LedgerRole
from tracker.services.events.replaying import REPEATABLE

PACKAGE = Path(tracker.__file__).parent


def recorded() -> Iterator[str]:
    """The kinds of events that the program records, but where a function hands on the kind that it was given."""
    for path in sorted((*PACKAGE.glob("services/**/*.py"), *PACKAGE.glob("store/**/*.py"))):
        module = importlib.import_module(".".join(("tracker", *path.relative_to(PACKAGE).with_suffix("").parts)))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "work.record":
                kind = ast.unparse(node.args[0])
                if not kind.endswith("kind"):
                    yield eval(kind, vars(module))


def test_every_kind_of_event_has_its_role() -> None:
    kinds = set(recorded())
    assert kinds <= NEEDED_FOR_EVENTS.keys()
    assert len(kinds) > 40


def test_every_command_has_its_role() -> None:
    assert NEEDED_FOR_COMMANDS.keys() >= REPEATABLE


def test_each_role_has_something_that_those_before_it_may_not() -> None:
    needed = set(NEEDED_FOR_COMMANDS.values())
    assert needed == set(NEEDED_FOR_EVENTS.values()) == set(LedgerRole) - {LedgerRole.READER}
    assert [RANKS[role] for role in LedgerRole] == [1, 2, 3, 4]


def test_a_past_day_a_role_and_a_closed_ledger_refuse_in_this_order() -> None:
    closed = UserError("ledger_read_only", path="x")
    day = date(2026, 1, 1)
    assert Permissions().refusal("set_rules") is None
    assert Permissions(closed=closed).refusal("add_evidence") is closed
    for role in LedgerRole:
        permissions = Permissions(role, closed=closed)
        for act, needed in {**NEEDED_FOR_COMMANDS, **NEEDED_FOR_EVENTS}.items():
            refusal = permissions.refusal(act)
            if RANKS[role] < RANKS[needed]:
                assert refusal is not None
                assert (refusal.code, refusal.details) == ("role_forbids", {"role": role, "needed": needed})
            else:
                assert refusal is closed
        refused = Permissions(role, day, closed).refusal("add_evidence")
        assert refused is not None
        assert (refused.code, refused.details) == ("ledger_past", {"day": day})
