"""How officers sign in: django-allauth, with accounts made by an administrator only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; an account is given."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_client_ip(self, request: HttpRequest) -> Any:
        """The address that failed log-ins are counted by; forwarded addresses only count from a trusted proxy."""
        from lapor.ui.client_address import client_address  # noqa: PLC0415 - Django must be set up first

        return client_address(request)
