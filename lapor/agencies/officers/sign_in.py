"""How officers sign in: django-allauth, with accounts made by an administrator only, and a second factor
(agencies.officers.second_factor)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lapor.core import environment
from lapor.core.keyring import Keyring
from lapor.ledger.event_names import EventName
from lapor.ui.qr import qr_svg

_keyring = Keyring(environment.keys_file, lambda: settings.VAULT_KEYS)


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; an account is given."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> Any:
        """The address that failed log-ins are counted by; forwarded addresses only count from a trusted proxy."""
        from lapor.ui.client_address import client_address  # noqa: PLC0415 - Django must be set up first

        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords for a name count where they come from: a stranger's do not lock the officer's own address."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def set_password(self, user: Any, password: str) -> None:
        """The officer's own change: an event, and the end of the tokens."""
        from lapor.agencies.actions import set_password  # noqa: PLC0415

        set_password(user, password)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Each sign-in, by password or passkey, is an event."""
        from lapor.agencies.actions import tell_of_account  # noqa: PLC0415

        with transaction.atomic():
            tell_of_account(user, EventName.OFFICER_SIGNED_IN)
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password for an officer's name is an event; names that nobody has are not kept: they are often
        passwords."""
        from lapor.agencies.actions import tell_of_account  # noqa: PLC0415
        from lapor.agencies.models import Officer  # noqa: PLC0415

        officer = Officer.objects.select_related("agency").filter(username=credentials.get("username", "")).first()
        if officer is not None:
            with transaction.atomic():
                tell_of_account(officer, EventName.OFFICER_SIGN_IN_FAILED, was_active=officer.is_active)
        super().authentication_failed(request, **credentials)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What authenticator apps and passkeys share with the installation: its sealed secrets, its name, its words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is wrong or has expired. The app shows a new one every 30 seconds. Is the phone's clock correct?"
        ),
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows above the code."""
        return self._get_site_name()

    def _get_site_name(self) -> str:
        from lapor.agencies.current import current_jurisdiction  # noqa: PLC0415 - models, only once Django is set up

        return str(current_jurisdiction(context.request).brand.get("name", "lapor"))

    def build_totp_svg(self, url: str) -> str:
        return str(qr_svg(url))

    def encrypt(self, text: str) -> str:
        return _keyring.sealer().seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keyring.sealer().open(encrypted_text.encode()).decode()
