"""The documents are true as far as a program can tell: paths exist, links lead somewhere, every setting is listed."""

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
PATH = re.compile(r"`((?:lapor|tests|docs|deploy|frontend|bench|requirements)/[\w./*-]*)`")
MODULE = re.compile(r"`([a-z_]+/[a-z_/]+\.py)`")  # said from lapor/ on, as in the decisions
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
SETTING = re.compile(r"LAPOR_[A-Z_]+[A-Z]")
MADE_AT_SETUP = {"frontend/node_modules", "frontend/dist"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_paths_and_links_of_a_page_exist(page):
    text = page.read_text(encoding="utf-8")
    paths = [path for path in PATH.findall(text) if "NAME" not in path]  # a name of the reader's own
    missing = [
        path for path in paths if not list(PROJECT.glob(path.rstrip("/"))) and path.rstrip("/") not in MADE_AT_SETUP
    ]
    missing += [
        path
        for path in MODULE.findall(text)
        if not (PROJECT / path).exists() and not (PROJECT / "lapor" / path).exists()
    ]
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    missing += [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_every_setting_of_the_code_is_listed_and_no_other():
    sources = [
        *PROJECT.glob("lapor/**/*.py"),
        PROJECT / "Makefile",
        PROJECT / "tests" / "plugin.py",
        *PROJECT.glob("deploy/setup/*"),
    ]
    used = {name for path in sources if path.is_file() for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    listed = set(SETTING.findall((PROJECT / "docs" / "operate" / "environment.md").read_text(encoding="utf-8")))
    assert used == listed


def test_readme_names_the_two_commands_that_exist():
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    for name in ("README.md", "README.id.md"):
        assert set(re.findall(r"^    make (\w+)", (PROJECT / name).read_text(encoding="utf-8"), re.M)) <= targets


def defaults_in_code():
    """{name: default} of each `environment.read(name, default)` whose default is written out."""
    found = {}
    for path in PROJECT.glob("lapor/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("read") and len(node.args) == 2:
                name, default = node.args
                if (
                    isinstance(name, ast.Constant)
                    and isinstance(default, ast.Constant)
                    and str(name.value).startswith("LAPOR_")
                ):
                    found[name.value] = default.value
    return found


def test_every_listed_default_is_that_of_the_code():
    page = (PROJECT / "docs" / "operate" / "environment.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| `LAPOR_")
    ]
    assert all(len(row) == 3 and all(row) for row in rows)
    listed = {row[0].strip("`"): row[1] for row in rows}
    code = defaults_in_code()
    assert {"LAPOR_BIND", "LAPOR_PRESET", "LAPOR_LOG_LEVEL"} <= set(code)
    differing = {
        name: (listed[name], default)
        for name, default in code.items()
        if name != "LAPOR_DATABASE_URL" and f"`{default}`" not in listed[name]
    }
    assert differing == {}  # without LAPOR_DATABASE_URL the settings' own default is never used: the program sets it


def test_ci_runs_what_the_readmes_name():
    assert "exec make check" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^check: .*\btest\b", makefile, re.M)
    for name in ("README.md", "README.id.md"):
        page = (PROJECT / name).read_text(encoding="utf-8")
        assert "make check" in page and "make test" in page


def test_every_decision_stands_in_the_index():
    folder = PROJECT / "docs" / "adr"
    index = (folder / "README.md").read_text()
    assert [path.name for path in sorted(folder.glob("0*.md")) if f"]({path.name})" not in index] == []
