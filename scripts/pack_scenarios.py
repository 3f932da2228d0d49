"""Build hook: put the scenarios inside the package, in wheels; and extensions that are built already.

They stand at the top of the repository, where authors look for them. hatchling's `force-include`
would do this without a hook, but copies them into editable installs too, where they go stale.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ScenarioHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `scenarios/` as `aiboard/scenarios/` to every wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files of a wheel."""
        if version != "standard":
            return
        build_data["force_include"][f"{self.root}/scenarios"] = "aiboard/scenarios"
        # Beside the package stands the one that holds the code; those inside lead to it.
        for kind in ("*__mypyc*.so", "*__mypyc*.pyd"):
            for path in Path(self.root, "src").glob(kind):
                build_data["force_include"][str(path)] = path.name
                build_data["infer_tag"], build_data["pure_python"] = True, False
