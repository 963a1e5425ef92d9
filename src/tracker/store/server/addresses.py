"""The address of a ledger on a server: taken apart strictly, so that nothing of a password is ever taken for a host.

`postgresql://user@server:5432/ledger?sslmode=verify-full` is understood as by libpq, and so are several servers with
commas between, a socket (`?host=/run/postgresql`) and a service (`postgresql:///?service=office`). What libpq would
guess at, an unescaped @ / # or ? in a password for one, is refused.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, unquote

from tracker.domain.errors import UserError

SCHEME = "postgresql"
_SCHEMES = (SCHEME, "postgresql+psycopg", "postgres")
_HOST = r"(?:\[[0-9A-Fa-f:.%\w]+\]|[\w.%~-]*)"
_ADDRESS = re.compile(
    rf"""(?:{"|".join(re.escape(scheme) for scheme in _SCHEMES)})://
    (?:(?P<user>[^:/?\#@\[\]\s]*)(?::(?P<password>[^/?\#@\s]*))?@)?
    (?P<servers>{_HOST}(?::\d*)?(?:,{_HOST}(?::\d*)?)*)
    (?:/(?P<database>[^/?\#@\s]*))?
    (?:\?(?P<query>[^?\#@\s]*))?""",
    re.VERBOSE,
)
_SERVER = re.compile(rf"(?P<host>{_HOST})(?::(?P<port>\d*))?")
_MOST_PORT = 65_535
_SHOWN = (
    "service", "hostaddr", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs",
)  # fmt: skip
"""The options that an address keeps where it is shown and remembered: it leads to the ledger again by them, and none of
them is a secret."""
_OTHERS = (
    "host", "port", "dbname", "user", "password", "passfile", "options", "connect_timeout", "application_name",
    "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "sslpassword",
    "sslcrl", "sslcrldir", "sslnegotiation", "sslcertmode", "sslsni", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "channel_binding", "require_auth", "gssencmode", "gssdelegation", "krbsrvname",
    "gsslib", "requirepeer", "load_balance_hosts",
)  # fmt: skip
_OPTIONS = frozenset((*_SHOWN, *_OTHERS))


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A database on a server. `options` are what the address says by libpq's keywords, but for the `password`."""

    options: Mapping[str, str]
    password: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """A short name to show: that of the database, else of the service, else of the server."""
        return next((self.options[key] for key in ("dbname", "service", "host") if self.options.get(key)), SCHEME)

    @property
    def display(self) -> str:
        """The address as it may be shown, logged and remembered; it can be opened again."""
        given = self.options
        user = f"{quote(given['user'], safe='')}@" if "user" in given else ""
        shown = {key: given[key] for key in _SHOWN if key in given}
        hosts, ports = given.get("host", "").split(","), given.get("port", "").split(",")
        if "/" in given.get("host", ""):  # the folder of a socket, which could only be read with %2F in its place
            servers = ""
            shown = {key: given[key] for key in ("host", "port") if key in given} | shown
        else:
            ports = ports * len(hosts) if len(ports) == 1 else ports
            servers = ",".join(_server(*one) for one in zip(hosts, ports, strict=False))
        query = "&".join(f"{key}={quote(value, safe='/,.-_~')}" for key, value in shown.items())
        place = f"/{quote(given['dbname'], safe='')}" if "dbname" in given else "/" if query else ""
        return f"{SCHEME}://{user}{servers}{place}{f'?{query}' if query else ''}"


def is_url(location: str) -> bool:
    """Whether a ledger is on a server rather than in a file."""
    return location.startswith(tuple(f"{scheme}:" for scheme in _SCHEMES))


def read_address(location: str) -> ServerAddress:
    """Take an address apart. Raises `address_unclear`, which shows nothing of it."""
    found = _ADDRESS.fullmatch(location.strip())
    if found is None:
        raise _unclear()
    options = _servers(found["servers"])
    for key, value in (("user", found["user"]), ("dbname", found["database"])):
        if value:
            options[key] = _plain(value)
    password = _plain(found["password"] or "")
    # What stands in the query goes before, as with libpq.
    options |= _query(found["query"] or "")
    password = options.pop("password", password)
    if not all(map(_is_port, options.get("port", "").split(","))):
        raise _unclear()
    if not options.get("connect_timeout", "1").isdecimal():
        raise _unclear()
    return ServerAddress(MappingProxyType(options), password or None)


def public_address(location: str) -> str:
    """An address as it may be shown; of one that makes no sense, only its scheme."""
    try:
        return read_address(location).display
    except UserError:
        return f"{SCHEME}://…"


def _is_port(written: str) -> bool:
    """Whether it is a number that a port can have; none at all means the usual one."""
    return not written or (written.isdecimal() and 0 < int(written) <= _MOST_PORT)


def _unclear() -> UserError:
    return UserError("address_unclear", path=f"{SCHEME}://…")


def _servers(written: str) -> dict[str, str]:
    """The options `host` and `port`, each a list with commas where there are several servers."""
    found = [_SERVER.fullmatch(one) for one in written.split(",")]
    hosts = [_plain(one["host"]).strip("[]") for one in found if one is not None]
    ports = [one["port"] or "" for one in found if one is not None]
    options: dict[str, str] = {}
    if any(hosts):
        options["host"] = ",".join(hosts)
    if any(ports):
        options["port"] = ",".join(ports)
    return options


def _query(written: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for pair in filter(None, written.split("&")):
        key, equals, value = pair.partition("=")
        # An option that is none may be the rest of a password with a question mark in it.
        if key not in _OPTIONS or not equals:
            raise _unclear()
        if value:
            options[key] = _plain(value)
    return options


def _plain(written: str) -> str:
    """Undo the escapes. Raises `address_unclear` for what is no text, and for what no C library takes."""
    try:
        plain = unquote(written, errors="strict")
    except UnicodeDecodeError:
        raise _unclear() from None
    if "\0" in plain:
        raise _unclear()
    return plain


def _server(host: str, port: str) -> str:
    place = f"[{host}]" if ":" in host else host
    return f"{place}:{port}" if port else place
