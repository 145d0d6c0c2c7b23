"""Scripts name nothing a second time that stands elsewhere: addresses come from the server, bundles from one list."""

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SCRIPTS = PROJECT / "frontend" / "scripts"
ADDRESS = re.compile(r"""["'`]/[a-z]""")
BUNDLE = re.compile(r"^  (\w+): \{ sheets: ", re.M)
NAMED = re.compile(r"""["']lapor/(\w+)\.js["']""")
BY_VIEWS = {"sw", "desk_worker", "tasks_worker"}  # served by views, from where their scope begins


def bundles():
    return set(BUNDLE.findall((PROJECT / "frontend" / "bundles.mjs").read_text(encoding="utf-8")))


def test_no_script_writes_an_address_by_hand():
    written = [
        f"{path.relative_to(SCRIPTS)}:{number}: {line.strip()}"
        for path in sorted(SCRIPTS.rglob("*.js"))
        if path.name != "server_facts.js"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ADDRESS.search(line) and not line.lstrip().startswith(("//", "*", "import"))
    ]
    assert written == []


def test_pages_load_every_bundle_and_no_other():
    sources = [*PROJECT.glob("lapor/**/*.html"), *PROJECT.glob("lapor/ui/**/*.py")]
    loaded = {name for path in sources for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert loaded | BY_VIEWS == bundles()


def test_every_bundle_begins_with_a_script_of_its_name():
    assert {path.stem for path in SCRIPTS.glob("*.js")} >= bundles()


def test_pages_that_are_kept_are_asked_for_as_such():
    """So that they take no word from whoever looks at a page meanwhile, and hold none (lapor/ui/shown_once.py)."""
    files_only = {"offline/worker.js", "tasks/store.js"}  # scripts and pictures; what it is given
    sources = {path.relative_to(SCRIPTS).as_posix(): path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js")}
    keep = {name for name, text in sources.items() if re.search(r"\bcache\.(?:add|put)\(|\bkeepPage\(\w+,", text)}
    ask = {name for name, text in sources.items() if re.search(r"import \{.*\b(?:AHEAD|callAhead|toKeep)\b.*\}", text)}
    assert keep - files_only == ask
