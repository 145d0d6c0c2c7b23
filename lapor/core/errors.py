"""Errors that a person at a terminal reads; `lapor.cli` prints them as one sentence, without a traceback."""

import errno
from pathlib import Path

TRY_AGAIN = 75  # sysexits: EX_TEMPFAIL; the pipe of a mail server keeps the mail and tries again


class SetupError(RuntimeError):
    """What is wrong and what to do about it, in one sentence."""


def explain_os_error(error: OSError, path: Path) -> str:
    """The sentence for a file or folder that could not be used; for cluster, keys and the command line."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk that holds {path} is full: free some space there and start again."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"No permission for {path}: give this user the folder or choose another with LAPOR_DATA_DIR."
    if error.errno == errno.EROFS:
        return f"{path} is on a read-only disk: choose another folder with LAPOR_DATA_DIR."
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return f"{path} cannot be a folder, a file is in its way: choose another folder with LAPOR_DATA_DIR."
    return f"{path} cannot be used ({error.strerror or error}): mend it or choose another folder with LAPOR_DATA_DIR."
