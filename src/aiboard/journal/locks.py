"""The lock on an open save: only one process may write it."""

from __future__ import annotations

import os
import sys
from typing import Final

_WINDOWS_PLACE: Final = (1 << 31) - 2
"""The byte that is locked on Windows: far beyond the end of the file, so that others can still read it."""


def acquire(descriptor: int) -> bool:
    """Take the lock of an open file; False when another holds it. Ends when the file is closed.

    Where the file system has no locks, nobody is kept out and the answer is True.
    """
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _WINDOWS_PLACE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        # Not lockf: its lock ends as soon as this process closes any descriptor of the file, as reading one's own save
        # does.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
