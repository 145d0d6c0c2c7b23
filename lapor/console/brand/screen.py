"""The city's brand: its names, colours, pictures and how to reach it."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.brand import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(path("tampilan/", views.brand_view, name="brand"),),
    menu=MenuEntry("console:brand", _("Appearance"), "look", Can.ADMINISTER),
)
