"""``python -m aiboard``: the same as the ``aiboard`` command."""

import sys

from aiboard.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
