"""Build hook: put the scenarios inside the package, in wheels.

They stand at the top of the repository, where authors look for them. hatchling's `force-include`
would do this without a hook, but copies them into editable installs too, where they go stale.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ScenarioHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `scenarios/` as `aiboard/scenarios/` to every wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files of a wheel."""
        if version == "standard":
            build_data["force_include"][f"{self.root}/scenarios"] = "aiboard/scenarios"
