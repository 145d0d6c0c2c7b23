"""`lapor keys rotate|forget`: a new key for the vault, everything sealed anew; later the old keys are forgotten."""

import argparse
import sys

from lapor.casework.rotation import reseal_everything, sealed_with_older_keys
from lapor.core import environment
from lapor.core.crypto import CannotDecrypt
from lapor.core.keys import add_vault_key, keep_first_vault_key


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["rotate", "forget"], help="rotate: new key, seal anew. forget: drop the old keys once none is needed")


def run(args: argparse.Namespace) -> int:
    """A running installation goes on meanwhile: its processes see that the keys file has changed."""
    return rotate() if args.action == "rotate" else forget()


def rotate() -> int:
    path = environment.keys_file()
    add_vault_key(path)
    try:
        rows, files = reseal_everything()
    except CannotDecrypt as error:
        print(f"{error}: nothing was lost, all keys are still in {path}.", file=sys.stderr)
        return 1
    print(f"{rows} rows and {files} files are sealed with the new key. The old keys are still in {path}: back it up,")
    print("then run `lapor keys forget`. Backups of the database made before today open only with the keys file of that day.")
    return 0


def forget() -> int:
    if needed := sealed_with_older_keys():
        print(f"{needed} values still need an older key: run `lapor keys rotate` again. Nothing was forgotten.", file=sys.stderr)
        return 1
    keep_first_vault_key(environment.keys_file())
    print("The old keys are forgotten.")
    return 0
