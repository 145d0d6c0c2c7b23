"""`lapor prepare`: everything that a new installation needs before its programs start; safe to repeat. `lapor run` does
the same by itself; on a server it is called once, and after each upgrade."""

import argparse
from collections.abc import Mapping

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from lapor.config import preparation
from lapor.core import environment
from lapor.core.errors import SetupError
from lapor.core.files import claim_data_folder
from lapor.runtime import database


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the LAPOR_* variables say what is wanted."""


def run(_args: argparse.Namespace) -> int:
    data_dir = environment.data_dir()
    claim_data_folder(data_dir)
    preparation.prepare_keys(data_dir)
    url, admin_url = environment.read(database.URL), environment.read(database.ADMIN_URL)
    if url and admin_url:
        try:
            application = conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise SetupError(f"LAPOR_DATABASE_URL is no address of a database ({str(error).strip()}).") from None
        make_role(application, admin_url)
    with database.provided(create=True):
        preparation.run_step("migrate")
        preparation.run_step("fill")
    return 0


def make_role(application: Mapping[str, object], admin_url: str) -> bool:
    """The role that web and worker log in as, where it is missing; True where it was made. Raises SetupError."""
    name, password = str(application.get("user") or ""), str(application.get("password") or "")
    if not name:
        raise SetupError("LAPOR_DATABASE_URL names no user: it is the role of the application, which owns nothing.")
    try:
        with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None:
                return False
            statement = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name))
            if password:
                statement += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        raise SetupError(
            f"The role {name} is missing and the owner may not make it: let the server's administrator run CREATE ROLE"
            f" {name} LOGIN, or give the owner CREATEROLE."
        ) from None
    except psycopg.Error as error:
        raise SetupError(f"The database cannot be reached as its owner ({str(error).strip()[:200]}).") from None
    return True
