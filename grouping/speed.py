"""The kernel, plain or compiled. numba is asked for only by work that is worth it, and only if it is installed."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import ModuleType
from typing import Any

from grouping import kernel as plain

# Looks at a seat that plain Python does in about a second on a small machine; more than that is worth a compiler.
WORTH_IT = 60_000
_NAME = "grouping._compiled_kernel"


def can_compile() -> bool:
    """Whether numba and numpy are installed. Does not import them."""
    return importlib.util.find_spec("numba") is not None and importlib.util.find_spec("numpy") is not None


@cache
def compiled() -> ModuleType:
    """The kernel compiled: about a second to load from the cache beside the code, half a minute when that is empty.

    The same file, loaded a second time with numba's compiler as its decorator; same seed, same answer as `plain`.
    """
    import numba

    spec = importlib.util.spec_from_file_location(_NAME, plain.__file__)
    if spec is None or spec.loader is None:
        raise ImportError("The file of the kernel is not where Python found it before.")
    module = importlib.util.module_from_spec(spec)
    module.jit = numba.njit(cache=True, boundscheck=False, error_model="numpy")  # type: ignore[attr-defined]
    module.part = numba.njit(forceinline=True, boundscheck=False, error_model="numpy")  # type: ignore[attr-defined]
    sys.modules[_NAME] = module
    spec.loader.exec_module(module)
    return module


def arrays(values: Any, small: bool = False) -> Any:
    """Whole numbers as the compiled kernel reads them: 64 bits, or 32 where many of them must stay near."""
    import numpy

    return numpy.asarray(values, dtype=numpy.int32 if small else numpy.int64)


def floats(values: Any) -> Any:
    import numpy

    return numpy.asarray(values, dtype=numpy.float64)


def warm() -> None:
    """Load the compiled kernel and run every part of it once, so that a later draw finds it ready."""
    from grouping.place import place  # it stands above this module
    from grouping.reading import read_problem

    people = [{"place": f"p{i % 3}", "maturity": i % 5, "words": ["a", f"w{i % 4}"]} for i in range(12)]
    traits = [
        {"name": "place", "kind": "category"},
        {"name": "maturity", "kind": "number"},
        {"name": "words", "kind": "set"},
    ]
    rounds = [{"sizes": [4, 4, 4], "composition": "mixed"}] * 2
    small = {"n": 12, "people": people, "rounds": rounds, "distance": {"kind": "attributes", "attributes": traits}}
    values = [float(i % 7) for i in range(20 * 19 // 2)]
    large = {"n": 20, "rounds": [{"sizes": [10, 10]}], "distance": {"kind": "condensed", "values": values}}
    for problem in (small, large):
        place(read_problem(problem), seed=0, looks=2_000, fast=True)
