"""How a report came is known by a list of its own, and every line of it has its words or its reason to have none."""

from django.utils.translation import override

from lapor.presentation.provenance import LABELS, NOT_SHOWN, provenance_views
from lapor.reports.provenance import Provenance


def test_every_line_has_words_or_is_not_shown():
    assert set(LABELS) | NOT_SHOWN == set(Provenance.__annotations__)
    assert not set(LABELS) & NOT_SHOWN


def test_what_is_not_known_or_only_for_programs_is_left_out():
    came: Provenance = {"station": "Radio Kota", "page": "", "post": "x:1", "sender_check": "fail"}
    with override("en"):
        assert provenance_views(came) == [
            ("Station", "Radio Kota"),
            ("Sender, as our mail server says", "forged (DMARC)"),
        ]


def test_times_are_told_as_people_say_them_and_several_outlets_on_one_line():
    came = {
        "said_at": "2026-11-27T08:30:00+00:00",
        "taken_at": "kemarin",
        "also_told_by": [{"outlet": "Suara", "url": "https://suara.example/1"}, {"url": "https://kabar.example/2"}],
    }
    said, taken, told = (value for _label, value in provenance_views(came))
    assert "15" in said
    assert taken == "kemarin"
    assert told == "Suara https://suara.example/1; https://kabar.example/2"
