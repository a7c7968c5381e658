"""The command: `python -m grouping` reads a JSON problem and writes a JSON answer; with a word, it does more (--help)."""

from __future__ import annotations

import sys

from grouping.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
