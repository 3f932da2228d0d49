"""The program: `aiboard`, and the same as `python -m aiboard`."""

import sys


def start() -> int:
    """Run the command line; the exit code. A Ctrl-C while it is still being loaded ends it as quietly as later."""
    try:
        from aiboard.cli.main import main
    except KeyboardInterrupt:
        # 128 + SIGINT, as shells report it. `aiboard.cli.errors` has the number, but is not loaded.
        return 130
    return main()


if __name__ == "__main__":
    sys.exit(start())
