"""The documents are true as far as a program can tell: paths exist, links lead somewhere, every setting is listed."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
PATH = re.compile(r"`((?:lapor|tests|docs|deploy|frontend|bench|requirements)/[\w./*-]*)`")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
SETTING = re.compile(r"LAPOR_[A-Z_]+[A-Z]")
MADE_AT_SETUP = {"frontend/node_modules", "frontend/dist"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_paths_and_links_of_a_page_exist(page):
    text = page.read_text(encoding="utf-8")
    missing = [path for path in PATH.findall(text) if not list(PROJECT.glob(path.rstrip("/"))) and path.rstrip("/") not in MADE_AT_SETUP]
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    missing += [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_every_setting_of_the_code_is_listed_and_no_other():
    sources = [*PROJECT.glob("lapor/**/*.py"), PROJECT / "Makefile", PROJECT / "tests" / "plugin.py", *PROJECT.glob("deploy/setup/*")]
    used = {name for path in sources if path.is_file() for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    listed = set(SETTING.findall((PROJECT / "docs" / "operate" / "environment.md").read_text(encoding="utf-8")))
    assert used == listed


def test_readme_names_the_two_commands_that_exist():
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    for name in ("README.md", "README.id.md"):
        assert set(re.findall(r"^    make (\w+)", (PROJECT / name).read_text(encoding="utf-8"), re.M)) <= targets
