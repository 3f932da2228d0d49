"""How large a scenario may be. A file beyond a limit is refused with one line, never read further."""

from typing import Final

MAX_BYTES: Final = 262_144
"""Size of a file."""

MAX_NODES: Final = 20_000
"""Values in a file, keys included."""

MAX_DEPTH: Final = 12
"""Lists and groups inside each other."""

MAX_TEXT: Final = 2_000
"""Characters of any one text; most fields allow less."""

MAX_DAYS: Final = 400
MAX_IDEAS: Final = 200
MAX_FAMILIES: Final = 20
MAX_PEOPLE: Final = 20
MAX_DATASETS: Final = 20
MAX_VARIANTS: Final = 8
MAX_PROBLEMS: Final = 50
"""Problems reported for one file."""
