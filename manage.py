#!/usr/bin/env python
"""Django's own commands. For everyday chores see do.py."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collective.settings")
    execute_from_command_line(sys.argv)
