"""How a connection is secured where the address does not say: verified against the system's roots, but for this machine
itself."""

import configparser
import os
import ssl
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep their roots in one file: Debian, Red Hat, SUSE, macOS."""


def tls_options(options: Mapping[str, str]) -> dict[str, str]:
    """Return what is to be said of TLS beside the options of an address; nothing where the user has decided.

    The user decides in the address (`?sslmode=…`), in the service file or by PGSSLMODE.
    """
    service = options.get("service") or os.environ.get("PGSERVICE", "")
    said = {**_service_section(service), **options}
    if "sslmode" in said or os.environ.get("PGSSLMODE"):
        return {}
    host = said.get("hostaddr") or said.get("host") or os.environ.get("PGHOSTADDR") or os.environ.get("PGHOST", "")
    # A service that is not found may lead anywhere.
    is_known = not service or bool(_service_section(service)) or bool(host)
    if is_known and all(map(_is_this_machine, host.split(","))):
        return {}
    if "sslrootcert" in said or os.environ.get("PGSSLROOTCERT") or _own_roots().exists():
        return {"sslmode": "verify-full"}
    return {"sslmode": "verify-full", "sslrootcert": _system_roots()}


def _is_this_machine(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _own_roots() -> Path:
    """Where libpq looks for roots first: an office's own authority is put there."""
    return _libpq_folder() / "root.crt"


def _libpq_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "postgresql"
    return Path.home() / ".postgresql"


def _system_roots() -> str:
    """The file of the system's roots, for libpq's own word for them, `system`, means the folder of the OpenSSL that it
    was built with: with psycopg's packages that is none of the system's."""
    known = (ssl.get_default_verify_paths().cafile, *_BUNDLES)
    return next((path for path in known if path and Path(path).is_file()), "system")


def _service_section(name: str) -> Mapping[str, str]:
    """What a service file says of a service; nothing where it is not found."""
    if not name:
        return {}
    home = _libpq_folder() if sys.platform == "win32" else Path.home()
    named = os.environ.get("PGSERVICEFILE")
    shared = os.environ.get("PGSYSCONFDIR")
    files = [Path(named) if named else home / ".pg_service.conf"]
    files += [Path(shared) / "pg_service.conf"] if shared else []
    for file in files:
        reader = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=False)
        try:
            reader.read_string(file.read_text(encoding="utf-8", errors="replace"))
        except (OSError, configparser.Error):
            continue
        if reader.has_section(name):
            return dict(reader.items(name))
    return {}
