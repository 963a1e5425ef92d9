"""Days in running text: 2026年1月21日, 21 January 2026."""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def spoken_day(day: date | str, language: str) -> str:
    """Return a day as it is said, or a month where only that is known (an ISO day or month as text)."""
    year, month, *rest = (int(piece) for piece in str(day).split("-"))
    if language == "zh":
        return f"{year}年{month}月" + "".join(f"{number}日" for number in rest)
    return " ".join([*map(str, rest), _MONTHS[month - 1], str(year)])
