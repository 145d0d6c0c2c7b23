"""What a decoder that was taken over can still reach: set up by the child before it reads the first byte.

Linux only; elsewhere nothing.

Three walls, each where the system has it: Landlock leaves only programs and libraries readable (no keys, no data
folder, no writing at all), seccomp refuses sockets, other programs and other processes, and root becomes `nobody`.
`lapor doctor` asks `standing_walls` which hold.
"""

import ctypes
import os
import platform
import pwd
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from lapor.core import landlock

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # prctl(2)
_FOLDERS = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
)

# Machine: (its number in seccomp, calls refused): socket, connect, bind, execve, execveat, ptrace, process_vm_readv,
# process_vm_writev, kill, open_by_handle_at, io_uring_setup, keyctl, bpf, mount, setns, unshare.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 310, 311, 62, 304, 425, 250, 321, 165, 308, 272)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 270, 271, 129, 265, 425, 219, 280, 40, 268, 97)),
}
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of BPF


def close_in() -> list[str]:
    """Put up what walls there are around this process, for good; gives their names.

    Never raises: a machine without them still decodes."""
    if sys.platform != "linux":
        return []
    library = ctypes.CDLL(None, use_errno=True)
    walls = ["uid"] if _become_nobody() else []
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return walls
    readable = [landlock.Rule(Path(path)) for path in (*_of_the_program(), *_FOLDERS)]
    walls += ["files"] if landlock.allow_only(readable) else []
    return walls + (["calls"] if _seccomp(library) else [])


def _become_nobody() -> bool:
    """Only root can, and only where `nobody` can read the program: below root's home it could not."""
    if os.geteuid() != 0 or not all(_is_open_to_all(Path(folder)) for folder in _of_the_program()):
        return False
    try:
        entry = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
        os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
    except (KeyError, OSError):
        return False
    return True


def _is_open_to_all(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def _of_the_program() -> set[str]:
    package = Path(__file__).resolve().parents[2]
    return {str(Path(one).resolve()) for one in (sys.prefix, sys.base_prefix, package)}


def _seccomp(library: ctypes.CDLL) -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    code = _program(*machine)
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(kept))
    return bool(library.prctl(_SET_SECCOMP, _FILTER, program, 0, 0) == 0)


def _program(number: int, refused: Iterable[int]) -> bytes:
    """Another kind of machine: allowed (there is none on this one but x32, which is refused). A refused call: EPERM."""
    calls = list(refused)
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, len(calls) + 2, number),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(calls) + 1, 0, 0x40000000),
    ]
    steps += [(_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def standing_walls() -> list[str]:
    """Which of `uid`, `files`, `calls` hold on this machine: tried by a process that ends."""
    code = "from lapor.core.cleaning.walls import close_in; print(*close_in())"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - words of ours
    return done.stdout.split()
