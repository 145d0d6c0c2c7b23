"""Decoding at arm's length: a child process does it, so that a bomb or a broken decoder ends the child and not the
server.

Called by intake.files.attachments. A photo takes about 0.3 s; what is heavier is inspected at once and cleaned by a
job.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from lapor.core.cleaning.limits import (
    AUDIO,
    MAX_BYTES,
    PDF,
    PHOTO,
    READY,
    VIDEO,
    Clean,
    FileRefused,
    Inspected,
    PhotoFacts,
)
from lapor.core.cleaning.sniffing import family

logger = logging.getLogger(__name__)
SECONDS = {"photo": 30, "mask": 30, "likeness": 30, "cut": 30, "inspect": 20, "clean": 900}
_KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # nothing of ours: no keys, no database


def clean_photo(content: bytes) -> Clean:
    """Raises FileRefused."""
    return _clean(*_run("photo", content))


def mask_photo(content: bytes, cells: list[int]) -> Clean:
    """The served photo `content` with these squares of the grid beyond recognition."""
    return _clean(*_run("mask", content, ",".join(str(cell) for cell in cells)))


def sameness(photos: Sequence[bytes], others: Sequence[bytes]) -> list[list[float]]:
    """How much alike served photos are, 0 to 1: for each of `photos` one number for each of `others`. 0.1 s, and some
    0.1 s a pair: for a few."""
    if not photos or not others:
        return [[] for _photo in photos]
    sizes = ",".join(str(len(one)) for one in (*photos, *others))
    answer, _files = _run("likeness", b"".join((*photos, *others)), str(len(photos)), sizes)
    found: list[list[float]] = answer["found"]
    return found


def cut_recording(content: bytes, start: float, end: float) -> bytes:
    """A stretch of the sound (seconds), to be stored like any other file. Raises FileRefused."""
    return _clean(*_run("cut", content, f"{start:.2f},{end:.2f}")).full


def cut_page(content: bytes, box: tuple[float, float, float, float]) -> bytes:
    """A rectangle (left, top, width, height in parts of 1) of a photo or a PDF's first page. Raises FileRefused."""
    return _clean(*_run("cut", content, ",".join(f"{part:.5f}" for part in box))).full


def is_photo(content: bytes) -> bool:
    """Whether it is to be read as a photo; everything that is nothing else is."""
    return family(content)[0] == PHOTO


def inspect(content: bytes) -> Inspected:
    """What a PDF or recording is, in about a second. Raises FileRefused."""
    kind, _demuxer = family(content)
    if len(content) > max(MAX_BYTES[k] for k in ((PDF,) if kind == PDF else (AUDIO, VIDEO))):
        raise FileRefused("too_large", kind if kind == PDF else VIDEO)
    answer, _files = _run("inspect", content)
    found = Inspected(answer["kind"], answer["seconds"], answer["pages"])
    if len(content) > MAX_BYTES[found.kind]:
        raise FileRefused("too_large", found.kind)
    return found


def clean_heavy(content: bytes) -> Clean:
    """A PDF or recording as it may be served; takes up to minutes. Raises FileRefused."""
    return _clean(*_run("clean", content))


def _clean(answer: dict[str, Any], files: list[bytes]) -> Clean:
    place = answer["place"]
    return Clean(
        answer["kind"],
        files[0],
        files[1],
        answer["width"],
        answer["height"],
        answer["seconds"],
        answer["pages"],
        place=(place[0], place[1]) if place else None,
        facts=PhotoFacts(**answer["facts"]) if answer["facts"] else None,
    )


def _run(task: str, content: bytes, *arguments: str) -> tuple[dict[str, Any], list[bytes]]:
    """The child's answer and files. A child that dies or takes too long had something too heavy in hand, but one that
    never came to the file: then the fault is the machine's."""
    if task == "photo" and len(content) > MAX_BYTES[PHOTO]:
        raise FileRefused("too_large", PHOTO)
    command = [sys.executable, "-I", "-m", "lapor.core.cleaning.child", task, *arguments]
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=content, capture_output=True, env=environment, timeout=SECONDS[task], check=False
        )
    except OSError as error:
        logger.error("files cannot be read: the decoder cannot be started (%s)", error)  # noqa: TRY400 - the traceback says no more
        raise FileRefused("not_opened") from error
    except subprocess.TimeoutExpired as error:
        raise _broken_off(error.stdout or b"", error.stderr or b"") from error
    head, _newline, rest = done.stdout.removeprefix(READY).partition(b"\n")
    if done.returncode or not head:
        raise _broken_off(done.stdout, done.stderr)
    answer: dict[str, Any] = json.loads(head)
    if "refused" in answer:
        raise FileRefused(answer["refused"], answer["kind"])
    files = []
    for size in answer["sizes"]:
        files.append(rest[:size])
        rest = rest[size:]
    return answer, files


def _broken_off(output: bytes, errors: bytes) -> FileRefused:
    if output.startswith(READY):
        return FileRefused("too_heavy")
    last = errors.decode(errors="replace").strip().splitlines()[-1:]
    logger.error("files cannot be read: the decoder ended before it saw one %s", last)
    return FileRefused("not_opened")
