"""The wheels, and build/compiled: the package with its rules compiled to C.

The source tree is only read: extensions are built in a temporary copy, because one left beside
the sources would be imported in their place.
"""

import os
import shutil
import subprocess
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steps import BUILD, MADE, PINS, ROOT, Problem, fingerprint, run, say, source_files, stamped

COMPILED = BUILD / "compiled"
STAMP, FAILED = BUILD / "compiled.stamp", BUILD / "compiled.failed"
# What a wheel is made of.
INPUTS = ("pyproject.toml", "README.md", "LICENSE", "scripts/pack_scenarios.py", "src", "scenarios")


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
    them for the time of the build (`play`). Extensions that build/compiled has of the same rules are
    taken from there: a change of a plain file need not wait for the compiler.
    """
    kind = "compiled" if compiled else "pure"
    ready = extensions() if compiled else []
    with tempfile.TemporaryDirectory(prefix="aiboard-build-") as folder:
        for file in source_files(INPUTS):
            copy = Path(folder, file.relative_to(ROOT))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        for file in ready:
            shutil.copyfile(file, Path(folder, "src", file.relative_to(COMPILED)))
        made = Path(folder, "made")
        command = [str(python), "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(made), folder]
        compiles = compiled and not ready
        command += without_isolation(python, compiles)
        # The one extension calls nothing of itself by name from outside: the compiler may inline across its modules,
        # and nothing is looked up while it loads. A tenth more game-days a second, and a smaller game.
        flags = f"{os.environ.get('CFLAGS', '')} -fvisibility=hidden".strip()
        # The second name is the one of newer pips for what a build fetches.
        pins = {"PIP_CONSTRAINT": str(PINS), "PIP_BUILD_CONSTRAINT": str(PINS)}
        hooks = "1" if compiles else ""
        run(command, BUILD / f"wheel-{kind}.log", HATCH_BUILD_HOOKS_ENABLE=hooks, CFLAGS=flags, **pins)
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

def make_wheels(python: Path) -> None:
    """Build both wheels into dist/; the compiled one only where there is a C compiler, else that is said."""
    for compiled in (False, True):
        reason = why_not_compile() if compiled else ""
        if reason:
            say(f"no compiled wheel: {reason}")
            continue
        wheel = cached_wheel(python, compiled)
        (ROOT / "dist").mkdir(exist_ok=True)
        say(f"dist/{Path(shutil.copy(wheel, ROOT / 'dist')).name}")


def compiled_packages() -> list[str]:
    """Return the paths that pyproject.toml names for compilation."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    return [path.strip("/") for path in hook["include"] if (ROOT / path.strip("/")).exists()]


@contextmanager
def turn(wait: bool = True) -> Iterator[bool]:
    """Hold the one place in which to compile; False, without waiting, when another process has it."""
    if os.name == "nt":
        # No file locks of this kind: two games started at once compile twice, the second into the same folder.
        yield True
        return
    import fcntl

    BUILD.mkdir(exist_ok=True)
    with (BUILD / "compiling.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def wanted() -> str:
    """Return the digest of what the compiled modules are made from."""
    return fingerprint([*compiled_packages(), "pyproject.toml"])


def extensions() -> list[Path]:
    """Return the extensions in build/compiled if they are those of the present rules."""
    if not stamped(STAMP, wanted()):
        return []
    return [file for file in COMPILED.rglob("*") if file.suffix in (".pyd", ".so")]


def current() -> bool:
    """Tell whether build/compiled holds the rules as they are in the source."""
    return stamped(STAMP, wanted()) and COMPILED.is_dir()


def hopeless(reason: str) -> bool:
    """Tell whether these sources could not be compiled before, for this reason."""
    return stamped(FAILED, f"{fingerprint(INPUTS)} {reason}")


def make_compiled(python: Path, fall_back: bool) -> None:
    """Bring build/compiled up to date: an unpacked compiled wheel.

    Extensions are rebuilt only when a compiled module changed; after any other change the plain
    files are copied again. Without a C compiler the folder is absent and that is said once; if
    the compilation fails, the same with `fall_back`, else a Problem.
    """
    with turn():
        if not current():
            reason = why_not_compile()
            if hopeless(reason) and (fall_back or reason):
                return
            if not reason:
                say("compiling the rules to C, once for each change of them; this takes a few minutes")
                try:
                    unpack(cached_wheel(python, compiled=True))
                except Problem as problem:
                    reason = f"compiling failed: {problem}"
                    if not fall_back:
                        raise Problem(reason) from None
            if reason:
                give_up(reason)
                return
        copy_plain_files()


def compile_meanwhile(command: list[str]) -> None:
    """Let a game start at once: what has to be compiled is, by `command`, a process that outlives the game."""
    if current():
        copy_plain_files()
        return
    # Rules of another day would be imported in the place of the source.
    shutil.rmtree(COMPILED, ignore_errors=True)
    reason = why_not_compile()
    if hopeless(reason):
        return
    if reason:
        give_up(reason)
        return
    with turn(wait=False) as free:
        say("the rules are being compiled to C meanwhile, which takes a few minutes (build/compiling.log);")
        say("until then they run interpreted: many games at once take longer, and nothing else differs")
    if free:
        with (BUILD / "compiling.log").open("w", encoding="utf-8") as log:
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip


def give_up(reason: str) -> None:
    """Say that the rules run interpreted, and keep in mind why, so that it is said and tried once."""
    shutil.rmtree(COMPILED, ignore_errors=True)
    STAMP.unlink(missing_ok=True)
    say(f"{reason}; the rules run interpreted, about ten times slower and otherwise the same")
    BUILD.mkdir(exist_ok=True)
    why = "" if reason.startswith("compiling failed") else reason
    FAILED.write_text(f"{fingerprint(INPUTS)} {why}", encoding="utf-8")


def unpack(wheel: Path) -> None:
    """Put the wheel's package in the place of build/compiled; a game that starts sees all of it or nothing."""
    fresh = BUILD / "compiled.new"
    shutil.rmtree(fresh, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(fresh)
    # In this order: the new stamp never stands beside the old rules.
    shutil.rmtree(COMPILED, ignore_errors=True)
    STAMP.write_text(wanted(), encoding="utf-8")
    fresh.rename(COMPILED)


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
