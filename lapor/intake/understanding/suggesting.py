"""Which categories the words of a draft speak of, to be tapped on channels that have buttons.

A question to the person, never a decision."""

from lapor.agencies.models import Agency, Category
from lapor.agencies.queries import active_categories
from lapor.core.text import fold
from lapor.intake.understanding.sentences import SHORTEST, same_stem
from lapor.suggest.normalisation import EMPTY_WORDS

MOST = 8
EVERYWHERE = frozenset({"rumah", "depan", "warga"})  # where it is, not what: "depan rumah saya" is no hospital
OFFERED = 3  # where the words are not clear, so many are asked about
CLEARLY = 2  # times as many points as the next one: then nobody is asked


def suggested_categories(root: Agency, text: str) -> list[tuple[str, str]]:
    """(code, label), the best first; none where no word of a category stands in the text.

    Protected ones are never offered."""
    return [(code, label) for _points, code, label in _scored(root, text)[:MOST]]


def guess_category(root: Agency, text: str) -> tuple[str, list[tuple[str, str]]]:
    """The code of the one category that the words speak of clearly, else "" and the few that may be meant.

    The person sees it and may change it."""
    found = _scored(root, text)
    said = {word for word in fold(text).split() if len(word) >= SHORTEST}
    if found:
        points, code, label = found[0]
        second = found[1][0] if len(found) > 1 else 0
        is_named = all(
            any(same_stem(word, other) for other in said) for word in fold(label).split() if len(word) >= SHORTEST
        )
        if points >= CLEARLY * second or (is_named and points > second):
            return code, []
    return "", [(code, label) for _points, code, label in found[:OFFERED]]


def _scored(root: Agency, text: str) -> list[tuple[int, str, str]]:
    """(points, code, label), the best first."""
    said = {word for word in fold(text).split() if len(word) >= SHORTEST} - EVERYWHERE
    found = []
    for category in active_categories(root).filter(is_protected=False):
        own = _shared(fold(category.name), said)
        points = 2 * own + _shared(fold(category.group_name), said)
        if points:
            found.append((-points, category.position, category.code, category.label))
    return [(-points, code, label) for points, _position, code, label in sorted(found)]


def speaking_words(category: Category, text: str) -> list[str]:
    """The words of the text that stand in the category's name, in its order."""
    name = [word for word in fold(category.name).split() if len(word) >= SHORTEST]
    empty = EVERYWHERE | EMPTY_WORDS
    said = [word for word in dict.fromkeys(fold(text).split()) if len(word) >= SHORTEST and word not in empty]
    return [word for word in said if any(same_stem(word, other) for other in name)]


def _shared(name: str, said: set[str]) -> int:
    return sum(any(same_stem(word, other) for other in said) for word in name.split() if len(word) >= SHORTEST)


def chosen_category(offered: list[tuple[str, str]], text: str) -> str:
    """The code of the label that was tapped, "" where the text is something else. Platforms shorten long labels."""
    tapped = fold(text)
    fits = [
        code
        for code, label in offered
        if tapped and (fold(label) == tapped or (len(tapped) >= 12 and fold(label).startswith(tapped)))  # noqa: PLR2004
    ]
    return fits[0] if len(fits) == 1 else ""
