"""`lapor migrate`: the database's tables at this version, then the roles' rights. Called by people and preparation."""

import argparse
import os

from django.core.management import call_command
from django.db import connection

from lapor.ops.missing_migrations import missing_migrations
from lapor.runtime import grants
from lapor.runtime.database import APPLICATION_URL, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="name each migration")


def run(args: argparse.Namespace) -> int:
    missing_migrations()  # or why they cannot be applied
    call_command("migrate", interactive=False, verbosity=int(args.verbose))
    call_command("createcachetable", verbosity=0)  # where the cache is in the database; limits of sign-in live there
    if not grants.grant(connection, role=grants.role_of(os.environ[APPLICATION_URL])):
        say(
            "LAPOR_DATABASE_URL logs in as the owner of the tables, so the ledger is protected by its triggers only:"
            " give the application a role of its own and name the owner's in LAPOR_DATABASE_ADMIN_URL."
        )
    return 0
