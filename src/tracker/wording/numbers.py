"""Numbers as they are read."""

from decimal import Decimal

from tracker.domain.text.numerals import spelt


def decimal_text(value: Decimal) -> str:
    """Return the number in plain digits: no exponent, no trailing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    # Decimal keeps the sign of a zero that came of a subtraction.
    return "0" if text == "-0" else text


def grouped_text(value: Decimal) -> str:
    """Return the number with a comma at every thousand: 12,000."""
    whole, point, rest = decimal_text(value).partition(".")
    return f"{int(whole):,}{point}{rest}"


def signed_text(value: Decimal) -> str:
    """Return the number with the minus sign of print instead of the hyphen."""
    return decimal_text(value).replace("-", "−")


def share_text(share: float | None) -> str:
    """Return a share as a percentage with one digit after the point, "–" for none."""
    return "–" if share is None else f"{100 * share:.1f} %"


def alpha_text(alpha: float | None) -> str:
    """Return Krippendorff's α with three digits after the point, "–" where it is undefined."""
    return "–" if alpha is None else f"{alpha:.3f}".replace("-", "−")


def hanzi(number: int) -> str:
    """Return a number below 100 in Chinese: 十二, 二十一; a larger one in digits."""
    return spelt(number) if 0 < number < 100 else str(number)
