"""Every scenario that ships, for tests that go through all of them."""

from aiboard.scenario import load, shipped


def every() -> list[str]:
    """Every shipped scenario and variant."""
    found = []
    for path in shipped():
        found += [path.stem, *(f"{path.stem}:{variant}" for variant in load(path.stem).variants)]
    return found
