"""Reads about agencies: the jurisdiction at hand, its rules, its categories and areas, and what an officer may see."""

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from lapor.agencies.models import Agency, ApiToken, Area, Category, Officer, RuleSet
from lapor.agencies.roles import Role
from lapor.calendars.policies import Policy
from lapor.calendars.working_days import WorkCalendar, calendar_from
from lapor.core.danger import Danger, as_sign
from lapor.core.ttl_cache import TTLCache

URGENT = "urgent"  # what Heard says where no category is protected
WatchedWords = tuple[tuple[str, tuple[str, ...]], ...]


class NoJurisdiction(RuntimeError):
    """No preset has been loaded yet: `lapor preset load DIR`."""


@dataclass(frozen=True)
class DangerHeard:
    """What was heard in words: the code of a protected category ("": none), and whether they are urgent."""

    category: str = ""
    is_urgent: bool = False

    @property
    def label(self) -> str:
        """The protected category, else "urgent": which numbers to call fit. "": nothing was heard."""
        return self.category or (URGENT if self.is_urgent else "")

    @property
    def is_danger(self) -> bool:
        return bool(self.category) or self.is_urgent


@dataclass(frozen=True)
class Rules:
    """What is in force in a jurisdiction now.

    `versions`: the newest of each (kind, name), of which agencies may have their own."""

    root: Agency
    versions: Mapping[tuple[str, str], str]

    @property
    def calendar(self) -> WorkCalendar:
        """Of the jurisdiction: verification, confirmation and every wait for the reporter."""
        return self.calendar_of(None)

    @property
    def policy(self) -> Policy:
        return self.policy_of(None)

    @property
    def protected(self) -> WatchedWords:
        """(category code, words) that make a report confidential and urgent before anyone reads it."""
        return _protected_words(self.root.pk, self.versions["words", ""])

    @property
    def urgent(self) -> tuple[str, ...]:
        """Words that make a report urgent before anyone reads it."""
        return _urgent_words(self.root.pk, self.versions["words", ""])

    @property
    def danger(self) -> Mapping[str, Any]:
        """What heard_in goes by, as data for the browser."""
        return _danger_rules(self.root.pk, self.versions["words", ""])

    def heard_in(self, *said: str) -> DangerHeard:
        """Words of danger in anything that is said: text, place, name, names of files, later words.

        The one place where they are looked for."""
        labels = _danger(self.root.pk, self.versions["words", ""]).all(*said)
        category = ""
        for label in labels:
            if label != URGENT:
                return DangerHeard(label, is_urgent=True)
            category = label
        return DangerHeard(is_urgent=bool(category))

    @property
    def news(self) -> Mapping[str, Any]:
        """What of the press is about the city and its services: `topics`, `city` and `common_names`, lists of words;
        see intake.press.newsworthy."""
        return _news_words(self.root.pk, self.versions["words", ""])

    def calendar_of(self, agency: Agency | None) -> WorkCalendar:
        """Days and hours of the agency that holds a report: response and resolution."""
        return calendar_version(self.root, self.versions["calendar", agency.calendar if agency else ""])

    def policy_of(self, agency: Agency | None) -> Policy:
        return _policy(self.root.pk, self.versions["policy", agency.policy if agency else ""])


def jurisdiction(host: str = "") -> Agency:
    """The root agency that speaks under this host name, else the first that was loaded. Raises NoJurisdiction."""
    roots = _roots.get("")
    root = next((root for root in roots if host and host.lower() in root.hosts), roots[0] if roots else None)
    if root is None:
        raise NoJurisdiction("no preset has been loaded: run `lapor preset load semarang`")
    return copy(root)


def _find_roots(_key: str) -> list[Agency]:
    return list(Agency.objects.filter(root=None, is_active=True).order_by("id"))


def zone_of(root: Agency) -> ZoneInfo:
    return ZoneInfo(root.timezone)


def jurisdictions() -> list[Agency]:
    """Every city of the installation, the first loaded first; kept for some seconds."""
    return [copy(root) for root in _roots.get("")]


_roots: TTLCache[str, list[Agency]] = TTLCache(_find_roots)


@lru_cache(maxsize=256)
def _calendar(root_id: UUID, version: str, timezone: str) -> WorkCalendar:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="calendar", version=version)
    return calendar_from(content, timezone)


@lru_cache(maxsize=256)
def _policy(root_id: UUID, version: str) -> Policy:
    return Policy(
        **RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="policy", version=version)
    )


@lru_cache(maxsize=64)
def _protected_words(root_id: UUID, version: str) -> WatchedWords:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    return tuple((entry["category"], tuple(entry["words"])) for entry in content["protected"])


@lru_cache(maxsize=64)
def _urgent_words(root_id: UUID, version: str) -> tuple[str, ...]:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    return tuple(content.get("urgent", ()))


@lru_cache(maxsize=16)
def _danger_rules(root_id: UUID, version: str) -> Mapping[str, Any]:
    return danger_rules(
        RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    )


@lru_cache(maxsize=16)
def _danger(root_id: UUID, version: str) -> Danger:
    return danger_of(
        RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    )


def danger_of(content: Mapping[str, Any]) -> Danger:
    """The rules that a version of the words holds. Raises ValueError where a sign cannot be read."""
    return Danger(_signs(content), vocabulary=content.get("vocabulary") or {}, harmless=content.get("harmless") or ())


def _labels(content: Mapping[str, Any]) -> list[str]:
    return [*dict.fromkeys(entry["category"] for entry in content["protected"]), URGENT]


def _signs(content: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    signs = [
        (entry["category"], [*map(as_sign, entry["words"]), *entry.get("signs", ())]) for entry in content["protected"]
    ]
    return [*signs, (URGENT, [*map(as_sign, content.get("urgent", ())), *content.get("urgent_signs", ())])]


def danger_rules(content: Mapping[str, Any]) -> dict[str, Any]:
    """The same rules as data, for the browser (frontend/scripts/danger.js): `signs` by protected category and
    "urgent"."""
    return {
        "signs": {
            label: [text for one, texts in _signs(content) if one == label for text in texts]
            for label in _labels(content)
        },
        "vocabulary": content.get("vocabulary") or {},
        "harmless": list(content.get("harmless") or ()),
    }


@lru_cache(maxsize=64)
def _news_words(root_id: UUID, version: str) -> Mapping[str, Any]:
    content = RuleSet.objects.values_list("content", flat=True).get(root_id=root_id, kind="words", version=version)
    return dict(content.get("news") or {})


def rules_of(root: Agency) -> Rules:
    """The newest version of each rule set; a new one is seen within seconds.

    Contents are cached by version, since a version never changes."""
    return Rules(root, _newest_versions.get(root.pk))


def _find_newest_versions(root_id: UUID) -> dict[tuple[str, str], str]:
    newest = RuleSet.objects.filter(root=root_id).order_by("kind", "name", "-id").distinct("kind", "name")
    return {(kind, name): version for kind, name, version in newest.values_list("kind", "name", "version")}


_newest_versions: TTLCache[UUID, dict[tuple[str, str], str]] = TTLCache(_find_newest_versions)


def calendar_version(root: Agency, version: str) -> WorkCalendar:
    """A calendar as it was when a deadline was computed."""
    return _calendar(root.pk, version, root.timezone)


@lru_cache(maxsize=256)
def calendar_name(root_id: UUID, version: str) -> str:
    """Of which calendar this is a version ("" = the jurisdiction's)."""
    return RuleSet.objects.values_list("name", flat=True).get(root_id=root_id, kind="calendar", version=version)


def active_categories(root: Agency) -> QuerySet[Category]:
    return _active_categories(root.pk).all()


@lru_cache(maxsize=256)
def _active_categories(root_id: UUID) -> QuerySet[Category]:
    """Never asked itself, so it keeps no rows: composing it anew for each form cost more than copying it."""
    return Category.objects.filter(root=root_id, is_active=True)


def areas_to_choose(root: Agency) -> QuerySet[Area]:
    """The kelurahan of a form, with their kecamatan."""
    return _areas_to_choose(root.pk).all()


@lru_cache(maxsize=256)
def _areas_to_choose(root_id: UUID) -> QuerySet[Area]:
    return Area.objects.filter(root=root_id, level="village").select_related("parent").defer("cell")


def villages_by_district(root: Agency) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(code of a kecamatan, its name, codes and names of its kelurahan), in the order of names; those without a
    kecamatan last, with "" for its code and name."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = Area.objects.filter(root=root, level="village").order_by("parent__name", "name")
    for parent_code, parent_name, code, name in rows.values_list("parent", "parent__name", "code", "name"):
        found.setdefault((parent_code or "", parent_name or ""), []).append((code, name))
    return [(*district, parts) for district, parts in found.items()]


def nearest_village(root: Agency, *, latitude: float, longitude: float) -> Area | None:
    """The kelurahan whose point is nearest in degrees (approximate until boundaries are imported)."""
    nearest, least = None, math.inf
    for area, x, y in _village_points.get(root.pk):
        if (distance := (x - longitude) ** 2 + (y - latitude) ** 2) < least:
            nearest, least = area, distance
    return nearest


def is_near_village(root: Agency, *, latitude: float, longitude: float, degrees: float) -> bool | None:
    """Whether the point of any kelurahan is so near (degrees of latitude and longitude together); None where no
    kelurahan is known."""
    points = _village_points.get(root.pk)
    return any(abs(x - longitude) + abs(y - latitude) <= degrees for _area, x, y in points) if points else None


def _find_villages(root_id: UUID) -> list[tuple[Area, float, float]]:
    """With the longitude and latitude of each."""
    rows = Area.objects.filter(root=root_id, level="village").defer("cell", "boundary").order_by("code")
    return [(area, area.longitude, area.latitude) for area in rows]


_village_points: TTLCache[UUID, list[tuple[Area, float, float]]] = TTLCache(_find_villages)


def district_of(area: Area) -> Area:
    """The kecamatan that an area lies in (itself, if it is one)."""
    return area.parent if area.level == "village" and area.parent else area


def default_agency(category: Category, area: Area | None) -> Agency | None:
    """Whom the rules propose for a category at a place."""
    if not category.by_area:
        return category.agency
    if area is None:
        return None
    return Agency.objects.filter(root_id=category.root_id, area_code=district_of(area).code, is_active=True).first()


def standing_group(agency: Agency) -> Agency | None:
    """Where an active officer opens the protected cases of this agency: the agency itself (its own officer, or one
    above it), else the nearest standing group of the jurisdiction, by what their paths have in common. None: nobody in
    the whole jurisdiction can open them."""
    officers = Officer.objects.filter(
        role=Role.PROTECTED_CASE_OFFICER, is_active=True, agency__path__contains=[agency.path[0]]
    )
    groups = {
        officer.agency_id: officer.agency for officer in officers.select_related("agency") if officer.agency.is_active
    }
    if groups.keys() & set(agency.path):
        return agency
    return max(
        groups.values(),
        key=lambda group: (len(set(group.path) & set(agency.path)), -len(group.path), group.code),
        default=None,
    )


def unheld_categories(root: Agency) -> dict[str, Agency | None]:
    """The protected categories whose own group has no active officer, by code, and the group that stands in (None:
    nobody)."""
    rows = (
        Category.objects.filter(root=root, is_active=True, is_protected=True)
        .exclude(agency=None)
        .select_related("agency")
    )
    groups = {row.agency: standing_group(row.agency) for row in rows if row.agency}
    return {row.code: groups[row.agency] for row in rows if row.agency and groups[row.agency] != row.agency}


def has_liaison(agency: Agency) -> bool:
    """Whether it has an active liaison officer of its own."""
    return Officer.objects.filter(agency=agency, role=Role.LIAISON_OFFICER, is_active=True).exists()


def staffed_ids(root: Agency) -> set[UUID]:
    """The agencies with an active liaison officer of their own."""
    rows = Officer.objects.filter(agency__root=root, role=Role.LIAISON_OFFICER, is_active=True)
    return set(rows.order_by().values_list("agency_id", flat=True))


def nearest_office(agency: Agency) -> Agency | None:
    """Who hears of what comes to the agency: itself where it has an active liaison officer, else the nearest office,
    itself or above, with an active liaison officer or head. None: nobody up to the root."""
    return _nearest(agency, _answering(agency.path))


def unstaffed_agencies(root: Agency) -> dict[Agency, Agency | None]:
    """The active agencies without an active liaison officer of their own, and the office that hears of what comes to
    them. Two queries."""
    agencies = list(agencies_in(root).exclude(pk=root.pk).order_by("name"))
    answering = _answering([root.pk, *(one.pk for one in agencies)])
    staffed = {officer.agency_id for officer in answering if officer.role == Role.LIAISON_OFFICER}
    return {one: _nearest(one, answering) for one in agencies if one.pk not in staffed}


def _answering(agency_ids: Sequence[UUID]) -> list[Officer]:
    rows = Officer.objects.filter(
        is_active=True, role__in=[Role.LIAISON_OFFICER, Role.HEAD], agency__in=agency_ids, agency__is_active=True
    )
    return list(rows.select_related("agency"))


def _nearest(agency: Agency, answering: Sequence[Officer]) -> Agency | None:
    """A head of its own does not make an office that answers, but hears of it as the first one above."""
    over = [officer.agency for officer in answering if officer.agency_id in agency.path]
    return max(over, key=lambda office: len(office.path), default=None)


def agencies_in(root: Agency) -> QuerySet[Agency]:
    """Every active agency of the jurisdiction but its root."""
    return Agency.objects.filter(root=root, is_active=True)


def root_of(officer: Officer) -> Agency:
    """The jurisdiction an officer belongs to."""
    return officer.agency.root or officer.agency


def office_of_address(root: Agency, address: str) -> str:
    """The name of the officer or agency of the jurisdiction that has this mail address; "" for everybody else's."""
    if not address:
        return ""
    officers = Officer.objects.filter(Q(agency__root=root) | Q(agency=root), is_active=True, email__iexact=address)
    agencies = Agency.objects.filter(Q(root=root) | Q(pk=root.pk), email__iexact=address)
    found = officers.values_list("name", flat=True).first() or agencies.values_list("name", flat=True).first()
    return str(found or "")


def tokens_of(root: Agency | None = None) -> list[ApiToken]:
    """The bearer tokens of a city's officers, or all, by officer; also those that have ended by themselves."""
    rows = ApiToken.objects.select_related("officer__agency").order_by("officer__username", "created_at", "pk")
    return list(rows.filter(officer__agency__path__contains=[root.pk]) if root else rows)
