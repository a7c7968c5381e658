"""The kernel, plain or compiled. numba is asked for only by work that is worth it, and only if it is installed."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import ModuleType, SimpleNamespace
from typing import Any

from grouping import kernel, mending

# Looks at a seat that plain Python does in about a second on a small machine; more than that is worth a compiler.
WORTH_IT = 60_000
_NAME = "grouping.compiled"


def can_compile() -> bool:
    """Whether numba and numpy are installed. Does not import them."""
    return importlib.util.find_spec("numba") is not None and importlib.util.find_spec("numpy") is not None


def worth_compiling(looks: int, *, patient: bool = False) -> bool:
    """Whether a search of so many looks is better done compiled: it pays, numba is there, and nobody waits for it.

    Where the kernel is not loaded yet, only what would take plain Python several seconds is worth the wait; `patient`:
    whatever pays.
    """
    if f"{_NAME}.mending" in sys.modules:
        return looks > WORTH_IT or patient
    return looks > (WORTH_IT if patient else 8 * WORTH_IT) and can_compile()


@cache
def plain() -> SimpleNamespace:
    """The kernel as plain Python over lists."""
    return SimpleNamespace(**vars(kernel) | vars(mending))


@cache
def compiled() -> SimpleNamespace:
    """The kernel compiled: about a second to load from the cache beside the code, half a minute when that is empty.

    The same files, loaded a second time with numba's compiler as their decorator; same seed, same answer as `plain`.
    """
    import numba

    given: dict[str, Any] = {
        "jit": _cached(numba.njit),
        "part": numba.njit(forceinline=True, boundscheck=False, error_model="numpy"),
    }
    for module in (kernel, mending):
        given |= vars(_again(module, given))
    return SimpleNamespace(**given)


def _cached(njit: Any) -> Any:
    """numba's compiler, keeping what it made where it may write; where it may not, each process compiles for itself."""

    def jit(function: Any) -> Any:
        try:
            return njit(cache=True, boundscheck=False, error_model="numpy")(function)
        except RuntimeError:  # no folder to keep it in: neither beside the code, nor at home, nor NUMBA_CACHE_DIR
            return njit(boundscheck=False, error_model="numpy")(function)

    return jit


def _again(module: ModuleType, given: dict[str, Any]) -> ModuleType:
    """A second copy of a module, with these names in it before its first line runs."""
    name = f"{_NAME}.{module.__name__.rpartition('.')[2]}"
    spec = importlib.util.spec_from_file_location(name, module.__file__)
    if spec is None or spec.loader is None:
        raise ImportError("The file of the kernel is not where Python found it before.")
    copy = importlib.util.module_from_spec(spec)
    own = {key: value for key, value in given.items() if not key.startswith("__")}
    vars(copy).update(own)
    sys.modules[name] = copy
    spec.loader.exec_module(copy)
    return copy


def arrays(values: Any, small: bool = False) -> Any:
    """Whole numbers as the compiled kernel reads them: 64 bits, or 32 where many of them must stay near."""
    import numpy

    return numpy.asarray(values, dtype=numpy.int32 if small else numpy.int64)


def floats(values: Any) -> Any:
    import numpy

    return numpy.asarray(values, dtype=numpy.float64)
