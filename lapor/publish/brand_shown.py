"""A city's brand as pages show it: names, pictures, how to reach it; and its style sheet."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lapor.agencies.brand import WAYS, brand_file, way_link
from lapor.agencies.models import Agency
from lapor.publish.brand_icons import BRAND, accent_of, hex_colour, hue_of
from lapor.ui.addresses import fixed_url, url_about
from lapor.ui.language import reads_english

WAY_LABELS = {
    "whatsapp": _("WhatsApp"),
    "sms": _("SMS"),
    "telegram": _("Telegram"),
    "facebook": _("Facebook"),
    "instagram": _("Instagram"),
    "x": _("X (Twitter)"),
}


DRAFT = "brand_draft"  # of an administrator's session: the values that are not published yet


def with_draft(request: HttpRequest, root: Agency) -> dict[str, Any]:
    """What the administrator's draft would make of the brand."""
    return {**root.brand, **request.session.get(DRAFT, {})}


def shown_brand(root: Agency, brand: Mapping[str, Any]) -> dict[str, Any]:
    """`brand`: the one in force, or a draft."""
    english = reads_english()
    lines = [
        {
            "number": line["number"],
            "name": line.get("name_en" if english else "name", line["name"]),
            "fits": line.get("fits", []),
        }
        for line in brand.get("emergency", [])
    ]
    return {
        "emergency": lines,
        "name": brand.get("name", root.name),
        "city": brand.get("city", ""),
        "owner": brand.get("owner") or root.name,
        "home_url": fixed_url("web:home"),
        "css_url": brand_css_url(root, brand),
        "theme_colour": hex_colour(hue_of(brand), BRAND),
        "tagline": brand.get("tagline_en" if english else "tagline", ""),
        "logo_url": _url(root, brand, "logo"),
        "hero_url": _url(root, brand, "hero"),
        "is_hero_photo": (brand_file(root, brand, "hero") or ("", ""))[1] not in {"", "image/svg+xml"},
        "address": brand.get("address", ""),
        "hours": _hours(brand, english=english),
        "data_officer": brand.get("data_officer", ""),
        "telephone": brand.get("telephone", ""),
        "telephone_url": f"tel:{''.join(one for one in brand.get('telephone', '') if one in '+0123456789')}",
        "email": root.email,
        "ways": [
            {"icon": f"channel-{name}", "label": WAY_LABELS[name], "value": value, "url": way_link(name, value)}
            for name in WAYS
            if (value := brand.get("ways", {}).get(name))
        ],
        "counters": [
            {"name": one["name"], "address": one.get("address", ""), "hours": _hours(one, english=english)}
            for one in brand.get("counters", [])
        ],
    }


def _hours(given: Mapping[str, Any], *, english: bool) -> str:
    return str((english and given.get("hours_en")) or given.get("hours", ""))


def _url(root: Agency, brand: Mapping[str, Any], kind: str) -> str:
    """ "" where there is none."""
    found = brand_file(root, brand, kind)
    return url_about("web:brand_file", found[0]) if found else ""


def brand_css_url(root: Agency, brand: Mapping[str, Any]) -> str:
    """Another one for another style sheet: it is kept for an hour."""
    return f"{fixed_url('web:brand_css')}?v={sha256(brand_css(root, brand).encode()).hexdigest()[:8]}"


def brand_css(root: Agency, brand: Mapping[str, Any]) -> str:
    css = f":root{{--brand-hue:{hue_of(brand)};--accent-hue:{accent_of(brand)}}}"
    if font := _url(root, brand, "font"):
        source = f'src:url("{font}") format("woff2");font-weight:100 900;font-display:optional'
        css += f'@font-face{{font-family:"Brand";{source}}}'
        css += ':root{--font:"Brand",system-ui,sans-serif}'
    return css
