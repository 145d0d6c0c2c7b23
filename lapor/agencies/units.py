"""An agency and what is below it, kept for some seconds: every list of an officer asks."""

from uuid import UUID

from lapor.agencies.models import Agency, Officer
from lapor.agencies.roles import Can, roles_that
from lapor.core.ttl_cache import TTLCache


def subtree_ids(agency: Agency) -> list[UUID]:
    """The agency and every unit below it."""
    return list(_unit_paths.get(agency.pk))


def _find_unit_paths(agency_id: UUID) -> dict[UUID, list[UUID]]:
    return dict(Agency.objects.filter(path__contains=[agency_id]).values_list("pk", "path"))


_unit_paths: TTLCache[UUID, dict[UUID, list[UUID]]] = TTLCache(_find_unit_paths)


def answered_by(agency: Agency) -> list[UUID]:
    """The agency, and those below it whose reports its own officers take up, since no office between has one."""
    return _answered_by.get(agency.pk)


def _find_answered_by(agency_id: UUID) -> list[UUID]:
    paths = _unit_paths.get(agency_id)
    liaisons = Officer.objects.filter(is_active=True, role__in=roles_that(Can.TAKE_UNASSIGNED), agency__in=paths)
    staffed = set(liaisons.values_list("agency_id", flat=True)) - {agency_id}
    return [pk for pk, path in paths.items() if staffed.isdisjoint(path)]


_answered_by: TTLCache[UUID, list[UUID]] = TTLCache(_find_answered_by)
