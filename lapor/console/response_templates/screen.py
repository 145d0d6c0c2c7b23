"""Response templates of an office."""

from django.urls import path

from lapor.console.response_templates import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("teks/", views.templates_view, name="templates"),
        path("teks/baru", views.template_view, name="new_template"),
        path("teks/<uuid:pk>", views.template_view, name="template"),
    ),
)
