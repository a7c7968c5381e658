"""From words to places. Nothing is guessed: what fits several places, or only nearly, comes back as a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from heapq import nlargest

from collective.ground.lib.places import postcodes, regions
from collective.ground.lib.places.gazetteer import Gazetteer, gazetteer
from collective.ground.lib.places.names import LONGEST, distance, letters_in, normalise
from collective.ground.lib.places.place import Choices, Found, Place, Unknown

MOST = 8  # places offered in one question
_FAMOUS = 300_000  # people in a city abroad that is offered beside a town here ten times smaller
_CITY = 100_000  # people in a city that may stand for its name alone
_COUNTY = 1_000_000  # what a county counts for beside towns of its name
_NEXT_DOOR = ("IE", "IM", "JE", "GG")
_FIRST_LETTERS = 4  # how much of a name must be there before the rest is filled in
_JOINS = ("on", "under", "in", "by", "le", "the", "of", "cum", "next", "super", "with")  # Stoke … on … Trent
_LOOSE = ("near", "nr", "around", "outside", "in", "from", "the", "city of", "royal borough of", "borough of", "just")
_TRAILING = ("area", "city", "city centre", "town", "town centre", "borough", "county", "region")
_BRITAIN = frozenset({"uk", "gb", "great britain", "united kingdom", "britain"})


def find(text: str) -> Found:
    """The place that some words mean.

    Takes the name of a town, district, county, region, nation or country in any capitals, with or without accents
    and punctuation, in English or another name it goes by; a name with words that tell it apart ("Newport,
    Shropshire"); a UK postcode or any beginning of one. Tries the name as it stands, then its other names, then
    the beginning of a name if only one begins so, then spellings a letter or two away.

    Places in the UK come first. One abroad answers to a name only if no place here does, if it has 300,000 people and
    ten times those of any here, or if it lies next door (Ireland, the islands) and is larger.

    Returns a `Place`, `Choices`, or `Unknown`. Never raises; text past `names.LONGEST` letters is not read.
    """
    text = " ".join(text[: 2 * LONGEST].split())
    written = postcodes.read(text)
    places = gazetteer()
    key = normalise(written.words)
    alone = written.area and (not key or not written.district)  # a postcode with no other words
    if alone and (found := _area(places, written.area or "", written.district)):
        return found
    if key and (found := _words(places, key)):
        return found
    if "," in written.words and (near := _named(places, normalise(written.words.partition(",")[0]))):
        return Choices(tuple(near[:MOST]), close=True)
    if written.area and (area := places.area(written.area)):
        return area
    return Unknown(postcodes.without_second_half(text)[:LONGEST].strip())


def by_key(key: str) -> Place | None:
    """The place whose `Place.key` was stored, or None if there is none (any more)."""
    return gazetteer().place(key) if ":" in key else None


def suggest(prefix: str, limit: int = MOST) -> tuple[Place, ...]:
    """Places whose name, or another name of theirs, begins with the letters typed so far; best known first.

    Nothing under two letters. An exact name and regions lead, then the larger before the smaller, a person in the UK
    counting for fifty elsewhere; then other names.
    """
    key = normalise(prefix)
    if len(key) < 2 or limit < 1:
        return ()
    places = gazetteer()
    exact = [*_named(places, key), *_regions_starting(key)]
    refs = [ref for name in places.starting(places.ordered, key) for ref in places.names[name]]
    refs += [ref for name in places.starting(places.ordered_cities, key) for ref in places.cities[name]]
    refs += [ref for name, lands in places.lands.items() if len(name) > 3 and name.startswith(key) for ref in lands]
    also = [ref for name in places.starting(places.ordered_others, key) for ref in places.others[name]]
    likely = [*nlargest(limit, refs, places.weight), *nlargest(limit, also, places.weight)]
    found = [*exact, *(place for ref in likely if (place := places.place(ref)))]
    first: dict[str, Place] = {}
    for place in found:
        first.setdefault(place.label, place)
    return tuple(first.values())[:limit]


def _area(places: Gazetteer, area: str, district: bool) -> Found | None:
    """A postcode's area. Letters alone may also be a compass point, and then both are offered."""
    place = places.area(area)
    if place is None or district or area not in regions.COMPASS:
        return place
    region = places.place(f"region:{regions.COMPASS[area]}")
    return Choices((place, region)) if region else place


def _words(places: Gazetteer, key: str) -> Found | None:
    tries: tuple[Callable[[Gazetteer, str], Found | None], ...] = (_whole, _told_apart, _trimmed, _begun, _close)
    return next((found for attempt in tries if (found := attempt(places, key))), None)


def _whole(places: Gazetteer, key: str) -> Found | None:
    return _answer(_named(places, key))


def _answer(found: Iterable[Place], close: bool = False) -> Found | None:
    """One place, or a question, or nothing."""
    several = tuple(found)
    if len(several) == 1 and not close:
        return several[0]
    return Choices(several[:MOST], close) if several else None


def _named(places: Gazetteer, key: str) -> list[Place]:
    """Every place that goes by exactly this name, the likeliest only if one dwarfs the rest."""
    if told := _region_named(places, key):
        return told
    here = _likeliest(_sorted(places, places.names.get(key, ())), times=50)
    others = list(places.others.get(key, ()))
    for join in _JOINS:
        others += [ref for name in places.starting(places.ordered, f"{key} {join} ") for ref in places.names[name]]
    most = max((_size(place) for place in here), default=-1)
    here += [place for place in _sorted(places, others) if place.people > most]
    here.sort(key=_size, reverse=True)
    lands = _sorted(places, places.lands.get(key, ()))
    abroad = _likeliest(_sorted(places, places.cities.get(key, ())), times=10)
    if here or lands:
        most = max((_size(place) for place in here), default=0)
        abroad = [city for city in abroad if not lands and _better_known(city, most)]
    return list(dict.fromkeys([*lands, *here, *abroad]))


def _size(place: Place) -> int:
    return _COUNTY if place.kind == "county" else place.people


def _better_known(city: Place, most: int) -> bool:
    """Whether a city abroad is asked about beside places here of `most` people at most."""
    if city.country in _NEXT_DOOR:
        return city.people > most
    return city.label.isascii() and city.people >= max(10 * most, _FAMOUS)


def _likeliest(found: list[Place], times: int) -> list[Place]:
    """Only the first if it is a city so many times larger than all the rest: Preston in Lancashire, not in Rutland."""
    if len(found) > 1 and found[0].people >= max(_CITY, times * found[1].people):
        return found[:1]
    return found


def _region_named(places: Gazetteer, key: str) -> list[Place]:
    if key == "england":
        return [place for place in [places.place("nation:england")] if place]
    slugs = _region_words().get(key, ())
    keys = [f"region:{slug}" for slug in slugs] or _area_names().get(key, [])
    return [place for ref in keys if (place := places.place(ref))]


@cache
def _region_words() -> dict[str, tuple[str, ...]]:
    return {normalise(region.name): (region.slug,) for region in regions.REGIONS} | regions.WORDS


@cache
def _area_names() -> dict[str, list[str]]:
    """Names and labels of postcode areas that are not a town's own: "North London", "Halifax (HX)"."""
    places = gazetteer()
    names: dict[str, list[str]] = {}
    for area, said in places.areas():
        names[normalise(f"{said} {area}")] = [f"area:{area}"]
        if said.endswith("London") and normalise(said) not in places.names:
            names[normalise(said)] = [f"area:{area}"]
    names["south london"] = ["area:SE", "area:SW"]
    return names


def _regions_starting(key: str) -> list[Place]:
    slugs = [region.slug for region in regions.REGIONS if normalise(region.name).startswith(key)]
    return [place for slug in slugs if (place := gazetteer().place(f"region:{slug}"))]


def _sorted(places: Gazetteer, refs: Iterable[str]) -> list[Place]:
    """The places behind some keys, once each, largest first."""
    found = {place.key: place for ref in refs if (place := places.place(ref))}
    return sorted(found.values(), key=lambda place: (-place.people, place.label))


def _told_apart(places: Gazetteer, key: str) -> Found | None:
    """A name followed by where it is: "newport shropshire", "paris texas", "leeds west yorkshire uk"."""
    words = key.split()
    for cut in range(len(words) - 1, 0, -1):
        name, rest = " ".join(words[:cut]), " ".join(words[cut:])
        if told := [place for place in _region_named(places, name) if _lies_in(places, place, rest)]:
            return _answer(told)
        refs = [*places.names.get(name, ()), *places.others.get(name, ()), *places.cities.get(name, ())]
        fitting = [place for place in _sorted(places, refs) if _lies_in(places, place, rest)]
        if fitting:
            own = [place for place in fitting if normalise(place.label) == key]
            return _answer(own or _likeliest(fitting, times=50))
    return None


def _lies_in(places: Gazetteer, place: Place, rest: str) -> bool:
    """Whether each of the words is about where the place is. They may say it more than once: "kent england uk"."""
    if not rest:
        return True
    words = rest.split()
    return any(
        _surrounds(places, " ".join(words[:cut]), place) and _lies_in(places, place, " ".join(words[cut:]))
        for cut in range(len(words), 0, -1)
    )


def _surrounds(places: Gazetteer, wider: str, place: Place) -> bool:
    if normalise(place.label.partition(", ")[2]) == wider:
        return True
    if place.country != "GB":
        return wider in places.states(place) or f"country:{place.country}" in places.lands.get(wider, ())
    if wider in _BRITAIN or place.region in _region_words().get(wider, ()):
        return True
    region = regions.BY_SLUG.get(place.region or "")
    return wider == (region.nation if region else "") or places.unit(place) in places.within.get(wider, ())


def _trimmed(places: Gazetteer, key: str) -> Found | None:
    """The name left when loose words go: "near Skipton", "Leeds city centre", "rural Shropshire"."""
    for word in _LOOSE:
        if key.startswith(f"{word} "):
            rest = key[len(word) + 1 :]
            return _whole(places, rest) or _told_apart(places, rest) or _trimmed(places, rest)
    for word in _TRAILING:
        if key.endswith(f" {word}"):
            rest = key[: -len(word) - 1]
            return _whole(places, rest) or _told_apart(places, rest)
    side, _, rest = key.partition(" ")
    if side in (
        "north",
        "south",
        "east",
        "west",
        "central",
        "mid",
        "rural",
        "northern",
        "southern",
        "eastern",
        "western",
    ):
        return _answer([place for place in _named(places, rest) if place.kind in ("county", "region")])
    return None


def _begun(places: Gazetteer, key: str) -> Found | None:
    """The one place whose name begins so; or a question, if few do."""
    if len(key) < _FIRST_LETTERS:
        return None
    names = list(places.starting(places.ordered, key))
    found = _sorted(places, (ref for name in names for ref in places.names[name])) if len(names) <= 3 * MOST else []
    return _answer(found, close=len(found) > 1)


def _close(places: Gazetteer, key: str) -> Found | None:
    """Places spelt a letter away (two in long names) that begin with the same letter: always a question."""
    if len(key) < _FIRST_LETTERS + 1:
        return None
    return _answer(_spelt_nearly(key), close=True)


@lru_cache(maxsize=512)
def _spelt_nearly(key: str) -> tuple[Place, ...]:
    places = gazetteer()
    limit = 1 if len(key) < 9 else 2
    bits = letters_in(key)
    near: list[tuple[int, str]] = []
    for length in range(len(key) - limit, len(key) + limit + 1):
        for name, letters in _by_start().get((key[0], length), ()):
            if (letters ^ bits).bit_count() <= 2 * limit and (far := distance(key, name, limit)) <= limit:
                near.append((far, name))
    best = min(near, default=(0, ""))[0]
    refs = [ref for far, name in near if far == best for ref in places.names.get(name) or places.lands[name]]
    return tuple(_sorted(places, refs))


@cache
def _by_start() -> dict[tuple[str, int], list[tuple[str, int]]]:
    """UK names and countries with their letters, by first letter and length."""
    places = gazetteer()
    groups: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for name in {*places.names, *places.lands}:
        if len(name) >= _FIRST_LETTERS:
            groups.setdefault((name[0], len(name)), []).append((name, letters_in(name)))
    return groups
