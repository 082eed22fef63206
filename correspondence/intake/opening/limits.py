"""What opening a file may cost. The child keeps to it, and is ended where it does not."""

import resource
from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, and what a child process may take to read it."""

    size: int = 50 * MIB  # bytes
    pages: int = 200
    memory: int = 480 * MIB  # bytes of its own that a child may hold
    silence: float = 60  # seconds without a word from the child, on a clock
    computing: int = 240  # seconds of one core for one child
    files: int = 48  # open at once
    written: int = 64 * MIB  # bytes in any file that it writes
    answer: int = 16 * MIB  # bytes that it may say
    pages_a_child: int = 10  # then another takes over, so that memory never adds up
    lost_pages: int = 3  # pages that may end their child before the file is given up


def keep_to(limits):
    """Bind this process: what it asks for beyond the limits fails or ends it."""
    for what, most in (
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_AS, limits.memory + 1024 * MIB),  # libraries that are mapped, but not held
        (resource.RLIMIT_CPU, limits.computing),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # A second more of computing is the difference between being told to end and being killed.
        at_most = most + 1 if what == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else most
        resource.setrlimit(what, (most, at_most))
