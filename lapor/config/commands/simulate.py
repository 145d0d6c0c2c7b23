"""`lapor simulate CHANNEL`: a platform played in the terminal.

Each line is said by a person; what reaches them is printed.

Makes the account `simulasi`, whose platform is the simulator, and switches it off again at the end.
"""

import argparse
import importlib
import pkgutil
import sys
import threading

import lapor.simulators
from lapor.agencies.queries import jurisdiction
from lapor.config.bind import read_bind
from lapor.gateway.accounts.accounts import make_account, set_account_active
from lapor.gateway.channels import CHANNELS
from lapor.simulators.base import NotTaken, Simulator

ACCOUNT = "simulasi"
HELP = """Write what the person says. Lines that begin with / steer the platform:
  /person NAME     somebody else writes (a phone number for SMS and WhatsApp)
  /again           the last message is delivered once more
  /outage on|off   nothing that we send is taken
  /expired on|off  our token is no longer valid
  /limit N         the next N calls are refused as too many
  /slow SECONDS    the platform thinks before it answers
  /quit"""


def simulators() -> list[str]:
    """The channels that can be played: each file of lapor/simulators that bears a channel's name."""
    return sorted(one.name for one in pkgutil.iter_modules(lapor.simulators.__path__) if one.name in CHANNELS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("channel", choices=simulators())
    parser.add_argument("--person", default="+628112345678")
    parser.add_argument("--url", default="", help="where this installation answers; default: LAPOR_BIND")


def run(args: argparse.Namespace) -> int:
    """Until /quit or the end of the input."""
    url = args.url or read_bind().url
    played = importlib.import_module(f"lapor.simulators.{args.channel}")
    simulator: Simulator = played.SIMULATOR(f"{url}/webhooks/{args.channel}/{ACCOUNT}")
    settings, secrets = simulator.account()
    account = make_account(args.channel, ACCOUNT, root=jurisdiction(), settings=settings, secrets=secrets)
    ends = threading.Event()
    threading.Thread(target=_print_heard, args=(simulator, ends), daemon=True).start()
    _print_help(simulator)
    try:
        _talk(simulator, args.person)
    finally:
        ends.set()
        set_account_active(account.pk, is_active=False)
        simulator.close()
    return 0


def _talk(simulator: Simulator, person: str) -> None:
    for line in sys.stdin:
        words = line.strip()
        if words == "/quit":
            return
        if words.startswith("/person "):
            person = words.partition(" ")[2].strip()
        elif words:
            try:
                _do(simulator, person, words)
            except (NotTaken, ValueError) as error:
                print(f"! {error}", flush=True)


def _do(simulator: Simulator, person: str, words: str) -> None:
    """Raises NotTaken, ValueError."""
    command, _space, value = words.partition(" ")
    if command == "/again":
        simulator.again()
    elif command == "/limit":
        simulator.behave(limited=int(value))
    elif command == "/slow":
        simulator.behave(slow=float(value))
    elif command in {"/outage", "/expired"}:
        simulator.behave(**{command.removeprefix("/"): value == "on"})
    elif own := simulator.commands().get(command.removeprefix("/")) if command.startswith("/") else None:
        own(person, value.strip())
    elif command.startswith("/"):
        _print_help(simulator)
    else:
        simulator.say(person, words)


def _print_help(simulator: Simulator) -> None:
    own = "".join(f"\n  /{word} …" for word in sorted(simulator.commands()))
    print(f"{HELP}{own}", flush=True)


def _print_heard(simulator: Simulator, ends: threading.Event) -> None:
    shown = 0
    while not ends.wait(0.3):
        heard = simulator.heard()
        for one in heard[shown:]:
            choices = f"\n   [{'] ['.join(one.choices)}]" if one.choices else ""
            where = "" if one.place == "private" else f" (under {one.place})"
            print(f"-> {one.to}{where}: {one.text}{choices}", flush=True)
        shown = len(heard)
