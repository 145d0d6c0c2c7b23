"""The process that decodes: `python -I -m lapor.core.cleaning.child TASK`, the file on standard input, the result on
standard output.

It has no keys, no settings and no database; walls (walls.py) and limits on memory and time are set before the first
byte is read. Started by `guard`.
"""

import json
import os
import resource
import sys
from dataclasses import asdict
from itertools import accumulate
from typing import Any

from lapor.core.cleaning.limits import MB, PDF, PHOTO, READY, Clean, FileRefused
from lapor.core.cleaning.sniffing import RECORDING, family
from lapor.core.cleaning.walls import close_in

MEMORY = {
    "photo": 2048 * MB,
    "mask": 1024 * MB,
    "likeness": 1024 * MB,
    "cut": 2048 * MB,
    "inspect": 2048 * MB,
    "clean": 3072 * MB,
}
CPU_SECONDS = {"photo": 20, "mask": 20, "likeness": 20, "cut": 20, "inspect": 10, "clean": 900}
_HEAVY = frozenset({"clean"})


def main() -> int:
    task = sys.argv[1]
    _limit(task)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    content = sys.stdin.buffer.read()
    try:
        answer, files = _do(task, content)
    except FileRefused as refused:
        answer, files = {"refused": refused.code, "kind": refused.kind}, ()
    except MemoryError:
        answer, files = {"refused": "too_heavy", "kind": ""}, ()
    head = json.dumps({**answer, "sizes": [len(file) for file in files]}).encode()
    sys.stdout.buffer.write(head + b"\n" + b"".join(files))
    sys.stdout.buffer.flush()
    return 0


def _limit(task: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY[task], MEMORY[task]))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS[task], CPU_SECONDS[task] + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to its pipe only
    if task in _HEAVY:
        os.nice(5)  # others go first, but on a busy machine a voice note must not take a minute


def _do(task: str, content: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """The decoders are loaded only where they are needed: a photo does not wait for FFmpeg."""
    if task == "likeness":
        return {"found": _likeness(content, int(sys.argv[2]), [int(size) for size in sys.argv[3].split(",")])}, ()
    kind, demuxer = family(content)
    if task == "mask":
        from lapor.core.cleaning.photos import mask_photo  # noqa: PLC0415

        return _packed(mask_photo(content, [int(cell) for cell in sys.argv[2].split(",")]))
    if task == "cut":
        return _packed(_cut(content, kind, demuxer, [float(part) for part in sys.argv[2].split(",")]))
    if kind == PHOTO:
        from lapor.core.cleaning.photos import clean_photo  # noqa: PLC0415

        return _packed(clean_photo(content))
    if kind == PDF:
        from lapor.core.cleaning.documents import clean_pdf, inspect_pdf  # noqa: PLC0415

        return (asdict(inspect_pdf(content)), ()) if task == "inspect" else _packed(clean_pdf(content))
    assert kind == RECORDING  # noqa: S101
    from lapor.core.cleaning.recordings import clean_recording, inspect_recording  # noqa: PLC0415

    return (
        (asdict(inspect_recording(content, demuxer)), ())
        if task == "inspect"
        else _packed(clean_recording(content, demuxer))
    )


def _cut(content: bytes, kind: str, demuxer: str, parts: list[float]) -> Clean:
    from lapor.core.cleaning.cutting import cut_page, cut_recording  # noqa: PLC0415

    if kind == RECORDING:
        return cut_recording(content, demuxer, parts[0], parts[1])
    left, top, width, height = parts
    return cut_page(content, kind, (left, top, width, height))


def _likeness(content: bytes, count: int, sizes: list[int]) -> list[list[float]]:
    """Of each of the first `count` pictures to each of the others."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy's: each thread takes memory of its own
    from lapor.core.cleaning.likeness import sameness  # noqa: PLC0415

    ends = list(accumulate(sizes))
    pictures = [content[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    return [[sameness(one, other) for other in pictures[count:]] for one in pictures[:count]]


def _packed(clean: Clean) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    facts = asdict(clean)
    return facts, (facts.pop("full"), facts.pop("thumb"))


if __name__ == "__main__":
    close_in()  # not in main: tests call it, and walls stand for good
    sys.exit(main())
