"""The examples of grouping/README.md and docs/groups.md run as they stand, and say what the pages say they say."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from grouping.command import main

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "grouping" / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "groups.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)


def lines(page: str) -> list[list[str]]:
    """The words of every command line of the page, without the name of the command."""
    listed = [shlex.split(line) for block in blocks(page, "sh") for line in block.splitlines()]
    return [words[words.index("grouping") + 1 :] for words in listed if "grouping" in words]


def without_figures(sentence: str) -> str:
    """The share of the bound may change whenever the search gets better."""
    return re.sub(r"[\d.]+ %", "%", sentence)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text(blocks(README, "csv")[0], encoding="utf-8")
    Path("problem.json").write_text(blocks(README, "json")[0], encoding="utf-8")
    return tmp_path


def ran(words: list[str]) -> str:
    out = io.StringIO()
    if words[:1] == ["<"]:
        assert main([], stdin=io.StringIO(Path(words[1]).read_text(encoding="utf-8")), stdout=out) == 0
    else:
        assert main(words, stdout=out) == 0
    return out.getvalue()


@pytest.mark.parametrize("page", [README, GUIDE], ids=["readme", "guide"])
def test_every_command_line_runs_in_the_order_of_the_page(page, folder):
    assert lines(page)
    for words in lines(page):
        assert ran(words)


def test_the_first_plan_says_what_the_readme_shows(folder):
    said = ran(lines(README)[0]).splitlines()
    assert without_figures(said[0]) == without_figures(blocks(README, "text")[0].strip())
    rows = list(csv.DictReader(Path("groups.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 16
    assert {row["round 1"] for row in rows} == {row["round 2"] for row in rows} == {"1", "2", "3", "4"}


def test_the_python_example_runs_and_begins_as_shown(folder, capsys):
    (example,) = blocks(README, "python")
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own page
    said = capsys.readouterr().out.splitlines()
    assert said[0] == blocks(README, "text")[1].strip()
    assert said[-1] == "No people change groups. One person gets a seat."


def test_the_json_example_gets_every_field_that_the_readme_lists(folder):
    answer = json.loads(ran(["<", "problem.json"]))
    table = README[README.index("| field of an answer |") : README.index("A field we do not know")]
    rows = [row.split("|")[1] for row in table.splitlines()[2:] if row.startswith("|")]
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert set(answer) == listed
    assert answer["rounds"][0][0] != answer["rounds"][0][5]
    assert answer["percent_of_bound"] == 100


def test_the_readme_names_every_public_name():
    import grouping

    table = README[README.index("## The names") : README.index("## As JSON")]
    said = set(re.findall(r"\w+", table))
    assert set(grouping.__all__) - {"Groups"} <= said
