"""The PostgreSQL process of one cluster: start, find, stop. Called by Cluster.

The server is nobody's child: it outlives the process that started it for as long as another one uses it, and after a
`kill -9` the next start finds it still there. Cluster counts its users.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg

from lapor.runtime.cluster.account import SystemAccount
from lapor.runtime.cluster.binaries import Binaries
from lapor.runtime.cluster.errors import ClusterError, explain_output
from lapor.runtime.cluster.place import SOCKET, ClusterPlace

Say = Callable[[str], None]

LOG_LIMIT = 10_000_000  # bytes
RECOVERY_LIMIT = 600.0  # seconds that crash recovery may take
LEFTOVERS_LIMIT = 20.0  # seconds that backends of a killed server may take to notice
MOST_KILLS = 5
STOP_LIMIT = 60.0
PATIENCE = 2.0  # seconds before a message says what is waited for


def running_pid(place: ClusterPlace) -> int | None:
    """The pid of this cluster's server, None where there is none; a pid that another program has now does not count."""
    try:
        pid = int((place.cluster / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if is_server(pid, place) else None


def is_server(pid: int, place: ClusterPlace) -> bool:
    """Whether `pid` lives and works in the cluster's folder, as every PostgreSQL server does."""
    process = Path("/proc") / str(pid)
    try:
        if "State:\tZ" in (process / "status").read_text(encoding="ascii", errors="replace"):
            return False
        return (process / "cwd").readlink() == place.cluster.resolve()
    except FileNotFoundError:
        return False
    except PermissionError:
        return False  # another user's program that got the pid of our dead server


def remove_stale_files(place: ClusterPlace) -> None:
    """Take away what a killed server left; only called when it is known to be dead."""
    (place.cluster / "postmaster.pid").unlink(missing_ok=True)
    for name in (SOCKET, f"{SOCKET}.lock"):
        (Path(place.sockets) / name).unlink(missing_ok=True)


def start(place: ClusterPlace, binaries: Binaries, *, url: str, say: Say) -> None:
    """Start the server and wait until it answers; one that is killed meanwhile is started again.

    Raises ClusterError."""
    deadline, kills = time.monotonic() + LEFTOVERS_LIMIT, 0
    while True:
        end_strays(place)
        remove_stale_files(place)
        process = launch(place, binaries)
        try:
            if wait_until_ready(process, place, url=url, say=say):
                return
        except BaseException:  # Ctrl-C during a long recovery: whoever started it ends it
            end(process)
            raise
        # memory ran out once more, or somebody was impatient
        if process.returncode == -signal.SIGKILL and kills < MOST_KILLS:
            deadline, kills = time.monotonic() + LEFTOVERS_LIMIT, kills + 1
            continue
        output = last_words(place)
        if "still in use" not in output or time.monotonic() > deadline:
            raise ClusterError(explain_output(output, action="start", log=place.log, place=Path(place.home)))
        time.sleep(0.5)  # processes of the killed server are still leaving


def end(process: "subprocess.Popen[bytes]") -> None:
    """Shut a server down that has not answered yet."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_LIMIT)
            return


def end_strays(place: ClusterPlace) -> None:
    """End what works in this cluster though no file names it: a server whose file was lost or overwritten, and what a
    killed one left. As long as one of them holds its memory, no other server starts."""
    deadline = time.monotonic() + LEFTOVERS_LIMIT
    told: set[int] = set()
    while (strays := _strays(place)) and time.monotonic() < deadline:
        for pid, is_backend in strays.items():
            if pid not in told:
                told.add(pid)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM if is_backend else signal.SIGINT)  # a server is shut down in order
            reap(pid)
        time.sleep(0.05)


def _strays(place: ClusterPlace) -> dict[int, bool]:
    """Processes of this cluster, and of each whether it is one of a server's helpers."""
    found = {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and is_server(int(process.name), place):
            with suppress(OSError):
                found[int(process.name)] = (process / "cmdline").read_bytes().startswith(b"postgres:")
    return found


def launch(place: ClusterPlace, binaries: Binaries) -> "subprocess.Popen[bytes]":
    account = place.account
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT:
        place.log.replace(place.log.with_suffix(".log.old"))
    handle = os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "ab") as log:
        log.write(b"-- start --\n")
        log.flush()
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return] # noqa: S603 - our own binaries
            [binaries.program("postgres"), "-D", str(place.cluster)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=plain_environment(),
            start_new_session=True,
            **account.as_popen_arguments(),
        )


def plain_environment() -> dict[str, str]:
    """No PG* variable and no locale of the person who starts it reaches the server."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def last_words(place: ClusterPlace) -> str:
    """What the server wrote since its last start."""
    with place.log.open("rb") as log:
        log.seek(max(0, place.log.stat().st_size - 20_000))
        return log.read().decode(errors="replace").rsplit("-- start --", 1)[-1]


def wait_until_ready(process: "subprocess.Popen[bytes]", place: ClusterPlace, *, url: str, say: Say) -> bool:
    """True once a connection works, False where the server ended first. Raises ClusterError after ten minutes."""
    began, told = time.monotonic(), False
    while process.poll() is None:
        if answers(url):
            process.returncode = 0  # it is nobody's child from here on: no warning about a running subprocess
            return True
        waited = time.monotonic() - began
        if waited > PATIENCE and not told:
            say("The database was not shut down properly; waiting until it has recovered …")
            told = True
        if waited > RECOVERY_LIMIT:
            raise ClusterError(f"The database does not answer after {RECOVERY_LIMIT:.0f} s: see {place.log}.")
        time.sleep(0.05)
    return False


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def stop(pid: int, place: ClusterPlace) -> None:
    """Shut the server down in order; sessions still open are ended. Raises ClusterError where it stays."""
    for number in (signal.SIGINT, signal.SIGQUIT):  # fast, then immediate (recovers at the next start)
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_for_end(pid, place):
            return
    raise ClusterError(f"The database (process {pid}) does not stop: see {place.log}.")


def wait_for_end(pid: int, place: ClusterPlace) -> bool:
    deadline = time.monotonic() + STOP_LIMIT
    while time.monotonic() < deadline:
        reap(pid)
        if not is_server(pid, place):
            return True
        time.sleep(0.03)
    return False


def reap(pid: int) -> None:
    """Take the exit status where the server happens to be our child."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def initialise(place: ClusterPlace, binaries: Binaries, *, fast: bool) -> None:
    """Run initdb into the draft folder. Raises ClusterError."""
    options = ["--username=lapor_superuser", "--auth=peer", "--encoding=UTF8", "--text-search-config=pg_catalog.simple"]
    if fast:
        options.append("--no-sync")
    result = run_initdb(place, binaries, [*options, *locale_options(binaries)])
    if result.returncode and binaries.major < 17:  # noqa: PLR2004 - the built-in provider came with 17
        result = run_initdb(place, binaries, [*options, "--locale=C"])  # a system without C.UTF-8
    if result.returncode:
        raise ClusterError(
            explain_output(result.stdout + result.stderr, action="be created", log=place.log, place=Path(place.home))
        )


def locale_options(binaries: Binaries) -> list[str]:
    """Sorting and case by PostgreSQL itself, the same on every system and in every locale."""
    if binaries.major >= 17:  # noqa: PLR2004 - the built-in provider came with 17
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def run_initdb(place: ClusterPlace, binaries: Binaries, options: list[str]) -> "subprocess.CompletedProcess[str]":
    account: SystemAccount = place.account
    return subprocess.run(  # type: ignore[call-overload,no-any-return] # noqa: S603 - our own binaries
        [binaries.program("initdb"), "-D", str(place.draft), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env=plain_environment(),
        check=False,
        **account.as_popen_arguments(),
    )
