"""The sentences of a briefing report: each a run of words with the numbers of the notes that it leads to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.commitments.quantity import Quantity
from tracker.domain.reports.happenings import Act, Happening, Statement
from tracker.domain.reports.report_period import Period, PeriodSpan
from tracker.domain.rows import ClaimRow, CommitmentDetail, EvidenceRow, RelationRow
from tracker.domain.terms import Assessment, Bearing, CountingBasis, Operator, ValueRole
from tracker.domain.text.dates import first_day, latest_day
from tracker.exports.citing import public_address, reference
from tracker.exports.report_text import Emphasis, Paragraph, Reference, Run, note
from tracker.exports.running_text import amount_words, publishers, titled, wide
from tracker.wording import Words
from tracker.wording.numbers import signed_text

LONGEST_TITLE = 90
"""Characters of a title in running text; its note has it whole."""
_INNER = str.maketrans("“”", "‘’")
_AT_A_MEETING = re.compile("((?![^：:]*(?:举行|召开))[^：:，]{2,16}(?:发布会|座谈会|吹风会|会议))[：:](.+)")
"""What was said at a meeting, as clippings are titled: 国新办发布会：国家绿色工厂累计超8000家."""
_IS_NOTICE = re.compile("(?:通知|函)》(?:（.*）)?$")
_NAMED_BY_TITLE = frozenset(
    {Act.DRAFTED, Act.CONSULTED, Act.PUBLICISED, Act.PROMULGATED, Act.ISSUED, Act.PUBLISHED, Act.RELEASED, Act.SHOWN}
    | {Act.IN_FORCE, Act.TOOK_EFFECT}
)
"""What is done to a paper, which is called by its title; the other acts tell what was said."""
_CLAIMABLE = frozenset(
    {Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS, Assessment.NOT_MET, Assessment.DROPPED}
)
"""What a ministry can say of its own promise; the other terms of assessments are about our knowledge of it."""


class Notes:
    """The notes of a report in the order in which the text leads to them: pieces of evidence, and how a sentence was
    come by."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._numbers: dict[object, int] = {}
        self._entries: list[Reference] = []
        self.pieces: dict[int, EvidenceRow] = {}

    def piece(self, piece: EvidenceRow) -> int:
        """Return the number of the note on a piece of evidence."""
        if piece.id not in self.pieces:
            self.pieces[piece.id] = piece
            self._entries.append(reference(self._next(piece.id), piece, self._words))
        return self._numbers[piece.id]

    def basis(self, text: str) -> int:
        """Return the number of a note on how something was come by."""
        if text not in self._numbers:
            number = self._next(text)
            self._entries.append(note(number, text))
        return self._numbers[text]

    def statement(self, statement: Statement, detail: CommitmentDetail) -> int:
        """Return the number of the note on something that was said: on the piece that it was read in, or its own."""
        said = statement.said
        for piece in detail.evidence:
            if piece.id == said.evidence_id and not piece.withdrawn:
                return self.piece(piece)
        words = self._words
        text = words.report("brief_note_said", by=said.said_by, day=words.published(said.said_on), said=quoted_of(said))
        address = public_address(said.url)
        return self.basis(f"{text} {address}" if address else text)

    @property
    def entries(self) -> tuple[Reference, ...]:
        """Return all notes by number."""
        return tuple(self._entries)

    def _next(self, key: object) -> int:
        self._numbers[key] = len(self._numbers) + 1
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph of a briefing report: the name that it begins with ("" for none), its sentences, and the values that
    they rest on, by which a change shows."""

    key: str
    lead: str
    sentences: tuple[Run, ...]
    facts: tuple[object, ...] = ()

    @property
    def citations(self) -> tuple[int, ...]:
        """Return the notes that it leads to, each once."""
        return tuple(sorted({number for run in self.sentences for number in run.citations}))


@dataclass(frozen=True, slots=True)
class Prose:
    """Makes the sentences of one report."""

    words: Words
    period: Period
    as_of: date
    details: dict[str, CommitmentDetail] = field(compare=False)

    def sentence(self, text: str, citations: Iterable[int] = ()) -> tuple[Run, Run]:
        """Return a whole sentence: the notes stand before its stop (GB/T 7714—2015)."""
        gap = ""
        if self.words.language == "en":
            gap = " "
            text = text[:1].upper() + text[1:]
        return Run(text.rstrip("。."), citations=tuple(citations)), Run(self.words.report("brief_stop") + gap)

    def clauses(self, clauses: Iterable[str]) -> str:
        """Return clauses as one sentence."""
        return self.words.report("brief_and").join(clause for clause in clauses if clause)

    def name_of(self, period: Period) -> str:
        """Return what a period is called: 2026年第四季度."""
        return self._period(period, "brief")

    @property
    def name(self) -> str:
        """Return what the period is called."""
        return self.name_of(self.period)

    @property
    def in_period(self) -> str:
        """Return the period as a sentence begins with it; one that is not over says until when."""
        said = self._period(self.period, "brief_in")
        if self.as_of >= self.period.last:
            return said
        return self.words.report("brief_so_far", period=said, as_of=self.day(self.as_of.isoformat()))

    def _period(self, period: Period, key: str) -> str:
        words = self.words
        match period.span:
            case PeriodSpan.WEEK:
                last = words.day(period.last, year=period.first.year != period.last.year)
                first = words.day(period.first)
                if words.language == "en":  # there the year stands last
                    first = words.day(period.first, year=period.first.year != period.last.year)
                    last = words.day(period.last)
                return words.report(f"{key}_week", first=first, last=last)
            case PeriodSpan.MONTH:
                return words.report(f"{key}_month", month=words.month(period.first))
            case PeriodSpan.QUARTER:
                ordinal = words.report("brief_quarters").split()[period.quarter - 1]
                ordinal = ordinal.lower() if key == "brief_in" else ordinal
                return words.report(f"{key}_quarter", quarter=ordinal, year=str(period.first.year))

    def day(self, day: str) -> str:
        """Return an ISO day or month; without its year where that is the period's."""
        return self.words.published(day, year=first_day(day).year != self.period.last.year)

    def titled(self, code: str) -> str:
        """Return a commitment by its title, in quotation marks."""
        return self.words.report("brief_titled", title=self._title(code))

    def titles(self, codes: Sequence[str], most: int, asides: dict[str, str] | None = None) -> str:
        """Return commitments by their titles, with what is said beside some of them; the first ones of many."""
        words = self.words
        shown = [self.titled(code) for code in codes[:most]]
        if asides:
            beside = [asides.get(code, "") for code in codes[:most]]
            shown = [
                words.report("brief_aside", title=title, aside=aside) if aside else title
                for title, aside in zip(shown, beside, strict=True)
            ]
        # GB/T 15834—2011: between what stands in quotation marks there is no pause mark.
        apart = words.language != "zh" or (asides and any(asides.values()))
        listed = words.join(shown) if apart else "".join(shown)
        return words.report("brief_titles_more", titles=listed) if len(codes) > most else listed

    def _title(self, code: str) -> str:
        # It is put into quotation marks: those in it become the inner ones (GB/T 15834—2011).
        return _clipped(self.words.name(self.details[code].row.title)).translate(_INNER)

    def plainly(self, happening: Happening) -> str:
        """Return what happened, without what it says of which commitment."""
        return self._act(happening)[0]

    def happening(self, happening: Happening, note: int) -> tuple[Run, Run]:
        """Return what happened in one sentence, with the commitments that it bears on.

        1月19日，国家发展改革委等五部门印发《…的指导意见》（发改环资〔2026〕13号），推进“探索建设零碳工厂”。
        """
        said, title = self._act(happening)
        return self.sentence(said + self._more(happening, title), [note])

    def statement(self, statement: Statement, note: int, ours: Assessment) -> tuple[Run, Run]:
        """Return what was said later of a commitment in one sentence. `ours` is the ledger's own assessment (§2).

        1月21日，张云明（国务院新闻办公室发布会）宣布“启动…方案”已完成（“…”）；台账的评估结论为“部分完成”。
        """
        said = self.stated(statement, self.titled(statement.code))
        if isinstance(statement.said, ClaimRow) and statement.said.claimed:
            said = self.words.report("brief_ours", said=said, ours=ours)
        return self.sentence(said, [note])

    def stated(self, statement: Statement, title: str) -> str:
        """Return who said what when of the commitment that is called by `title`."""
        words = self.words
        said = statement.said
        values = {
            "day": self._on(said.said_on),
            "by": wide(said.said_by, words),
            "title": title,
            "said": words.in_original(words.quote(wide(_clipped(quoted_of(said)), words).translate(_INNER))),
        }
        if isinstance(said, ClaimRow):
            return words.report(
                f"brief_claims_{said.claimed}" if said.claimed in _CLAIMABLE else "brief_claims", **values
            )
        changed = ""
        if said.due_on:
            changed += words.report("brief_later_due", day=words.day(said.due_on))
        if said.quantity:
            changed += words.report("brief_later_target", target=self.target(said.quantity))
        return words.report(f"brief_later_{said.kind}", **values, changed=changed)

    def _act(self, happening: Happening) -> tuple[str, str]:
        """Who did what when, and what it is called by."""
        words = self.words
        values = {
            "day": self._on(happening.on),
            "publisher": publishers(happening.piece.publisher, words),
            "title": self.material(happening),
        }
        title = values["title"]
        key = f"brief_act_{happening.act}"
        if happening.act is Act.STATED and (at := _AT_A_MEETING.match(title)):
            key = "brief_act_stated_at"
            values |= {"place": at[1], "title": at[2]}
        elif happening.act is Act.PUBLISHED and _IS_NOTICE.search(title):
            key = f"brief_act_{Act.ISSUED}"  # a list is published, and the notice that publishes it is issued
        return words.report(key, **values), title

    def _on(self, day: str) -> str:
        key = "brief_on_day" if len(day) > len("YYYY-MM") else "brief_in_month_of"
        return self.words.report(key, day=self.day(day))

    def _more(self, happening: Happening, told: str) -> str:
        """When it takes effect, its amounts that are not `told` yet, and what it says of which commitments."""
        words = self.words
        piece = happening.piece
        said = ""
        effective = piece.effective_on
        if effective and happening.act is not Act.IN_FORCE and effective > latest_day(piece.published):
            said += words.report("brief_effective", day=self.day(effective.isoformat()))
        if happening.act is not Act.IN_FORCE:
            if happening.act in _NAMED_BY_TITLE and (gist := self._gist(piece)):
                said += words.report("brief_gist", gist=gist)
            amounts = self._amounts(happening, told + said)
            said += words.report("brief_values", values=words.join(amounts)) if amounts else ""
        by_bearing: dict[Bearing, list[str]] = {}
        for code, bearing in happening.bearings.items():
            by_bearing.setdefault(bearing, []).append(code)
        for bearing, codes in by_bearing.items():
            key = "brief_titled_more" if len(codes) > 1 else "brief_titled"
            bears = words.report(key, title=self._title(codes[0]), count=len(codes))
            said += words.report(f"brief_bears_{bearing}", title=bears)
        return said

    def _amounts(self, happening: Happening, told: str) -> list[str]:
        """What was measured, by role: 新增2038家、128家. What the title says already is not said again."""
        by_role: dict[ValueRole, list[str]] = {}
        for link in happening.links:
            if link.value is not None and link.role and signed_text(link.value) not in told:
                by_role.setdefault(link.role, []).append(amount_words(link.value, link.unit or "", self.words))
        return [
            self.words.report(f"brief_value_{role}", amount=self.words.join(dict.fromkeys(amounts)))
            for role, amounts in by_role.items()
        ]

    def _gist(self, piece: EvidenceRow) -> str:
        gist = (piece.gist_en if self.words.language == "en" else "") or piece.gist
        return wide(_clipped(" ".join(gist.split())).rstrip("。."), self.words)

    def material(self, happening: Happening) -> str:
        """Return a piece as a sentence calls it: a paper by title and number, any other by what it says."""
        words = self.words
        piece = happening.piece
        title = " ".join(piece.title.split()).rstrip("。.．")
        if happening.act not in _NAMED_BY_TITLE:
            told = self._gist(piece) or wide(_clipped(title), words)
            return self._in_english(piece, told)
        bare = _without_number(title, piece.number)
        named = wide(_clipped(bare), words)
        named = self._in_english(piece, titled(named, words))
        number = wide(piece.number, words) if piece.number and piece.number not in bare else ""
        return words.report("numbered", title=named, number=number) if number else named

    def _in_english(self, piece: EvidenceRow, named: str) -> str:
        if self.words.language != "en" or not piece.title_en:
            return named
        return self.words.report("brief_translated", translated=_clipped(piece.title_en), title=named)

    def target(self, quantity: Quantity) -> str:
        """Return an amount that was promised, as prose has it: 30个以上; of 一批 the source's own words."""
        if quantity.value is None:
            return quantity.wording
        amount = amount_words(quantity.value, quantity.unit, self.words)
        return self.words.report(f"brief_target_{quantity.operator}", amount=amount)


def quoted_of(said: ClaimRow | RelationRow) -> str:
    """Return the words of something that was said later, without the stop at their end."""
    text = said.said if isinstance(said, ClaimRow) else said.wording
    return " ".join(text.split()).rstrip("。.")


def quantity_key(quantity: Quantity) -> str:
    """Return the sentence that compares an amount with what was promised."""
    if quantity.operator is Operator.AT_MOST:
        return "brief_quantity_limit"
    return "brief_quantity_new" if quantity.basis is CountingBasis.NEW else "brief_quantity_cumulative"


def body(runs: Sequence[Run], lead: str = "") -> Paragraph:
    """Return a paragraph of sentences, which may begin with a name."""
    first = [Run(lead, Emphasis.LEAD)] if lead else []
    # A blank at the end of a paragraph is none of its words.
    last = [Run(runs[-1].text.rstrip(), runs[-1].emphasis, runs[-1].citations)] if runs else []
    return Paragraph((*first, *runs[:-1], *last))


def _without_number(title: str, number: str) -> str:
    """The title without its number in brackets at the end, where it has that."""
    if not number:
        return title
    for opening, closing in (("(", ")"), ("（", "）")):
        title = title.removesuffix(f"{opening}{number}{closing}")
    return title.rstrip()


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"
