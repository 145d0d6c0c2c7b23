"""A full disk is said in one sentence, whoever met it: our own files, initdb, the server, a statement."""

import errno
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from lapor.core.errors import explain_os_error
from lapor.core.files import write_whole
from lapor.runtime.cluster.errors import explain_output
from lapor.runtime.database import explain

SERVERS_WORDS = 'LOG:  starting\nPANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device\n'


def test_file_that_does_not_fit_is_said_and_what_stood_there_before_stays(tmp_path, monkeypatch):
    path = tmp_path / "keys.json"
    path.write_bytes(b"before")

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lapor.core.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left") as refused:
        write_whole(path, b"after")
    assert "is full" in explain_os_error(refused.value, path)
    assert [found.name for found in tmp_path.iterdir()] == ["keys.json"]
    assert path.read_bytes() == b"before"


def test_servers_last_words_about_a_full_disk_become_a_sentence():
    said = explain_output(SERVERS_WORDS, action="start", log=Path("/x/server.log"), place=Path("/x"))
    assert said == "The disk that holds /x is full: free some space there and start again."


def test_statement_that_does_not_fit_becomes_a_sentence():
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    assert explain(error) == "The disk of the database is full: free some space there and start again."


def test_fault_of_the_program_keeps_its_traceback():
    assert explain(ValueError("x")) is None
    assert explain(psycopg.errors.UndefinedTable("x")) is None
