"""From the words people give to places: the names a workshop hears, and no crash on any others."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.ground.lib import places
from collective.ground.lib.places import Choices, Place, Unknown
from collective.ground.lib.places.gazetteer import DATA, gazetteer
from collective.ground.lib.places.names import distance, normalise


def one(text: str) -> Place:
    found = places.find(text)
    assert isinstance(found, Place), f"{text}: {found}"
    return found


def several(text: str) -> list[str]:
    found = places.find(text)
    assert isinstance(found, Choices), f"{text}: {found}"
    return [place.label for place in found.places]


@pytest.mark.parametrize(
    ("said", "label", "region"),
    [
        ("Sheffield", "Sheffield", "yorkshire-and-the-humber"),
        ("hebden bridge", "Hebden Bridge", "yorkshire-and-the-humber"),
        ("TODMORDEN", "Todmorden", "yorkshire-and-the-humber"),
        ("Slaithwaite", "Slaithwaite", "yorkshire-and-the-humber"),
        ("Ilkley", "Ilkley", "yorkshire-and-the-humber"),
        ("Whitby", "Whitby", "yorkshire-and-the-humber"),
        ("Hull", "Kingston upon Hull", "yorkshire-and-the-humber"),
        ("York", "York", "yorkshire-and-the-humber"),
        ("Grimsby", "Grimsby", "yorkshire-and-the-humber"),
        ("Newcastle upon Tyne", "Newcastle upon Tyne", "north-east"),
        ("newcastle on tyne", "Newcastle upon Tyne", "north-east"),
        ("Middlesborough", "Middlesbrough", "north-east"),
        ("Berwick-upon-Tweed", "Berwick-Upon-Tweed", "north-east"),
        ("Manchester", "Manchester", "north-west"),
        ("Carlisle", "Carlisle", "north-west"),
        ("Preston", "Preston, Lancashire", "north-west"),
        ("Wirral", "Wirral", "north-west"),
        ("Derby", "Derby", "east-midlands"),
        ("Lincoln", "Lincoln", "east-midlands"),
        ("Ludlow", "Ludlow", "west-midlands"),
        ("Birmingham", "Birmingham", "west-midlands"),
        ("Ely", "Ely", "east-of-england"),
        ("Norwich", "Norwich", "east-of-england"),
        ("Kings Lynn", "King's Lynn", "east-of-england"),
        ("London", "London", "london"),
        ("Central London", "London", "london"),
        ("Hackney", "Hackney", "london"),
        ("Lewisham", "Lewisham", "london"),
        ("Shoreditch", "Shoreditch", "london"),
        ("Tower Hamlets", "Tower Hamlets", "london"),
        ("Brighton", "Brighton", "south-east"),
        ("Isle of Wight", "Isle of Wight", "south-east"),
        ("Milton Keynes", "Milton Keynes", "south-east"),
        ("Truro", "Truro", "south-west"),
        ("Penzance", "Penzance", "south-west"),
        ("Bristol", "Bristol", "south-west"),
        ("Cornwall", "Cornwall", "south-west"),
        ("Aberystwyth", "Aberystwyth", "wales"),
        ("Caerdydd", "Cardiff", "wales"),
        ("Abertawe", "Swansea", "wales"),
        ("Ynys Môn", "Anglesey", "wales"),
        ("Cymru", "Wales", "wales"),
        ("Inverness", "Inverness", "scotland"),
        ("Kirkwall", "Kirkwall", "scotland"),
        ("Lerwick", "Lerwick", "scotland"),
        ("Stornoway", "Stornoway", "scotland"),
        ("Govan", "Govan", "scotland"),
        ("Skye", "Isle of Skye", "scotland"),
        ("Edinborough", "Edinburgh", "scotland"),
        ("Derry", "Derry/Londonderry", "northern-ireland"),
        ("Londonderry", "Derry/Londonderry", "northern-ireland"),
        ("Enniskillen", "Enniskillen", "northern-ireland"),
        ("Belfast", "Belfast", "northern-ireland"),
        ("Co Antrim", "County Antrim", "northern-ireland"),
        ("Yorkshire", "Yorkshire and the Humber", "yorkshire-and-the-humber"),
        ("north devon", "Devon", "south-west"),
        ("near Skipton", "Skipton", "yorkshire-and-the-humber"),
        ("Leeds city centre", "Leeds", "yorkshire-and-the-humber"),
        ("Wales, UK", "Wales", "wales"),
        ("London, England", "London", "london"),
        ("Wales, South Yorkshire", "Wales, South Yorkshire", "yorkshire-and-the-humber"),
        ("Leeds, West Yorkshire, UK", "Leeds", "yorkshire-and-the-humber"),
        ("saint ives, cambs", "St Ives, Cambridgeshire", "east-of-england"),
        ("Newport, Wales", "Newport, Wales", "wales"),
        ("newport shropshire", "Newport, Shropshire", "west-midlands"),
    ],
)
def test_a_name_finds_its_place_and_region(said: str, label: str, region: str) -> None:
    found = one(said)
    assert (found.label, found.region, found.country) == (label, region, "GB")
    assert found.x is not None
    assert 0 < found.x < 670


def test_namesakes_are_asked_about_largest_first() -> None:
    newports = several("Newport")
    assert newports[:3] == ["Newport, Wales", "Newport, Isle of Wight", "Newport, Shropshire"]
    assert len(newports) == 6
    assert several("St Ives") == ["St Ives, Cambridgeshire", "St Ives, Cornwall"]
    assert several("Bangor") == ["Bangor, Northern Ireland", "Bangor, Wales"]


def test_a_short_form_of_a_larger_town_is_offered_beside_the_exact_name() -> None:
    assert several("Newcastle")[0] == "Newcastle upon Tyne"
    assert "Newcastle, Northern Ireland" in several("Newcastle")
    assert "Kingston upon Thames" in several("Kingston")


def test_a_famous_city_abroad_is_offered_beside_a_town_here_but_a_lesser_one_is_not() -> None:
    assert several("Perth") == ["Perth, Scotland", "Perth, Australia"]
    assert "Boston, Lincolnshire" in several("Boston")
    assert one("Cambridge").country == "GB"
    assert one("Birmingham").country == "GB"


@pytest.mark.parametrize(
    ("said", "label", "country"),
    [
        ("France", "France", "FR"),
        ("USA", "United States", "US"),
        ("Republic of Ireland", "Ireland", "IE"),
        ("Jersey", "Jersey", "JE"),
        ("Dublin", "Dublin, Ireland", "IE"),
        ("Paris", "Paris, France", "FR"),
        ("Paris, Texas", "Paris, Texas, United States", "US"),
        ("Boston, MA", "Boston, Massachusetts, United States", "US"),
        ("Cologne", "Köln, Germany", "DE"),
        ("Nairobi, Kenya", "Nairobi, Kenya", "KE"),
        ("São Paulo", "São Paulo, Brazil", "BR"),
    ],
)
def test_places_abroad_have_a_country_and_no_point_on_the_uk_map(said: str, label: str, country: str) -> None:
    found = one(said)
    assert (found.label, found.country, found.region, found.x) == (label, country, None, None)


def test_all_of_england_or_of_the_uk_has_no_region_and_no_dot() -> None:
    assert (one("England").key, one("England").x) == ("nation:england", None)
    assert (one("the UK").key, one("the UK").x) == ("country:GB", None)


def test_the_isle_of_man_has_a_dot_on_the_uk_map_but_no_region() -> None:
    found = one("Isle of Man")
    assert found.country == "IM"
    assert found.region is None
    assert found.x == pytest.approx(236, abs=8)


@pytest.mark.parametrize("said", ["HX7 8", "HX7", "hx7 8ab", "HX78AB", "HX", "HX7 8AB "])
def test_any_beginning_of_a_postcode_finds_its_area_alone(said: str) -> None:
    assert one(said) == places.by_key("area:HX")
    assert one(said).label == "Halifax (HX)"


def test_one_letter_areas_and_london_districts_work() -> None:
    assert one("S1").label == "Sheffield (S)"
    assert one("SW1A 1AA").label == "South West London (SW)"
    assert one("EC1A").region == "london"
    assert one("BT1").region == "northern-ireland"
    assert one("IM1").country == "IM"


def test_letters_that_are_also_a_compass_point_are_asked_about() -> None:
    assert several("SW") == ["South West London (SW)", "South West"]


def test_a_town_beside_a_postcode_wins_over_the_area() -> None:
    assert one("Hebden Bridge HX7 8AB").label == "Hebden Bridge"
    assert one("12 Nowhere Gardens, HX7 8AB").key == "area:HX"


@pytest.mark.parametrize("said", ["BF1 1AA", "XX9 9ZZ", "qqqq xx9 9zz", "QQQQ XX99ZZ"])
def test_the_second_half_of_an_unknown_postcode_is_not_kept(said: str) -> None:
    found = places.find(said)
    assert isinstance(found, Unknown)
    assert not any(half in found.text.upper() for half in ("1AA", "9ZZ"))


def test_a_near_spelling_is_a_question_even_with_one_answer() -> None:
    found = places.find("Aberystwith")
    assert isinstance(found, Choices)
    assert found.close
    assert [place.label for place in found.places] == ["Aberystwyth"]
    assert "Sheffield" in several("Shefield")
    assert "Germany" in several("Germny")


def test_the_beginning_of_one_name_finds_it_and_of_several_asks() -> None:
    assert one("Aberystw").label == "Aberystwyth"
    assert several("Shef") == ["Sheffield", "Shefford"]


def test_a_name_with_a_wrong_county_is_a_question() -> None:
    found = places.find("Sheffield, Kent")
    assert isinstance(found, Choices)
    assert found.close


@pytest.mark.parametrize(
    "said", ["", "   ", "online", "home", "Лондон", "🙂", "rather not say", "\x00", "\ud800", "." * 9]
)
def test_words_that_name_no_place_are_unknown(said: str) -> None:
    assert isinstance(places.find(said), Unknown)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), st.text("abcdesnorthw ,.'-123ABS", max_size=40)))
def test_any_text_at_all_gets_an_answer(said: str) -> None:
    found = places.find(said)
    assert isinstance(found, Place | Choices | Unknown)
    if isinstance(found, Choices):
        assert 1 <= len(found.places) <= 8
    assert all(isinstance(place, Place) for place in places.suggest(said))


def test_very_long_text_is_cut() -> None:
    found = places.find("blether " * 100_000)
    assert isinstance(found, Unknown)
    assert len(found.text) <= 120


def every_key_here() -> list[str]:
    rows = gzip.decompress((DATA / "uk.tsv.gz").read_bytes()).decode().splitlines()
    tables = ("counties.tsv", "county"), ("postcode-areas.tsv", "area")
    keys = [f"gb:x:{row.split(chr(9))[2]}" for row in rows]
    for name, kind in tables:
        keys += [f"{kind}:{row.split(chr(9))[0]}" for row in (DATA / name).read_text().splitlines()[1:]]
    return keys + [f"region:{region.slug}" for region in places.REGIONS]


def test_every_label_here_finds_its_place_again_or_asks_about_it() -> None:
    lost = []
    for key in every_key_here():
        place = places.by_key(key)
        assert place is not None
        assert places.by_key(place.key) == place
        found = places.find(place.label)
        answers = [found] if isinstance(found, Place) else found.places if isinstance(found, Choices) else ()
        same_name = any(answer.label.partition(",")[0] == place.label for answer in answers)
        if place not in answers and not (place.kind == "county" and same_name):  # Bristol, the county, is Bristol
            lost.append((place.label, found))
    assert lost == []


def test_labels_abroad_find_their_place_again_or_ask_about_it() -> None:
    store = gazetteer()
    for number in range(0, 32_000, 97):
        city = store.place(f"#{number}")
        assert city is not None
        assert places.by_key(city.key) == city
        found = places.find(city.label)
        answers = [found] if isinstance(found, Place) else found.places if isinstance(found, Choices) else ()
        assert city in answers, (city.label, found)


def test_every_place_here_has_one_of_the_twelve_regions_and_lies_on_the_map() -> None:
    slugs = {region.slug for region in places.REGIONS}
    for key in every_key_here():
        place = places.by_key(key)
        assert place is not None
        if place.country != "GB":  # the island postcodes
            continue
        assert place.region in slugs
        assert place.x is not None
        assert place.y is not None
        assert 0 < place.x < 670
        assert 0 < place.y < 1230


def test_labels_of_towns_are_told_apart() -> None:
    labels = [place.label for key in every_key_here() if (place := places.by_key(key)) and place.kind == "town"]
    twice = {label for label in labels if labels.count(label) > 1} if len(set(labels)) < len(labels) else set()
    assert twice == set()


@pytest.mark.parametrize(
    "key", ["", ":", "gb:", "gb:x:0", "area:ZZ", "region:mercia", "nation:wales", "fr:", "zz:x", "#1", "county:"]
)
def test_a_key_of_nothing_is_none(key: str) -> None:
    assert places.by_key(key) is None


def test_keys_are_as_documented() -> None:
    assert one("Hebden Bridge").key == "gb:hebden-bridge:2647207"
    assert one("Paris").key == "fr:paris"
    assert one("Portland, Oregon").key == "us:portland-oregon"
    assert places.by_key("country:FR") == one("France")


def test_suggestions_begin_with_the_likeliest() -> None:
    assert places.suggest("sheff")[0].label == "Sheffield"
    assert [place.label for place in places.suggest("york")][:2] == ["York", "Yorkshire and the Humber"]
    assert "Paris, France" in [place.label for place in places.suggest("par")]
    assert "Cardiff" in [place.label for place in places.suggest("caerd")]
    assert "Köln, Germany" in [place.label for place in places.suggest("colog")]


def test_suggestions_keep_to_their_limit_and_repeat_no_label() -> None:
    for start in ("s", "st", "new", "ll", "zz"):
        labels = [place.label for place in places.suggest(start, limit=5)]
        assert len(labels) <= 5
        assert len(set(labels)) == len(labels)
    assert places.suggest("new", limit=0) == ()


@pytest.mark.parametrize(
    ("one_way", "other", "steps"),
    [("whitby", "whitby", 0), ("whitby", "whitbey", 1), ("leeds", "leesd", 1), ("hull", "hall", 1), ("ely", "york", 3)],
)
def test_distance_counts_letters(one_way: str, other: str, steps: int) -> None:
    assert distance(one_way, other, 2) == steps
    assert distance(other, one_way, 2) == steps


@given(st.text(max_size=150))
def test_the_plain_spelling_is_stable_and_plain(text: str) -> None:
    plain = normalise(text)
    assert normalise(plain[:120]) == plain[:120].strip()
    assert all(letter.isascii() and (letter.isalnum() or letter == " ") for letter in plain)
