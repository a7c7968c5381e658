"""Drawings: whole, readable without eyes, still where they were, and safe from what people type."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.ground.figures import charts
from collective.ground.figures.drawings import maps
from collective.ground.figures.drawings.bars import Bar, bars
from collective.ground.figures.drawings.cloud import HIGH, MOST, WIDE, Layout, cloud, lay_out
from collective.ground.figures.drawings.letters import cut, width, wrap
from collective.ground.figures.drawings.packing import pack, radius
from collective.ground.figures.templatetags.figures import figure as figure_tag
from collective.ground.lib.disclosure import protect_bars, protect_ordered, protect_regions, protect_words

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '<script>alert("1")</script>',
    "a' onload='x",
    "]]>&amp;",
    "nul\x00bell\x07",
    "שלום",
    "🪑" * 9,
    "x" * 400,
    "",
]
WORDS = {
    "young people": 9,
    "mental health": 8,
    "food": 7,
    "housing": 6,
    "refugees": 5,
    "older people": 4,
    "rural": 3,
    "arts": 2,
    "Gypsy and Traveller": 1,
    "credit unions": 1,
}

texts = st.text(max_size=60)
word_counts = st.dictionaries(st.text(min_size=1, max_size=24), st.integers(1, 30), min_size=1, max_size=30)


def parsed(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)  # noqa: S314  our own drawing
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(root.get("aria-labelledby", "").split()) <= set(ids)
    for element in root.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "text", "rect", "circle", "path", "g"}
    return root


def written(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@given(st.lists(st.tuples(texts, st.integers(0, 500)), max_size=8), texts)
def test_bars_are_whole_whatever_people_type(rows, title):
    drawn = [Bar(label, value, f"{value}") for label, value in rows]
    root = parsed(bars(drawn, key="a", title=title, description=title))
    assert len(list(root.iter(f"{SVG}rect"))) == len(rows)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_text(text):
    root = parsed(bars([Bar(text, 3, "3")], key="a", title=text, description=text))
    assert root.find(f"{SVG}script") is None
    parsed(cloud(lay_out({text or " ": 3}), {text or " ": 3}, key="a", title=text, description=text))
    parsed(maps.uk_dots([(300, 500)], key="a", title=text, description=text))


def test_the_longest_bar_fills_the_width_and_the_others_follow():
    root = parsed(
        bars([Bar("A", 12, "12"), Bar("B", 6, "6"), Bar("C", None, "not shown")], key="a", title="t", description="d")
    )
    widths = [float(rect.get("width", 0)) for rect in root.iter(f"{SVG}rect")]
    assert widths == [359, 180]
    assert "not shown" in written(root)


@pytest.mark.parametrize("key", ["", "1a", 'a"b', "a b", "a>"])
def test_a_key_that_cannot_be_an_id_is_refused(key):
    with pytest.raises(ValueError, match="key"):
        bars([], key=key, title="t", description="d")


@given(texts, st.integers(40, 400))
def test_wrapped_lines_keep_within_their_room(text, room):
    for line in wrap(text, room, 16):
        assert width(line, 16) <= room or len(line) <= 2


def test_a_text_too_long_ends_in_an_ellipsis():
    assert cut("Somebody to ask", 60, 16).endswith("…")
    assert len(wrap("word " * 200, 300, 16, most=3)) == 3


# The cloud.


def boxes_apart(layout: Layout) -> None:
    boxes = [word.box for word in layout.words]
    for at, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[2] <= WIDE
        assert one[3] <= HIGH
        for other in boxes[at + 1 :]:
            assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


@settings(max_examples=25)
@given(word_counts)
def test_no_word_lies_on_another(counts):
    layout = lay_out(counts)
    boxes_apart(layout)
    assert len(layout.words) + layout.left_over == len(counts)


def test_the_box_of_a_word_holds_its_letters():
    for word in lay_out(WORDS).words:
        assert word.box[0] <= word.x
        assert word.x + width(word.text, word.size, "head") <= word.box[2]
        assert word.box[1] < word.y < word.box[3]


def test_the_same_words_give_the_same_cloud():
    assert lay_out(WORDS) == lay_out(dict(reversed(WORDS.items())))


def test_more_people_make_a_word_no_smaller():
    sizes = {word.text: word.size for word in lay_out(WORDS).words}
    ordered = sorted(WORDS, key=lambda word: -WORDS[word])
    assert [sizes[word] for word in ordered] == sorted(sizes.values(), reverse=True)
    assert min(sizes.values()) >= 28


def test_words_stay_where_they_are_when_another_comes():
    before = lay_out(WORDS)
    kept = Layout.from_dict(before.as_dict())
    after = lay_out({**WORDS, "trust": 1, "sport": 2}, kept)
    boxes_apart(after)
    was = {word.text: (word.x, word.y, word.size) for word in before.words}
    now = {word.text: (word.x, word.y, word.size) for word in after.words}
    assert all(now[word] == pytest.approx(was[word], abs=0.2) for word in was)
    assert {"trust", "sport"} <= set(now)


def test_a_word_that_grows_keeps_its_middle_where_there_is_room():
    before = lay_out({"one": 3, "two": 2})
    after = lay_out({"one": 4, "two": 2}, before)
    assert after.middles["one"] == pytest.approx(before.middles["one"], abs=1)


def test_after_sixty_words_the_rest_are_counted():
    counts = {f"word {number}": 1 + number % 3 for number in range(75)}
    layout = lay_out(counts)
    assert len(layout.words) <= MOST
    root = parsed(cloud(layout, counts, key="a", title="t", description="d"))
    assert f"{75 - len(layout.words)} more not shown" in written(root)


def test_the_marker_lies_under_the_three_words_said_most():
    root = parsed(cloud(lay_out(WORDS), WORDS, key="a", title="t", description="d"))
    assert len([rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "under"]) == 3


def test_words_that_one_person_said_have_no_marker():
    counts = {"a": 1, "b": 1}
    root = parsed(cloud(lay_out(counts), counts, key="a", title="t", description="d"))
    assert list(root.iter(f"{SVG}rect")) == []


# Maps.


@given(st.lists(st.tuples(st.integers(0, 670), st.integers(0, 1230)), max_size=60), st.sampled_from([4.0, 13.5]))
def test_no_dot_lies_on_another(points, r):
    centres = pack([*points, *points[:5]], r)
    for at, (x, y) in enumerate(centres):
        assert all((x - a) ** 2 + (y - b) ** 2 >= (2 * r) ** 2 for a, b in centres[:at])


def test_a_dot_alone_stands_on_its_place():
    assert pack([(300.0, 500.0)], 13.5) == [(300.0, 500.0)]


def test_dots_already_there_never_move():
    points = [(300.0, 500.0)] * 20 + [(310.0, 505.0)] * 10
    assert pack(points, 7)[:25] == pack(points[:25], 7)


def test_four_hundred_people_in_one_town_stay_near_it():
    centres = pack([(530.0, 1050.0)] * 400, radius(400))
    assert max((x - 530) ** 2 + (y - 1050) ** 2 for x, y in centres) < 200**2


def test_one_dot_for_each_person_here_and_elsewhere():
    root = parsed(maps.uk_dots([(300, 500)] * 4, [(520, 90)] * 2, key="a", title="t", description="d"))
    assert len(list(root.iter(f"{SVG}circle"))) == 6
    assert "Elsewhere" in written(root)


def test_a_public_map_has_a_circle_for_each_area_and_no_dot_for_a_person():
    safe = protect_regions({"wales": 1, "south-west": 4, "london": 12, "scotland": 6}, abroad=7, title="Where")
    root = parsed(charts.public(safe).svg)
    assert sorted(written(root)) == ["12", "5", "6", "7", "Elsewhere"]
    assert len(list(root.iter(f"{SVG}circle"))) == 4


@given(st.lists(st.tuples(st.floats(80, 600), st.floats(80, 1150), st.integers(5, 200)), min_size=1, max_size=6))
def test_circles_stay_on_the_map(areas):
    circles = [maps.Circle(x, y, value) for x, y, value in areas]
    for circle in parsed(maps.uk_circles(circles, key="a", title="t", description="d")).iter(f"{SVG}circle"):
        x, y, r = (float(circle.get(name, "nan")) for name in ("cx", "cy", "r"))
        assert r <= x <= 670 - r
        assert r <= y <= 1230 - r


# Figures.


def test_the_public_sees_no_small_count():
    counts = {"Unaware": 3, "Emerging": 9, "Learning": 10, "Developing": 6, "Mastering": 2}
    everybody = charts.public(protect_ordered(counts, title="How?", aside={"Not sure": 2}))
    assert [row.display for row in everybody.rows] == ["12", "10", "8"]
    assert [row.step for row in everybody.rows] == [1, 3, 5]


def test_two_figures_on_a_page_have_ids_of_their_own():
    one, two = (charts.public(protect_bars({"A": 12, "B": 9}, title=title)) for title in ("One?", "Two?"))
    ids = re.findall(r' id="([^"]+)"', one.svg + two.svg)
    assert len(ids) == len(set(ids)) == 4


def test_a_public_cloud_sets_all_words_without_a_number_in_one_size():
    figure = charts.public(protect_words({"a": 9, "b": 4, "c": 2, "d": 3}, people=20, title="Words"))
    sizes = {text.text: text.get("font-size") for text in parsed(figure.svg).iter(f"{SVG}text")}
    assert sizes["b"] == sizes["c"] == sizes["d"] != sizes["a"]


def test_a_figure_held_back_is_a_sentence_without_a_picture():
    figure = charts.public(protect_bars({"A": 2, "B": 1}, title="Which?"))
    assert figure.svg == ""
    assert figure.held


def test_the_tag_takes_a_safe_figure_as_it_is():
    safe = protect_bars({"A": 12, "B": 9}, title="Which?")
    assert figure_tag(safe)["figure"].sentence == safe.sentence


@pytest.mark.parametrize(
    "figure",
    [
        protect_bars({"<i>A</i>": 12, "B": 9}, title="<b>Which?</b>"),
        protect_ordered({"1": 1, "2": 7, "3": 0, "4": 8, "5": 1}, title="How?", aside={"Not sure": 1}),
        protect_words({"<u>x</u>": 9, "y": 2}, people=12, title="Words"),
        protect_regions({"london": 9}, title="Where?"),
        protect_bars({"A": 1}, title="Which?"),
    ],
)
def test_every_public_figure_shows_on_a_page(figure):
    from django.template import Context, Template

    html = Template("{% load figures %}{% figure figure %}").render(Context({"figure": figure}))
    assert figure.sentence.split("“")[0] in html
    assert not {"<b>", "<i>", "<u>"} & set(re.findall(r"<\w>", html))
    assert "style=" not in html


def test_a_raw_count_is_not_drawn_for_the_public():
    with pytest.raises(TypeError, match="disclosure rules"):
        figure_tag({"A": 3})
