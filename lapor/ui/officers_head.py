"""The head of officers' pages and their menu: the same on page after page of an officer, so written once and given what
differs."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lapor.ui.frames import Frame, frame_of, placeholders

_OFFICERS = ("officer_id", "officer_name", "role_label", "stands_in_for", "agency_name", "unread_notices")
_ADDRESSES = ("console_home_url", "search_url", "notices_url", "account_url", "logout_url")
_BRAND = ("name", "city", "logo_url")
_EACH = ("csrf_token", "path", "search_text")  # of each page


def officers_head(context: Mapping[str, Any]) -> SafeString:
    """A tag. Reads what lapor.config.page_context gives, and `search_text` of a page that searched."""
    shown = tuple((name, str(context.get(name) or "")) for name in _OFFICERS + _ADDRESSES)
    brand = tuple((name, str(context["brand"].get(name) or "")) for name in _BRAND)
    each = (context.get("csrf_token", ""), context["request"].get_full_path(), context.get("search_text", ""))
    return _head(shown, brand, get_language()).filled(each)


@lru_cache(maxsize=500)  # 3 to 4 kB each: officers, and how much of their news is unread
def _head(shown: tuple[tuple[str, str], ...], brand: tuple[tuple[str, str], ...], _language: str | None) -> Frame:
    each = placeholders(_EACH)
    context = {**dict(shown), **each, "brand": dict(brand), "request": {"get_full_path": each["path"]}}
    return frame_of("ui/parts/officers_head.html", context)


def officers_menu(context: Mapping[str, Any]) -> SafeString:
    """A tag. `navigation` of the context: NavigationItems."""
    items = tuple((item.url, str(item.label), item.icon, item.current) for item in context.get("navigation", ()))
    return _menu(items, get_language())


@lru_cache(maxsize=500)
def _menu(items: tuple[tuple[str, str, str, str], ...], _language: str | None) -> SafeString:
    navigation = [dict(zip(("url", "label", "icon", "current"), item, strict=True)) for item in items]
    return render_to_string("ui/parts/officers_menu.html", {"navigation": navigation})
