"""Prepare what `make` needs: the virtual environment, and the compiled copy of the package.

    python3 scripts/environment.py play       .venv with the game in it
    python3 scripts/environment.py test       .venv with the game and the development tools in it
    python3 scripts/environment.py compiled   build/compiled, the package with its rules compiled to C
    python3 scripts/environment.py wheels     dist/, one pure and (with a C compiler) one compiled wheel

Each step says in one line what it does, and is skipped when nothing it depends on has changed.
The source tree is only read: extensions are built in a temporary copy, because one left beside
the sources would be imported in their place.

Standard library only, so that any Python 3.11 can run it before anything is installed.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
COMPILED = BUILD / "compiled"
# What a wheel is made of.
INPUTS = ("pyproject.toml", "README.md", "LICENSE", "scripts/pack_scenarios.py", "src", "scenarios")
# Endings of files that Python and compilers make; they are never an input.
MADE = {".pyc", ".pyd", ".so"}


class Problem(Exception):
    """Something a person has to know; its text is one line that says what to do."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"aiboard: {text}", flush=True)


def run(command: list[str], log: Path, **extra: str) -> None:
    """Run a command with its output in `log`; raise Problem with the log's last line if it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **extra}, cwd=ROOT
        )
    if done.returncode:
        output = log.read_text(encoding="utf-8", errors="replace")
        raise Problem(f"{telling_line(output)} (the whole output is in {log.relative_to(ROOT)})")


def telling_line(output: str) -> str:
    """Return the line of a failed tool's output that says most: its first error, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no output"]
    for sign in (": error:", "Error: ", "ERROR: "):
        if telling := [line for line in lines if sign in line]:
            return telling[0]
    return lines[-1]


def source_files(roots: Iterable[str]) -> list[Path]:
    """Return the files under the given paths of the project that go into a build, sorted."""
    found: list[Path] = []
    for name in roots:
        path = ROOT / name
        inside = path.rglob("*") if path.is_dir() else [path]
        found += [file for file in inside if file.is_file() and file.suffix not in MADE]
    return sorted(found)


def fingerprint(roots: Iterable[str], *more: str) -> str:
    """Return a digest of the names and bytes of the files under `roots`, and of this Python."""
    digest = hashlib.sha256(repr((sys.version, sysconfig.get_platform(), more)).encode())
    for file in source_files(roots):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Tell whether `stamp` holds `value`: the step it stands for was done for these inputs."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


# --- the environment ------------------------------------------------------------------------------


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
    wanted = fingerprint(["pyproject.toml"], str(ROOT))
    if stamped(stamp, wanted) or (not extra and stamped(venv / ".aiboard-dev", wanted)):
        return
    what = "the game and the development tools" if extra else "the game"
    say(f"installing {what} into {venv.name}; the first time takes a minute or two")
    python = str(environment_python(venv))
    uv = shutil.which("uv")
    installer = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    installer += without_isolation(Path(python), compiled=False)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    run([*installer, "-e", target], BUILD / "install.log", HATCH_BUILD_HOOKS_ENABLE="")
    stamp.write_text(wanted, encoding="utf-8")


# --- wheels ---------------------------------------------------------------------------------------


def why_not_compile() -> str:
    """Return why C extensions cannot be built here, or an empty string when they can."""
    if os.environ.get("AIBOARD_PURE"):
        return "AIBOARD_PURE is set"
    if os.name == "nt":
        return ""  # setuptools finds the compiler itself
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()
    if shutil.which(compiler[0]) is None:
        compiler = ["cc"]
    if shutil.which(compiler[0]) is None:
        return "there is no C compiler"
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder, "probe.c")
        probe.write_text("#include <Python.h>\nint probe(void) { return 0; }\n", encoding="utf-8")
        headers = [f"-I{sysconfig.get_path(kind)}" for kind in ("include", "platinclude")]
        done = subprocess.run(
            [*compiler, *headers, "-c", str(probe), "-o", str(Path(folder, "probe.o"))], capture_output=True
        )
    return "" if done.returncode == 0 else "the headers of Python are not installed"


def without_isolation(python: Path, compiled: bool) -> list[str]:
    """Return pip's option to use the build tools of the environment, if they are all there."""
    needed = "import hatchling" + ("; import hatch_mypyc, mypyc.build, setuptools" if compiled else "")
    found = subprocess.run([str(python), "-c", needed], capture_output=True).returncode == 0
    return ["--no-build-isolation"] if found else []


def build_wheel(python: Path, out: Path, compiled: bool) -> Path:
    """Build one wheel from a temporary copy of the sources and return its path.

    The environment's own build tools are used when they are all there (`test`), else pip fetches
    them for the time of the build (`play`).
    """
    kind = "compiled" if compiled else "pure"
    with tempfile.TemporaryDirectory(prefix="aiboard-build-") as folder:
        for file in source_files(INPUTS):
            copy = Path(folder, file.relative_to(ROOT))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        made = Path(folder, "made")
        command = [str(python), "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(made), folder]
        command += without_isolation(python, compiled)
        # The one extension calls nothing of itself by name from outside: the compiler may inline across its modules, and
        # nothing is looked up while it loads. A tenth more game-days a second, and a smaller game.
        flags = f"{os.environ.get('CFLAGS', '')} -fvisibility=hidden".strip()
        run(command, BUILD / f"wheel-{kind}.log", HATCH_BUILD_HOOKS_ENABLE="1" if compiled else "", CFLAGS=flags)
        wheel = next(made.glob("*.whl"))
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(wheel, out / wheel.name))


def cached_wheel(python: Path, compiled: bool) -> Path:
    """Return a wheel of the present sources, built only when it is not there yet."""
    folder = BUILD / ("wheel-compiled" if compiled else "wheel-pure")
    stamp = folder / "stamp"
    wanted = fingerprint(INPUTS)
    if stamped(stamp, wanted):
        return next(folder.glob("*.whl"))
    shutil.rmtree(folder, ignore_errors=True)
    wheel = build_wheel(python, folder, compiled)
    stamp.write_text(wanted, encoding="utf-8")
    return wheel


def compiled_packages() -> list[str]:
    """Return the paths that pyproject.toml names for compilation."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    return [path.strip("/") for path in hook["include"] if (ROOT / path.strip("/")).exists()]


def make_compiled(python: Path, fall_back: bool) -> None:
    """Bring build/compiled up to date: an unpacked compiled wheel.

    Extensions are rebuilt only when a compiled module changed; after any other change the plain
    files are copied again. Without a C compiler the folder is absent and that is said once; if
    the compilation fails, the same with `fall_back`, else a Problem.
    """
    stamp, failed = BUILD / "compiled.stamp", BUILD / "compiled.failed"
    wanted = fingerprint([*compiled_packages(), "pyproject.toml"])
    if not stamped(stamp, wanted) or not COMPILED.is_dir():
        reason = why_not_compile()
        known = f"{fingerprint(INPUTS)} {reason}"
        if stamped(failed, known) and (fall_back or reason):
            return
        if not reason:
            say("compiling the rules to C, once for each change of them; this takes a minute or two")
            try:
                wheel = cached_wheel(python, compiled=True)
            except Problem as problem:
                reason = f"compiling failed: {problem}"
                if not fall_back:
                    raise Problem(reason) from None
        shutil.rmtree(COMPILED, ignore_errors=True)
        if reason:
            stamp.unlink(missing_ok=True)
            say(f"{reason}; the rules run interpreted, about ten times slower and otherwise the same")
            BUILD.mkdir(exist_ok=True)
            failed.write_text(known, encoding="utf-8")
            return
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(COMPILED)
        stamp.write_text(wanted, encoding="utf-8")
    copy_plain_files()


def copy_plain_files() -> None:
    """Copy the files of the package and the scenarios to build/compiled, and remove those that are gone."""
    targets: set[Path] = set()
    for root, place in (("src/aiboard", "aiboard"), ("scenarios", "aiboard/scenarios")):
        for file in source_files([root]):
            target = COMPILED / place / file.relative_to(ROOT / root)
            targets.add(target)
            if not target.exists() or target.read_bytes() != file.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    for old in (COMPILED / "aiboard").rglob("*"):
        if old.is_file() and old not in targets and old.suffix not in MADE:
            old.unlink()


# --- the command ----------------------------------------------------------------------------------


def main() -> int:
    """Do what the command line asks; 0 when done, 2 with one line when it cannot be done."""
    parser = argparse.ArgumentParser(description="Prepare the environment and the compiled rules.")
    parser.add_argument("what", choices=("play", "test", "compiled", "wheels"))
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    asked = parser.parse_args()
    python = environment_python(asked.venv)
    try:
        make_environment(asked.venv)
        if Path(sys.prefix).resolve() != asked.venv.resolve():
            # Go on in the environment: what is built has to fit its Python, not the one that made it.
            return subprocess.call([str(python), *sys.argv])
        install(asked.venv, "dev" if asked.what in ("test", "wheels") else "")
        if asked.what in ("play", "compiled"):
            make_compiled(python, fall_back=asked.what == "play")
        elif asked.what == "wheels":
            for compiled in (False, True):
                reason = why_not_compile() if compiled else ""
                if reason:
                    say(f"no compiled wheel: {reason}")
                    continue
                wheel = cached_wheel(python, compiled)
                (ROOT / "dist").mkdir(exist_ok=True)
                say(f"dist/{Path(shutil.copy(wheel, ROOT / 'dist')).name}")
    except Problem as problem:
        print(f"aiboard: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
