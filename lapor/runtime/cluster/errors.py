"""The one error of the embedded database, and how a program's own words become its sentence."""

from pathlib import Path

from lapor.core.errors import SetupError


class ClusterError(SetupError):
    """The embedded database cannot be made, started or reached; the message says what to do."""


def explain_output(output: str, *, action: str, log: Path, place: Path) -> str:
    """A sentence for the last words of initdb or postgres; `action` is what was tried ("create", "start")."""
    if "No space left on device" in output:
        return f"The disk that holds {place} is full: free some space there and start again."
    if "Permission denied" in output:
        return f"The database in {place} belongs to another user: run as that user or choose another LAPOR_DATA_DIR."
    if "could not resize shared memory" in output or "could not map" in output:
        return "This machine has too little free memory for the database: stop other programs and start again."
    lines = [line for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("PANIC", "FATAL", "error:", "ERROR"))]
    last = (telling or lines or ["no message"])[-1].split("FATAL:")[-1].split("PANIC:")[-1].strip()
    return f"The database in {place} could not {action} ({last}): see {log}, or restore a backup."
