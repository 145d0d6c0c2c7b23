"""Registered things, stickers for them, and the poster."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.assets import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(
        path("aset/", views.assets_view, name="assets"),
        path("aset/stiker.pdf", views.stickers_view, name="asset_stickers"),
        path("aset/poster.pdf", views.poster_view, name="poster"),
    ),
    menu=MenuEntry("console:assets", _("Stickers and posters"), "qr", Can.ADMINISTER),
)
