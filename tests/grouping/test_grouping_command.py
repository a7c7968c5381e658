"""The command, as somebody types it: from a spreadsheet or JSON to groups, and a clear sentence when it cannot be."""

import csv
import io
import json
import subprocess
import sys

import pytest

from grouping.command import main

PEOPLE = [
    ("Ada", "Shelter North", "Leeds", "3", "en;cy", "yes"),
    ("Ben", "Shelter North", "York", "2", "en", ""),
    ("Cleo", "Food Bank", "Leeds", "5", "en;fr", "yes"),
    ("Dee", "Food Bank", "Bangor", "1", "cy", "yes"),
    ("Eva", "Library", "York", "4", "en", ""),
    ("Finn", "Library", "Bangor", "2", "en", ""),
    ("Gwen", "", "Leeds", "3", "cy", ""),
    ("Hal", "", "York", "1", "en", ""),
]
HEADINGS = ("name", "organisation", "place", "maturity", "languages", "leads")


@pytest.fixture
def sheet(tmp_path):
    def write(rows=PEOPLE, headings=HEADINGS, encoding="utf-8", delimiter=","):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([headings, *rows])
        path = tmp_path / "people.csv"
        path.write_bytes(out.getvalue().encode(encoding))
        return str(path)

    return write


def run(*words, stdin=""):
    out = io.StringIO()
    return main([str(word) for word in words], io.StringIO(stdin), out), out.getvalue()


def groups_in(text):
    rows = list(csv.DictReader(io.StringIO(text[text.index("name,") :])))
    return {
        row["name"]: [value for key, value in row.items() if key == "group" or key.startswith("round ")] for row in rows
    }


def test_a_plan_keeps_colleagues_apart_over_two_rounds(sheet):
    code, out = run("plan", sheet(), "--size", 2, "--rounds", 2, "--apart", "organisation", "--mix", "place,maturity")
    assert code == 0
    assert out.startswith("Every rule is kept; nobody meets anybody twice; the groups are ")
    groups = groups_in(out)
    assert all(groups["Ada"][r] != groups["Ben"][r] for r in range(2))


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", ";"), ("utf-16", "\t"), ("utf-8", ";")],
)
def test_spreadsheets_are_read_however_they_were_saved(sheet, encoding, delimiter):
    rows = [("Zoë Müller", *PEOPLE[0][1:4], "en", ""), *[(*row[:4], "en", "") for row in PEOPLE[1:]]]
    code, out = run("plan", sheet(rows, encoding=encoding, delimiter=delimiter), "--size", 4)
    assert code == 0
    assert "Zoë Müller" in groups_in(out)


def test_the_plan_is_written_to_a_file_and_the_same_seed_gives_it_again(sheet, tmp_path):
    path, found = sheet(), []
    for name in ("one.csv", "two.csv"):
        assert run("plan", path, "--mix", "place", "--seed", 7, "--out", tmp_path / name)[0] == 0
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]


def test_cells_that_look_like_formulas_are_written_as_text(sheet):
    rows = [("=HYPERLINK(1)", *PEOPLE[0][1:]), ("@Ben", *PEOPLE[1][1:]), ("-3", *PEOPLE[2][1:]), *PEOPLE[3:]]
    names = groups_in(run("plan", sheet(rows))[1])
    assert "'=HYPERLINK(1)" in names
    assert "'@Ben" in names
    assert "-3" in names


def test_a_cell_of_two_lines_stays_one_cell(sheet):
    rows = [("Ada", "Shelter\nNorth", *PEOPLE[0][2:]), *PEOPLE[1:]]
    code, out = run("plan", sheet(rows))
    assert code == 0
    assert '"Shelter\nNorth"' in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--apart", "firm"], "There is no column called firm; there are name, organisation"),
        (["--mix", "shoe"], "There is no column called shoe"),
        (["--name", "id"], "has no column called id"),
        (["--size", "0"], "--size and --rounds must be 1 or more."),
        (["--mix", "place", "--match", "maturity"], "not both"),
        (["--mix", "place", "--weights", "place=heavy"], "The weight of place must be a number"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(sheet, capsys, words, said):
    assert run("plan", sheet(), *words)[0] == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("grouping: ")
    assert told.endswith(".\n")


def test_three_facilitators_for_four_groups_are_named_and_the_rest_is_done(sheet):
    code, out = run("plan", sheet(), "--size", 2, "--facilitators", "leads")
    assert code == 0
    assert "There are 3 facilitators for 4 groups: 1 group goes without." in out
    assert len({row[0] for row in groups_in(out).values()}) == 4


def test_five_people_in_groups_of_four_still_sit_somewhere(sheet):
    code, out = run("plan", sheet(PEOPLE[:5]), "--size", 4)
    assert code == 0
    assert all(group != [""] for group in groups_in(out).values())


def test_who_comes_late_and_who_stays_away_is_mended_without_moving_anybody(sheet, tmp_path):
    planned = tmp_path / "groups.csv"
    assert run("plan", sheet(), "--size", 4, "--mix", "place", "--out", planned)[0] == 0
    before = groups_in(planned.read_text())
    planned.write_text(planned.read_text() + "Ivo,Garden,York,2,en,,\n")
    code, out = run("repair", planned, "--size", 4, "--mix", "place", "--absent", "Ben")
    after = groups_in(out)
    assert code == 0
    assert after["Ben"] == [""]
    assert after["Ivo"] != [""]
    assert all(after[name] == group for name, group in before.items() if name != "Ben")


def test_explain_says_with_whom_and_what_would_be_next(sheet, tmp_path):
    planned = tmp_path / "groups.csv"
    run("plan", sheet(), "--size", 4, "--apart", "organisation", "--out", planned)
    code, out = run("explain", planned, "Ada", "--apart", "organisation")
    assert code == 0
    assert out.startswith("Ada is in group ")
    assert "The next best would be to change places with " in out


def test_explain_of_a_stranger_and_repair_without_groups_are_refused(sheet, capsys):
    assert run("explain", sheet(), "Ada")[0] == 2
    assert "There is no column called group or round 1" in capsys.readouterr().err


def problem(**more):
    return {"n": 6, "seed": 1, "steps": 300, "rounds": [{"sizes": [3, 3], "composition": "random"}]} | more


def test_json_in_json_out():
    code, out = run(stdin=json.dumps(problem(apart=[[0, 1]])))
    answer = json.loads(out)
    assert code == 0
    assert answer["rounds"][0][0] != answer["rounds"][0][1]
    assert answer["broken"] == {}
    assert answer["solve_s"] >= 0


def test_apart_and_together_at_once_is_answered_and_counted():
    code, out = run(stdin=json.dumps(problem(apart=[[0, 1]], together=[[0, 1]])))
    assert code == 0
    assert sum(json.loads(out)["broken"].values()) == 1


@pytest.mark.parametrize(
    "stdin",
    [
        "",
        "{",
        "[]",
        "7",
        "[" * 100_000,
        json.dumps(problem(n=5)),
        json.dumps(problem(steps="many")),
        json.dumps(problem(steps=1e400)),
        json.dumps(problem(seed="x")),
        json.dumps(problem(time_limit_s=-1)),
        json.dumps(problem(time_limit_s=1e300, steps=None)),
        json.dumps(problem(steps=10**30)),
    ],
)
def test_json_that_is_no_problem_is_refused_with_a_sentence(stdin, capsys):
    assert run(stdin=stdin)[0] == 2
    told = capsys.readouterr().err
    assert told.startswith("grouping: ")
    assert told.rstrip().endswith(".")


def test_it_runs_as_a_program(sheet):
    done = subprocess.run(
        [sys.executable, "-m", "grouping", "plan", sheet(), "--size", "4", "--apart", "organisation"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Every rule is kept.")
    assert done.stderr == ""
