"""The menu of officers' pages: each address with the capability that shows it.

The page itself asks for the same (agencies.officers.access)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can, HasRole, may

MENU: tuple[tuple[str, Promise | str, str, Can], ...] = (
    ("console:inbox", _("Inbox"), "list", Can.HANDLE_REPORTS),
    ("console:incidents", _("Incidents"), "alert", Can.SEE_INCIDENTS),
    ("console:consents", _("Consents"), "confidential", Can.SEE_CONSENTS),
    ("desk:file", _("Desk"), "edit", Can.WORK_AT_DESK),
    ("ops:channels", _("Channels"), "channel-webhook", Can.SEE_CHANNELS),
    ("console:deliveries", _("Messages sent"), "channel-email", Can.SEE_CHANNELS),
    ("console:imports", _("Import"), "channel-import", Can.ADMINISTER),
    ("console:offices", _("Offices"), "alert", Can.ADMINISTER),
    ("console:pages", _("Texts"), "edit", Can.ADMINISTER),
    ("ops:tokens", _("Tokens"), "confidential", Can.ADMINISTER),
)


def menu_of(officer: HasRole) -> list[tuple[str, Promise | str, str]]:
    """Address, label, icon."""
    return [entry[:3] for entry in MENU if may(officer, entry[3])]
