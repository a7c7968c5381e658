"""What our models are and point to, as Django sees them; asked in a process of its own, so that any checkout can be asked."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASK = """
import json, django
django.setup()
from django.apps import apps
told = []
for model in apps.get_models():
    if not model.__module__.startswith("collective."):
        continue
    querysets = [manager.get_queryset() for manager in model._meta.managers]
    told.append({
        "label": model._meta.label,
        "module": model.__module__,
        "visible": bool(querysets) and all(hasattr(each, "visible_to") for each in querysets),
        "points_to": [
            [field.name, field.related_model.__module__, field.related_model._meta.label]
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
            if field.is_relation and field.related_model
        ],
    })
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Table:
    """One model: its label ("rooms.Room"), its module, whether its rows can be narrowed to a viewer, its relations."""

    label: str
    module: str
    visible: bool
    points_to: list[tuple[str, str, str]]


@cache
def tables(root: Path) -> list[Table]:
    surroundings = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "collective.settings", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=root, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"Django could not load the models:\n{done.stderr}"
    return [
        Table(**{**told, "points_to": [tuple(each) for each in told["points_to"]]}) for told in json.loads(done.stdout)
    ]
