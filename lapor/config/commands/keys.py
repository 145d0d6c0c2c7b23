"""`lapor keys create|rotate|add|promote|reseal|forget|sign-anew`: the keys file of a new installation; a new key for
the vault, everything sealed anew, at once or over several nodes in steps; later the old keys are forgotten. A new key
for receipts and daily heads."""

import argparse
import sys

from lapor.core import environment
from lapor.core.crypto import CannotDecrypt
from lapor.core.keys import (
    add_signing_key,
    add_vault_key,
    add_waiting_vault_key,
    create_keys,
    keep_first_vault_key,
    promote_prepared_vault_key,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    text = (
        "create: make the keys file, once. rotate: new key of the vault, seal anew. forget: drop its old keys once none"
        " is needed. Over several nodes in three steps, with the file copied to all after each: add (opens), promote"
        " (seals), reseal. sign-anew: new key for receipts and daily heads"
    )
    parser.add_argument(
        "action", choices=["create", "rotate", "add", "promote", "reseal", "forget", "sign-anew"], help=text
    )


def run(args: argparse.Namespace) -> int:
    """A running installation goes on meanwhile: its processes see that the keys file has changed."""
    actions = {"create": create, "rotate": rotate, "add": add, "promote": promote, "reseal": reseal}
    return {**actions, "forget": forget, "sign-anew": sign_anew}[args.action]()


def create() -> int:
    """Where there are none. Every node of an installation needs the same file. Raises KeysError."""
    path = environment.keys_file()
    create_keys(path)
    print(f"The keys are in {path}. Copy that file to every node, and back it up apart from the database:")
    print("whoever loses it loses all reporters' identities, whoever has it and the database can read them.")
    return 0


def sign_anew() -> int:
    """Processes that run keep signing with the old key until they start again; both are published then."""
    add_signing_key(environment.keys_file())
    print(
        "Receipts and daily heads are signed with a new key once `lapor run` (serve, worker) has started again; what"
        " the old one"
    )
    print("signed stays checkable: its public half is still published. Back up the keys file.")
    return 0


def add() -> int:
    add_waiting_vault_key(environment.keys_file())
    print("The new key opens, and seals nothing yet. Copy the keys file to every node, then: lapor keys promote.")
    return 0


def promote() -> int:
    promote_prepared_vault_key(environment.keys_file())
    print("The new key seals from now on. Copy the keys file to every node, then: lapor keys reseal.")
    return 0


def rotate() -> int:
    """The three steps at once, where there is one node."""
    add_vault_key(environment.keys_file())
    return reseal()


def reseal() -> int:
    from lapor.casework.rotation import reseal_everything  # noqa: PLC0415 - `create` has no database

    path = environment.keys_file()
    try:
        rows, files = reseal_everything()
    except CannotDecrypt as error:
        print(f"{error}: nothing was lost, all keys are still in {path}.", file=sys.stderr)
        return 1
    print(f"{rows} rows and {files} files are sealed with the new key. The old keys are still in {path}: back it up,")
    print(
        "then run `lapor keys forget`. Backups of the database made before today open only with the keys file of that"
        " day."
    )
    return 0


def forget() -> int:
    from lapor.casework.rotation import sealed_with_older_keys  # noqa: PLC0415 - `create` has no database

    if needed := sealed_with_older_keys():
        print(
            f"{needed} values still need an older key: run `lapor keys rotate` again. Nothing was forgotten.",
            file=sys.stderr,
        )
        return 1
    keep_first_vault_key(environment.keys_file())
    print("The old keys are forgotten.")
    return 0
