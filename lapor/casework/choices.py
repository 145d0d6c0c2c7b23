"""What the forms of acts offer to choose from, kept for some seconds: asked for and written anew for each form it took
longer than the act itself."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lapor.agencies.models import Agency
from lapor.agencies.queries import active_categories, agencies_in, staffed_ids
from lapor.core.ttl_cache import TTLCache
from lapor.ui.long_select import ChoicesAsTheyAre, LongSelect


class KnownChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """A row of `rows`; what is shown is known already."""

    widget = LongSelect

    def __init__(self, rows: QuerySet[Any], known: ChoicesAsTheyAre, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        self.choices = known.or_none


def offices_to_choose(root: Agency) -> QuerySet[Agency]:
    """Every active agency that a report can be given to."""
    return _offices(root.pk).all()


@lru_cache(maxsize=256)
def _offices(root_id: UUID) -> QuerySet[Agency]:
    """Never asked itself, so it keeps no rows (as agencies.queries.active_categories)."""
    return agencies_in(Agency(pk=root_id)).exclude(pk=root_id)


def agency_choices(root: Agency) -> ChoicesAsTheyAre:
    """The offices of a city; those where nobody answers say so, and can be chosen all the same."""
    return _agencies.get((root.pk, get_language() or ""))


def category_choices(root: Agency) -> ChoicesAsTheyAre:
    return _categories.get((root.pk, get_language() or ""))


def _find_agencies(key: tuple[UUID, str]) -> ChoicesAsTheyAre:
    root = Agency(pk=key[0])
    staffed = staffed_ids(root)
    return ChoicesAsTheyAre(
        (str(pk), name if pk in staffed else _("%(agency)s (no active officer)") % {"agency": name})
        for pk, name in offices_to_choose(root).values_list("pk", "name")
    )


def _find_categories(key: tuple[UUID, str]) -> ChoicesAsTheyAre:
    rows = active_categories(Agency(pk=key[0])).select_related(None).only("name", "name_en")
    return ChoicesAsTheyAre((str(one.pk), str(one)) for one in rows)


_agencies: TTLCache[tuple[UUID, str], ChoicesAsTheyAre] = TTLCache(_find_agencies)
_categories: TTLCache[tuple[UUID, str], ChoicesAsTheyAre] = TTLCache(_find_categories)
