"""Addresses of the internet: what may be asked is a list, and IPv4 addresses inside others are looked at."""

import asyncio
from typing import Any

import httpcore
import pytest

from tracker.capture.web import connecting
from tracker.capture.web.public_addresses import is_public
from tracker.domain.errors import UserError

OURS = """
0.0.0.0 0.1.2.3 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.254
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.7 192.88.99.1
192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.9 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.254 255.255.255.255
:: ::1 ::2 ::10.0.0.1 ::8.8.8.8 ::ffff:0:8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:192.168.1.1
::ffff:169.254.169.254 ::ffff:0.0.0.0 64:ff9b::10.0.0.1 64:ff9b::127.0.0.1 64:ff9b::100.64.0.1 64:ff9b:1::8.8.8.8
64:ff9b:1:ffff::1 100::1 2001::1 2001:0:a00:1::f7f7:f7f7 2001:0:808:808::f5ff:fffe 2001:2::1 2001:10::1 2001:20::1
2001:1ff:ffff::1 2001:db8::1 2001:db8:ffff::1 2002:0a00:0001::1 2002:7f00:1:: 2002:c0a8:101::1 2002:a9fe:a9fe::
3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fd12:3456:789a::1 fdff:ffff::1 fe80::1 fe80::1%eth0
fe80::1%25en0 fe80::5efe:10.0.0.1 febf::1 fec0::1 fec0:0:0:ffff::1 feff::1 ff00::1 ff02::1 ff02::fb ff0e::1
2a00:1450:4001:80b:0:5efe:10.0.0.1 2a00:1450:4001:80b:200:5efe:192.168.0.1 2400:da00::5efe:127.0.0.1
2400:da00::200:5efe:169.254.169.254 2002:808:808::5efe:10.0.0.1
"""

ANYBODYS = """
1.1.1.1 1.0.0.1 8.8.8.8 9.9.9.9 11.0.0.1 36.110.0.1 58.30.0.1 60.1.2.3 100.63.255.255 100.128.0.1 101.226.4.6
103.235.46.39 106.11.1.1 110.242.68.66 111.206.0.1 114.114.114.114 117.18.0.1 119.29.29.29 126.255.255.255 128.0.0.1
140.205.0.1 151.101.1.69 169.253.255.255 169.255.0.1 172.15.255.255 172.32.0.1 180.76.76.76 185.199.108.153
191.255.255.255 192.0.1.1 192.0.3.1 192.88.98.1 192.88.100.1 192.167.255.255 192.169.0.1 198.17.255.255 198.20.0.1
198.51.99.1 198.51.101.1 202.96.0.1 203.0.112.1 203.0.114.1 210.72.0.1 218.30.0.1 223.5.5.5 223.255.255.254
2001:200::1 2001:4860:4860::8888 2001:da8::1 2001:dc7::1 2003::1 2400:3200::1 2400:da00::dbf:0:100 2402:4e00::1
2404:6800:4005:80b::200e 2408:8000::1 2409:8000::1 240e::1 2606:4700:4700::1111 2620:fe::fe 2804::1
2a00:1450:4001:80b::200e 2a04:4e42::81 2c0f:fb50::1 3ffe::1 2400:da00::5efe:8.8.8.8 2400:da00::200:5efe:1.1.1.1
::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1 2001:0:808:808::f7f7:f7f7
"""


def test_both_tables_have_sixty_addresses_or_more() -> None:
    assert min(len(set(OURS.split())), len(set(ANYBODYS.split()))) >= 60


@pytest.mark.parametrize("address", OURS.split())
def test_what_is_private_local_reserved_or_hides_such_an_address_is_not_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ANYBODYS.split())
def test_what_is_anybodys_may_be_asked(address: str) -> None:
    assert is_public(address)


class _Answering(httpcore.AsyncMockStream):
    """A connection that ended up at another address than the one it was made to."""

    def __init__(self, peer: object) -> None:
        super().__init__([])
        self.peer, self.is_closed = peer, False

    def get_extra_info(self, info: str) -> Any:
        return self.peer if info == "server_addr" else None

    async def aclose(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("peer", [("10.0.0.7", 443), ("fec0::7", 443, 0, 0), None, "/run/socket"])
def test_who_answers_is_looked_at_again_after_connecting(peer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Answering(peer)

    class Diverted(httpcore.AnyIOBackend):
        async def connect_tcp(self, *_arguments: Any, **_options: Any) -> httpcore.AsyncNetworkStream:
            return stream

    async def resolved(_host: str, _port: int) -> list[str]:
        return ["8.8.8.8"]

    monkeypatch.setattr(httpcore, "AnyIOBackend", Diverted)
    monkeypatch.setattr(connecting, "_resolved", resolved)
    backend = connecting._CheckedBackend(frozenset())  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(UserError) as refused:
        asyncio.run(backend.connect_tcp("example.com", 443))
    assert (refused.value.code, stream.is_closed) == ("address_private", True)
