"""What happened in a period: each piece of evidence, and what was said later, on its own day, and not on the day that
it was typed (§5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.commitments.quantity import BEFORE_ISSUE
from tracker.domain.reports.report_period import Period
from tracker.domain.rows import ClaimRow, CommitmentDetail, EvidenceLinkRow, EvidenceRow, RelationRow
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole
from tracker.domain.text.dates import first_day, is_early, latest_day


class Act(StrEnum):
    """What a piece of evidence shows that somebody did: the verb of its sentence."""

    DRAFTED = "drafted"
    CONSULTED = "consulted"
    PUBLICISED = "publicised"
    PROMULGATED = "promulgated"
    ISSUED = "issued"
    PUBLISHED = "published"
    RELEASED = "released"
    STATED = "stated"
    REPORTED = "reported"
    SHOWN = "shown"
    IN_FORCE = "in_force"
    TOOK_EFFECT = "took_effect"


_BY_KIND: Mapping[EvidenceKind, Act] = {
    EvidenceKind.LAW: Act.PROMULGATED,
    EvidenceKind.DOCUMENT: Act.ISSUED,
    EvidenceKind.LIST: Act.PUBLISHED,
    EvidenceKind.STATISTICS: Act.RELEASED,
    EvidenceKind.STATEMENT: Act.STATED,
    EvidenceKind.STATE_PRESS: Act.REPORTED,
    EvidenceKind.PRESS: Act.REPORTED,
    EvidenceKind.OTHER: Act.SHOWN,
}
_BY_STAGE: Mapping[Stage, Act] = {
    Stage.DRAFTING: Act.DRAFTED,
    Stage.CONSULTATION: Act.CONSULTED,
    Stage.PUBLICITY: Act.PUBLICISED,
    Stage.EFFECTIVE: Act.TOOK_EFFECT,
}
_TELLS_OF_OTHERS = frozenset({EvidenceKind.STATEMENT, EvidenceKind.STATE_PRESS, EvidenceKind.PRESS})
"""Kinds whose publisher says that something was done, and does it not by publishing them."""
_STRENGTH = {kind: place for place, kind in enumerate(EvidenceKind)}
_WEIGHT = {bearing: place for place, bearing in enumerate(Bearing)}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, as one piece of evidence shows it.

    `on` is an ISO day or month, `links` what it says of the commitments of the report, the weightiest first.
    """

    piece: EvidenceRow
    on: str
    act: Act
    links: tuple[EvidenceLinkRow, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the commitments that it bears on, each once, the one that it says most of first."""
        return tuple(dict.fromkeys(link.commitment for link in self.links))

    @property
    def bearings(self) -> Mapping[str, Bearing]:
        """Return how it bears on each commitment: what is only planned, or not issued yet, moves it on and no more
        (§2)."""
        found: dict[str, Bearing] = {}
        for link in self.links:
            is_limited = link.stage in BEFORE_ISSUE or link.role is ValueRole.PLAN
            proves = link.bearing in (Bearing.FULFILS, Bearing.PARTLY)
            bearing = Bearing.PROGRESS if proves and is_limited else link.bearing
            found[link.commitment] = min(found.get(link.commitment, bearing), bearing, key=_WEIGHT.__getitem__)
        return found

    @property
    def contradicts(self) -> bool:
        """Return whether it speaks against any of them."""
        return any(link.bearing is Bearing.CONTRADICTS for link in self.links)

    @property
    def rank(self) -> tuple[int, int, str, int]:
        """Return what decides which are told where there is no room for all: how much each proves, and how strong a
        kind of evidence it is."""
        strength = _STRENGTH[self.piece.kind]
        # What speaks against a promise is told as soon as what fulfils one.
        proof = 0 if self.contradicts else min(_WEIGHT[one] for one in self.bearings.values())
        return (proof + strength, strength, self.on, self.piece.id)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of a commitment later: an official claim (§2), or later words about the same promise (§8).

    It is reported, and counts neither as evidence nor as progress, whatever paper it was read in.
    """

    code: str
    said: ClaimRow | RelationRow

    @property
    def on(self) -> str:
        """Return the ISO day or month on which it was said."""
        return self.said.said_on


def act_of(kind: EvidenceKind, stage: Stage | None) -> Act:
    """Return what a piece of a kind shows at a stage of the ladder."""
    if kind in _TELLS_OF_OTHERS or stage is None:
        return _BY_KIND[kind]
    return _BY_STAGE.get(stage, _BY_KIND[kind])


def happenings_of(details: Iterable[CommitmentDetail], as_of: date) -> tuple[Happening, ...]:
    """Return everything that the evidence in use shows to have happened up to a day, in the order of days.

    A piece that takes effect later than it is published is two: it is published, and it takes effect. What was
    published before the briefing, only reports the briefing, or is background to all is none (§5).
    """
    details = tuple(details)
    held = {detail.row.code: detail.source.held_on for detail in details}
    pieces = {piece.id: piece for detail in details for piece in detail.evidence if _counts(piece)}
    found = [happening for piece in pieces.values() for happening in _of(piece, held, as_of)]
    return tuple(sorted(found, key=lambda one: (latest_day(one.on), one.piece.id, one.act)))


def statements_of(details: Iterable[CommitmentDetail]) -> tuple[Statement, ...]:
    """Return all that was said of these commitments since they were promised, in the order of days."""
    found = [
        Statement(detail.row.code, said)
        for detail in details
        for said in (*detail.relations, *detail.claims)
        if not is_early(said.said_on, detail.source.held_on)
    ]
    return tuple(sorted(found, key=lambda one: (latest_day(one.on), one.code, one.said.uid)))


def in_period(happenings: Iterable[Happening], period: Period) -> tuple[Happening, ...]:
    """Return those of a period, each piece once: where one is published in it, that tells also when it takes effect."""
    found = [one for one in happenings if period.holds(one.on)]
    published = {one.piece.id for one in found if one.act is not Act.IN_FORCE}
    return tuple(one for one in found if one.act is not Act.IN_FORCE or one.piece.id not in published)


def is_news(day: str, since: date, until: date, *, is_new: bool) -> bool:
    """Return whether something of an ISO day or month is news of the days after `since`, until another day.

    A month of which a part lies before `since` is news only if it `is_new`, entered after that day: else the report
    before has told it, which it can have happened in as well.
    """
    began = first_day(day)
    if began > since:
        return began <= until
    return is_new and latest_day(day) > since


def recorded_late(
    happenings: Iterable[Happening], period: Period, recorded: Mapping[int | str, date], as_of: date
) -> tuple[Happening, ...]:
    """Return those that happened before a period and were entered in it (补录); `recorded` has their days by piece."""
    return tuple(
        one
        for one in happenings
        if one.act is not Act.IN_FORCE and was_late(one.on, recorded.get(one.piece.id), period, as_of)
    )


def was_late(day: str, recorded: date | None, period: Period, as_of: date) -> bool:
    """Return whether something of an ISO day or month before a period was entered in it.

    Of a period that has passed, what was entered after it is late, too, until the day that the report is of.
    """
    return recorded is not None and period.follows(day) and period.first <= recorded <= as_of


def came_after(published: str, held_on: date, bearing: Bearing) -> bool:
    """Return whether evidence says something of a commitment that was promised in a briefing, and came after it: not
    background, and not older than the briefing (§5)."""
    return bearing is not Bearing.CONTEXT and not is_early(published, held_on)


def shows(piece: EvidenceRow, detail: CommitmentDetail) -> bool:
    """Return whether a piece shows that something happened to a commitment after it was promised (§5)."""
    held = {detail.row.code: detail.source.held_on}
    return _counts(piece) and any(_shows(piece, link, held) for link in piece.links)


def _counts(piece: EvidenceRow) -> bool:
    return not (piece.withdrawn or piece.same_briefing)


def _shows(piece: EvidenceRow, link: EvidenceLinkRow, held: Mapping[str, date]) -> bool:
    # A piece may bear on the commitments of several briefings.
    briefing = held.get(link.commitment)
    return briefing is not None and came_after(piece.published, briefing, link.bearing)


def _of(piece: EvidenceRow, held: Mapping[str, date], as_of: date) -> Iterator[Happening]:
    told = [link for link in piece.links if _shows(piece, link, held)]
    if not told:
        return
    links = tuple(sorted(told, key=lambda link: (_WEIGHT[link.bearing], link.commitment, link.id)))
    stages = [link.stage for link in links if link.stage not in (None, Stage.IN_FORCE)]
    stage = max(stages, key=list(Stage).index, default=None)
    yield Happening(piece, piece.published, act_of(piece.kind, stage), links)
    effective = piece.effective_on
    if effective is not None and effective <= as_of and effective != latest_day(piece.published):
        yield Happening(piece, effective.isoformat(), Act.IN_FORCE, links)
