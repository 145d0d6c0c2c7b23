"""Keeps models as files: plain arrays, read without pickle, and one JSON that names the hash of each.

<data folder>/suggest/<city>/<kind>/<version>/. Whoever loads one says the hash of the JSON, which stands in the
database: a file that anybody changed is refused."""

import hashlib
import json
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from lapor.core.files import write_whole
from lapor.suggest.confidence import Confidence
from lapor.suggest.features import Block, FeatureSpace
from lapor.suggest.model import Model

MANIFEST = "manifest.json"
FORMAT = 1
KEPT = 3  # versions
_WEIGHTS = "weights"  # the great one: mapped, not read
_CHUNK = 1024 * 1024


class ModelRefused(ValueError):
    """The files are not those that were stored, or of another version of this program."""


def _arrays(model: Model) -> dict[str, Any]:
    confidence = model.confidence
    return {
        _WEIGHTS: model.weights,
        "word_keys": model.space.words.keys,
        "word_rarity": model.space.words.rarity,
        "piece_keys": model.space.pieces.keys,
        "piece_rarity": model.space.pieces.rarity,
        "offsets": model.offsets,
        "sizes": model.sizes,
        "thresholds": model.thresholds,
        "shown": model.shown,
        "middle": confidence.middle,
        "spread": confidence.spread,
        "curve": confidence.weights,
        "reliability": confidence.reliability,
    }


def store(model: Model, folder: Path) -> str:
    """Write the model below `folder`, which must not be there; gives the hash to load it by."""
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    hashes = {}
    for name, array in _arrays(model).items():
        np.save(draft / f"{name}.npy", np.ascontiguousarray(array), allow_pickle=False)
        hashes[name] = _hash(draft / f"{name}.npy")
    manifest = {
        "format": FORMAT,
        "classes": model.classes,
        "piece_weight": model.space.piece_weight,
        "scale": model.confidence.scale,
        "offset": model.confidence.offset,
        "sha256": hashes,
    }
    content = json.dumps(manifest, indent=1).encode()
    write_whole(draft / MANIFEST, content)
    draft.rename(folder)
    _forget_old(folder)
    return hashlib.sha256(content).hexdigest()


def _forget_old(newest: Path) -> None:
    """Versions are named by when they were made."""
    versions = sorted(path for path in newest.parent.iterdir() if not path.name.startswith("."))
    for path in versions[:-KEPT]:
        if path != newest:
            shutil.rmtree(path, ignore_errors=True)


@lru_cache(maxsize=16)  # two for each city of an installation, and the one before while a new one comes
def load(folder: Path, digest: str) -> Model:
    """The model whose JSON has this hash. Raises ModelRefused, FileNotFoundError."""
    content = (folder / MANIFEST).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelRefused(f"{folder / MANIFEST} is not the one that was stored")
    manifest = json.loads(content)
    if manifest["format"] != FORMAT:
        raise ModelRefused(f"{folder} was stored by another version: run `lapor suggest train`")
    arrays = {name: _array(folder / f"{name}.npy", hashed) for name, hashed in manifest["sha256"].items()}
    confidence = Confidence(
        scale=manifest["scale"],
        middle=arrays["middle"],
        spread=arrays["spread"],
        weights=arrays["curve"],
        offset=manifest["offset"],
        reliability=arrays["reliability"],
    )
    space = FeatureSpace(
        Block(arrays["word_keys"], arrays["word_rarity"]),
        Block(arrays["piece_keys"], arrays["piece_rarity"]),
        manifest["piece_weight"],
    )
    return Model(
        classes=tuple(manifest["classes"]),
        space=space,
        weights=arrays[_WEIGHTS],
        offsets=arrays["offsets"],
        sizes=arrays["sizes"],
        thresholds=arrays["thresholds"],
        confidence=confidence,
        shown=arrays["shown"],
    )


def _array(path: Path, hashed: str) -> Any:
    if _hash(path) != hashed:
        raise ModelRefused(f"{path} is not the one that was stored")
    try:
        return np.load(path, mmap_mode="r" if path.stem == _WEIGHTS else None, allow_pickle=False)
    except ValueError as error:
        raise ModelRefused(f"{path} holds no plain numbers: {error}") from error


def _hash(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
