#!/usr/bin/env python3
"""Everyday chores, in one place: `python3 do.py` lists them.

Runs with nothing but Python's standard library; whatever a chore needs on top, it fetches into .venv first.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    if sys.version_info < OLDEST:
        # Kept to words that an old Python can read: this sentence is all that it gets to run.
        have = "%d.%d" % sys.version_info[:2]  # noqa: UP031
        need = "%d.%d" % OLDEST  # noqa: UP031
        print(
            "This is Python " + have + "; the platform needs " + need + " or newer. "
            "Install a newer one (Debian 12 and later have it as python3; on macOS: brew install python) "
            "and start this with it, for example: python" + need + " do.py"
        )
        return 1

    from chores import register, site, testing, upkeep  # noqa: F401 - each registers its chores

    return register.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
