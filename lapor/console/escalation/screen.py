"""Who hears of deadlines: the levels in force, others tried on the past, other terms."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.escalation import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(path("eskalasi/", views.escalation_view, name="escalation"),),
    menu=MenuEntry("console:escalation", _("Escalation"), "clock", Can.ADMINISTER),
)
