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


# Whatever goes into a cache or store of pages, and what it is: a page that is asked for ahead, a page without what
# stands there just now, or no page.
PUT = re.compile(r"\b(?:cache|caches\.open\(\w+\)\))\.(?:add|put)\(.*|\bkeepPage\([^)].*")
KEPT = {
    ("desk/offline/counter.js", "cache.add(one).catch(() => {})));"),  # scripts, sheets, icons
    ("desk/offline/counter.js", "cache.put(page, fresh);"),  # callAhead
    ("desk_worker.js", "cache.put(DESK, await page);"),  # toKeep
    ("offline/worker.js", "cache.put(request, answer.clone());"),  # scripts, sheets, icons
    ("sw.js", 'cache.add(new Request(url, { ...AHEAD, cache: "reload" }))));'),
    (
        "sw.js",
        'caches.open(VISITED)).add(new Request(MY_REPORTS, { ...AHEAD, cache: "reload", credentials: "omit" }));',
    ),
    ("tasks/keeping.js", "cache.add(url).catch(() => {});"),  # scripts, sheets, icons
    ("tasks/keeping.js", "keepPage(path, answer);"),  # callAhead
    ("tasks/keeping.js", "keepPage(url, image);"),
    ("tasks/store.js", "keepPage(id, response) {"),
    ("tasks_worker.js", "keepPage(id, await page).catch(() => {});"),  # toKeep
}


def test_nothing_is_kept_that_stands_on_a_page_just_now():
    """lapor/ui/shown_once.py"""
    found = {
        (path.relative_to(SCRIPTS).as_posix(), put.strip())
        for path in SCRIPTS.rglob("*.js")
        for line in path.read_text(encoding="utf-8").splitlines()
        for put in PUT.findall(line)
        if not line.lstrip().startswith("*")
    }
    assert found == KEPT
    asked = {path.name for path in SCRIPTS.rglob("*.js") if re.search(r"\b(?:callAhead|toKeep)\(", path.read_text())}
    assert asked == {"counter.js", "desk_worker.js", "keeping.js", "network.js", "sw.js", "tasks_worker.js"}


def test_every_page_of_officers_loads_their_scripts():
    """The sign-out forgets by them what a phone or tab keeps."""
    templates = {path: path.read_text(encoding="utf-8") for path in PROJECT.glob("lapor/**/*.html")}
    lost = [
        path.name
        for path, text in templates.items()
        if "{% block scripts %}" in text
        and path.name not in {"base.html", "console_base.html"}
        and ("console" in path.parts or "console_base" in text)
        and "{{ block.super }}" not in text.partition("{% block scripts %}")[2]
        and 'extends "ui/base.html"' not in text
    ]
    assert lost == []
