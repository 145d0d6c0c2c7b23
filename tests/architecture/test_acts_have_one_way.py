"""What somebody sends to a report goes one way, casework/performing.py, from every surface: no page and no part of REST
looks up rows of the table, does an act with a form or asks whether it was sent before on its own."""

import ast
from pathlib import Path

import pytest

LAPOR = Path(__file__).parents[2] / "lapor"
SURFACES = ("web", "desk", "console", "api", "ops", "publish", "notify")
# From where a name comes, and the files above the heart and triage that may take it from there.
ONE_WAY = {
    ("lapor.reports.actions", "perform_action"): {
        "casework/callback/calls.py",  # its own page asks before: whose call it is, and the number
        "casework/actions.py",
        "casework/performing.py",
        "config/commands/demo.py",  # the made-up city's history
    },
    ("lapor.casework.actions", "act_with_form"): {"casework/performing.py"},
    ("lapor.casework.dedupe", "sent_before"): {"casework/actions.py", "casework/performing.py"},
    ("lapor.casework.drafts", "forget_draft"): {"casework/performing.py", "api/v1/worktable_reports.py"},
    ("lapor.casework.performing", "perform"): {
        "casework/act_pages.py",
        "casework/bulk.py",
        "casework/macros.py",
        "api/v1/acting.py",
    },
}
BELOW = ("reports", "triage", "intake")  # what no person sends: sweeps, chats, incidents


def imports_of(path):
    """(module, name) of each import, also of those inside functions; a whole module stands as (module, "")."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


@pytest.fixture(scope="module")
def imported():
    return {
        path.relative_to(LAPOR).as_posix(): set(imports_of(path))
        for path in sorted(LAPOR.rglob("*.py"))
        if "migrations" not in path.parts
    }


@pytest.mark.parametrize("wanted", ONE_WAY, ids=lambda wanted: wanted[1])
def test_only_the_one_way_takes_it(imported, wanted):
    takers = {path for path, found in imported.items() if wanted in found and not path.startswith(BELOW)}
    assert takers == ONE_WAY[wanted]


def test_no_surface_takes_the_whole_module_instead(imported):
    whole = {(module.rpartition(".")[0], module.rpartition(".")[2]) for module, _name in ONE_WAY}
    whole |= {(module, "") for module, _name in ONE_WAY}
    assert not [path for path, found in imported.items() if path.startswith(SURFACES) and found & whole]
