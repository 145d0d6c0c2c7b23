"""A process of the loader's pool. Imports nothing of Django before its settings are set up. Used by loading.py."""

from typing import Any


def begin() -> None:
    from lapor.runtime.database import set_up_django  # noqa: PLC0415 - once the process has begun

    set_up_django()


def make_chunk(task: Any) -> tuple[int, int]:
    """Events of the chunk, and where it began."""
    from lapor.config.load_generator import chunks  # noqa: PLC0415 - needs Django

    return chunks.make_chunk(task), task[1]
