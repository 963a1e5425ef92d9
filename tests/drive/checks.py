"""What only a real keyboard, a real pointer and a real window manager show: focus, Enter, Escape, and where windows
stand. Each check says what it found wrong by an AssertionError; `shown` keeps a picture of the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from driver import Driver

PILOT_CITIES = "MIIT-2025-044"
NOTICE = Path(__file__).parent / "notice.txt"
"""What a notice about them says, as a text."""
PAGES = {
    "dashboard": "看板",
    "briefing": "原文",
    "evidence": "证据",
    "watching": "关注",
    "reports": "报告",
    "ledger": "台账",
}
_MOST_TABS = 120
_Shown = Callable[[str], None]


@dataclass(frozen=True)
class Check:
    """One thing that a user does. `welcomed` is whether the first start lies behind."""

    name: str
    does: Callable[[Driver, _Shown], None]
    welcomed: bool = True


def windows_fit(driver: Driver, shown: _Shown) -> None:
    """Every window stands on the screen whole, its frame too."""
    for name, (left, top, width, height), (x, y, wide, high) in driver.ask("frames"):
        fits = x <= left and y <= top and left + width <= x + wide and top + height <= y + high
        assert fits, f"{name} stands at {left},{top} with {width}×{height} on a screen of {wide}×{high}"


def enter_begins(driver: Driver, shown: _Shown) -> None:
    """The first button of the first start is ringed, and Enter presses it."""
    shown("welcome")
    windows_fit(driver, shown)
    driver.press("Return")
    driver.until(lambda: driver.ask("find", "filter", "中小企业局"), "the ledger")
    shown("ledger")


def enter_turns_pages(driver: Driver, shown: _Shown) -> None:
    """Tab goes to the name of each page, and Enter there turns to it."""
    for name, word in PAGES.items():
        for _ in range(_MOST_TABS):
            if driver.ask("focus") == word:
                break
            driver.press("Tab")
        assert driver.ask("focus") == word, f"Tab never came to {word}"
        driver.press("Return")
        driver.until(lambda name=name: driver.ask("page") == name, f"the page {name}")
        shown(name)


def a_file_is_dropped(driver: Driver, shown: _Shown) -> None:
    """A file dragged from another program onto a row is read, and is evidence of that commitment when it is saved."""
    take_the_cities(driver)
    driver.drop([NOTICE], "row", PILOT_CITIES)
    driver.until(lambda: driver.ask("find", "field", "title"), "the form of evidence")
    shown("dropped")
    windows_fit(driver, shown)
    # Of a notice that was read whole two keys are left: its figure, with the role that was read, and saving.
    driver.press("alt+1")
    driver.until(lambda: driver.ask("value", "value") == "34", "the figure of the notice")
    shown("figure taken")
    driver.press("ctrl+Return")
    driver.comes("Shell")
    driver.until(lambda: driver.ask("evidence") == 1, "the evidence")
    shown("saved")


def forms_fit(driver: Driver, shown: _Shown) -> None:
    """Each form stands on the screen whole, has the keyboard, and by Escape gives it back to where it was."""
    take_the_cities(driver)
    for keys, name in (("ctrl+e", "evidence"), ("ctrl+j", "judge"), ("ctrl+g", "run"), ("ctrl+k", "palette")):
        before = driver.ask("focus")
        driver.press(keys)
        driver.settle()
        shown(name)
        windows_fit(driver, shown)
        assert driver.ask("focus") != before, f"the keyboard stayed at {before} when {name} came"
        driver.press("Escape")
        driver.until(lambda before=before: driver.ask("focus") == before, f"the keyboard back at {before} after {name}")


def escape_keeps_what_was_typed(driver: Driver, shown: _Shown) -> None:
    """A form that Escape closed is offered back as it was."""
    take_the_cities(driver)
    driver.press("ctrl+j")
    driver.until(lambda: driver.ask("find", "field", "reason"), "the reason")
    driver.click("field", "reason")
    driver.type("35 of 30")
    driver.press("Escape")
    driver.comes("Shell")
    driver.press("ctrl+j")
    driver.until(lambda: driver.ask("value", "reason") == "35 of 30", "the reason that was typed")
    shown("restored")
    driver.press("Escape")


def saving_gives_the_keyboard_back(driver: Driver, shown: _Shown) -> None:
    """After evidence is saved, the next key does not fall into the search field."""
    take_the_cities(driver)
    before = driver.ask("focus")
    driver.press("ctrl+e")
    driver.until(lambda: driver.ask("find", "field", "title"), "the form of evidence")
    driver.click("field", "title")
    driver.type("Notice of pilots")
    driver.click("field", "publisher")
    driver.type("MIIT")
    driver.click("field", "published")
    driver.type("2025-05-12")
    driver.press("ctrl+Return")
    driver.comes("Shell")
    driver.until(lambda: driver.ask("focus") == before, f"the keyboard back at {before}")
    driver.press("Down", "Up")
    assert driver.ask("search") == "", "a key after saving went into the search field"
    shown("saved")


def menus_close(driver: Driver, shown: _Shown) -> None:
    """A menu opened by a click goes by Escape, and its button is not lit any more."""
    for name in ("ledger", "menu", "help"):
        driver.click("bar", name)
        driver.until(lambda: driver.ask("front").endswith("Menu"), f"the menu {name}")
        shown(f"menu-{name}")
        driver.press("Escape")
        driver.comes("Shell")
        shown(f"menu-{name}-closed")


def take_the_cities(driver: Driver) -> None:
    """Filter by the bureau, and click on the commitment."""
    if driver.ask("chosen")[:1] != [PILOT_CITIES]:
        driver.click("filter", "中小企业局")
        driver.click("row", PILOT_CITIES)
    assert driver.ask("chosen")[0] == PILOT_CITIES


CHECKS = (
    Check("the first start", enter_begins, welcomed=False),
    Check("pages by Tab and Enter", enter_turns_pages),
    Check("menus", menus_close),
    Check("a file that is dropped", a_file_is_dropped),
    Check("forms before the window", forms_fit),
    Check("Escape and what was typed", escape_keeps_what_was_typed),
    Check("the keyboard after saving", saving_gives_the_keyboard_back),
)
