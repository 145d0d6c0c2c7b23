"""Words that fit a channel, and nights in which no phone rings."""

from datetime import UTC, datetime

import pytest

from lapor.channels.base import Capabilities
from lapor.gateway.outbound.formatting import end_of_quiet_hours, truncate_for_channel

SMS = Capabilities(longest_text=60, longest_link=20)


def test_long_links_are_left_out_where_letters_cost_money_and_short_ones_stay():
    assert (
        truncate_for_channel("Nomor 4821.\nhttps://lapor.semarangkota.go.id/laporan/4821093762\n\nTulis STATUS.", SMS)
        == "Nomor 4821.\nTulis STATUS."
    )
    assert truncate_for_channel("Lihat https://s.id/abc", SMS) == "Lihat https://s.id/abc"


def test_what_is_too_long_ends_with_dots():
    assert truncate_for_channel("a" * 100, SMS) == "a" * 59 + "…"
    assert truncate_for_channel("a" * 60, SMS) == "a" * 60


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02 14:00", "2026-03-02 23:00"),
        ("2026-03-02 20:00", "2026-03-02 23:00"),
        ("2026-03-02 22:59", "2026-03-02 23:00"),
        ("2026-03-02 23:00", ""),
        ("2026-03-02 13:59", ""),
        ("2026-03-02 05:00", ""),
    ],
)
def test_between_nine_in_the_evening_and_six_in_the_morning_of_the_city_nothing_rings(now, morning):
    """Times in UTC; Semarang is seven hours ahead."""
    found = end_of_quiet_hours(datetime.fromisoformat(now).replace(tzinfo=UTC), "Asia/Jakarta")
    assert found == (datetime.fromisoformat(morning).replace(tzinfo=UTC) if morning else None)
