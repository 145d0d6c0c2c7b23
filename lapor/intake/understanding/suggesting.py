"""Which category the words of a report speak of: taken over on the form, tapped on channels that have buttons,
suggested to who verifies.

A question to the person, never a decision; where the words do not say it, nothing is said
(tests/intake/test_everyday_complaints.py measures how often it is right)."""

from lapor.agencies.category_signs import category_signs
from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import active_categories, rules_of
from lapor.core.text import fold

MOST = 3  # who speaks of more categories at once speaks of none clearly


def suggested_categories(root: Agency, text: str) -> list[tuple[str, str]]:
    """(code, label) of the categories that the words speak of; none where they speak of more than MOST.

    Protected ones are never offered, nor is any where the words speak of danger to a person."""
    codes = set(category_signs(root).all(text))
    if not 0 < len(codes) <= MOST or rules_of(root).heard_in(text).category:
        return []
    rows: list[Category] = list(active_categories(root).filter(code__in=codes, is_protected=False))
    return [(row.code, row.label) for row in rows]


def guess_category(root: Agency, text: str) -> tuple[str, list[tuple[str, str]]]:
    """The code of the one category that the words speak of, else "" and the few that may be meant.

    The person sees it and may change it."""
    found = suggested_categories(root, text)
    return (found[0][0], []) if len(found) == 1 else ("", found)


def speaking_words(root: Agency, code: str, text: str) -> list[str]:
    """The words of the text that speak of this category, in its order."""
    return category_signs(root).words_of(code, text)


def chosen_category(offered: list[tuple[str, str]], text: str) -> str:
    """The code of the label that was tapped, "" where the text is something else. Platforms shorten long labels."""
    tapped = fold(text)
    fits = [
        code
        for code, label in offered
        if tapped and (fold(label) == tapped or (len(tapped) >= 12 and fold(label).startswith(tapped)))  # noqa: PLR2004
    ]
    return fits[0] if len(fits) == 1 else ""
