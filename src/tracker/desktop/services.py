"""The services by name, each imported when it is first used: `services.reading.read_detail(ledger.workspace, code)`.

They come with SQLModel and Pydantic, which take half a second to import. The window is painted before that; so a view
imports this module in their place, and calls services in background jobs only. A form that opens names its service at
once: by then what is heavy has come with the ledger, and the rest takes two milliseconds.
"""

from importlib import import_module
from types import ModuleType

_ROOMS = {
    "exports": ("drafting", "filling", "making", "template"),
    "services": ("commands",),
    "services.assessment": ("judging", "judging_run", "searching", "statements"),
    "services.briefings": (
        "briefing_view",
        "coding",
        "coding_drafts",
        "comparing",
        "draft_coding",
        "finding",
        "loading",
        "pledge_count",
        "resolving",
        "reviewing",
        "source_text",
        "sources",
    ),
    "services.commitments": ("dashboard", "departments", "listing", "reading", "reminders", "saved_views", "tagging"),
    "services.events": ("undoing",),
    "services.evidence": ("capturing", "duplicates", "evidence_view", "quoting", "recording", "viewing"),
    "services.exchange": ("forms", "importing", "rounds"),
    "services.ledgers": ("clocks", "ledger_rules", "sample", "workspace"),
    "services.reports": ("layouts", "past_reports", "verifying"),
    "services.safety": ("backups", "copying", "merging", "repairing"),
    "services.watching": ("found_items", "looking", "looks", "rechecking", "watched_pages"),
}
_PATHS = {name: f"tracker.{room}.{name}" for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> ModuleType:
    if name not in _PATHS:
        raise AttributeError(name)
    return import_module(_PATHS[name])
