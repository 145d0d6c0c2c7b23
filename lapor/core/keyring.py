"""The vault's keys as a running process holds them: read anew when the keys file changes, so that a rotation reaches
every process before its next value. Django-free."""

from collections.abc import Callable, Sequence
from pathlib import Path

from lapor.core.crypto import Sealer
from lapor.core.keys import KeysError, load_keys


class Keyring:
    """Gives the sealer of the keys file; `otherwise` gives the keys where there is no such file."""

    def __init__(self, path: Callable[[], Path], otherwise: Callable[[], Sequence[str]]) -> None:
        self._path, self._otherwise = path, otherwise
        self._sealer: Sealer | None = None
        self._stamp = 0

    def sealer(self) -> Sealer:
        path = self._path()
        try:
            stamp = path.stat().st_mtime_ns
        except FileNotFoundError:
            stamp = 0
        if self._sealer is None or stamp != self._stamp:
            try:
                self._sealer, self._stamp = Sealer(list(load_keys(path).vault if stamp else self._otherwise())), stamp
            except KeysError:
                if self._sealer is None:
                    raise  # else it is being written just now: asked again with the next value
        return self._sealer
