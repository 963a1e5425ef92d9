"""An address as a line that can be read, and opened where it leads to the web."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tracker.desktop.views.common.widgets import label
from tracker.domain.evidence.addresses import is_web_address, plain_address

_LONGEST = 44


def address_line(url: str) -> QLabel:
    """An address, shortened where it is long, that opens in the browser. A file is only named: the program that would
    open it may run what it contains, and the address may be another's."""
    plain = plain_address(url)
    shown = escape(_shortened(plain))
    is_link = is_web_address(plain)
    address = label(f'<a href="{escape(plain)}">{shown}</a>' if is_link else shown, "small", rich=True)
    address.setOpenExternalLinks(is_link)
    address.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
    address.setToolTip(plain)
    address.setMinimumWidth(1)
    return address


def _shortened(url: str) -> str:
    bare = url.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"
