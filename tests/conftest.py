"""What every test stands on: one database a worker, mail that stays here, and the choice of tests for each database."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections

BROWSER = Path(__file__).parent / "browser"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
MARKERS = (
    "sqlite: only runs on SQLite",
    "both_databases: a browser test that runs on PostgreSQL too",
)

_calm = [hypothesis.HealthCheck.too_slow]  # two cores, shared with a browser and a database
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=_calm)
hypothesis.settings.register_profile("local", deadline=None, suppress_health_check=_calm)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_configure(config: pytest.Config) -> None:
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
    # Pages are rendered without collecting static files first; the browser tests do collect them.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what the database of this run cannot or need not show. Left out is not skipped: it runs elsewhere."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker("browser")
    wanted = _wanted_on_postgres if connections["default"].vendor == "postgresql" else _wanted_on_sqlite
    kept = [item for item in items if wanted(item)]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
        items[:] = kept


def _wanted_on_sqlite(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is None


def _wanted_on_postgres(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    if item.get_closest_marker("browser"):
        return item.get_closest_marker("both_databases") is not None
    asks = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(asks) or any(item.get_closest_marker(name) for name in ("django_db", "postgres"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """On SQLite a file for each worker: threads and streams need a real one; it need not survive a power cut."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
        return
    connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    options = connection.settings_dict["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Rate limits and other things kept in the cache do not reach from one test into the next."""
    caches["default"].clear()


@pytest.fixture(autouse=True)
def _no_writer_left_behind() -> Iterator[None]:
    """A writer keeps a connection of its own, and PostgreSQL drops no database that somebody is connected to."""
    yield
    answering = sys.modules.get("collective.talk.rooms.actions.answering")
    if answering is not None:
        answering.writer.close()
