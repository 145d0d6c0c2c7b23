"""What the scripts know of the server is what the server does now."""

from tests.web.server_facts import FILE, as_module


def test_facts_of_the_scripts_are_those_of_the_server():
    assert FILE.read_text(encoding="utf-8") == as_module(), "make facts"
