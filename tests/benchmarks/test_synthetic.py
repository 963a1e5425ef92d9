"""The large ledgers of the benchmarks are sound ledgers, and the same for the same seed."""

import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import make_ledger

from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.services.commitments.listing import read_listing
from tracker.services.commitments.reading import count_facets
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

SIZE = 200


def test_a_synthetic_ledger_is_sound_and_can_be_made_again(tmp_path: Path) -> None:
    hashes = []
    for name in ("first", "second"):
        path = tmp_path / f"{name}.db"
        make_ledger(path, SIZE, seed=7)
        with closing(sqlite3.connect(path)) as connection:
            titles = connection.execute("SELECT title FROM evidence_state ORDER BY id").fetchall()
            hashes.append(hash(tuple(titles)))
            events = connection.execute("SELECT count(*) FROM event WHERE kind <> 'source_loaded'").fetchone()[0]
            assert events == 3 * SIZE
            assert 3 * SIZE < len(titles) < 8 * SIZE
    assert hashes[0] == hashes[1]
    with closing(open_workspace(tmp_path / "first.db")) as workspace:
        assert check(workspace) == ()
        assert len(read_listing(workspace, LedgerQuery(), ()).ids) == SIZE
        facets = count_facets(workspace, LedgerQuery(), (Facet.ASSESSMENT, Facet.DOUBT, Facet.SPEAKER)).values
        judged, doubts = ({choice.key: choice.count for choice in facets[facet]} for facet in list(facets)[:2])
        assert all(judged[one] for one in ("not_rated", "no_evidence", "in_progress", "partly_met", "met"))
        assert (doubts["claims_only"] > 0, doubts["grounds_changed"]) == (True, 0)
        assert sum(choice.count for choice in facets[Facet.SPEAKER]) > SIZE, "some are promised by two"
        past = count_facets(workspace, LedgerQuery(as_of=date(2020, 1, 1)), ())
        assert 0 < past.total < SIZE
