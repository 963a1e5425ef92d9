"""Files, names and addresses of strangers, each in many disguises: what acts is found in all of them, and what does not
act is never taken for it.

*Wrong* is an active file that passes for harmless or a template that is taken, a harmless one that is refused, a name
that is not safe, and an address of somebody's own network that counts as anybody's.
"""

import io
import ipaddress
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath
from random import Random

from tests import strangers
from tests.strangers import Stranger
from tests.torture.table import Outcome, Plan, Tally

from tracker.capture.active.active_office import active_parts
from tracker.capture.active.active_pdf import active_content_of
from tracker.capture.documents.files import LONGEST_NAME, safe_name
from tracker.capture.web.public_addresses import is_public
from tracker.domain.commitments.progress import unwatched
from tracker.domain.errors import UserError
from tracker.exports.template import Template, check_template

_DISGUISES, _OF_TEMPLATES, _NAMES, _ADDRESSES = 20, 4, 50_000, 50_000
_PDF_WORD = re.compile(rb"/[A-Za-z]{2,}(?=[\s/<\[(])")
_OWN = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/8")
_PIECES = (*'/\\:*?"<>|.- ~$%\x00\n\u202e\u2066\u200b字é', "CON", "nul", "COM1", ".exe", ".slk", ".html", "..", "通知")


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """Six rows."""
    yield _files("strangers: active PDF in disguise", strangers.active_pdfs(), plan, is_active=True)
    office = strangers.active_documents() | strangers.active_workbooks()
    yield _files("strangers: active DOCX, XLSX in disguise", office, plan, is_active=True)
    yield _files("strangers: harmless files called active", strangers.clean(), plan, is_active=False)
    yield _templates(plan)
    yield _names(plan)
    yield _addresses(plan)


def _files(fault: str, files: dict[str, Stranger], plan: Plan, *, is_active: bool) -> Outcome:
    tally = Tally(fault)
    for name, stranger in files.items():
        for number in range(plan.tries(_DISGUISES)):
            with tally.trying(f"{name}, seed {plan.seed} number {number}"):
                content = _disguised(stranger, Random(f"{plan.seed} {name} {number}"))
                found = _found(content, stranger.suffix)
                if is_active is (not found):
                    tally.blame(f"{name}, seed {plan.seed} number {number}: {found}")
    return tally.outcome()


def _found(content: bytes, suffix: str) -> list[str]:
    try:
        if suffix == ".pdf":
            return [kind for kind, *_ in active_content_of(content, unwatched)]
        return [one.kind.value for one in active_parts(content)]
    except UserError as refused:  # it is not handed over either
        return [refused.code]


def _disguised(stranger: Stranger, chance: Random) -> bytes:
    if stranger.suffix == ".pdf":
        return _disguised_pdf(stranger.content, chance)
    return _disguised_archive(stranger.content, chance)


def _disguised_pdf(content: bytes, chance: Random) -> bytes:
    """Names with other escapes; the tables of the file then point astray, and readers look for the objects."""
    if b"/ObjStm" in content:
        return content

    def escape(match: "re.Match[bytes]") -> bytes:
        letters = bytearray(match[0])
        place = chance.randrange(1, len(letters))
        return (
            bytes(letters[:place]) + f"#{letters[place]:02{chance.choice('xX')}}".encode() + bytes(letters[place + 1 :])
        )

    return _PDF_WORD.sub(lambda match: escape(match) if chance.random() < 0.4 else match[0], content)


def _disguised_archive(content: bytes, chance: Random) -> bytes:
    """Members in another order, packed or not; parts in another encoding, fields in other letters."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    chance.shuffle(members)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members:
            method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
            made.writestr(name, _rewritten(name, data, chance), compress_type=method)
    return file.getvalue()


def _rewritten(name: str, data: bytes, chance: Random) -> bytes:
    if not name.endswith(".xml") or name == "[Content_Types].xml":
        return data
    data = re.sub(rb"(?<=>)(\s*)(D+E?AUTO|DDE|INCLUDE\w+)", lambda match: _mixed(match[0], chance), data)
    if data[:1] == b"<" and data[:2] != b"<?" and chance.random() < 0.3:
        return data.decode("utf-8").encode("utf-16")
    return data


def _mixed(word: bytes, chance: Random) -> bytes:
    return bytes(byte ^ (32 * chance.randrange(2)) if 65 <= byte <= 90 else byte for byte in word)


def _templates(plan: Plan) -> Outcome:
    tally = Tally("strangers: template of an office in which something acts")
    for name, stranger in strangers.active_documents().items():
        for number in range(plan.tries(_OF_TEMPLATES)):
            content = _disguised(stranger, Random(f"{plan.seed} {name} {number}"))
            with tally.trying(f"{name}, seed {plan.seed} number {number}"):
                try:
                    check_template(Template(Path("模板.docx"), content))
                except UserError:
                    continue
                tally.blame(f"{name}, seed {plan.seed} number {number} was taken")
    return tally.outcome()


def _names(plan: Plan) -> Outcome:
    tally = Tally("strangers: name of a file that is handed over")
    chance = Random(plan.seed)
    for _ in range(plan.tries(_NAMES)):
        name = "".join(chance.choices(_PIECES, k=chance.randrange(12))) * chance.choice((1, 1, 1, 40))
        with tally.trying(repr(name)):
            handed = safe_name(name, ".pdf")
            stem = handed.removesuffix(".pdf")
            safe = not set(stem) & set('<>:"/\\|?*\x00\n\u200b\u202e\u2066') and stem == stem.strip(" .")
            safe = safe and not stem.startswith(("-", "~")) and not PureWindowsPath(handed).is_reserved()
            if not safe or not stem or not handed.endswith(".pdf") or len(handed.encode()) > LONGEST_NAME:
                tally.blame(f"{name!r} became {handed!r}")
    return tally.outcome()


def _addresses(plan: Plan) -> Outcome:
    tally = Tally("strangers: address of a network of one's own")
    chance = Random(plan.seed)
    for _ in range(plan.tries(_ADDRESSES)):
        address = _own_address(chance)
        with tally.trying(address):
            if is_public(address):
                tally.blame(f"{address} counts as public")
    return tally.outcome()


def _own_address(chance: Random) -> str:
    """An address of one's own network, in one of the forms that IPv6 has for it, or one of IPv6's own."""
    network = ipaddress.IPv4Network(chance.choice(_OWN))
    inner = int(network.network_address) + chance.randrange(network.num_addresses)
    prefix = 0x2A00_1450_4001_080B << 64
    forms: tuple[Callable[[], int], ...] = (
        lambda: 0xFFFF << 32 | inner,
        lambda: 0x0064_FF9B << 96 | inner,
        lambda: 0x2002 << 112 | inner << 80 | chance.getrandbits(80),
        lambda: 0x2001_0000 << 96 | 0x0808_0808 << 64 | ~inner & 0xFFFFFFFF,
        lambda: prefix | chance.choice((0x00005EFE, 0x02005EFE)) << 32 | inner,
        lambda: inner,
        lambda: chance.choice((0xFC, 0xFD, 0xFF)) << 120 | chance.getrandbits(120),
        lambda: chance.choice((0xFE80, 0xFEC0, 0xFEFF, 0xFEBF)) << 112 | chance.getrandbits(112),
    )
    if chance.random() < 0.1:
        return str(ipaddress.IPv4Address(inner))
    return str(ipaddress.IPv6Address(chance.choice(forms)()))
