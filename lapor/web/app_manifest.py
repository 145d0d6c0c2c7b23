"""What phones and the Play Store are told of the app: the web manifest, the links of its package, the configuration of
bubblewrap.

Called by the app's addresses and `lapor android`. Names of fields: W3C Web App Manifest, Digital Asset Links,
bubblewrap's twa-manifest.
"""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency
from lapor.casework.files import ACCEPT
from lapor.publish.brand_icons import BRAND, ICONS, PAPER, hex_colour, hue_of
from lapor.ui.language import reads_english

DARK = "#0f1519"
LONGEST_SHORT_NAME = 12  # letters: what a home screen shows


def web_manifest(root: Agency) -> dict[str, Any]:
    """In the language that is active."""
    brand, hue = root.brand, hue_of(root.brand)
    english = reads_english()
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": get_language() or "id",
        "dir": "ltr",
        "name": brand.get("name", root.name),
        "short_name": brand.get("short_name", brand.get("name", root.name))[:LONGEST_SHORT_NAME],
        "description": brand.get("tagline_en" if english else "tagline", "") or _("Report what is wrong in your city."),
        "theme_color": hex_colour(hue, BRAND),
        "background_color": hex_colour(hue, PAPER),
        "categories": ["government", "utilities"],
        "prefer_related_applications": False,
        "icons": [_icon(name) for name in ICONS],
        "screenshots": _screenshots(),
        "shortcuts": _shortcuts(),
        "share_target": {
            "action": reverse("web:shared"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photos", "accept": ACCEPT.split(",")}],
            },
        },
    }


def _icon(name: str) -> dict[str, str]:
    side, is_full = ICONS[name]
    purpose = "maskable" if is_full else "any"
    return {
        "src": reverse("web:app_icon", args=[name]),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }


def _screenshots() -> list[dict[str, str]]:
    label = _("File a report")
    return [
        {
            "src": static("lapor/app-phone.png"),
            "sizes": "360x740",
            "type": "image/png",
            "form_factor": "narrow",
            "label": label,
        },
        {
            "src": static("lapor/app-desk.png"),
            "sizes": "1280x800",
            "type": "image/png",
            "form_factor": "wide",
            "label": label,
        },
    ]


def _shortcuts() -> list[dict[str, Any]]:
    """What a long press on the icon offers; a page that does not exist is left out."""
    found: list[dict[str, Any]] = []
    for url_name, label in (
        ("web:file", _("File a report")),
        ("web:my_reports", _("My reports")),
        ("web:map", _("Map")),
    ):
        with suppress(NoReverseMatch):
            found.append({"name": label, "short_name": label, "url": reverse(url_name), "icons": [_icon("192")]})
    return found


def asset_links() -> list[dict[str, Any]]:
    """Which Android package may open this site as its own; empty where none is set."""
    if not settings.ANDROID_PACKAGE or not settings.ANDROID_FINGERPRINTS:
        return []
    target = {
        "namespace": "android_app",
        "package_name": settings.ANDROID_PACKAGE,
        "sha256_cert_fingerprints": settings.ANDROID_FINGERPRINTS,
    }
    return [{"relation": ["delegate_permission/common.handle_all_urls"], "target": target}]


def twa_manifest(root: Agency, *, package: str, version: int) -> dict[str, Any]:
    """What bubblewrap builds the Play Store's app from; every field is the web manifest's or stands in
    docs/operate/app.md."""
    site, web = base_url(root), web_manifest(root)
    icons = {(icon["purpose"], icon["sizes"]): f"{site}{icon['src']}" for icon in web["icons"]}
    return {
        "packageId": package,
        "host": urlsplit(site).netloc,
        "name": web["name"],
        "launcherName": web["short_name"],
        "display": web["display"],
        "orientation": "default",
        "startUrl": web["start_url"],
        "webManifestUrl": f"{site}{reverse('web:manifest')}",
        "fullScopeUrl": f"{site}/",
        "iconUrl": icons["any", "512x512"],
        "maskableIconUrl": icons["maskable", "512x512"],
        "themeColor": web["theme_color"],
        "themeColorDark": DARK,
        "backgroundColor": web["background_color"],
        "navigationColor": web["theme_color"],
        "navigationColorDark": DARK,
        "navigationDividerColor": web["theme_color"],
        "navigationDividerColorDark": DARK,
        "enableNotifications": True,
        "enableSiteSettingsShortcut": True,
        "isChromeOSOnly": False,
        "splashScreenFadeOutDuration": 300,
        "fallbackType": "customtabs",
        "generatorApp": "lapor",
        "appVersion": str(version),
        "appVersionName": str(version),
        "appVersionCode": version,
        "signingKey": {"path": "./android.keystore", "alias": "android"},
        "features": {"locationDelegation": {"enabled": True}},
        "shortcuts": [
            {
                "name": one["name"],
                "short_name": one["short_name"],
                "url": f"{site}{one['url']}",
                "chosenIconUrl": f"{site}{one['icons'][0]['src']}",
            }
            for one in web["shortcuts"]
        ],
        "shareTarget": web["share_target"],
        "fingerprints": [{"name": "Play", "value": print_} for print_ in settings.ANDROID_FINGERPRINTS],
    }
