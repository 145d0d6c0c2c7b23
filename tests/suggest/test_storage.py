"""A model is kept as plain arrays: nothing is unpickled, and files that anybody changed are refused."""

import json
import re

import numpy as np
import pytest

from lapor.core.environment import PROJECT_DIR
from lapor.suggest.learning import learn
from lapor.suggest.storage import KEPT, MANIFEST, ModelRefused, load, store
from tests.suggest.invented_city import invented_reports

TEXT = "jalan rusak atau berlubang di depan pasar"


@pytest.fixture(scope="module")
def model():
    return learn(invented_reports(600, small_offices=0))


@pytest.fixture
def stored(model, tmp_path):
    load.cache_clear()
    folder = tmp_path / "kota" / "agency" / "20260101T000000"
    return folder, store(model, folder)


def test_stored_model_guesses_as_before(model, stored):
    assert load(*stored).guess(TEXT) == model.guess(TEXT)


@pytest.mark.parametrize("name", ["weights", "offsets", "word_keys"])
def test_changed_array_is_refused(stored, name):
    folder, digest = stored
    path = folder / f"{name}.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelRefused, match=f"{name}.npy is not the one"):
        load(folder, digest)


def test_changed_manifest_is_refused(stored):
    folder, digest = stored
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "scale": 99}))
    with pytest.raises(ModelRefused, match="not the one that was stored"):
        load(folder, digest)


class Bomb:
    def __reduce__(self):
        return pytest.fail, ("something was unpickled",)


def test_pickle_in_an_array_is_refused_even_with_the_right_hashes(model, tmp_path, monkeypatch):
    load.cache_clear()
    folder = tmp_path / "kota" / "agency" / "1"

    def saved_with_a_bomb(path, array, **_options):
        if path.stem == "offsets":
            with path.open("wb") as file:
                np.lib.format.write_array(file, np.array([Bomb()], dtype=object), allow_pickle=True)
        else:
            with path.open("wb") as file:
                np.lib.format.write_array(file, array, allow_pickle=False)

    monkeypatch.setattr(np, "save", saved_with_a_bomb)
    digest = store(model, folder)
    with pytest.raises(ModelRefused, match="no plain numbers"):
        load(folder, digest)


def test_nothing_in_the_program_unpickles():
    wanted = re.compile(r"\bimport (c?[pP]ickle|joblib|dill|cloudpickle|shelve|marshal)\b|allow_pickle=True")
    found = [
        path.relative_to(PROJECT_DIR).as_posix()
        for path in (PROJECT_DIR / "lapor").rglob("*.py")
        if wanted.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_word_of_a_report_stands_in_the_files(stored):
    folder, _digest = stored
    content = b"".join(path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST)
    assert not any(word.encode() in content for word in ("mohon", "tolong", "rusak", "sampah"))
    assert set(json.loads((folder / MANIFEST).read_text())) == {
        "format", "classes", "piece_weight", "scale", "offset", "sha256",
    }  # fmt: skip


def test_only_the_last_versions_are_kept(model, tmp_path):
    for number in range(KEPT + 2):
        store(model, tmp_path / f"2026010{number}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["20260102", "20260103", "20260104"]
