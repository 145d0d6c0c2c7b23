"""No two files import each other, not even through others or inside a function."""

from graphlib import TopologicalSorter

import grimp


def test_imports_run_in_no_circle():
    graph = grimp.build_graph("lapor", cache_dir=None)
    TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    ).prepare()  # raises CycleError
