"""What is asked beside evidence as a promise is followed up (coding rules §5): was it cancelled since, renamed, its
amount changed, done by another body than the promised one, counted already under another promise?

Nothing is stored and nothing flips by itself: each is a question to the analyst, with the words or figures that raise
it. It is gone once she has recorded what it asks about: a relation that cites the piece (§8), another bearing, a value.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tracker.domain.briefings.same_body import is_same_body
from tracker.domain.commitments.bodies import Bodies
from tracker.domain.commitments.quantity import BEFORE_ISSUE, Quantity, normalise
from tracker.domain.evidence.same_document import are_alike, document_number
from tracker.domain.rows import (
    Amount,
    CommitmentDetail,
    EvidenceRow,
    FollowUpQuestion,
    Name,
    OtherPiece,
)
from tracker.domain.terms import Bearing, EvidenceKind, FollowUp, Operator, RelationKind, Stage, ValueRole
from tracker.domain.text.numerals import NUMBER, parse_number
from tracker.domain.text.text_folding import fold, simplified, without_unseen

MOST_COMPARED = 100
"""Pieces of a commitment, the newest, that are compared with each other: with 20,000 the pairs would take minutes."""
_MOST_WORDS = 5_000
"""Characters of a piece that are looked through: a gist has hundreds, a whole gazette would take minutes."""
_MOST_ENDINGS = 20
"""Clauses of a piece that cancel something."""
_MOST_SAID = 60
"""Characters of a clause that a question repeats."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value that a link claims, in which role, at which stage; `part` is the id of the part that it is about."""

    value: Decimal
    unit: str
    role: ValueRole
    stage: Stage | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class CountedElsewhere:
    """A value that a piece claims of another commitment; `other` is the piece where that is another one of the same
    document: its attachment, or a list under the same number."""

    commitment: str
    measured: Measured
    other: OtherPiece | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPiece:
    """A piece in use as it bears on the promise. `words` are its gist, quotation and note; `early`: published before
    the briefing."""

    id: int
    kind: EvidenceKind
    title: str
    publisher: str
    published: str
    number: str = ""
    words: str = ""
    bearings: frozenset[Bearing] = frozenset()
    measured: tuple[Measured, ...] = ()
    elsewhere: tuple[CountedElsewhere, ...] = ()
    early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPromise:
    """A promise that is followed up. `publisher` gave the briefing; `same_pledge` are the codes of commitments that say
    it earlier or later, and `recorded` the relations to later words, each with the piece that it cites."""

    code: str
    title: str
    publisher: str
    passages: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    departments: tuple[Name, ...] = ()
    quantity: Quantity | None = None
    same_pledge: frozenset[str] = frozenset()
    recorded: frozenset[tuple[RelationKind, int]] = frozenset()

    @property
    def text(self) -> str:
        """Return all that it is called by, a line each."""
        return "\n".join((self.title, *self.parts, *self.passages))


def follow_up_questions(
    promise: FollowedPromise, pieces: Sequence[FollowedPiece], bodies: Bodies
) -> tuple[FollowUpQuestion, ...]:
    """Return what is to be asked, in the order of the pieces and of the kinds, each kind once a piece; `pieces` are
    those in use, newest first."""
    acting = _ActingBodies(promise, bodies)
    compared = pieces[:MOST_COMPARED]
    asked = (
        *_cancelled(promise, compared, acting),
        *_renamed(promise, compared, bodies),
        *_amount_changed(promise, compared, acting),
        *_other_body(pieces, acting),
        *_counted_elsewhere(promise, pieces),
    )
    first: dict[tuple[int, FollowUp, str | None], FollowUpQuestion] = {}
    for question in asked:
        first.setdefault((question.evidence_id, question.kind, question.commitment), question)
    places = {piece.id: place for place, piece in enumerate(pieces)}
    # Sorted by the place alone: of one piece they stay in the order of the kinds, in which they were asked.
    return tuple(sorted(first.values(), key=lambda question: places[question.evidence_id]))


def questions_of(
    detail: CommitmentDetail, elsewhere: Mapping[int, Sequence[CountedElsewhere]], bodies: Bodies
) -> tuple[FollowUpQuestion, ...]:
    """Return what is to be asked of a commitment that was read with its evidence; `elsewhere` are, by the ids of its
    pieces, the values that other pieces of the same documents claim of other commitments."""
    in_use = [piece for piece in detail.evidence if not (piece.withdrawn or piece.same_briefing)]
    code = detail.row.code
    pieces = [_followed(piece, code, elsewhere.get(piece.id, ())) for piece in in_use]
    return follow_up_questions(_promise(detail), pieces, bodies)


def _promise(detail: CommitmentDetail) -> FollowedPromise:
    own = (*detail.departments, *(one for part in detail.parts for one in part.departments))
    return FollowedPromise(
        code=detail.row.code,
        title=detail.row.title.zh,
        publisher=detail.source.publisher.zh,
        passages=tuple(quote.passage.exact for quote in detail.quotes),
        parts=tuple(part.title.zh for part in detail.parts),
        departments=tuple(one.department for one in own),
        quantity=detail.row.quantity,
        same_pledge=frozenset(link.code for link in detail.chain),
        recorded=frozenset(
            (relation.kind, relation.evidence_id) for relation in detail.relations if relation.evidence_id is not None
        ),
    )


def _followed(piece: EvidenceRow, code: str, elsewhere: Sequence[CountedElsewhere]) -> FollowedPiece:
    measured = [
        (link.commitment, Measured(link.value, link.unit, link.role, link.stage, link.part.id if link.part else None))
        for link in piece.links
        if link.value is not None and link.unit is not None and link.role is not None
    ]
    return FollowedPiece(
        id=piece.id,
        kind=piece.kind,
        title=piece.title,
        publisher=piece.publisher,
        published=piece.published,
        number=piece.number,
        words="\n".join((piece.gist, piece.quote, piece.note))[:_MOST_WORDS],
        bearings=frozenset(link.bearing for link in piece.links if link.commitment == code),
        measured=tuple(one for commitment, one in measured if commitment == code),
        elsewhere=(*(CountedElsewhere(at, one) for at, one in measured if at != code), *elsewhere),
        early=piece.early,
    )


# --- texts, titles and days

_CLOSING = {"《": "》", "（": "）", "(": ")", "〔": "〕", "“": "”"}
_SENTENCE_ENDS = "。！？；;!?\n"
_CLAUSE_ENDS = _SENTENCE_ENDS + "，,：:"
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_QUOTED = re.compile("“([^“”]+)”")
_DRAFT = re.compile(r"[（(](?:修订)?(?:公开)?(?:征求意见稿?|公示稿|送审稿|草案|试行|暂行|修订)+[)）]")
_LEAD = re.compile(r"^.{0,60}?关于")
_VERBS = re.compile(
    "^(?:组织|进一步|持续|联合|开展|做好|实施|公布|发布|印发|下达|推进|加强|启动|举办|征集|公开征求|征求|对)+"
)
_TAIL = re.compile("(?:的|有关|相关|工作)*(?:通知|公告|通告|公示|函|决定|(?:指导|实施)?意见|批复|措施)?$")
_SHORTEST_NAME = 6
"""Letters from which on words mean one document where they stand in another's text."""


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return simplified(without_unseen(text))


@lru_cache(maxsize=16_384)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _split(text: str, ends: str) -> list[str]:
    """The pieces between these marks; a mark within brackets or quotation marks parts nothing."""
    pieces = [""]
    awaited: list[str] = []
    for sign in text:
        if awaited and sign == awaited[-1]:
            awaited.pop()
        elif sign in _CLOSING:
            awaited.append(_CLOSING[sign])
        elif sign == "\n":
            awaited.clear()
        if sign in ends and not awaited:
            pieces.append("")
        else:
            pieces[-1] += sign
    return [piece.strip() for piece in pieces if piece.strip()]


def _bare(title: str) -> str:
    """The letters of what a title is about: without who issues it, what is done with it, and its kind."""
    rest = _DRAFT.sub("", title)
    rest = _LEAD.sub("", rest) if "关于" in rest else rest
    return _letters(_TAIL.sub("", _VERBS.sub("", rest)))


@lru_cache(maxsize=4096)
def _names(title: str) -> frozenset[str]:
    """Every name of a document in its title; none of one that cancels another, whose name is in it."""
    plain = _plain(title)
    if _CANCELLING.search(plain):
        return frozenset()
    called = _TITLE.findall(plain)
    named = (_bare(plain), *(_letters(_DRAFT.sub("", name)) for name in called), *map(_bare, called))
    return frozenset(name for name in named if len(name) >= _SHORTEST_NAME)


def _comes_after(later: FollowedPiece, earlier: FollowedPiece) -> bool:
    """Whether one was published after another; of a month and a day in it nobody knows, and it may have been."""
    shared = min(len(later.published), len(earlier.published))
    if later.published[:shared] == earlier.published[:shared]:
        return len(later.published) != len(earlier.published)
    return later.published > earlier.published


def _earlier(pieces: Sequence[FollowedPiece], later: FollowedPiece) -> Iterator[FollowedPiece]:
    """Those that were published before one, in their order."""
    return (one for one in pieces if one is not later and _comes_after(later, one))


def _as_other(piece: FollowedPiece) -> OtherPiece:
    return OtherPiece(piece.id, piece.title, piece.published)


# --- announced, then cancelled

_CANCELLING = re.compile(
    "取消|撤销|废止|停止(?:执行|实施|施行|使用|受理|申报|开展)|终止|暂停|中止|作废|收回|撤回|失效|叫停"
    "|不再(?:执行|实施|施行|开展|组织|受理|保留|具有|作为|列入|使用|推进)"
)
_DENIED = re.compile("(?:不|未|没有|并非|不得|不会|不予|未被|无需)$")
_RELYING = re.compile("(?:按照?|根据|依据|依照|遵照|落实|贯彻)(?:[^，。；《]{0,4})$")
_RELYING_CLAUSE = re.compile("^(?:按照?|根据|依据|依照|遵照)")
_LISTED = re.compile("下列|以下|如下")
_ISSUED_IN = re.compile("((?:19|20)[0-9]{2})年[^，。；《]{0,8}(?:公布|发布|印发|施行)的?$")
_NUMBER_BEHIND = re.compile(r"^\s*[（(][^（）()]*号[）)]")
_ANNOUNCING = frozenset({Bearing.FULFILS, Bearing.PARTLY, Bearing.PROGRESS})
_ENDED = frozenset({RelationKind.DROPPED, RelationKind.REPLACED, RelationKind.MERGED})


@dataclass(frozen=True, slots=True)
class _Ending:
    """A clause that cancels something: the verb, the clause with the lines of a list that it heads, and the documents
    that it names: each by its letters, the number behind it, and the year in which it is said to be issued."""

    verb: str
    clause: str
    named: tuple[tuple[str, str, str], ...]
    is_title: bool


def _cancelled(
    promise: FollowedPromise, pieces: Sequence[FollowedPiece], acting: "_ActingBodies"
) -> Iterator[FollowUpQuestion]:
    announced = [piece for piece in pieces if piece.bearings & _ANNOUNCING]
    for later in pieces:
        endings = _endings(later)
        # What it strikes off is subtracted already, and a recorded end needs no question.
        if not endings or any(one.role is ValueRole.REMOVED for one in later.measured):
            continue
        if any((kind, later.id) in promise.recorded for kind in _ENDED):
            continue
        for earlier in announced:
            if earlier is later or not _comes_after(later, earlier) or not acting.share_a_body(later, earlier):
                continue
            ending = next((one for one in endings if _is_meant(one, earlier, later)), None)
            if ending is not None:
                said = (ending.verb, _said(ending, earlier))
                yield FollowUpQuestion(FollowUp.CANCELLED, earlier.id, said=said, other=_as_other(later))


def _endings(piece: FollowedPiece) -> list[_Ending]:
    found: list[_Ending] = []
    for text, is_title in ((_plain(piece.title), True), (_plain(piece.words), False)):
        if not _CANCELLING.search(text):
            continue
        clauses = _split(text, _CLAUSE_ENDS)
        for place, clause in enumerate(clauses):
            verb = next(
                (one for one in _CANCELLING.finditer(clause) if not _DENIED.search(clause[: one.start()])), None
            )
            if verb is None:
                continue
            listed = "\n".join(clauses[place:]) if _LISTED.search(clause) else clause
            found.append(_Ending(verb[0], listed, tuple(_named(listed)), is_title))
            if len(found) == _MOST_ENDINGS:
                return found
    return found


def _named(clause: str) -> Iterator[tuple[str, str, str]]:
    """The documents of a clause; those that are only relied on are not what is cancelled."""
    for title in _TITLE.finditer(clause):
        before = clause[: title.start()]
        if _RELYING.search(before):
            continue
        number = _NUMBER_BEHIND.search(clause[title.end() :])
        issued = _ISSUED_IN.search(before)
        for name in (title[1], *_TITLE.findall(title[1])):
            yield _bare(name), number[0] if number else "", issued[1] if issued else ""


def _is_meant(ending: _Ending, earlier: FollowedPiece, later: FollowedPiece) -> bool:
    """Whether it is the earlier piece that a clause of the later one cancels, by number or by name."""
    number = document_number(earlier.number)
    if number is not None and number.says_whose and _spaceless(earlier.number) in _spaceless(ending.clause):
        return True
    own = _names(later.title)
    names = _names(earlier.title)
    for name, behind, issued in ending.named:
        known = name in names or any(are_alike(name, one) for one in names)
        # A document that repeals its predecessor names it as it is called itself; by number or year it is another one.
        other_one = name in own or (behind and number is not None) or (issued and issued != earlier.published[:4])
        if known and not other_one:
            return True
    if ending.named or _RELYING_CLAUSE.search(ending.clause):
        return False
    clause = _letters(ending.clause)
    if any(name in clause for name in names - own):
        return True
    if not ending.is_title:
        return False
    rest = _letters(_TAIL.sub("", _LEAD.sub("", ending.clause).removeprefix(ending.verb)))
    return len(rest) >= _SHORTEST_NAME and any(rest in name for name in names)


def _said(ending: _Ending, earlier: FollowedPiece) -> str:
    """What a question repeats of a clause: of a list its head, and the line that names the earlier piece."""
    head, *lines = ending.clause.split("\n")
    named = next((line for line in lines if any(name in _letters(line) for name in _names(earlier.title))), "")
    said = f"{head}：{named}" if named else head
    return said if len(said) <= _MOST_SAID else f"{said[:_MOST_SAID]}…"


def _spaceless(text: str) -> str:
    return "".join(fold(text).split())


# --- renamed

_RENAMING = re.compile(
    "(?:自[^，。；]{1,12}起)?(?:正式|统一|相应)?(更名为|改名为|改称为?|更名成|改为|变更为|名称(?:调整|变更)为)"
)
_FORMERLY_CALLED = re.compile("(?<![（(])(?:原名|原称|曾用名)[为：:]?")
_FORMERLY = re.compile(r"([\w“”]{2,30})[（(]原(?:名|称)?[为：:]?([^（）()]{2,40})[)）]")
_ONCE = re.compile("[（(]原|原名|原称|曾用名")
"""Without which neither of these two stands in a text: they take ten times as long to look for."""
_BEFORE_A_NAME = re.compile("[将把由原从]")
_NEW_NAME = re.compile(r"^(“[^“”]+”\w{0,8}|《[^《》]+》|[^，。；、,;（）()]{3,30})")
_SHORTEST_OLD = 4
_PROGRAMME = re.compile(r"“([^“”]+)”\w{0,8}?(行动|计划|工程|活动|方案)")


def _renamed(promise: FollowedPromise, pieces: Sequence[FollowedPiece], bodies: Bodies) -> Iterator[FollowUpQuestion]:
    promised = _letters(promise.text)
    for later in pieces:
        if later.early or (RelationKind.RENAMED, later.id) in promise.recorded:
            continue
        for old, new in _name_changes(later):
            if bodies.called(old) or _letters(new) in promised:
                continue
            if _letters(old) in promised:
                yield FollowUpQuestion(FollowUp.RENAMED, later.id, said=(old, new))
            elif called := next(
                (one for one in _earlier(pieces, later) if any(_letters(old) in name for name in _names(one.title))),
                None,
            ):
                yield FollowUpQuestion(FollowUp.RENAMED, later.id, said=(old, new), other=_as_other(called))
        yield from _one_number_two_names(later, pieces)


def _name_changes(piece: FollowedPiece) -> Iterator[tuple[str, str]]:
    """Every former name and new one that the words of a piece give."""
    text = f"{_plain(piece.title)}\n{_plain(piece.words)}"
    if not _RENAMING.search(text) and not _ONCE.search(text):
        return
    for clause in _split(text, _SENTENCE_ENDS + "，,"):
        for verb in _RENAMING.finditer(clause):
            new = _NEW_NAME.search(clause[verb.end() :])
            if new is None:
                continue
            for old in _old_names(clause[: verb.start()], only_marked=verb[1] == "改为"):
                yield old, _unwrapped(_TAIL.sub("", new[1]))
        for called in _FORMERLY_CALLED.finditer(clause):
            old = _NEW_NAME.search(clause[called.end() :])
            if old is not None and (new := clause[: called.start()]):
                yield _unwrapped(old[1]), _unwrapped(new)
        for new, old in _FORMERLY.findall(clause):
            yield _unwrapped(old), _unwrapped(new)


def _unwrapped(name: str) -> str:
    """A name without the quotation marks or brackets around all of it."""
    wrapped = re.fullmatch("“([^“”]+)”|《([^《》]+)》", name.strip())
    return (wrapped[1] or wrapped[2]) if wrapped else name.strip()


def _old_names(before: str, *, only_marked: bool) -> Iterator[str]:
    """What stands before the verb, as a whole and from behind a word that leads to a name."""
    marks = [mark.end() for mark in _BEFORE_A_NAME.finditer(before)]
    starts = [*reversed(marks), *([] if only_marked else [0])]
    for start in starts:
        name = _TAIL.sub("", before[start:].strip())
        if len(_letters(name)) >= _SHORTEST_OLD:
            yield _unwrapped(name)


def _one_number_two_names(later: FollowedPiece, pieces: Sequence[FollowedPiece]) -> Iterator[FollowUpQuestion]:
    number = document_number(later.number)
    new = _PROGRAMME.search(_plain(later.title))
    if number is None or not number.says_whose or new is None:
        return
    for one in _earlier(pieces, later):
        old = _PROGRAMME.search(_plain(one.title)) if document_number(one.number) == number else None
        if old is not None and old[2] == new[2] and _letters(old[1]) != _letters(new[1]):
            yield FollowUpQuestion(FollowUp.RENAMED, later.id, said=(old[0], new[0]), other=_as_other(one))


# --- amount changed in a later notice

_COUNTED = rf"(?:约|近|超过?)?({NUMBER})\s*([^\d，。；,;、由从]{{0,10}}?)"
_CHANGES = (
    "(调整[为到至]|上调[至为到]|下调[至为到]|调[增减][至为到]|增加?[至到]|提高[至到为]"
    "|减少?[至到为]|降低?[至到为]|压[减缩][至到为]|扩大[至到为]|缩减[至到为])"
)
_CHANGED = re.compile(rf"(?:[由从]{_COUNTED})?{_CHANGES}{_COUNTED}(?=$|[，。；,;、）)])")
_PLANNING = re.compile("目标|计划|规划|任务|拟|安排|名额|指标|预期|支持|规模")
_ADJUSTING = re.compile("调")
_RESULTING = re.compile("已|目前|截至|累计")
_GOES_ON = re.compile("[现后改]")
"""How a clause begins that speaks of what the one before it names: 原计划支持30个，现调整为18个."""
_BEHIND_THE_NOUN = re.compile("(?:的|支持|建设|培育|新增|数量|名额|规模|任务|目标|总数|上限|计划|安排|指标|个数)+$")
_BOUNDING = re.compile("(?:及?以[上内下]|左右|上下)")
_BATCH = re.compile(r"第[0-9一二三四五六七八九十]+批|首批")
_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年)")
_AMOUNT_RELATIONS = frozenset({RelationKind.RAISED, RelationKind.LOWERED, RelationKind.WIDENED, RelationKind.NARROWED})
_SHORTEST_NOUN = 2


def _amount_changed(
    promise: FollowedPromise, pieces: Sequence[FollowedPiece], acting: "_ActingBodies"
) -> Iterator[FollowUpQuestion]:
    for later in pieces:
        if later.early or any((kind, later.id) in promise.recorded for kind in _AMOUNT_RELATIONS):
            continue
        yield from _changed_by_words(promise, later, pieces)
        yield from _changed_plan(promise, later, pieces, acting)


def _changed_by_words(
    promise: FollowedPromise, later: FollowedPiece, pieces: Sequence[FollowedPiece]
) -> Iterator[FollowUpQuestion]:
    text = f"{_plain(later.title)}\n{_plain(later.words)}"
    if promise.quantity is None or not _CHANGED.search(text):
        return
    known: dict[Amount, FollowedPiece | None] = {
        _amount(one.value, one.unit): piece
        for piece in _earlier(pieces, later)
        for one in piece.measured
        if one.role is ValueRole.PLAN
    }
    promised = promise.quantity.value
    if promised is not None:
        known[_amount(promised, promise.quantity.unit)] = None
    before = ""
    for clause in _split(text, _SENTENCE_ENDS + "，,"):
        for found in _CHANGED.finditer(clause):
            old = _counted(found[1], found[2], promise.quantity) if found[1] else None
            new = _counted(found[4], found[5], promise.quantity)
            if new is None or not _is_of_the_target(clause, before, found, promise.quantity):
                continue
            if old is not None and old in known and old != new:
                other = known[old]
                named = None if other is None else _as_other(other)
                yield FollowUpQuestion(FollowUp.AMOUNT_CHANGED, later.id, amounts=(old, new), other=named)
            elif not found[1] and _ADJUSTING.search(found[3]) and promised is not None and new.value != promised:
                amounts = (_amount(promised, promise.quantity.unit), new)
                yield FollowUpQuestion(FollowUp.AMOUNT_CHANGED, later.id, amounts=amounts)
        before = clause


def _counted(number: str, unit: str, quantity: Quantity) -> Amount | None:
    """A number of a text in the target's unit; None for another thing: 30个工作日 are no 30个 cities."""
    value = parse_number(number)
    if value is None:
        return None
    value, unit = normalise(value, _BOUNDING.sub("", unit).strip())
    wanted = normalise(Decimal(1), quantity.unit)[1]
    if not unit.startswith(wanted):
        return None
    noun = unit.removeprefix(wanted)
    return Amount(value, wanted) if not noun or quantity.counted.endswith(noun) else None


def _amount(value: Decimal, unit: str) -> Amount:
    return Amount(*normalise(value, unit))


def _is_of_the_target(clause: str, before: str, found: re.Match[str], quantity: Quantity) -> bool:
    """Whether a change in a clause is one of what is to be, and of the thing that was promised; `before` is the clause
    before it."""
    planned = f"{before}，{clause}" if _GOES_ON.match(clause) else clause
    planning = _PLANNING.search(planned) is not None
    if not planning and (not _ADJUSTING.search(found[3]) or _RESULTING.search(clause)):
        return False
    if not quantity.counted:
        return planning
    tails = [quantity.counted[start:] for start in range(len(quantity.counted) - _SHORTEST_NOUN + 1)]
    if planned != clause and any(tail in before for tail in tails):
        return True
    # It has to stand right before the figures: 试点城市服务商数量 counts service providers.
    head = _BEHIND_THE_NOUN.sub("", clause[: found.start()])
    nouns = (head, found[2] or "", found[5])
    return any(noun.endswith(tail) for noun in nouns for tail in tails)


def _changed_plan(
    promise: FollowedPromise, later: FollowedPiece, pieces: Sequence[FollowedPiece], acting: "_ActingBodies"
) -> Iterator[FollowUpQuestion]:
    for plan in (one for one in later.measured if one.role is ValueRole.PLAN):
        now = _amount(plan.value, plan.unit)
        before = next(
            (
                (piece, was)
                for piece in _earlier(pieces, later)
                if acting.share_a_body(later, piece) and _same_round(later, piece)
                for one in piece.measured
                if one.role is ValueRole.PLAN and one.part == plan.part
                if (was := _amount(one.value, one.unit)).unit == now.unit
            ),
            None,
        )
        if before is not None:
            piece, was = before
            if was != now:
                other = _as_other(piece)
                yield FollowUpQuestion(FollowUp.AMOUNT_CHANGED, later.id, amounts=(was, now), other=other)
            continue
        target = _left(promise.quantity, now) if plan.part is None and not _BATCH.search(later.title) else None
        if target is not None and acting.is_promised(later):
            yield FollowUpQuestion(FollowUp.AMOUNT_CHANGED, later.id, amounts=(target, now))


def _same_round(later: FollowedPiece, earlier: FollowedPiece) -> bool:
    """Whether two plans can be of one year and one batch, as far as the titles say."""
    batch, earlier_batch = (set(_BATCH.findall(piece.title)) for piece in (later, earlier))
    if batch and earlier_batch and batch != earlier_batch:
        return False
    years = set(_YEAR.findall(later.title) or _YEAR.findall(later.words))
    earlier_years = set(_YEAR.findall(earlier.title) or [earlier.published[:4]])
    return not years or bool(years & earlier_years)


def _left(quantity: Quantity | None, plan: Amount) -> Amount | None:
    """The amount that was promised, where a plan does not keep to it."""
    if quantity is None or quantity.value is None or not quantity.counts(plan.unit):
        return None
    target = _amount(quantity.value, quantity.unit)
    match quantity.operator:
        case Operator.AT_LEAST:
            kept = plan.value >= target.value
        case Operator.AT_MOST:
            kept = plan.value <= target.value
        case Operator.ABOUT:
            kept = abs(plan.value - target.value) <= target.value * (1 - quantity.about_share)
        case _:
            kept = plan.value == target.value
    return None if kept else target


# --- done by another body than the promised one

_ACTS = frozenset({EvidenceKind.LAW, EvidenceKind.DOCUMENT, EvidenceKind.LIST})
_DONE = frozenset({Bearing.FULFILS, Bearing.PARTLY})
_ENUMERATED = re.compile(r"[、，,;；/|]|(?<=[^\x00-\x7f])\s+")
_SEVERAL = re.compile("等[^，。]{0,4}(?:部门|单位)|[一二三四五六七八九十0-9]+部门")
_HIGHER = re.compile(
    "中共中央.*|中央.*|中办|国办|国务院(?:办公厅|.*(?:领导小组|委员会)(?:办公室)?)?|全国人(?:大|民代表大会).*|国家主席"
)
_PORTAL = re.compile("中国政府网|中国人大网|.*(?:报社?|网|通讯社|新华社|电视台|日报|客户端|出版社)")
_NOBODY_NAMED = "unnamed"


class _ActingBodies:
    """Which bodies were to act, and which one a piece is of."""

    def __init__(self, promise: FollowedPromise, bodies: Bodies) -> None:
        self._bodies = bodies
        self._owners = bodies.owners([promise.publisher])
        self._text = promise.text
        named = [one for one in promise.departments if one.key != _NOBODY_NAMED]
        self._is_open = len(named) < len(promise.departments)
        """Whether departments that nobody named are to act, too: then it may be anybody."""
        responsible = [self._key_of(department) for department in named]
        self._promised = frozenset(key for key in (self._key(promise.publisher), *responsible) if key)
        self._names = tuple(name for key in self._promised for name in self._names_of(key))
        self._signers: dict[str, frozenset[str]] = {}

    def share_a_body(self, one: FollowedPiece, other: FollowedPiece) -> bool:
        """Whether one body has signed both."""
        return self._meet(self._signed(one), self._signed(other))

    def is_promised(self, piece: FollowedPiece) -> bool:
        """Whether a body that was to act has signed it."""
        return self._meet(self._signed(piece), self._promised)

    def strangers(self, piece: FollowedPiece) -> bool:
        """Whether a piece is of other bodies than those that were to act, or stand above them."""
        publishers = [name for name in _ENUMERATED.split(piece.publisher) if name.strip()]
        if not publishers or not self._promised or self._is_open or self.is_promised(piece):
            return False
        if any(_HIGHER.fullmatch(name) or _PORTAL.fullmatch(name) for name in publishers):
            return False
        before, about, _ = piece.title.partition("关于")
        # Who else signed is not known of a document of many.
        if _SEVERAL.search(piece.publisher + (before if about else "")):
            return False
        signers = (before if about else "", piece.publisher)
        if any(name in signed for name in self._names for signed in signers) or self._implements(piece):
            return False
        return not any(name in self._text for one in self._signed(piece) for name in self._names_of(one))

    def _implements(self, piece: FollowedPiece) -> bool:
        """Whether it only hands on, or carries out, what a promised body issued."""
        if "转发" in piece.title:
            return True
        said = re.finditer("(?:根据|按照|落实|贯彻|依据|转发)([^。；\n]{2,30})", piece.words)
        return any(name in found[1] for found in said for name in self._names)

    def _signed(self, piece: FollowedPiece) -> frozenset[str]:
        """Who has signed a piece: its publishers, and whoever its number is of."""
        key = f"{piece.publisher}\n{piece.number}"
        if key not in self._signers:
            number = document_number(piece.number)
            issuer = self._bodies.parted(number.issuer)[0] if number else ""
            self._signers[key] = frozenset(filter(None, (*map(self._key, _ENUMERATED.split(piece.publisher)), issuer)))
        return self._signers[key]

    def _key(self, name: str) -> str:
        """The key of the body that a name means, of a department that of its body; the name where nobody knows it."""
        owner = self._bodies.parted(name)[0]
        if owner:
            return owner
        found = self._bodies.find(name, self._owners)
        return (found.body.of or found.body.name.key) if found else name.strip()

    def _key_of(self, department: Name) -> str:
        body = self._bodies.get(department.key)
        return (body.of or department.key) if body else self._key(department.zh)

    def _names_of(self, key: str) -> tuple[str, ...]:
        body = self._bodies.get(key)
        return body.names if body else (key,)

    def _meet(self, some: Collection[str], others: Collection[str]) -> bool:
        if not set(some).isdisjoint(others):
            return True
        unknown = [one for one in some if self._bodies.get(one) is None]
        strange = [one for one in others if self._bodies.get(one) is None]
        return any(is_same_body(one, other) or one.startswith(other) for one in unknown for other in strange)


def _other_body(pieces: Sequence[FollowedPiece], acting: _ActingBodies) -> Iterator[FollowUpQuestion]:
    for piece in pieces:
        if piece.kind in _ACTS and piece.bearings & _DONE and acting.strangers(piece):
            yield FollowUpQuestion(FollowUp.OTHER_BODY, piece.id, said=(piece.publisher,))


# --- counted already under another promise


def _counted_elsewhere(promise: FollowedPromise, pieces: Sequence[FollowedPiece]) -> Iterator[FollowUpQuestion]:
    for piece in pieces:
        for there in piece.elsewhere:
            # A pledge that is said again is one pledge: what is counted for it may stand under both.
            if there.commitment in promise.same_pledge:
                continue
            here = next((one for one in piece.measured if _same_count(one, there.measured, promise.quantity)), None)
            if here is not None:
                yield FollowUpQuestion(
                    FollowUp.COUNTED_ELSEWHERE,
                    piece.id,
                    amounts=(_amount(here.value, here.unit),),
                    other=there.other,
                    commitment=there.commitment,
                )


def _same_count(here: Measured, there: Measured, quantity: Quantity | None) -> bool:
    if here.role is not there.role or here.role is ValueRole.PLAN:
        return False
    if here.stage in BEFORE_ISSUE or there.stage in BEFORE_ISSUE:
        return False
    one, other = _amount(here.value, here.unit), _amount(there.value, there.unit)
    if one.value != other.value:
        return False
    return one.unit == other.unit or (
        quantity is not None and quantity.counts(one.unit) and quantity.counts(other.unit)
    )
