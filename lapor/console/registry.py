"""The screens of the console, in the order of the menu: a new one is a folder beside this file and a line here
(docs/how-to/add-an-admin-screen.md)."""

from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.assets import screen as assets
from lapor.console.base_map import screen as base_map
from lapor.console.blocked_senders import screen as blocked_senders
from lapor.console.brand import screen as brand
from lapor.console.bulk import screen as bulk
from lapor.console.callback import screen as callback
from lapor.console.candidates import screen as candidates
from lapor.console.deliveries import screen as deliveries
from lapor.console.dispositions import screen as dispositions
from lapor.console.escalation import screen as escalation
from lapor.console.evidence import screen as evidence
from lapor.console.handing_over import screen as handing_over
from lapor.console.identities import screen as identities
from lapor.console.imports import screen as imports
from lapor.console.inbox import screen as inbox
from lapor.console.incidents import screen as incidents
from lapor.console.macros import screen as macros
from lapor.console.masking import screen as masking
from lapor.console.moving import screen as moving
from lapor.console.notices import screen as notices
from lapor.console.offices import screen as offices
from lapor.console.pages import screen as pages
from lapor.console.presence import screen as presence
from lapor.console.proposals import screen as proposals
from lapor.console.report import screen as report
from lapor.console.reporter_search import screen as reporter_search
from lapor.console.response_templates import screen as response_templates
from lapor.console.routing import screen as routing
from lapor.console.running_macros import screen as running_macros
from lapor.console.saved_views import screen as saved_views
from lapor.console.screens import MenuEntry, Screen
from lapor.console.substitutes import screen as substitutes
from lapor.console.tasks import screen as tasks
from lapor.console.teams import screen as teams
from lapor.console.typed_words import screen as typed_words
from lapor.console.undo import screen as undo

_ALL: tuple[Screen | MenuEntry, ...] = (
    inbox.SCREEN,
    tasks.SCREEN,
    incidents.SCREEN,
    identities.SCREEN,
    MenuEntry("desk:file", _("Desk"), "edit", Can.WORK_AT_DESK),
    MenuEntry("ops:channels", _("Channels"), "channel-webhook", Can.SEE_CHANNELS),
    deliveries.SCREEN,
    imports.SCREEN,
    offices.SCREEN,
    routing.SCREEN,
    escalation.SCREEN,
    pages.SCREEN,
    brand.SCREEN,
    base_map.SCREEN,
    assets.SCREEN,
    MenuEntry("ops:condition", _("Condition"), "check", Can.ADMINISTER),
    MenuEntry("ops:tokens", _("Tokens"), "confidential", Can.ADMINISTER),
    # Reached from another screen or from the head of each page.
    report.SCREEN,
    presence.SCREEN,
    typed_words.SCREEN,
    evidence.SCREEN,
    saved_views.SCREEN,
    reporter_search.SCREEN,
    undo.SCREEN,
    bulk.SCREEN,
    dispositions.SCREEN,
    candidates.SCREEN,
    moving.SCREEN,
    masking.SCREEN,
    blocked_senders.SCREEN,
    substitutes.SCREEN,
    notices.SCREEN,
    response_templates.SCREEN,
    macros.SCREEN,
    running_macros.SCREEN,
    handing_over.SCREEN,
    teams.SCREEN,
    proposals.SCREEN,
    callback.SCREEN,
)
SCREENS = tuple(one for one in _ALL if isinstance(one, Screen))
MENU = tuple(entry for one in _ALL if (entry := one.menu if isinstance(one, Screen) else one) is not None)
