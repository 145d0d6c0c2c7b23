"""A deployment as data: a preset folder is read and checked, compared with what is loaded, loaded whole or not at all.

Called by `lapor preset check|diff|load` and by the preparation of an empty database.
"""

from lapor.agencies.preset.changes import Uses, changes_of
from lapor.agencies.preset.checks import read_preset
from lapor.agencies.preset.loading import load_preset, load_preset_told
from lapor.agencies.preset.reading import Preset, PresetError, preset_dir

__all__ = [
    "Preset",
    "PresetError",
    "Uses",
    "changes_of",
    "load_preset",
    "load_preset_told",
    "preset_dir",
    "read_preset",
]
