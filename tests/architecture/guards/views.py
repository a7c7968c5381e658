"""A view loads, parses, acts and answers, in few lines, and takes rows only through a gate."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.guards.house import sources

LONGEST = 25
# The ways to rows that a view may use: what this viewer may see, what everybody may, and what a secret in hand opens.
GATES = {"visible_to", "editable_by", "public", "with_code", "with_token", "with_stage_token"}
SHORT_CUTS = {"get_object_or_404", "get_list_or_404"}


def faults(root: Path) -> list[str]:
    found = []
    for path in _views(root):
        tree = ast.parse(path.read_text())
        found += [f"{path.relative_to(root)}:{line}" for line in (*_too_long(tree), *_past_the_gate(tree))]
    return found


def _views(root: Path) -> list[Path]:
    return [path for path in sources(root) if path.name == "views.py" or path.parent.name == "views"]


def _too_long(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            lines = (node.end_lineno or 0) - first.lineno + 1
            if lines > LONGEST:
                yield f"{node.lineno} {node.name} has {lines} lines; past {LONGEST}, look for the missing name."


def _past_the_gate(tree: ast.Module) -> Iterator[str]:
    gated = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in GATES}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"} and id(node) not in gated:
            yield f"{node.lineno} takes rows past the gate: .{node.attr} is followed by one of {', '.join(sorted(GATES))}."
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORT_CUTS and _is_a_class(node.args[0]):
            yield f"{node.lineno} takes rows past the gate: give {node.func.id} a queryset, not a model."  # type: ignore[attr-defined]


def _is_a_class(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name[:1].isupper()
