"""The twelve nations and regions of the UK: names, where a label goes, who lies beside whom, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """One of the twelve.

    x, y        where a label or a total sits on the UK map
    nation      slug of the nation it is part of; itself outside England
    neighbours  slugs of those that share a land border: the first to join when a count is too small to publish
    """

    slug: str
    name: str
    x: float
    y: float
    nation: str
    neighbours: tuple[str, ...]


REGIONS: tuple[Region, ...] = (
    Region("north-east", "North East", 406, 661, "england", ("yorkshire-and-the-humber", "north-west", "scotland")),
    Region(
        "north-west", "North West", 362, 800, "england",
        ("yorkshire-and-the-humber", "north-east", "west-midlands", "east-midlands", "wales", "scotland"),
    ),
    Region(
        "yorkshire-and-the-humber", "Yorkshire and the Humber", 450, 778, "england",
        ("north-west", "north-east", "east-midlands"),
    ),
    Region(
        "east-midlands", "East Midlands", 479, 890, "england",
        ("west-midlands", "yorkshire-and-the-humber", "east-of-england", "south-east", "north-west"),
    ),
    Region(
        "west-midlands", "West Midlands", 382, 944, "england",
        ("east-midlands", "south-west", "north-west", "south-east", "wales"),
    ),
    Region("east-of-england", "East of England", 573, 965, "england", ("london", "south-east", "east-midlands")),
    Region("london", "London", 532, 1051, "england", ("south-east", "east-of-england")),
    Region(
        "south-east", "South East", 470, 1086, "england",
        ("london", "south-west", "east-of-england", "east-midlands", "west-midlands"),
    ),
    Region("south-west", "South West", 345, 1106, "england", ("south-east", "west-midlands", "wales")),
    Region("wales", "Wales", 285, 981, "wales", ("west-midlands", "south-west", "north-west")),
    Region("scotland", "Scotland", 279, 466, "scotland", ("north-east", "north-west")),
    Region("northern-ireland", "Northern Ireland", 104, 688, "northern-ireland", ()),
)  # fmt: skip

BY_SLUG: dict[str, Region] = {region.slug: region for region in REGIONS}
NATION_NAMES: dict[str, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}

# What people say, in the plain spelling of `names.normalise`, to the regions it may mean.
WORDS: dict[str, tuple[str, ...]] = {
    "yorkshire": ("yorkshire-and-the-humber",),
    "yorks": ("yorkshire-and-the-humber",),
    "humber": ("yorkshire-and-the-humber",),
    "humberside": ("yorkshire-and-the-humber",),
    "yorkshire and humber": ("yorkshire-and-the-humber",),
    "yorkshire and humberside": ("yorkshire-and-the-humber",),
    "east anglia": ("east-of-england",),
    "east england": ("east-of-england",),
    "eastern england": ("east-of-england",),
    "greater london": ("london",),
    "central london": ("london",),
    "inner london": ("london",),
    "outer london": ("london",),
    "llundain": ("london",),
    "londres": ("london",),
    "west country": ("south-west",),
    "cymru": ("wales",),
    "alba": ("scotland",),
    "ni": ("northern-ireland",),
    "n ireland": ("northern-ireland",),
    "north of ireland": ("northern-ireland",),
    "ulster": ("northern-ireland",),
    "midlands": ("west-midlands", "east-midlands"),
    "home counties": ("south-east", "east-of-england"),
}
for _side in ("north east", "north west", "south east", "south west"):
    _joined = _side.replace(" ", "")
    for _said in (f"{_side} england", f"{_side} of england", _joined, f"{_joined} england"):
        WORDS[_said] = (_side.replace(" ", "-"),)
for _said in ("north", "north of england", "northern england"):
    WORDS[_said] = ("north-west", "yorkshire-and-the-humber", "north-east")
for _said in ("south", "south of england", "southern england"):
    WORDS[_said] = ("south-east", "south-west")

# A compass point alone may be a region or a postcode area: "SW" is Battersea to one and Truro to another.
COMPASS: dict[str, str] = {"NE": "north-east", "NW": "north-west", "SE": "south-east", "SW": "south-west"}
