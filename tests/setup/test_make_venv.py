"""Where Python's venv is missing an ordinary user is told in one sentence what to install."""

import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.setup
SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "setup" / "make-venv"


def fake_python(folder, answer):
    """A python3 that answers the version question and knows no venv."""
    program = folder / "python3"
    program.write_text(f'#!/bin/sh\ncase "$2" in *version_info*) exit {answer};; *) exit 1;; esac\n')
    program.chmod(0o755)
    (folder / "id").write_text("#!/bin/sh\necho 1000\n")
    (folder / "id").chmod(0o755)
    return program


@pytest.mark.parametrize(("answer", "said"), [(0, "python3-venv"), (1, "3.11")])
def test_missing_venv_or_old_python_is_said(tmp_path, answer, said):
    program = fake_python(tmp_path, answer)
    tried = subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHON": str(program)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert tried.returncode == 1
    assert said in tried.stderr
    assert len(tried.stderr.strip().splitlines()) == 1
    assert not (tmp_path / ".venv").exists()
