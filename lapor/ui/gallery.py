"""Every component in each of its states, on one page. Mounted in tests and while developing, never in a deployment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms

from lapor.ui.states import STATE_LOOKS

# Every way in, each with an icon `channel-<name>`: those of reports.vocabulary, which lies above this layer, and the
# platforms' folders.
_PLATFORMS = sorted(path.parent.name for path in (Path(__file__).parents[1] / "channels").glob("*/icon"))
CHANNELS = (
    "web",
    "app",
    "radio",
    "newspaper",
    "counter",
    "phone",
    "letter",
    "import",
    "api",
    "open311",
    "sp4n",
    *_PLATFORMS,
)
LONG_TITLE = "Lampu penerangan jalan di sepanjang gang mati sejak Lebaran, anak-anak takut mengaji malam hari"
PHOTO = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E%3Cpath fill='{}' d='M0"
    " 0h4v3H0z'/%3E%3C/svg%3E"
)


class SampleForm(forms.Form):
    """Fields in all their kinds; bound with nothing it shows their errors."""

    words = forms.CharField(label="Kata-kata", help_text="Petunjuk di bawah nama isian")
    story = forms.CharField(label="Cerita", widget=forms.Textarea)
    area = forms.ChoiceField(
        label="Wilayah", choices=[("", "Pilih"), ("Genuk", [("1", "Banjardowo"), ("2", "Gebangsari")])]
    )
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Pengaduan"), ("b", "Aspirasi")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Saya setuju")


def gallery_context() -> dict[str, Any]:
    """What `ui/gallery.html` is rendered with."""
    now = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
    soon, past = now + timedelta(days=3), now - timedelta(days=3)
    before, after = PHOTO.format("%236b5b4b"), PHOTO.format("%234b6b5b")
    clocks = [
        {
            "name": "Verifikasi",
            "state": "running",
            "due_at": soon,
            "late": False,
            "remaining_text": "2 hari",
            "percent": 40,
        },
        {
            "name": "Tanggapan",
            "state": "running",
            "due_at": past,
            "late": True,
            "remaining_text": "3 hari",
            "percent": 100,
        },
        {"name": "Penyelesaian", "state": "paused", "due_at": None, "late": False, "remaining_text": "", "percent": 60},
        {
            "name": "Konfirmasi",
            "state": "stopped",
            "due_at": past,
            "late": False,
            "remaining_text": "",
            "percent": None,
        },
        {"name": "Konfirmasi", "state": "stopped", "due_at": past, "late": True, "remaining_text": "", "percent": None},
    ]
    item = {"at": now, "actor_label": "Petugas", "act_label": "Diteruskan", "text": "", "photos": []}
    timeline = [
        item,
        {**item, "act_label": "Pertanyaan", "text": "Di sebelah mana lampunya?", "is_question": True},
        {
            **item,
            "act_label": "Jawaban",
            "text": LONG_TITLE,
            "outcome_label": "Selesai",
            "photos": [{"url": after}],
        },
    ]
    report = {
        "tracking_id": "4821093762",
        "state": "in_progress",
        "kind_label": "Pengaduan",
        "category_name": "Jalan rusak",
        "area_name": "Banjardowo, Genuk",
        "filed_at": now,
        "title": LONG_TITLE,
        "url": "#",
        "photo_url": before,
        "supporters": 14,
        "picture": "category-road",
    }
    return {
        "states": list(STATE_LOOKS),
        "channels": CHANNELS,
        "clocks": clocks,
        "timeline": timeline,
        "photos": [{"url": before}, {"url": after}],
        "before": before,
        "after": after,
        "reports": [report, {**report, "title": "", "photo_url": "", "state": "closed_unconfirmed", "is_late": True}],
        "form": SampleForm(),
        "wrong_form": SampleForm({}, auto_id="wrong_%s"),
        "chips": [{"label": "Diproses", "remove_url": "#"}, {"label": "Genuk", "remove_url": "#"}],
        "bars": [
            {"label": "Selesai", "value": 412, "tone": "good"},
            {"label": "Terlambat", "value": 12, "tone": "bad"},
            {"label": "Nol", "value": 0},
        ],
        "tones": ["info", "good", "waiting", "bad", "neutral"],
        "now": now,
    }
