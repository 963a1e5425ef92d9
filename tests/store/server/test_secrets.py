"""A password is used and never shown or kept; whoever the server is has to be proved, but for this machine itself."""

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.tcp_proxy import TcpProxy

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import open_workspace
from tracker.store.server import known_passwords
from tracker.store.server.addresses import public_address, read_address
from tracker.store.server.tls_defaults import tls_options

if TYPE_CHECKING:
    from tests.strict_server import StrictServer

PASSWORD = "p@ss/w#rd?:1%"
"""With all that an address gives a meaning of its own."""
DEFAULT = {"sslmode": "verify-full"}


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_passwords, "_known", {})
    for name in ("PGSERVICE", "PGSSLMODE", "PGSSLROOTCERT", "PGHOST", "PGHOSTADDR", "PGSYSCONFDIR", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)


# --- addresses -----------------------------------------------------------------------------------------------------

SHOWN = {
    "postgresql://li:secret@db.example:5432/ledger": "postgresql://li@db.example:5432/ledger",
    "postgres://li:secret@db.example/ledger": "postgresql://li@db.example/ledger",
    "postgresql+psycopg://li@db.example/ledger?password=secret": "postgresql://li@db.example/ledger",
    "postgresql://li@db.example/ledger?passfile=/home/li/secret": "postgresql://li@db.example/ledger",
    "postgresql://li@db.example/ledger?sslmode=require&sslpassword=secret": (
        "postgresql://li@db.example/ledger?sslmode=require"
    ),
    "postgresql://db.example": "postgresql://db.example",
    "postgresql:///?service=office": "postgresql:///?service=office",
    "postgresql://a:5432,b:5433/ledger": "postgresql://a:5432,b:5433/ledger",
    "postgresql://[::1]:5432/ledger": "postgresql://[::1]:5432/ledger",
    "postgresql://%2Frun%2Fpostgresql/ledger": "postgresql:///ledger?host=/run/postgresql",
    "postgresql://%E5%BC%A0@db.example/%E5%8F%B0%E8%B4%A6": "postgresql://%E5%BC%A0@db.example/%E5%8F%B0%E8%B4%A6",
    "postgresql://li:p%40ss%2Fw%23rd%3F@db.example/ledger": "postgresql://li@db.example/ledger",
}
NONE = "postgresql://…"


@pytest.mark.parametrize("address", SHOWN)
def test_an_address_is_shown_without_its_secrets_and_leads_there_again(address: str) -> None:
    shown = read_address(address).display
    assert shown == SHOWN[address]
    assert read_address(shown).display == shown


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://li:sec@ret@db.example/ledger",
        "postgresql://li:sec/ret@db.example/ledger",
        "postgresql://li:sec#ret@db.example/ledger",
        "postgresql://li:sec?ret@db.example/ledger",
        "postgresql://li:12/ret@db.example/ledger",
        "postgresql://li:12?ret=1@db.example/ledger",
        "postgresql://li:12?ret=1",
        "postgresql://li:secret@db.example/ledger?password=se@cret",
        "postgresql://li:secret@db.example/ledger#secret",
        "postgresql://li:sec%00ret@db.example/ledger",
        "postgresql://li:sec%FFret@db.example/ledger",
        "postgresql:secret",
    ],
)
def test_of_an_address_that_makes_no_sense_nothing_is_shown(address: str) -> None:
    with pytest.raises(UserError) as refused:
        open_workspace(address)
    assert (refused.value.code, refused.value.details) == ("address_unclear", {"path": NONE})
    assert public_address(address) == NONE


def test_the_password_is_no_part_of_what_is_known_of_an_address() -> None:
    address = read_address("postgresql://li:secret@db.example/ledger?password=hidden")
    assert address.password == "hidden"
    assert "hidden" not in repr(address)
    assert "secret" not in repr(address)


# --- passwords -----------------------------------------------------------------------------------------------------


@pytest.fixture
def li(strict: "StrictServer") -> str:
    strict.make_role("li", PASSWORD)
    return "li"


@pytest.mark.network
def test_a_password_in_the_address_works_once_and_for_the_rest_of_the_run(
    strict: "StrictServer", li: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with closing(open_workspace(strict.address(li, PASSWORD))) as ledger:
        known = ledger.location
    assert known == strict.address(li)
    with closing(open_workspace(known)) as ledger:
        assert ledger.name == "postgres"
    assert PASSWORD not in caplog.text


@pytest.mark.network
def test_a_password_in_the_users_own_file_works(
    strict: "StrictServer", li: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "passwords"
    escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
    file.write_text(f"localhost:{strict.port}:postgres:{li}:{escaped}\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    open_workspace(strict.address(li)).close()


@pytest.mark.network
def test_a_service_names_all_of_it(
    strict: "StrictServer", li: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "services"
    file.write_text(
        f"[office]\nhost=localhost\nport={strict.port}\ndbname=postgres\nuser={li}\npassword={PASSWORD}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    with closing(open_workspace("postgresql:///?service=office")) as ledger:
        assert ledger.location == "postgresql:///?service=office"
        assert ledger.name == "office"


# --- encryption ----------------------------------------------------------------------------------------------------


@pytest.fixture
def relay(strict: "StrictServer") -> Iterator[TcpProxy]:
    with TcpProxy(("127.0.0.1", strict.port), strict.tls) as relay:
        yield relay


@pytest.mark.network
def test_a_server_is_believed_whose_certificate_is_by_a_known_authority(
    strict: "StrictServer", li: str, relay: TcpProxy
) -> None:
    more = f"sslmode=verify-full&sslrootcert={strict.roots}"
    with closing(open_workspace(strict.address(li, PASSWORD, port=relay.port, more=more))) as ledger:
        assert ledger.location == strict.address(li, port=relay.port, more=more)


@pytest.mark.network
def test_a_server_is_not_believed_whose_authority_is_not_known(
    strict: "StrictServer", li: str, relay: TcpProxy, tmp_path: Path
) -> None:
    options = tls_options({"host": "db.example"})
    more = "&".join(f"{name}={value}" for name, value in options.items())
    with pytest.raises(UserError) as refused:
        open_workspace(strict.address(li, PASSWORD, port=relay.port, more=more))
    assert refused.value.code == "server_certificate"


@pytest.mark.network
def test_a_server_is_not_believed_under_another_name(strict: "StrictServer", li: str, relay: TcpProxy) -> None:
    more = f"sslmode=verify-full&sslrootcert={strict.roots}"
    address = strict.address(li, PASSWORD, port=relay.port, more=more).replace("localhost", "127.0.0.1")
    with pytest.raises(UserError) as refused:
        open_workspace(address)
    assert refused.value.code == "server_certificate"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "/run/postgresql", "", "localhost,127.0.0.1"])
def test_this_machine_needs_no_encryption(host: str) -> None:
    assert tls_options({"host": host} if host else {}) == {}


@pytest.mark.parametrize("host", ["db.example", "10.0.0.5", "localhost,db.example"])
def test_another_machine_has_to_prove_itself_by_the_systems_roots(host: str) -> None:
    options = tls_options({"host": host})
    assert options["sslmode"] == "verify-full"
    assert options["sslrootcert"] == "system" or Path(options["sslrootcert"]).is_file()


def test_the_user_decides_in_the_address_or_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tls_options({"host": "db.example", "sslmode": "disable"}) == {}
    assert tls_options({"host": "db.example", "sslrootcert": "office.crt"}) == DEFAULT
    monkeypatch.setenv("PGSSLMODE", "require")
    assert tls_options({"host": "db.example"}) == {}


def test_a_service_decides_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "services"
    file.write_text(
        "# ours\n[office]\nhost=db.example\n[plain]\nhost=db.example\nsslmode=disable\n[here]\nhost=localhost\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    assert tls_options({"service": "office"})["sslmode"] == "verify-full"
    assert tls_options({"service": "plain"}) == {}
    assert tls_options({"service": "here"}) == {}
    assert tls_options({"service": "unknown"})["sslmode"] == "verify-full"


def test_an_offices_own_authority_is_where_libpq_looks_for_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: home)
    (home / ".postgresql").mkdir()
    (home / ".postgresql" / "root.crt").write_text("", encoding="utf-8")
    assert tls_options({"host": "db.example"}) == DEFAULT
