"""Which words speak of which category: [guess] of the preset, part of the version of the words.

Read by intake/understanding/suggesting.py; its synonyms by publish/searching.py."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from lapor.agencies.models import Agency, RuleSet
from lapor.agencies.queries import rules_of
from lapor.core.danger import Danger
from lapor.core.text import fold


def category_signs(root: Agency) -> Danger:
    """The signs in force; their labels are codes of categories. None of them is met where the preset has no
    [guess]."""
    return _signs(root.pk, rules_of(root).versions["words", ""])


@lru_cache(maxsize=16)
def _signs(root_id: UUID, version: str) -> Danger:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    return signs_of(content.get("guess") or {})


def synonyms(root: Agency) -> Mapping[str, str]:
    """By a word that people use the one that stands in most reports: what a search finds nothing of is looked for under
    the other."""
    return _synonyms(root.pk, rules_of(root).versions["words", ""])


@lru_cache(maxsize=16)
def _synonyms(root_id: UUID, version: str) -> Mapping[str, str]:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    lists = (content.get("guess") or {}).get("synonyms") or {}
    return {fold(other): word for word, others in lists.items() for other in others}


def signs_of(guess: Mapping[str, Any]) -> Danger:
    """Raises ValueError where a sign cannot be read."""
    return Danger(
        guess.get("signs", {}).items(), vocabulary=guess.get("vocabulary") or {}, harmless=guess.get("harmless") or ()
    )
