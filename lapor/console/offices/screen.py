"""Agencies where nobody answers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.offices import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(path("petugas/", views.offices_view, name="offices"),),
    menu=MenuEntry("console:offices", _("Offices"), "alert", Can.ADMINISTER),
)
