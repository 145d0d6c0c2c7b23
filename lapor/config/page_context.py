"""What every page knows: brand, navigation, language. Filled in with the surfaces."""

from typing import Any

from django.http import HttpRequest


def page_context(request: HttpRequest) -> dict[str, Any]:
    return {}
