"""Every process of lapor loads what all of them need; libraries of some tens of megabytes wait for who uses them."""

import subprocess
import sys

GREAT = "{'numpy', 'shapely', 'openpyxl', 'duckdb', 'av', 'trafilatura', 'lxml', 'scipy', 'sklearn'}"
PROGRAM = f"""
import sys, django
django.setup()
import lapor.runtime.listener, lapor.config.urls, lapor.runtime.worker
print(*sorted({GREAT} & set(sys.modules)))
"""


def test_no_great_library_is_loaded_at_the_start():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""
