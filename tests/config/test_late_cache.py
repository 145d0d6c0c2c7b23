"""Nothing is written to a data folder before `lapor run` has made it its own."""

import os
import subprocess
import sys

from django.conf import settings

from lapor.config.late_cache import LateFileCache


def test_folder_comes_with_the_first_picture(tmp_path):
    cache = LateFileCache(tmp_path / "cards", {"timeout": 60})
    assert cache.get("one") is None
    assert "one" not in cache
    assert not (tmp_path / "cards").exists()
    cache.set("one", b"picture")
    assert cache.get("one") == b"picture"


def test_command_before_the_first_start_leaves_no_folder(tmp_path):
    environment = {
        **os.environ,
        "LAPOR_DATA_DIR": str(tmp_path / "data"),
        "LAPOR_KEYS_FILE": str(settings.DATA_DIR / "keys.json"),
    }
    checked = subprocess.run(
        [sys.executable, "-m", "lapor.cli", "manage", "check"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert not (tmp_path / "data").exists()
