"""What was sent and how it fared."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.deliveries import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(path("pesan/", views.deliveries_view, name="deliveries"),),
    menu=MenuEntry("console:deliveries", _("Messages sent"), "channel-email", Can.SEE_CHANNELS),
)
