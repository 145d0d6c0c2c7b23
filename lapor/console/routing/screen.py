"""The routing rows in force, and another file of them."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.routing import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(path("rute/", views.routing_view, name="routing"),),
    menu=MenuEntry("console:routing", _("Routing"), "arrow-right", Can.ADMINISTER),
)
