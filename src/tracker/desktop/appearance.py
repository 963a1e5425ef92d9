"""The language and the theme that are shown now; views read them when they draw."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tracker.desktop.form_drafts import FormDrafts
from tracker.desktop.resources import interface_font, quote_font, use_language
from tracker.desktop.settings import SCHEMES, Settings
from tracker.desktop.theme import Tokens, load_tokens, palette, style_sheet, system_theme, unscaled
from tracker.desktop.type_size import fitting_sizes, follow_type
from tracker.domain.safety.ledger_roles import Permissions
from tracker.wording import Words, load_words


class Appearance(QObject):
    """Language and theme, with the words and colours that follow from them.

    `changed` says: show all texts again. `about_to_change` says before that: let go of what will be made again in any
    case, for all that is there is dressed, measured and laid out again.
    """

    about_to_change = Signal()
    changed = Signal()

    def __init__(self, settings: Settings, language: str | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.drafts = FormDrafts(settings.path.parent / "drafts")
        self._app = _application()
        self._steps: list[Callable[[], None]] = []
        self._waiting: list[QWidget] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)
        # The styles of the systems draw parts of a widget by themselves, whatever a style sheet says; Fusion draws all
        # of it.
        self._app.setStyle("Fusion")
        self.theme = settings.theme
        self.density = settings.density
        self.language = language or settings.language
        self.quote_font = QFont()
        self.words: Words = load_words(self.language)
        self.type_sizes = fitting_sizes(QFontInfo(interface_font(self.language)).pixelSize())
        kept = int(settings.type_size)
        self.type_size = kept if kept in self.type_sizes else self.type_sizes[-1]
        self._take_type()
        self.tokens: Tokens = load_tokens("light")
        use_language(self._app, self.language)
        QGuiApplication.styleHints().setColorScheme(SCHEMES[self.theme])
        self._take_tokens()
        self._dress()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def is_settled(self) -> bool:
        """Whether the last change has come through to what is seen; it takes some turns of the event loop."""
        return not self._steps

    def why_not(self, permissions: Permissions, *acts: str) -> str:
        """In a sentence, why something may not be done; "" where it may. See `Permissions.refusal`."""
        refusal = permissions.refusal(*acts)
        return self.words.error(refusal) if refusal is not None else ""

    def set_language(self, language: str) -> None:
        """Show and remember `zh` or `en`."""
        self.settings.language = language
        self.language = language
        self.words = load_words(language)
        self._change(
            self._take_type,
            lambda: use_language(self._app, language),
            self.changed.emit,
        )

    def set_theme(self, theme: str) -> None:
        """Show and remember `system`, `light` or `dark`."""
        self.settings.theme = theme
        self.theme = theme
        QGuiApplication.styleHints().setColorScheme(SCHEMES[theme])
        self._change_theme()

    def set_density(self, density: str) -> None:
        """Show and remember `comfortable` or `dense` rows."""
        self.settings.density = density
        self.density = density
        self.changed.emit()

    def set_type_size(self, percent: int) -> None:
        """Show and remember one of `type_sizes`, in per cent of the usual type. What is open follows at once."""
        if percent not in self.type_sizes or percent == self.type_size:
            return
        self.settings.type_size = str(percent)
        self.type_size = percent
        self._change(self._undress, self._grow, self._dress, self.changed.emit)

    def next_type_size(self, step: int) -> int:
        """Return the size that is so many steps larger, or smaller; the outermost where there are no more."""
        place = self.type_sizes.index(self.type_size) + step
        return self.type_sizes[min(max(place, 0), len(self.type_sizes) - 1)]

    def _take_type(self) -> None:
        self._app.setFont(interface_font(self.language, self.type_size))
        self.quote_font = quote_font(interface_font("zh", self.type_size))

    def _grow(self) -> None:
        before = unscaled(1)
        self._take_type()
        # While no style sheet is in force: the lengths that it gives are no widget's own.
        follow_type(before / unscaled(1))

    def _follow_system(self) -> None:
        if self.theme == "system":
            self._change_theme()

    def _change_theme(self) -> None:
        self._take_tokens()
        self._change(self._undress, self._dress, self.changed.emit)

    def _change(self, *steps: Callable[[], None]) -> None:
        """Take steps, each in a turn of the event loop, the first now.

        The windows keep their picture meanwhile, and are painted at once when everything in them is another one.
        """
        while self._steps:
            # Of a change that is under way.
            self._steps.pop(0)()
        for window in QApplication.topLevelWidgets():
            # One that is frozen already is thawed by whoever froze it.
            if window.isVisible() and window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._waiting.append(window)
        self.about_to_change.emit()
        # The turn of the last but one belongs to what has been let go of and is made anew.
        self._steps = [*steps, lambda: None, self._show_windows]
        self._go_on()

    def _go_on(self) -> None:
        if self._steps:
            self._steps.pop(0)()
            # One step a turn: the window goes on hearing of clicks while hundreds of widgets are dressed again.
            self._turn.start()

    def _show_windows(self) -> None:
        for window in filter(isValid, self._waiting):
            window.setUpdatesEnabled(True)
        self._waiting.clear()

    def _undress(self) -> None:
        """Qt dresses each widget again for every one that it is in where one style sheet follows another."""
        self._app.setStyleSheet("")

    def _dress(self) -> None:
        # Before the sheet: what the sheet says nothing of takes its colours from the palette when it is dressed.
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens))

    def _take_tokens(self) -> None:
        self.tokens = load_tokens(system_theme() if self.theme == "system" else self.theme)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("the appearance needs a running application")
    return app
