"""What every page knows: the brand, the navigation, and on officers' pages who is signed in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lapor.agencies.base_maps import base_map_of
from lapor.agencies.current import OFFICERS_PAGES, current_jurisdiction
from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officer_behind
from lapor.agencies.queries import NoJurisdiction
from lapor.agencies.roles import Can, Role, may
from lapor.casework.kept_words import report_of_words, words_for
from lapor.casework.undoing import offered_undo
from lapor.console.navigation import menu_of
from lapor.notify.bell import unread_count
from lapor.publish.brand_shown import shown_brand
from lapor.ui.addresses import fixed_url
from lapor.ui.navigation import navigation_items
from lapor.ui.shown_once import MessagesOnce, is_looked_at

PUBLIC = (
    ("web:file", _("Report"), "edit"),
    ("web:report_list", _("Reports"), "list"),
    ("web:map", _("Map"), "map"),
    ("web:my_reports", _("My reports"), "user"),
    ("web:statistics", _("Statistics"), "chart"),
)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """A few cheap look-ups; of what is counted no more than a hundred."""
    messages = MessagesOnce(request)
    try:
        root = current_jurisdiction(request)
    except NoJurisdiction:
        return {"brand": {"name": "lapor"}, "messages": messages}
    context: dict[str, Any] = {
        "brand": shown_brand(root, root.brand),
        "is_demo": settings.DEMO,
        "messages": messages,
        "kept_words": words_for(request) if is_looked_at(request) else [],
        "base_map": lambda: base_map_of(root),  # asked by pages with a map only
    }
    officer = officer_behind(request)
    if officer is not None and request.path.startswith(OFFICERS_PAGES):
        context.update(_console(request, officer))
    else:
        context["navigation"] = navigation_items(request, PUBLIC)
        context["footer_links"] = [
            {"url": fixed_url("web:report_list"), "label": _("Reports")},
            {"url": fixed_url("web:help"), "label": _("Help")},
            {"url": fixed_url("web:about"), "label": _("About this service")},
            {"url": fixed_url("web:privacy"), "label": _("Your data")},
            {"url": fixed_url("web:follow"), "label": _("Follow")},
            {"url": fixed_url("web:data"), "label": _("Open data")},
            {"url": fixed_url("account_login"), "label": _("Officers")},
        ]
    return context


def _console(request: HttpRequest, officer: Officer) -> dict[str, Any]:
    return {
        "navigation": navigation_items(request, menu_of(officer)),
        "officer_id": str(officer.person.pk),
        "officer_name": officer.name,
        "role_label": Role(officer.role).label,
        "stands_in_for": officer.stands_in_for.name if officer.stands_in_for else "",
        "agency_name": officer.agency.name,
        "logout_url": fixed_url("account_logout"),
        "account_url": fixed_url("mfa_index"),
        "substitutes_url": fixed_url("console:substitutes") if may(officer, Can.LEND) else "",
        "search_url": fixed_url("console:inbox") if may(officer, Can.HANDLE_REPORTS) else "",
        "console_home_url": fixed_url("console:inbox"),
        "words_report": report_of_words(request),
        "undo": offered_undo(request) if is_looked_at(request) else None,
        "notices_url": fixed_url("console:notices"),
        "unread_notices": request.unread_notices if hasattr(request, "unread_notices") else unread_count(officer),
    }
