"""Keeps the programs of `lapor run` alive and stops them together. Called by lapor.config.commands.run."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

Say = Callable[[str], None]

TURN_SECONDS = 0.5
STOP_LIMIT = 15.0  # seconds a child has after SIGTERM
STEADY = 30.0  # seconds after which a child counts as started well
LONGEST_PAUSE = 30.0
LATER = 900.0  # for one that is not vital
MOST_FALSE_STARTS = 5
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None  # loaded before any fork


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel (Linux) to signal this process when the one that started it dies, also by `kill -9`."""
    if _libc is not None and hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


@dataclass
class Child:
    """One program; `environment` is complete, not added to ours."""

    name: str
    command: list[str]
    environment: dict[str, str]
    is_wanted: Callable[[], bool] = lambda: True  # whether it has anything to do yet
    is_vital: bool = True  # the others stop where it cannot be kept alive
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    began: float = 0.0
    next_start: float = 0.0
    false_starts: int = 0

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops them in order
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has no threads
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """To the child alone (SIGTERM: it stops its own workers) or, with SIGKILL, to all that it started."""
        if self.process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        except ProcessLookupError:
            return

    def pause(self) -> float:
        """Seconds until the next start: 1, 2, 4 … 30."""
        return min(LONGEST_PAUSE, 2.0 ** (self.false_starts - 1))


class Supervisor:
    """Starts children, restarts the ones that crash, stops all on SIGINT or SIGTERM; a second Ctrl-C kills."""

    def __init__(self, children: list[Child], *, say: Say, each_turn: Callable[[], None] = lambda: None) -> None:
        self.children = children
        self.say = say
        self.each_turn = each_turn  # called twice a second, must not block for long
        self.asked_to_stop = 0

    def run(self) -> int:
        """Blocks until all is stopped; 0, or 1 where a child could not be kept alive."""
        before = {number: signal.signal(number, self.note) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for child in self.children:
                if child.is_wanted():
                    child.start()
            return self.watch()
        finally:
            self.stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def watch(self) -> int:
        while not self.asked_to_stop:
            for child in self.children:
                if not child.is_alive() and child.is_wanted() and not self.mend(child):
                    return 1
            self.each_turn()
            time.sleep(TURN_SECONDS)
        return 0

    def mend(self, child: Child) -> bool:
        """Plan or do the restart of a child that ended; False where it fails again and again."""
        if child.process is not None:
            self.plan_restart(child)
            if child.false_starts > MOST_FALSE_STARTS and not child.is_vital:
                self.say(f"{child.name} stops again and again: its last lines above say why. Trying again later.")
                child.next_start = time.monotonic() + LATER
                return True
            if child.false_starts > MOST_FALSE_STARTS:
                self.say(f"{child.name} stops again and again: its last lines above say why.")
                return False
            self.say(f"{child.name} stopped; starting it again in {child.pause():.0f} s.")
        elif time.monotonic() >= child.next_start:
            child.start()
        return True

    def plan_restart(self, child: Child) -> None:
        child.signal(signal.SIGKILL)  # what it may have left of its own workers
        child.process = None
        ended = time.monotonic()
        child.false_starts = 1 if ended - child.began > STEADY else child.false_starts + 1
        child.next_start = ended + child.pause()

    def stop_all(self) -> None:
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_LIMIT
        while any(child.is_alive() for child in self.children):
            if time.monotonic() > deadline or self.asked_to_stop > 1:
                break
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
