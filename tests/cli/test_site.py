"""`tracker report --kind site`: a folder for the public."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tracker = Callable[..., Any]


def test_a_site_is_written_kept_and_verified(tracker: Tracker, tmp_path: Path) -> None:
    out = tmp_path / "site"
    made = tracker("report", "--kind", "site", "--out", str(out), "--department", "sme-bureau", "--reasons")
    assert (made.code, made.out, made.err) == (0, "", "")
    assert (out / "commitments" / "MIIT-2025-044" / "index.html").is_file()
    (kept,) = tracker("past-reports", "list", "--json").json
    assert (kept["kind"], kept["format"], kept["file"]) == ("ledger", "site", "site")
    assert tracker("verify", str(out / "tracker-site.json"), "--json").json["outcome"] == "same"
    again = tracker("past-reports", "again", str(kept["number"]), "--out", str(tmp_path / "again"))
    assert (again.code, again.out) == (0, "The same as it was, byte by byte.\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--kind", "site", "--since", "2026-01-01"), "“Changed since” is not for public pages"),
        (("--kind", "site", "--format", "pdf"), "“Report format” is not for public pages"),
        (("--kind", "site", "--template", "x.docx"), "“Report template” is not for public pages"),
        (("--kind", "site", "MIIT-2025-044"), "“Commitment code” is not for public pages"),
        (("--kind", "site", "--base-url", "example.org"), "“Address of the site” is no address of a site"),
        (("--format", "md", "--reasons"), "“Publish reasons” is for public pages only"),
        (("--format", "md", "--base-url", "https://x/"), "“Address of the site” is for public pages only"),
        ((), "“Report format” is empty"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_line(
    tracker: Tracker, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "out"
    refused = tracker("report", *options, "--out", str(out))
    assert refused.code == 1
    assert sentence in refused.err
    assert refused.err.count("\n") == 1
    assert not out.exists()


def test_somebody_else_s_folder_is_refused_in_one_line(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    refused = tracker("report", "--kind", "site", "--out", str(tmp_path))
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "nothing in it was touched" in refused.err
