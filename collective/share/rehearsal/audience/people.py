"""Who is in the audience: invented people from all over the United Kingdom, at invented charities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from collective.share.rehearsal.audience.chance import chance, listed, shuffled, weighed

FIRST = listed(
    "Amina|Tomasz|Siobhán|Deepak|Rhiannon|Kwame|Fiona|Zofia|Idris|Mei|Callum|Noor|Gethin|Ayesha|Róisín|Emeka|Hannah|Yusuf|Ffion|"
    "Marek|Priya|Alasdair|Blessing|Oisín|Leila|Hamish|Ngozi|Carys|Ravi|Eilidh|Samira|Dafydd|Jamila|Piotr|Morag|Tunde|Bronwen|"
    "Farah|Ciarán|Ines|Nasreen|Lewis|Chidi|Catrin|Arjun|Mairi|Hodan|Rory|Thandiwe|Elin|Bogdan|Shabnam|Euan|Folake|Gwen|Viktor|"
    "Harpreet|Niamh|Desmond|Xiu"
)
LAST = listed(
    "Hussain|Kowalczyk|Byrne|Patel|Rees-Jones|Mensah|Campbell|Wiśniewska|Okafor|Chen|Macdonald|Rahman|Prosser|Begum|Ó Dálaigh|"
    "Eze|Whitfield|Demir|Griffiths|Nowak|Sharma|Sinclair|Adeyemi|McKenna|Haddad|Fraser|Obi|Llewellyn|Nair|Munro|Osman|Vaughan|"
    "Malik|Zieliński|Stewart|Balogun|Hughes|Siddiqui|Quinn|Ferreira|Akhtar|Bell|Nwosu|Bevan|Iyer|MacLean|Warsame|Doyle|Dlamini|"
    "Pritchard|Ionescu|Ahmadi|Gray|Bakare|Parry|Petrov|Gill|Gallagher|Clarke|Li"
)
# Places that no map has, so that no charity of this name exists.
_WHERE = listed(
    "Brackenholme|Thornsea|Eastmarle|Kelderby|Pennockvale|Hollinbeck|Wexcombe|Strathallow|Glenurchie|Portarran|Dunvaig|Llanfairwen|"
    "Cwmheulog|Penarvon|Ballycorran|Lisnaveagh|Ormsleigh|Fenwardine|Saltmere|Quarrendale"
)
# What a charity does, its usual words, and how many there are of its kind.
_KINDS: list[tuple[tuple[str, tuple[str, ...]], float]] = [
    (("Youth Project", ("young people", "mental health", "education")), 16),
    (("Food Share", ("food", "food poverty", "families")), 14),
    (("Minds", ("mental health", "loneliness", "carers")), 14),
    (("Housing Trust", ("homelessness", "housing", "debt")), 12),
    (("Carers", ("carers", "older people", "health")), 10),
    (("Advice", ("debt", "advice", "housing")), 8),
    (("Refugee Welcome", ("refugees", "language", "young people")), 8),
    (("Arts", ("arts", "young people", "community")), 6),
    (("Wildlife Group", ("environment", "volunteering", "climate")), 6),
    (("Helpline", ("domestic abuse", "mental health", "listening")), 6),
]
_PLACES: list[tuple[str, float]] = [
    *(
        (name, 3.0)
        for name in ("London", "Hackney", "Croydon", "Manchester", "Leeds", "Birmingham", "Glasgow", "Bristol")
    ),
    *((name, 2.0) for name in ("Sheffield", "Cardiff", "Edinburgh", "Belfast", "Liverpool", "Nottingham", "Brighton")),
    *(
        (name, 1.0)
        for name in listed(
            "Salford|Preston|Carlisle|Hull|York|Newcastle upon Tyne|Sunderland|Durham|Middlesbrough|Leicester|Lincoln|Coventry|"
            "Shrewsbury|Norwich|Cambridge|Ipswich|Oxford|Southampton|Canterbury|Plymouth|Exeter|Truro|Swansea|Aberystwyth|Wrexham|"
            "Dundee|Inverness|Aberdeen|Derry|Newry|Enniskillen"
        )
    ),
    ("online", 1.5),
    ("rather-not-say", 1.0),
]
_MATURITY: list[tuple[str, float]] = [
    ("1", 10),
    ("2", 32),
    ("3", 34),
    ("4", 13),
    ("5", 3),
    ("not-sure", 6),
    ("rather-not-say", 2),
]
LATE, LEAVES_EARLY, ONLINE = 0.12, 0.07, 0.3


@dataclass(frozen=True)
class MadeUp:
    """Somebody who does not exist.

    `speed` stretches every pause of theirs (0.7 quick, 1.3 slow). `arrives` is how far into the arriving they come, 0 to 1;
    `late` people come minutes after. `goes_at` is how far into the run-sheet they have to go, 0 to 1; None stays to the end.
    """

    number: int
    name: str
    organisation: str
    place: str
    words: tuple[str, ...]
    maturity: str
    online: bool
    speed: float
    arrives: float
    late: bool
    goes_at: float | None


@lru_cache(maxsize=32)
def invent(size: int, seed: int) -> tuple[MadeUp, ...]:
    """So many people, no two with one name, some of them colleagues."""
    first, last = shuffled(FIRST, seed, "first"), shuffled(LAST, seed, "last")
    return tuple(_person(number, _name(number, first, last), size, seed) for number in range(size))


def _name(number: int, first: list[str], last: list[str]) -> str:
    """Each first name meets another last name every time round, so that 3,600 people have names of their own."""
    turn = number // len(first)
    return f"{first[number % len(first)]} {last[(number + turn) % len(last)]}"


def _person(number: int, name: str, size: int, seed: int) -> MadeUp:
    organisation, words = _organisation(number, size, seed)
    return MadeUp(
        number=number,
        name=name,
        organisation=organisation,
        place=weighed(_PLACES, chance(seed, number, "place")),
        words=words,
        maturity=weighed(_MATURITY, chance(seed, number, "maturity")),
        online=chance(seed, number, "online") < ONLINE,
        speed=0.7 + 0.6 * chance(seed, number, "speed"),
        arrives=chance(seed, number, "arrives"),
        late=chance(seed, number, "late") < LATE,
        goes_at=_goes_at(number, seed),
    )


def _organisation(number: int, size: int, seed: int) -> tuple[str, tuple[str, ...]]:
    """About three charities for every four people, so that some sit in the room with a colleague."""
    which = int(chance(seed, number, "organisation") * max(6, size * 3 // 4))
    kind, words = weighed(_KINDS, chance(seed, "charity", which, "kind"))
    where = shuffled(_WHERE, seed, "where")[which % len(_WHERE)]
    many = 1 + int(chance(seed, number, "how many words") * 3)
    return f"{where} {kind}", tuple(shuffled(words, seed, number, "words")[:many])


def _goes_at(number: int, seed: int) -> float | None:
    if chance(seed, number, "leaves early") >= LEAVES_EARLY:
        return None
    return 0.5 + 0.35 * chance(seed, number, "leaves when")
