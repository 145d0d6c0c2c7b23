"""The roles, the database and the extensions of a fresh cluster. Called by Cluster; safe to repeat."""

import psycopg
from psycopg import sql

from lapor.runtime.cluster.configuration import APPLICATION, DATABASE, OWNER

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
TEMPLATE = "template1"  # databases made later (tests) have the extensions too


def provision(superuser_url_of: "dict[str, str]", *, password: str) -> None:
    """Make what is missing; `superuser_url_of` has the superuser's URLs by database, `password` is the owner's.

    Raises psycopg.Error."""
    with psycopg.connect(superuser_url_of[TEMPLATE], autocommit=True) as connection:
        add_extensions(connection)
    with psycopg.connect(superuser_url_of["postgres"], autocommit=True) as connection:
        for role in (OWNER, APPLICATION):
            if not exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(OWNER), sql.Literal(password)))
        if not exists(connection, "SELECT FROM pg_database WHERE datname = %s", DATABASE):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )
    with psycopg.connect(superuser_url_of[DATABASE], autocommit=True) as connection:
        add_extensions(connection)


def add_extensions(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def exists(connection: "psycopg.Connection[tuple[object, ...]]", query: str, name: str) -> bool:
    return connection.execute(sql.SQL(query), [name]).fetchone() is not None
