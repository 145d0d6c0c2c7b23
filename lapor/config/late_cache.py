"""A cache of files that makes its folder with the first file.

Django's own makes it as soon as anything looks at the settings: a command before the first start would leave a data
folder that `lapor run` then takes for somebody else's."""

from pathlib import Path
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache


class LateFileCache(FileBasedCache):
    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:
        BaseCache.__init__(self, params)
        self._dir = str(Path(location).absolute())
