"""One word for each thing in what Indonesians read: who meets two words looks for two things.

Looked at is the catalogue and what a preset says to people; words of code, of commands and of law stand elsewhere.
"""

import re
import tomllib

import pytest

from tests.architecture.test_catalogue import PROJECT, catalogue

# The word that is used → what is not said for it.
WORDS = {
    "HP": r"ponsel|telepon genggam|telepon seluler|handphone|gawai",
    "email": r"surel|e-mail|pos-el|surat elektronik",
    "browser": r"peramban",
    "cookie": r"kuki",
    "RSS": r"umpan",
    "filter": r"saringan|penyaring",
    "warga": r"masyarakat|penduduk|rakyat",
    "keberatan": r"banding",
    "kalau": r"bila|jika|apabila|bilamana",
    "status": r"keadaan laporan|kondisi laporan",
    "cabut": r"(?:mem)?batalkan laporan|(?:me)?n?tarik laporan",
    "kata sandi": r"password|sandi lewat",
    "foto": r"potret",
    "instansi": r"dinas terkait|kantor terkait",
    "unggah": r"upload",
    "tanda terima": r"resi|struk",
}
SPACED_PERCENT = re.compile(r"(?:\d|\)s|\}) %(?!\()")
PRESET = PROJECT / "deploy" / "presets" / "semarang" / "preset.toml"


def sentences():
    for message in catalogue():
        yield from [message.string] if isinstance(message.string, str) else message.string
    yield from strings(tomllib.loads(PRESET.read_text(encoding="utf-8")).get("brand", {}))


def strings(node):
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from strings(part)


@pytest.mark.parametrize("word", WORDS)
def test_nothing_else_is_said_for_it(word):
    others = re.compile(rf"\b(?:{WORDS[word]})(?:nya|mu|ku)?\b", re.IGNORECASE)
    assert [one for one in sentences() if others.search(one)] == []


def test_a_percentage_is_written_without_a_space():
    assert [one for one in sentences() if SPACED_PERCENT.search(one)] == []
