"""Who a session belongs to: an officer with their agency and city, in one query of every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from lapor.agencies.models import Officer
from lapor.db.compiled import Compiled, Given

_OFFICER = Compiled(lambda: Officer.objects.select_related("agency__root").filter(pk=Given("pk")))


class OfficerBackend(AuthenticationBackend):  # type: ignore[misc]  # it has no types
    """allauth's, but for what is loaded with the officer."""

    def get_user(self, user_id: Any) -> Officer | None:
        """None where there is no such officer, or the account is switched off."""
        officer = _OFFICER.first(pk=user_id)
        return officer if officer is not None and self.user_can_authenticate(officer) else None
