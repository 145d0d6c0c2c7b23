"""[callback] of the preset: what it may hold, and that the city goes by it."""

import pytest

from lapor.agencies.callback_rules import CallbackRules, callback_rules
from lapor.agencies.preset import PresetError, load_preset, read_preset
from lapor.agencies.queries import rules_of

pytestmark = pytest.mark.django_db
OURS = """[callback]
version = "timur-uji-1"
share = 25
unconfirmed = 3
many_rejections = 4
many_from = 20
office_from = 5
tries = 2
[brand]
"""


def test_without_a_table_the_defaults_are_in_force(east):
    assert callback_rules(rules_of(east)) == CallbackRules()


def test_the_preset_s_own_are_loaded_as_a_version(east, folder, edit):
    edit("preset.toml", "[brand]\n", OURS)
    load_preset(folder)
    assert callback_rules(rules_of(east)) == CallbackRules("timur-uji-1", 25, 3, 4, 20, 5, 2)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("share = 25", "share = 0", "share: 0"),
        ("share = 25", "share = 101", "share: 101"),
        ("many_from = 20", "many_from = 200", "many_from: 200"),
        ("tries = 2\n", "", "tries is missing"),
        ("tries = 2", "tries = 2\nlucky = 7", "lucky: there is no such field"),
    ],
)
def test_each_fault_is_named(east, folder, edit, old, new, said):
    edit("preset.toml", "[brand]\n", OURS.replace(old, new))
    with pytest.raises(PresetError, match=said):
        read_preset(folder)
