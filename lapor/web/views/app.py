"""The installable app: service worker, manifest, icons, the page without a network, the links of the Android package
(docs/operate/app.md)."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from lapor.agencies.base_maps import base_map_of
from lapor.agencies.current import current_jurisdiction
from lapor.agencies.models import Agency
from lapor.agencies.queries import active_categories, rules_of
from lapor.core.ttl_cache import TTLCache
from lapor.publish.brand_icons import ICONS, hue_of, icon_png
from lapor.publish.brand_shown import brand_css_url
from lapor.ui.service_workers import built, worker_response
from lapor.web.app_manifest import asset_links, web_manifest


@gzip_page
@require_safe
def worker_view(request: HttpRequest) -> HttpResponse:
    """The service worker, behind one line that names what it holds ready: another release, brand or language is another
    worker."""
    shell = json.dumps(_shell(current_jurisdiction(request)), sort_keys=True)
    return worker_response("sw.js", before=f"self.__SHELL = {shell};\n")


def _shell(root: Agency) -> dict[str, Any]:
    version = _version_of.get((root.pk, get_language() or "id"))
    return {
        "version": version,
        "parts": [static(f"lapor/{name}") for name in json.loads(built("parts.json"))["held"]],
        "data": [brand_css_url(root, root.brand), reverse("web:areas"), reverse("web:danger")],
        "page": reverse("web:file"),
        "offline": reverse("web:offline"),
    }


def _make_version(key: tuple[Any, str]) -> str:
    """Changes with all that the kept form shows: release, language, brand, categories, words that warn, base
    map."""
    root = Agency.objects.get(pk=key[0])
    rules = rules_of(root)
    categories = [
        (one.code, one.name, one.name_en, one.group_name, bool(one.questions)) for one in active_categories(root)
    ]
    tiles = base_map_of(root)  # the kept form has its address, and the policy that allows its host
    facts = [_release(), key[1], root.brand, categories, rules.versions["words", ""], tiles.url, tiles.version]
    return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()[:16]


_version_of = TTLCache(_make_version)


@lru_cache(maxsize=1)
def _release() -> str:
    """A hash of the templates, catalogues and built files of this release: read once a process."""
    lapor = settings.BASE_DIR / "lapor"
    paths = [
        *lapor.glob("web/templates/**/*.html"),
        *lapor.glob("ui/templates/**/*.html"),
        *lapor.glob("locale/*/LC_MESSAGES/*.mo"),
    ]
    digest = hashlib.sha256(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@require_safe
def offline_view(request: HttpRequest) -> HttpResponse:
    """What is shown for a page that the phone does not hold while there is no network."""
    return render(request, "web/offline.html")


@require_safe
@cache_control(private=True, max_age=3600)
def manifest_view(request: HttpRequest) -> JsonResponse:
    return JsonResponse(web_manifest(current_jurisdiction(request)), content_type="application/manifest+json")


@require_safe
@cache_control(public=True, max_age=86400)
def icon_view(request: HttpRequest, name: str) -> HttpResponse:
    if name not in ICONS:
        raise Http404
    return HttpResponse(icon_png(name, hue_of(current_jurisdiction(request).brand)), content_type="image/png")


@require_safe
@cache_control(public=True, max_age=3600)
def asset_links_view(_request: HttpRequest) -> JsonResponse:
    links = asset_links()
    if not links:
        raise Http404
    return JsonResponse(links, safe=False)
