"""Whose messages are not read any more."""

from django.urls import path

from lapor.console.blocked_senders import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("laporan/<str:number>/tutup", views.block_view, name="block"),
        path("penulis/<uuid:conversation_id>/buka", views.unblock_view, name="unblock"),
    ),
)
