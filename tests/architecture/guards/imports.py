"""Who imports whom."""

import subprocess
import sys
from pathlib import Path

RUN = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"


def faults(root: Path) -> list[str]:
    """The whole report of import-linter when a contract is broken, else nothing."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    return [done.stdout + done.stderr] if done.returncode else []
