"""The language and the theme that are shown now; views read them when they draw."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from tracker.desktop.resources import interface_font, quote_font, use_language
from tracker.desktop.settings import SCHEMES, Settings
from tracker.desktop.theme import Tokens, load_tokens, palette, style_sheet, system_theme
from tracker.wording import Words, load_words


class Appearance(QObject):
    """Language and theme, with the words and colours that follow from them. `changed` says: show all texts anew."""

    changed = Signal()

    def __init__(self, settings: Settings, language: str | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._app = _application()
        self._app.setStyle("Fusion")
        self.theme = settings.theme
        self.density = settings.density
        self.language = language or settings.language
        self.words: Words = load_words(self.language)
        self._app.setFont(interface_font(self.language))
        self.quote_font: QFont = quote_font(interface_font("zh"))
        self.tokens: Tokens = load_tokens("light")
        use_language(self._app, self.language)
        QGuiApplication.styleHints().setColorScheme(SCHEMES[self.theme])
        self._paint()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def set_language(self, language: str) -> None:
        """Show and remember `zh` or `en`."""
        self.settings.language = language
        self.language = language
        self.words = load_words(language)
        self._app.setFont(interface_font(language))
        use_language(self._app, language)
        self.changed.emit()

    def set_theme(self, theme: str) -> None:
        """Show and remember `system`, `light` or `dark`."""
        self.settings.theme = theme
        self.theme = theme
        QGuiApplication.styleHints().setColorScheme(SCHEMES[theme])
        self._paint()
        self.changed.emit()

    def set_density(self, density: str) -> None:
        """Show and remember `comfortable` or `dense` rows."""
        self.settings.density = density
        self.density = density
        self.changed.emit()

    def _follow_system(self) -> None:
        if self.theme == "system":
            self._paint()
            self.changed.emit()

    def _paint(self) -> None:
        self.tokens = load_tokens(system_theme() if self.theme == "system" else self.theme)
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens))


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("the appearance needs a running application")
    return app
