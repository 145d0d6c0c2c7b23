"""Landlock (Linux 5.13 and newer): which files a process, and all that it starts, may still reach.

Used by runtime.sandbox and cleaning.walls.

A rule allows a file or a folder with all below it; what no rule names is refused, whoever the process runs as. It can
never be taken back.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # system calls, the same on every machine
_ASK_VERSION = 1
_NO_NEW_PRIVILEGES = 38  # prctl(2): what Landlock asks for

# Rights of linux/landlock.h
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_FIRST_VERSION = (1 << 13) - 1
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # moving between folders (version 2), cutting off (version 3)
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1, 2  # version 6: nobody outside is called or signalled

READ = _EXECUTE | _READ_FILE | _READ_DIR
MOVES, SCOPES = 2, 6  # the versions that know moving between folders, and scopes


@dataclass(frozen=True)
class Rule:
    """`is_writable`: also to be written, and everything below it made, moved and removed."""

    path: Path
    is_writable: bool = False


def version() -> int:
    """Of the kernel's Landlock; 0 where there is none."""
    return max(0, int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)))


def allow_only(rules: Iterable[Rule], *, is_scoped: bool = False) -> bool:
    """Shut this thread and what it starts from now on off from all other files.

    False where the kernel does not know how.

    Whoever calls it has no second thread yet. With `is_scoped` no process outside can be signalled (version 6).
    """
    library, known = ctypes.CDLL(None, use_errno=True), version()
    if not known or library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    handled = _FIRST_VERSION | (_REFER if known >= MOVES else 0) | (_TRUNCATE if known > MOVES else 0)
    scopes = (_SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS) if is_scoped else 0
    attribute = struct.pack("=QQQ", handled, 0, scopes) if known >= SCOPES else struct.pack("=Q", handled)
    ruleset = int(library.syscall(_CREATE_RULESET, attribute, len(attribute), 0))
    if ruleset < 0:
        return False
    try:
        for rule in rules:
            _add(library, ruleset, rule, handled)
        return bool(library.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _add(library: ctypes.CDLL, ruleset: int, rule: Rule, handled: int) -> None:
    try:
        descriptor = os.open(rule.path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this machine
    try:
        access = handled if rule.is_writable else READ
        access &= -1 if stat.S_ISDIR(os.fstat(descriptor).st_mode) else _OF_FILES
        library.syscall(_ADD_RULE, ruleset, 1, struct.pack("=Qi", access, descriptor), 0)
    finally:
        os.close(descriptor)
