"""Printed words in a picture, read by tesseract (Debian: tesseract-ocr, tesseract-ocr-ind) where the machine has it: a
suggestion to correct.

Given only pictures that we made ourselves. Takes seconds: called by a job.
"""

import os
import shutil
import subprocess

LANGUAGE = "ind"
_SECONDS = 60
_MOST_CHARACTERS = 20_000


def can_read_print() -> bool:
    return shutil.which("tesseract") is not None


def read_print(jpeg: bytes) -> str:
    """The words, hyphens at the end of lines undone, an empty line between paragraphs; "" where nothing could be
    read."""
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", "4"]
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=jpeg, capture_output=True, env=environment, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return _joined(done.stdout.decode("utf-8", "replace"))[:_MOST_CHARACTERS] if done.returncode == 0 else ""


def _joined(text: str) -> str:
    """Lines of a column as sentences."""
    paragraphs = []
    for block in text.replace("\f", "\n\n").split("\n\n"):
        words = ""
        for line in filter(None, (line.strip() for line in block.split("\n"))):
            words = words[:-1] + line if words.endswith("-") and line[:1].islower() else f"{words} {line}".strip()
        if words:
            paragraphs.append(words)
    return "\n\n".join(paragraphs)
