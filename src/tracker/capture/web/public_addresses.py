"""Which addresses of the internet are anybody's: a list of what may be asked, not of what may not."""

import ipaddress
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_SPECIAL_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by the customers of a carrier
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, and what clouds tell their machines
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocols of their own
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",  # measurements
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # for many
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_UNICAST_V6 = IPv6Network("2000::/3")
"""All that has been given out. Loopback, unique local, link-local, site-local (fec0::/10) and multicast lie outside,
and so do IPv4-compatible and IPv4-translated addresses and the local use of NAT64 (64:ff9b:1::/48)."""
_SPECIAL_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, measurements, identifiers that are no addresses
            "2001:db8::/32",  # documentation
            "3fff::/20",  # documentation
        ),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_ISATAP = (0x00005EFE, 0x02005EFE)
"""The third quarter of an address that has one of IPv4 in its last; the second is for those that are unique."""
_QUARTER = 0xFFFFFFFF


# Not `is_global` of ipaddress: its list differs between versions of Python, and it does not look at every IPv4 address
# that may stand inside one of IPv6.
def is_public(address: str) -> bool:
    """Whether an IP address, which may name a zone, is anybody's; so must be each IPv4 address that is in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _SPECIAL_V4)
    # First what is inside: a public address of IPv6 may be a tunnel that leads to 127.0.0.1.
    if not all(is_public(str(inner)) for inner in _embedded(ip)):
        return False
    if any(ip in network for network in (_MAPPED, _NAT64, _TEREDO)):
        return True
    return ip in _UNICAST_V6 and not any(ip in network for network in _SPECIAL_V6)


def _embedded(ip: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses to which what is sent there may be passed on."""
    number = int(ip)
    last = IPv4Address(number & _QUARTER)
    if ip in _MAPPED or ip in _NAT64 or number >> 32 & _QUARTER in _ISATAP:
        yield last
    if ip in _SIX_TO_FOUR:
        yield IPv4Address(number >> 80 & _QUARTER)
    if ip in _TEREDO:  # a server, and who is behind it, all bits turned
        yield IPv4Address(number >> 64 & _QUARTER)
        yield IPv4Address(~number & _QUARTER)
