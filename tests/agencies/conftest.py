"""A small made-up city in the east as a preset folder that a test may change."""

import pytest

from lapor.agencies.preset import load_preset
from tests.agencies.test_two_cities import FILES


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def east(root, folder):
    return load_preset(folder)


@pytest.fixture
def edit(folder):
    """Replaces the first place where `old` stands in a file of the folder; it must stand there."""

    def replace(name, old, new):
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
