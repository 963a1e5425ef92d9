"""The controlled vocabularies of the ledger. Members persist by value; the values are the terms of the coding rules."""

from datetime import date
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


FINAL_ASSESSMENTS = frozenset({Assessment.MET, Assessment.NOT_MET, Assessment.DROPPED, Assessment.NOT_VERIFIABLE})
"""Judgements that close the question. Partly met does so, too, unless the due date is still to come (§2)."""
ASSESSMENTS_AS_SHOWN = (
    Assessment.MET,
    Assessment.PARTLY_MET,
    Assessment.IN_PROGRESS,
    Assessment.NO_EVIDENCE,
    Assessment.NOT_MET,
    Assessment.DROPPED,
    Assessment.NOT_VERIFIABLE,
    Assessment.NOT_RATED,
)
"""From done to not begun, wherever all of them are listed."""


def is_final(assessment: Assessment, due: date | None, today: date) -> bool:
    """Whether the question is closed on a day, so that no schedule light shows any more (§2)."""
    if assessment is Assessment.PARTLY_MET:
        return due is None or today > due
    return assessment in FINAL_ASSESSMENTS


class Doubt(StrEnum):
    """What is shown beside a verdict: a question that it raises, or that its grounds have changed (§2)."""

    ARITHMETIC_SHORT = "arithmetic_short"
    CLAIMS_ONLY = "claims_only"
    CONTRADICTED = "contradicted"
    BEFORE_DUE = "before_due"
    DUE_INFERRED = "due_inferred"
    GROUNDS_CHANGED = "grounds_changed"


class FollowUp(StrEnum):
    """What is asked beside a piece of evidence as a promise is followed up, computed and never stored (§5)."""

    CANCELLED = "cancelled"
    RENAMED = "renamed"
    AMOUNT_CHANGED = "amount_changed"
    OTHER_BODY = "other_body"
    COUNTED_ELSEWHERE = "counted_elsewhere"


class SearchOutcome(StrEnum):
    """What a documented search came to; an unclear one carries no verdict (§6)."""

    NOTHING = "nothing"
    SOMETHING = "something"
    UNCLEAR = "unclear"


class Light(StrEnum):
    """进度灯, computed and never set by hand (§2)."""

    AHEAD = "ahead"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    REVIEW = "review"
    UNMEASURED = "unmeasured"
    NOT_APPLICABLE = "not_applicable"


class CommitmentKind(StrEnum):
    """What sort of action was promised (§1)."""

    DOCUMENT = "document"
    PROGRAMME = "programme"
    PILOT = "pilot"
    DESIGNATION = "designation"
    CULTIVATION = "cultivation"
    STUDY = "study"
    RESEARCH_AND_DEVELOPMENT = "research_and_development"
    OPENING = "opening"
    MONITORING = "monitoring"
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
    SECTION = "section"
    QUESTION = "question"
    DERIVED = "derived"
    DOCUMENT = "document"
    USER = "user"
    NONE = "none"
    ASSUMED = "assumed"
    """As ledgers before schema 0005 said it. Read as of those days, and never written any more."""


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


class RelationKind(StrEnum):
    """How later words stand to an earlier promise, which itself is never edited (§8)."""

    RESTATED = "restated"
    RAISED = "raised"
    LOWERED = "lowered"
    EXTENDED = "extended"
    RENAMED = "renamed"
    MERGED = "merged"
    REPLACED = "replaced"
    DROPPED = "dropped"
    WIDENED = "widened"
    NARROWED = "narrowed"
    # As ledgers before schema 0005 said it. Read as of those days, and never written any more.
    RESTATEMENT = "restatement"
    REVISION = "revision"
    EXTENSION = "extension"
    MERGER = "merger"


EARLIER_TERMS = frozenset(
    {
        DueBasis.ASSUMED,
        RelationKind.RESTATEMENT,
        RelationKind.REVISION,
        RelationKind.EXTENSION,
        RelationKind.MERGER,
    }
)
"""Terms that are only read, in the history of older ledgers: no form offers them and no command takes them."""


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
    RESULT = "result"
    CONDITION = "condition"
    REQUEST = "request"
    REFUSAL = "refusal"
    MANNER = "manner"
    DEPARTMENTS = "departments"


class BackupReason(StrEnum):
    """Why a backup was made; part of its name."""

    DAILY = "daily"
    ASKED = "asked"
    BEFORE_MIGRATION = "before-migration"
    BEFORE_RESTORE = "before-restore"
    DAMAGED = "damaged"


class LedgerRole(StrEnum):
    """What somebody may do in a ledger that is shared on a server; each may what those before it may."""

    READER = "reader"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
