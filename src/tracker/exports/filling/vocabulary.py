"""What the reader of a returned form needs of the words of both languages."""

from functools import cache

from tracker.domain.exchange.forms import CLAIMABLE, FillField, FormWords, folded
from tracker.domain.terms import ValueRole
from tracker.wording import LANGUAGES, load_words


@cache
def form_words() -> FormWords:
    """Headings and choices in either language, and the sentences of an entry."""
    every = [load_words(language) for language in LANGUAGES]
    headings = {folded(words.form("column", column)): column for words in every for column in FillField}
    # A form that was sent before a word was changed comes back with the old one.
    earlier = {
        folded(heading): FillField(column) for words in every for column, heading in words.form_texts("earlier").items()
    }
    return FormWords(
        headings=earlier | headings,
        claims={folded(words.term(claim)): claim for words in every for claim in CLAIMABLE},
        roles={folded(words.term(role)): role for words in every for role in ValueRole},
        sentences={
            words.language: {
                **words.form_texts("entry"),
                **{f"column_{column}": words.form("column", column) for column in FillField},
            }
            for words in every
        },
    )
