"""The controlled vocabularies of the ledger. Members persist by value; the values are the terms of the coding rules."""

from enum import StrEnum


class Assessment(StrEnum):
    """评估结论, set by the analyst alone (coding rules §2)."""

    NOT_RATED = "not_rated"
    NO_EVIDENCE = "no_evidence"
    IN_PROGRESS = "in_progress"
    PARTLY_MET = "partly_met"
    MET = "met"
    NOT_MET = "not_met"
    DROPPED = "dropped"
    NOT_VERIFIABLE = "not_verifiable"

    @property
    def is_final(self) -> bool:
        """Whether the question is closed, so that no schedule light shows any more."""
        return self in FINAL_ASSESSMENTS

    @property
    def needs_evidence(self) -> bool:
        """Whether the value may only be set on at least one piece of evidence (§2)."""
        return self in NEEDING_EVIDENCE

    @property
    def needs_search(self) -> bool:
        """Whether the value may only be set once a search is on record (§2)."""
        return self is Assessment.NO_EVIDENCE

    @property
    def needs_every_part(self) -> bool:
        """Whether the value may only be set where each part is shown to be done (§1)."""
        return self is Assessment.MET


FINAL_ASSESSMENTS = frozenset(
    {
        Assessment.MET,
        Assessment.PARTLY_MET,
        Assessment.NOT_MET,
        Assessment.DROPPED,
        Assessment.NOT_VERIFIABLE,
    }
)
NEEDING_EVIDENCE = frozenset(Assessment) - {
    Assessment.NOT_RATED,
    Assessment.NO_EVIDENCE,
    Assessment.NOT_VERIFIABLE,
}


class Light(StrEnum):
    """进度灯, computed and never set by hand (§2)."""

    AHEAD = "ahead"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    NOT_APPLICABLE = "not_applicable"


class CommitmentKind(StrEnum):
    """What sort of action was promised (§1)."""

    DOCUMENT = "document"
    PROGRAMME = "programme"
    PILOT = "pilot"
    DESIGNATION = "designation"
    CULTIVATION = "cultivation"
    STUDY = "study"
    COORDINATION = "coordination"


class DepartmentRole(StrEnum):
    """牵头 or 配合 (§3)."""

    LEAD = "lead"
    CO_LEAD = "co_lead"


class DepartmentBasis(StrEnum):
    """How we know that a department is responsible (§3)."""

    NAMED = "named"
    SPEAKER = "speaker"
    FUNCTION = "function"
    USER = "user"


class Operator(StrEnum):
    """How an amount binds: 以上, 以内, 左右/约, exactly as said, or 一批/若干 (§4)."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    EQUAL = "equal"
    UNQUANTIFIED = "unquantified"


class CountingBasis(StrEnum):
    """再/新 counts an increment over the baseline, 累计/达到 a stock (§4)."""

    NEW = "new"
    CUMULATIVE = "cumulative"


class ValueRole(StrEnum):
    """What a measured value on a piece of evidence counts (§4)."""

    PLAN = "plan"
    NEW = "new"
    CUMULATIVE = "cumulative"
    REMOVED = "removed"


class DueBasis(StrEnum):
    """How a due date is known (§4)."""

    STATED = "stated"
    DERIVED = "derived"
    ASSUMED = "assumed"
    NONE = "none"


class EvidenceKind(StrEnum):
    """Kinds of evidence, strongest first (§5)."""

    LAW = "law"
    DOCUMENT = "document"
    LIST = "list"
    STATISTICS = "statistics"
    STATEMENT = "statement"
    STATE_PRESS = "state_press"
    PRESS = "press"
    OTHER = "other"


class Bearing(StrEnum):
    """What a piece of evidence says about a commitment (§5)."""

    FULFILS = "fulfils"
    PARTLY = "partly"
    PROGRESS = "progress"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class Stage(StrEnum):
    """The ladder a document climbs, lowest first (§5)."""

    DRAFTING = "drafting"
    CONSULTATION = "consultation"
    PUBLICITY = "publicity"
    ISSUED = "issued"
    IN_FORCE = "in_force"
    EFFECTIVE = "effective"


class RestatementKind(StrEnum):
    """How later words change a promise, which itself is never edited (§1)."""

    RESTATEMENT = "restatement"
    REVISION = "revision"
    EXTENSION = "extension"
    MERGER = "merger"


class PassageRole(StrEnum):
    """What the quoted words do for a commitment: promise it, or give its baseline or due date."""

    PROMISE = "promise"
    BASELINE = "baseline"
    DUE = "due"


class OmissionReason(StrEnum):
    """Why a forward-looking sentence is in no passage (§1)."""

    THEME = "theme"
    PURPOSE = "purpose"
    CONTEXT = "context"
    DUPLICATE = "duplicate"


class BackupReason(StrEnum):
    """Why a backup was made; part of its name."""

    DAILY = "daily"
    ASKED = "asked"
    BEFORE_MIGRATION = "before-migration"
    BEFORE_RESTORE = "before-restore"
    DAMAGED = "damaged"
