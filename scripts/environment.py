"""Prepare what `make` needs: the virtual environment, and the compiled copy of the package.

    python3 scripts/environment.py play       .venv with the game in it; compiles beside the game
    python3 scripts/environment.py test       .venv with the game and the development tools in it
    python3 scripts/environment.py compiled   build/compiled, the package with its rules compiled to C
    python3 scripts/environment.py meanwhile  the same, giving way to the game that is played
    python3 scripts/environment.py wheels     dist/, one pure and (with a C compiler) one compiled wheel

Each step says in one line what it does, and is skipped when nothing it depends on has changed.
Standard library only, so that any Python 3.11 can run it before anything is installed.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import compiling
from steps import BUILD, PINS, ROOT, Problem, fingerprint, run, say, stamped


def environment_python(venv: Path) -> Path:
    """Return the path of the interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment(venv: Path) -> None:
    """Make the virtual environment if it is not there; with uv where there is one."""
    if environment_python(venv).exists():
        return
    uv = shutil.which("uv")
    say(f"making {venv.name} with {'uv' if uv else 'venv'} (Python {sys.version.split()[0]})")
    if uv:
        run([uv, "venv", "--seed", "--python", sys.executable, str(venv)], BUILD / "venv.log")
        return
    try:
        run([sys.executable, "-m", "venv", str(venv)], BUILD / "venv.log")
    except Problem:
        shutil.rmtree(venv, ignore_errors=True)
        raise Problem(
            f"{sys.executable} cannot make a virtual environment: install your system's python3-venv "
            "package, or uv (what it said is in build/venv.log)"
        ) from None


def install(venv: Path, extra: str) -> None:
    """Install the package, editable and pure, with its dependencies and those of `extra`."""
    stamp = venv / f".aiboard{'-' + extra if extra else ''}"
    wanted = fingerprint(["pyproject.toml", PINS.name], str(ROOT))
    if stamped(stamp, wanted) or (not extra and stamped(venv / ".aiboard-dev", wanted)):
        return
    what = "the game and the development tools" if extra else "the game"
    say(f"installing {what} into {venv.name}; the first time takes a minute or two")
    python = str(environment_python(venv))
    uv = shutil.which("uv")
    installer = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    installer += ["--constraint", str(PINS), *compiling.without_isolation(Path(python), compiled=False)]
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    run([*installer, "-e", target], BUILD / "install.log", HATCH_BUILD_HOOKS_ENABLE="")
    stamp.write_text(wanted, encoding="utf-8")


def main() -> int:
    """Do what the command line asks; 0 when done, 2 with one line when it cannot be done."""
    parser = argparse.ArgumentParser(description="Prepare the environment and the compiled rules.")
    parser.add_argument("what", choices=("play", "test", "compiled", "meanwhile", "wheels"))
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    asked = parser.parse_args()
    python = environment_python(asked.venv)
    try:
        make_environment(asked.venv)
        if Path(sys.prefix).resolve() != asked.venv.resolve():
            # Go on in the environment: what is built has to fit its Python, not the one that made it.
            return subprocess.call([str(python), *sys.argv])
        install(asked.venv, "dev" if asked.what in ("test", "wheels") else "")
        if asked.what == "play":
            compiling.compile_meanwhile([str(python), __file__, "meanwhile", "--venv", str(asked.venv)])
        elif asked.what == "meanwhile":
            if hasattr(os, "nice"):
                os.nice(10)
            compiling.make_compiled(python, fall_back=True)
        elif asked.what == "compiled":
            compiling.make_compiled(python, fall_back=False)
        elif asked.what == "wheels":
            compiling.make_wheels(python)
    except Problem as problem:
        print(f"aiboard: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
