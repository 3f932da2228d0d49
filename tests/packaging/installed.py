"""A wheel in a virtual environment of its own, and commands run there."""

import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Not the checkout's package, whatever the shell of the person who runs the tests says.
PLAIN = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}


@dataclass
class Installed:
    """A wheel and the virtual environment it was installed in."""

    wheel: Path
    folder: Path

    @property
    def python(self) -> str:
        """The environment's interpreter."""
        return str(self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the environment's Python from a folder that is neither the checkout nor the environment."""
        elsewhere = self.folder.parent / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        command = [self.python, *arguments]
        return subprocess.run(command, cwd=elsewhere, env=PLAIN, capture_output=True, text=True, timeout=120)

    def json(self, *arguments: str) -> Any:
        """Run an aiboard command that has to succeed and return the one document it prints."""
        done = self.run("-m", "aiboard", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def install(folder: Path, wheel: Path) -> Installed:
    """Install a wheel in a new environment that borrows its dependencies from the one running the tests.

    Borrowing is one path in a .pth file: quick, and needs no registry. Such a path's own .pth files are
    not read, so the editable install of the checkout stays out of sight.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    installed = Installed(wheel, folder)
    pip = [sys.executable, "-m", "pip", "--python", installed.python]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], env=PLAIN, check=True)
    site = installed.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    lenders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(site, "borrowed.pth").write_text("\n".join(lenders) + "\n", encoding="utf-8")
    return installed
