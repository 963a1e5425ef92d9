"""How well `tracker suggest` finds the commitments that a text bears on, beside plain BM25 over character bigrams.

`make evaluate` prints the figures, on two sets of texts:

    facts   db/sample/facts.jsonl: real follow-up, with the passages that it bears on, and distractors that bear on none
    texts   texts.jsonl: made up from general knowledge of the field, in six rounds, each before the method met it;
            what they report need not have happened. What a round taught is in the method now, so its figure flatters.

`first` counts texts whose first suggestion is a right one, `three` those with a right one among the first three, and
`none` distractors for which nothing is suggested. Their bars are 75 %, 90 % and 60 %. BM25 always answers something.
"""

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.domain.query import LedgerQuery
from tracker.domain.rows import CommitmentDetail
from tracker.domain.suggestion import Suggestion
from tracker.locations import db_dir
from tracker.services.reading import list_details
from tracker.services.suggesting import suggest
from tracker.services.workspace import Workspace, open_workspace

TEXTS = Path(__file__).with_name("texts.jsonl")
Rank = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A text and the codes of the commitments that it bears on; none for a distractor."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """Counts over a set of cases."""

    first: int
    three: int
    bearing: int
    none: int
    distractors: int

    def line(self, name: str) -> str:
        """One line of the table."""
        return "  ".join(
            [
                f"{name:<22}",
                _share("first", self.first, self.bearing),
                _share("three", self.three, self.bearing),
                _share("none", self.none, self.distractors),
            ]
        )


def facts(details: Sequence[CommitmentDetail]) -> Iterator[Case]:
    """The sample's facts. A quote bears on every commitment whose passage holds it, or is held by it."""
    passages = [(_bare(quote.passage.exact), detail.row.code) for detail in details for quote in detail.quotes]
    for fact in _lines(db_dir() / "sample" / "facts.jsonl"):
        quotes = [_bare(quote) for quote in (fact["commitment_quote"], *fact["other_quotes"]) if quote]
        right = {code for quote in quotes for words, code in passages if quote in words or words in quote}
        assert bool(right) == (fact["bearing"] != "distractor"), fact["id"]
        yield Case(_text(fact), frozenset(right))


def texts() -> Iterator[tuple[int, Case]]:
    """The made-up texts, each with its round."""
    for entry in _lines(TEXTS):
        yield entry["round"], Case(_text(entry), frozenset(entry["commitments"]))


def measure(cases: Iterable[Case], rank: Rank) -> Figures:
    """Rank every text, and count."""
    answers = [(case.right, rank(case.text)) for case in cases]
    bearing = [(right, codes) for right, codes in answers if right]
    distracting = [codes for right, codes in answers if not right]
    return Figures(
        first=sum(bool(right.intersection(codes[:1])) for right, codes in bearing),
        three=sum(bool(right.intersection(codes[:3])) for right, codes in bearing),
        bearing=len(bearing),
        none=sum(not codes for codes in distracting),
        distractors=len(distracting),
    )


def suggested(workspace: Workspace) -> Rank:
    """The program's own answers."""
    return lambda text: [found.code for found in suggest(workspace, text)]


def floor(details: Sequence[CommitmentDetail]) -> Rank:
    """Plain BM25 over character bigrams of title and passages (k1 1.2, b 0.75)."""
    documents = {
        detail.row.code: Counter(
            _bigrams(detail.row.title.zh + "".join(quote.passage.exact for quote in detail.quotes))
        )
        for detail in details
    }
    held_by = Counter(pair for document in documents.values() for pair in document)
    usual = sum(document.total() for document in documents.values()) / len(documents)

    def weight(pair: str, document: Counter[str]) -> float:
        rarity = math.log(1 + (len(documents) - held_by[pair] + 0.5) / (held_by[pair] + 0.5))
        return rarity * document[pair] * 2.2 / (document[pair] + 1.2 * (0.25 + 0.75 * document.total() / usual))

    def rank(text: str) -> list[str]:
        pairs = set(_bigrams(text))
        scores = {code: sum(weight(p, held) for p in pairs & held.keys()) for code, held in documents.items()}
        return sorted(scores, key=lambda code: (-scores[code], code))

    return rank


def misses(cases: Iterable[Case], workspace: Workspace) -> Iterator[str]:
    """What went wrong, one line each, with the words that misled."""
    for case in cases:
        found = suggest(workspace, case.text)
        if (found[0].code not in case.right) if found else case.right:
            wanted = ", ".join(sorted(case.right)) or "none"
            yield f"{case.text.splitlines()[0]}\n    wanted {wanted}; got {'; '.join(map(_said, found[:3])) or 'none'}"


def _said(found: Suggestion) -> str:
    return f"{found.code} {found.score} ({', '.join(match.words for match in found.matched[:3])})"


def _bigrams(text: str) -> list[str]:
    words = re.sub(r"\W", "", text)
    return [words[start : start + 2] for start in range(len(words) - 1)]


def _text(entry: dict[str, str]) -> str:
    return f"{entry['title']}\n{entry['summary_zh']}"


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)


def _lines(path: Path) -> Iterator[dict]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _share(name: str, count: int, total: int) -> str:
    share = f"{count / total:4.0%}" if total else "   –"
    return f"{name} {share} ({count}/{total})"


def main() -> None:
    """Print the table, and with --misses what went wrong."""
    options = argparse.ArgumentParser(description="How well suggestions find what a text bears on")
    options.add_argument("--misses", action="store_true", help="name the texts that went wrong")
    wanted = options.parse_args()
    with TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "ledger.db", author="evaluation")
        details = list_details(workspace, LedgerQuery())
        sets = {"facts": list(facts(details))}
        for number, case in texts():
            sets.setdefault(f"texts, round {number}", []).append(case)
        for name, cases in sets.items():
            print(measure(cases, floor(details)).line(f"{name}, BM25"))
            print(measure(cases, suggested(workspace)).line(f"{name}, suggest"))
            if wanted.misses:
                print(*misses(cases, workspace), sep="\n")
        workspace.close()


if __name__ == "__main__":
    main()
