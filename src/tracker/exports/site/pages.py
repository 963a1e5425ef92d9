"""The pages of the site, in one language. Every word is escaped by the templates (`resources/site`)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from tracker.domain.reports.site_files import MARKER
from tracker.domain.rows import EvidenceRow, Quote
from tracker.domain.terms import Assessment, DepartmentBasis, Doubt, Light
from tracker.exports.chips import chip
from tracker.exports.citing import public_address, reference
from tracker.exports.compose.period import led
from tracker.exports.pages.html_ import html_environment
from tracker.exports.report_item import Item, judged_on, said_by
from tracker.exports.report_text import Emphasis, Paragraph, Term, term
from tracker.exports.report_tree import Front, Label
from tracker.exports.safely import printable
from tracker.exports.site import addresses
from tracker.exports.site.rules_page import rules_html
from tracker.exports.site.story import StoryEvent, context_of, public_claims
from tracker.exports.themes import themes
from tracker.locations import resources_dir
from tracker.wording import Words, has_chinese

_TONGUES = {"zh": "zh-CN", "en": "en"}
_FACTS = ("departments", "due", "target", "parts", "chain")
"""What of a commitment is told line by line, as in every report. Other lines tell of reasons, searches and notes."""
_ORDER = tuple(
    dict.fromkeys(
        (Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS, Assessment.NOT_MET, Assessment.DROPPED)
    )
    | dict.fromkeys(reversed(Assessment))
)
"""What was done comes first, and last what nobody has judged."""
_ON_A_PAGE = 50
"""Commitments that the overview shows at once."""
_MOST_DEPARTMENTS = 12
"""Departments that it shows before somebody asks for the others."""
_LATEST = 8
"""Things that happened lately that it tells of."""


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A commitment as the overview lists it; `page` is where its page lies, and `words` are those that promised it.

    `lead` is worded with how we know who leads, unless the source names it. `lead_basis` is None where nobody leads.
    """

    code: str
    title: str
    page: str
    topic: Label
    lead: Label | None
    lead_name: str
    lead_basis: DepartmentBasis | None
    departments: tuple[Label, ...]
    assessment: Term
    light: Term
    due: str
    due_on: str
    newest: str
    doubted: bool
    words: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a commitment, for the feed and the overview."""

    code: str
    title: str
    page: str
    happening: StoryEvent


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is the same on all pages. `assets` are the addresses of style and script, by their endings; `mark` says that
    the ledger is a sample, "" for any other."""

    front: Front
    mark: str
    reasons: bool
    base_url: str
    assets: Mapping[str, str]


_BLANK = SiteEntry(
    *("", "", "", Label("", ""), None, "", None, (), Term("", "", ""), Term("", "", ""), "", "", ""),
    doubted=True,
    words="",
)
"""What the script makes its lines of."""


class SitePages:
    """Makes pages in the language of the words."""

    def __init__(self, facts: SiteFacts, words: Words) -> None:
        self.words = words
        self.language = words.language
        self.facts = facts
        self._environment = _environment().overlay()
        self._environment.globals = {**_environment().globals, "say": self._say, "day": self._day, "words": words}
        self._frames: dict[str, Mapping[str, Markup]] = {}

    def commitment(
        self, item: Item, story: Sequence[StoryEvent], before: tuple[str, str] | None, after: tuple[str, str] | None
    ) -> bytes:
        """Return the page of a commitment. `before` and `after` are the codes and titles of its neighbours."""
        path = {tongue: addresses.commitment(item.code, tongue) for tongue in _TONGUES}
        detail = item.detail
        return self._page(
            "commitment",
            path,
            f"{item.title} | {self.words.site('title')}",
            item=item,
            detail=detail,
            verdict=self._verdict(item),
            passages=[self._passage(list(quotes), item) for _, quotes in groupby(detail.quotes, _paragraph_of)],
            facts_told=item.some_entries(*_FACTS),
            pieces=[self._piece(piece, item) for piece in item.pieces],
            claims=[(one, public_address(one.url), item.cited([one.evidence_id])) for one in public_claims(item)],
            later=[(one, public_address(one.url), item.cited([one.evidence_id])) for one in item.detail.relations],
            story=[(day, list(of_day)) for day, of_day in groupby(story, lambda one: one.day)],
            neighbours=(before, after),
        )

    def overview(
        self,
        entries: Sequence[SiteEntry],
        news: Iterable[News],
        scripts: Mapping[str, str],
    ) -> bytes:
        """Return the overview. `scripts` are where the rows and the words lie."""
        path = {tongue: addresses.overview(tongue) for tongue in _TONGUES}
        counts = Counter(entry.assessment.code for entry in entries)
        return self._page(
            "overview",
            path,
            self.words.site("title"),
            conclusion=self._conclusion(counts, len(entries)),
            overdue=sum(entry.light.code == Light.OVERDUE for entry in entries),
            doubted=sum(entry.doubted for entry in entries),
            distribution=self._distribution(counts),
            departments=self._departments(entries),
            news=_together(news),
            first=entries[:_ON_A_PAGE],
            count=len(entries),
            step=_ON_A_PAGE,
            most_departments=_MOST_DEPARTMENTS,
            choices=_choices(entries),
            scripts=scripts,
            blank=_BLANK,
        )

    def whole_list(self, entries: Sequence[SiteEntry]) -> bytes:
        """Return the page that lists all commitments, for paper and for who has no script."""
        path = {tongue: addresses.whole_list(tongue) for tongue in _TONGUES}
        return self._page("list", path, self.words.site("whole_list"), entries=entries, count=len(entries))

    def rules(self) -> bytes:
        """Return the page of the rules, with what the pages are and are not."""
        path = {tongue: addresses.rules(tongue) for tongue in _TONGUES}
        lights = [(one, self.words.rule(Light(one.code))) for one in (term(light, self.words) for light in Light)]
        return self._page(
            "rules", path, self.words.site("rules_heading"), rules=rules_html(self.language), lights=lights
        )

    def _page(self, name: str, path: Mapping[str, str], title: str, **values: Any) -> bytes:
        here = path[self.language]

        def link(place: str) -> str:
            return addresses.way(here, place)

        base = self.facts.base_url
        same = {
            "here": here,
            "link": link,
            "site": self.facts,
            "language": self.language,
            "addresses": addresses,
            "marker": MARKER,
            "day_text": self._day_text,
        }
        # All commitments lie equally deep, so that what is around them leads everywhere by the same ways.
        kind = name if name == "commitment" else here
        if kind not in self._frames:
            self._frames[kind] = {part: self._part(f"frame_{part}", same) for part in ("links", "top", "foot")}
        template = self._environment.get_template(f"{name}.html.jinja")
        page = template.render(
            **values,
            **same,
            frame=self._frames[kind],
            title=title,
            tongue=_TONGUES[self.language],
            canonical=base + addresses.way("", here) if base else "",
            alternates=[(_TONGUES[one], base + addresses.way("", p) if base else link(p)) for one, p in path.items()],
            other=link(path["en" if self.language == "zh" else "zh"]),
            other_tongue=_TONGUES["en" if self.language == "zh" else "zh"],
            judged_on=judged_on,
            bar_label=lambda bars: self.words.join(f"{bar['term'].word} {bar['count']:,}" for bar in bars),
        )
        # Over the whole page, so that nothing gets past it by a part of a template that forgot.
        return printable(page).rstrip("\n").encode() + b"\n"

    def _part(self, name: str, values: Mapping[str, Any]) -> Markup:
        # Escaped by its own template.
        return Markup(self._environment.get_template(f"{name}.html.jinja").render(**values).rstrip("\n"))  # noqa: S704

    def _conclusion(self, counts: Mapping[str, int], total: int) -> str:
        words = self.words
        day = words.day(self.facts.front.as_of)
        if not total:
            return words.site("conclusion_none", day=day)
        parts = [
            words.site("conclusion_part", word=words.term(one), count=f"{counts[one]:,}")
            for one in _ORDER
            if counts.get(one)
        ]
        return words.site("conclusion", day=day, count=f"{total:,}", parts=words.join(parts))

    def _distribution(self, counts: Mapping[str, int]) -> list[dict[str, Any]]:
        total = sum(counts.values()) or 1
        place = 0.0
        bars: list[dict[str, Any]] = []
        for assessment in _ORDER:
            if count := counts.get(assessment, 0):
                width = 100 * count / total
                said = self.words.site("share", count=f"{count:,}", percent=f"{width:.1f}".removesuffix(".0"))
                shown = {"x": f"{place:.3f}", "width": f"{width:.3f}", "said": said, "count": count}
                bars.append({"term": term(assessment, self.words), **shown})
                place += width
        return bars

    def _departments(self, entries: Sequence[SiteEntry]) -> list[dict[str, Any]]:
        """A line for each lead department, the largest first, and last what nobody leads."""
        grouped: dict[str, list[SiteEntry]] = {}
        for entry in entries:
            grouped.setdefault(entry.lead.key if entry.lead else "", []).append(entry)
        lines = [
            {
                "lead": self._lead(key, several) if key else None,
                "count": len(several),
                "bars": self._distribution(Counter(entry.assessment.code for entry in several)),
            }
            for key, several in grouped.items()
        ]
        return sorted(lines, key=lambda line: (line["lead"] is None, -line["count"], line["lead"] and line["lead"].key))

    def _lead(self, key: str, entries: Sequence[SiteEntry]) -> Label:
        """A lead department with how many it leads on which basis, unless the source names it for all of them."""
        name = entries[0].lead_name
        bases = Counter(entry.lead_basis for entry in entries if entry.lead_basis)
        return Label(key, name if set(bases) == {DepartmentBasis.NAMED} else led(name, bases, self.words))

    def _verdict(self, item: Item) -> dict[str, Any]:
        detail = item.detail
        row = detail.row
        words = self.words
        doubts = [(words.term(one.rule), words.rule(one.rule), words.in_original(one.reason)) for one in detail.doubts]
        if not row.is_reviewed:
            doubts.insert(0, (words.phrase("not_reviewed"), words.phrase("not_reviewed_long"), ""))
        if row.grounds_changed:
            doubts.append((words.term(Doubt.GROUNDS_CHANGED), words.rule(Doubt.GROUNDS_CHANGED), ""))
        return {
            "rule": words.rule(row.assessment),
            "reason": item.reason if self.facts.reasons else "",
            "rests": item.cited(piece.id for piece in item.pieces if piece.id in detail.cited),
            "doubts": doubts,
            "held": self.facts.reasons,
            "light": words.rule(row.light) if row.light is not Light.NOT_APPLICABLE else "",
        }

    def _passage(self, quotes: list[Quote], item: Item) -> dict[str, Any]:
        """A paragraph of the source, in pieces of which some are the commitment, and who said it."""
        first = quotes[0]
        source = item.detail.source
        place = self.words.site(
            "words_place",
            source=self.words.name(source.title),
            day=self.words.day(source.held_on),
            paragraph=str(first.paragraph_number),
        )
        by = said_by(first, item.detail, self.words)
        return {"pieces": _marked(quotes, context_of(first, source)), "place": place, "by": by}

    def _piece(self, piece: EvidenceRow, item: Item) -> dict[str, Any]:
        number = item.numbers.get(piece.id, 0)
        entry = reference(number, piece, self.words)
        return {
            "number": number,
            "title": item.translated(piece) or piece.title,
            "original": piece.title if item.translated(piece) else "",
            "kind": self.words.term(piece.kind),
            "publisher": piece.publisher,
            "published": piece.published,
            "document": piece.number,
            "effective_on": piece.effective_on,
            "url": entry.url,
            "citation": entry.text.removesuffix(f" {entry.url}.") if entry.url else entry.text,
            "gist": item.gist(piece),
            "quote": piece.quote,
            "shows": self.words.join([*map(item.link_words, item.links(piece)), *item.limits(piece)], "clause"),
            "cited": piece.id in item.detail.cited,
        }

    def _say(self, text: str) -> Markup:
        """Words of others, which on an English page may be Chinese: then they say so, for whoever hears them."""
        said = escape(text)
        foreign = self.language != "zh" and has_chinese(text)
        return Markup('<span lang="zh-CN">{}</span>').format(said) if foreign else said

    def _day_text(self, day: date | str) -> str:
        return self.words.published(str(day))

    def _day(self, day: date | str) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(str(day), self._day_text(day))


@cache
def _environment() -> Environment:
    environment = html_environment("site")
    environment.filters |= {"sign": sign, "runs": _runs}
    return environment


def style() -> bytes:
    """Return the style sheet, with the colours of both themes."""
    template = _environment().get_template("site.css.jinja")
    return template.render(themes=themes("quote_mark"), assessments=Assessment, lights=Light).encode()


def script() -> bytes:
    """Return the script of the overview."""
    return (resources_dir() / "site" / "site.js").read_bytes()


def sign(term: Term) -> str:
    """Return the sign of an assessment or a light, "" for anything else."""
    found = chip(term)
    return found.sign if found else ""


def _runs(paragraph: Paragraph) -> list[tuple[str, str]]:
    return [(run.text, "" if run.emphasis is Emphasis.PLAIN else run.emphasis.value) for run in paragraph.runs]


def _paragraph_of(quote: Quote) -> tuple[int, object]:
    return quote.paragraph_number, quote.speaker


def _marked(quotes: Sequence[Quote], context: str) -> list[tuple[str, bool]]:
    """The paragraph in pieces, each with whether it is of the commitment. Words that are not where they should be, or
    go beyond the paragraph, stand alone."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for quote in sorted(quotes, key=lambda quote: quote.offset):
        exact = quote.passage.exact
        start = quote.offset if context != exact else 0
        if start < place or context[start : start + len(exact)] != exact:
            return [(one.passage.exact, True) for one in quotes]
        pieces += [(context[place:start], False), (exact, True)]
        place = start + len(exact)
    return [(text, is_marked) for text, is_marked in [*pieces, (context[place:], False)] if text]


def _together(news: Iterable[News]) -> list[tuple[StoryEvent, list[News]]]:
    """What happened lately, each with all the commitments that it bears on."""
    told: dict[tuple[str, str, str], list[News]] = {}
    for one in news:
        key = (one.happening.day, one.happening.head, one.happening.said)
        if key not in told and len(told) == _LATEST:
            break
        told.setdefault(key, []).append(one)
    return [(several[0].happening, several) for several in told.values()]


def _choices(entries: Sequence[SiteEntry]) -> dict[str, list[tuple[str, str, int]]]:
    """What can be filtered by: key, word and count of each value that occurs, departments and topics by their count."""
    named = {
        "department": Counter(one for entry in entries for one in entry.departments),
        "topic": Counter(entry.topic for entry in entries),
    }
    found = {
        facet: [(one.key, one.word, counts[one]) for one in sorted(counts, key=lambda one: (-counts[one], one.key))]
        for facet, counts in named.items()
    }
    for facet, members in (("assessment", _ORDER), ("light", Light)):
        counted = Counter[str](getattr(entry, facet).code for entry in entries)
        words = {getattr(entry, facet).code: getattr(entry, facet).word for entry in entries}
        found[facet] = [(code, words[code], counted[code]) for code in members if counted[code]]
    return found
