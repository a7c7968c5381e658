"""Each guard is shown a copy of the house in which its rule is broken, and must say so."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.guards import (
    budget,
    docs,
    imports,
    inline,
    locks,
    relations,
    tables,
    templates,
    vendored,
    views,
    visibility,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("collective", "grouping", "chores", "docs", "tests/browser/vendor")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.woff2", "*.pyc")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house to break."""
    root = tmp_path / "house"
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=NOT_COPIED)
    for path in [*ROOT.glob("*.*"), ROOT / ".importlinter"]:
        if path.is_file():
            shutil.copy(path, root)
    return root


@pytest.fixture
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTIVE_VAR", str(tmp_path / "var"))


def add(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text() if path.exists() else ""
    path.write_text(before + text)


class TestImports:
    def test_every_contract_is_seen_broken(self, house: Path) -> None:
        rooms = house / "collective" / "talk" / "rooms"
        add(house / "collective/ground/web/apps.py", "\nimport collective.join.people.models\n")
        hidden = "\n\ndef hidden() -> None:\n    import collective.talk.rooms.models\n"
        add(house / "collective/join/people/models.py", hidden)
        add(rooms / "core.py", "import django.db\n\nfrom collective.ground.lib import clock\n")
        add(rooms / "services.py", "")
        add(rooms / "letters.py", "\nfrom collective.join.people import views\n")
        add(rooms / "models.py", "\nfrom collective.talk.rooms import actions\n")
        add(rooms / "queries.py", "\nimport grouping\nimport collective.env\nimport collective.settings\n")

        (report,) = imports.faults(house)
        report = " ".join(report.split())

        for broken in (
            "Data goes up, imports go down BROKEN",
            "Inside an app: shell above, core below, the usual names BROKEN",
            "Cores know no Django and no input or output BROKEN",
            "Time comes into a core as an argument BROKEN",
            "No cycles anywhere BROKEN",
            "Only conversations and circles ask who sits with whom BROKEN",
            "Views belong to their addresses BROKEN",
            "Only the settings read the environment BROKEN",
            "Settings are read through django.conf BROKEN",
            "collective.ground.web.apps -> collective.join.people.models",
            "collective.join.people.models -> collective.talk.rooms.models",
            "collective.talk.rooms.core -> django",
            "collective.talk.rooms.models -> collective.talk.rooms.actions",
            "collective.talk.rooms.services",
            "collective.talk.rooms.queries -> grouping",
        ):
            assert broken in report

    def test_a_table_of_the_ground_that_imports_its_own_actions_is_seen(self, house: Path) -> None:
        add(house / "collective/ground/outbox/models.py", "\nfrom collective.ground.outbox import actions\n")

        (report,) = imports.faults(house)

        assert "Inside a room of the ground: shell above, models below BROKEN" in " ".join(report.split())


@pytest.mark.usefixtures("own_var")
class TestTables:
    def test_a_key_that_points_up_and_a_model_open_to_all_are_seen(self, house: Path) -> None:
        gossip = (
            "\n\nclass Gossip(models.Model):\n"
            '    about = models.ForeignKey("rooms.Room", models.CASCADE, related_name="+")\n'
        )
        add(house / "collective/join/people/models.py", gossip)

        assert [line for line in relations.faults(house) if "people.Gossip.about points up to rooms.Room" in line]
        assert [line for line in visibility.faults(house) if line.startswith("people.Gossip's rows")]

    def test_a_list_of_exceptions_that_is_out_of_date_is_seen(self) -> None:
        open_table = next(table.label for table in tables.tables(ROOT) if table.visible)

        found = visibility.faults(ROOT, {"people.Ghost": "gone", open_table: "not so"})

        assert "people.Ghost is listed as never shown, but there is no such model." in found
        assert f"{open_table} is listed as never shown, but has visible_to." in found


BREACHES: list[tuple[str, Callable[[Path], list[str]], str, str, str]] = [
    (
        "a template that includes one from above",
        templates.faults,
        "collective/ground/web/templates/web/bad.html",
        '{% include "rooms/upper.html" %}',
        r"web/bad\.html uses rooms/upper\.html of collective\.talk\.rooms",
    ),
    (
        "a template that loads a library from above",
        templates.faults,
        "collective/ground/web/templates/web/bad.html",
        "{% load static upper %}",
        r"web/bad\.html uses upper of collective\.talk\.rooms",
    ),
    (
        "a view that takes all rows",
        views.faults,
        "collective/talk/rooms/views/bad.py",
        "def bad(request):\n    return Room.objects.filter(pk=1)\n",
        r"views/bad\.py:2 takes rows past the gate",
    ),
    (
        "a view that takes a model by a short cut",
        views.faults,
        "collective/talk/rooms/views/bad.py",
        "def bad(request):\n    return get_object_or_404(Room, pk=1)\n",
        r"views/bad\.py:2 takes rows past the gate",
    ),
    (
        "a view that goes on and on",
        views.faults,
        "collective/talk/rooms/views/bad.py",
        "def bad(request):\n" + "    request.on()\n" * 26,
        r"views/bad\.py:1 bad has 26 lines",
    ),
    (
        "a script in a page",
        inline.faults,
        "collective/ground/web/templates/web/bad.html",
        "<script>go()</script>",
        r"web/bad\.html has a script without src",
    ),
    (
        "a style in a tag",
        inline.faults,
        "collective/ground/web/templates/web/bad.html",
        '<p class="a"\n style="color: red">',
        r"web/bad\.html has a style attribute",
    ),
    (
        "an event in a tag",
        inline.faults,
        "collective/ground/web/templates/web/bad.html",
        '<button onclick="go()">',
        r"web/bad\.html has an event attribute",
    ),
    (
        "a picture from another site",
        inline.faults,
        "collective/ground/web/templates/web/bad.html",
        '<img alt="" src="https://elsewhere.example/a.png">',
        r"web/bad\.html has something from another site",
    ),
    (
        "a font from another site",
        inline.faults,
        "collective/ground/web/static/web/css/bad.css",
        '@font-face { src: url("//elsewhere.example/a.woff2"); }',
        r"bad\.css has something from another site",
    ),
    (
        "a style made by a program",
        inline.faults,
        "collective/ground/figures/bad.py",
        "BAR = '<rect style=\"fill: red\"/>'\n",
        r"figures/bad\.py has a style attribute",
    ),
    ("a long file", budget.faults, "collective/ground/lib/bad.py", "a = 1\n" * 401, r"lib/bad\.py has 401 lines"),
    (
        "a long script",
        budget.faults,
        "collective/ground/web/static/web/js/bad.js",
        "go();\n" * 101,
        r"bad\.js has 101 lines",
    ),
    (
        "many scripts",
        budget.faults,
        "collective/ground/web/static/web/js/bad.js",
        "go();\n" * 801,
        r"Our scripts have \d+ lines together",
    ),
    (
        "heavy styles",
        budget.faults,
        "collective/ground/web/static/web/bad.css",
        "".join(f".a{number * number * 7919:x}{{}}" for number in range(9000)),
        r"Our style sheets weigh \d+ bytes",
    ),
    (
        "a setting without words",
        docs.faults,
        "collective/settings.py",
        '\nNEW = env.secret("COLLECTIVE_NEW", keep_in=VAR)\n',
        r"docs/ does not name the setting COLLECTIVE_NEW_FILE",
    ),
    (
        "a chore without words",
        docs.faults,
        "chores/site.py",
        "\n\n@chore\ndef juggle(words: list[str]) -> int:\n    return 0\n",
        r"docs/ does not name the chore do\.py juggle",
    ),
    (
        "a command without words",
        docs.faults,
        "collective/ground/web/management/commands/juggle.py",
        "",
        r"docs/ does not name the command manage\.py juggle",
    ),
    (
        "a changed file of others",
        vendored.faults,
        "tests/browser/vendor/axe-core-4.14.1/axe.min.js",
        "//",
        r"axe\.min\.js is not the file",
    ),
    (
        "a file of others that nobody listed",
        vendored.faults,
        "tests/browser/vendor/axe-core-4.14.1/more.js",
        "//",
        r"more\.js is not listed",
    ),
    ("a package that is not pinned", locks.faults, "requirements.in", "\nleft-pad>=1\n", r"asks for left-pad"),
    ("a package without a hash", locks.faults, "requirements.lock", "\nleft-pad==1.0\n", r"left-pad has no hash"),
    (
        "locks that differ",
        locks.faults,
        "requirements.lock",
        "\nleft-pad==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        r"left-pad is 1\.0 in requirements\.lock and missing",
    ),
]


@pytest.mark.parametrize(("guard", "path", "text", "says"), [pytest.param(*rest, id=name) for name, *rest in BREACHES])
def test_the_guard_sees(guard: Callable[[Path], list[str]], path: str, text: str, says: str, house: Path) -> None:
    add(house / "docs" / "operators.md", "\n")
    add(house / "collective/talk/rooms/templates/rooms/upper.html", "")
    add(house / "collective/talk/rooms/templatetags/upper.py", "")
    before = [line for line in guard(house) if re.search(says, line)]

    add(house / path, text)
    after = [line for line in guard(house) if re.search(says, line)]

    assert not before
    assert after
