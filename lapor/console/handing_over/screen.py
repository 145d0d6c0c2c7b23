"""Everything of one officer to another."""

from django.urls import path

from lapor.console.handing_over import views
from lapor.console.screens import Screen

SCREEN = Screen(urls=(path("alih-tugas/", views.handing_over_view, name="handing_over"),))
