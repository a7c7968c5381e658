"""How many listeners this process can hold, said at start, so that nobody learns it in a full hall."""

RESERVED = 100  # open files for the database, the log, uploads and pages being answered


def open_files() -> int | None:
    """How many files this process may open; None if there is no limit or the system does not say."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return None
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def sentence() -> str:
    """The capacity in one plain sentence."""
    files = open_files()
    if files is None:
        return "This process sees no limit on open files, so memory alone bounds how many can listen at once."
    room = max(0, files - RESERVED)
    words = f"This process may open {files:,} files, so about {room:,} can listen at once"
    if room < 1000:
        return f"{words}; for more, raise the limit (ulimit -n) before the start."
    return f"{words}."
