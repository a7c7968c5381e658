"""Hand-kept words that the sources lack: places, other names, countries as people call them."""

from __future__ import annotations

# Names shown in place of the source's own.
RENAME: dict[str, str] = {"2643736": "Derry/Londonderry"}

# Left out: London, which is a region of its own, and Derry's second entry.
DROP: frozenset[str] = frozenset({"2643743", "2643734"})

# Names people write that the source lacks.
ALSO_CALLED: dict[str, str] = {
    "2650225": "Edinborough|Edinboro|Auld Reekie",
    "2654710": "Brighton and Hove",
    "2641673": "Newcastle",
    "2645425": "Hull",
}

# Districts, islands and parts of the country that the 500+ extract lacks:
# name, latitude, longitude, nation (ENG, SCT, WLS, NIR), other names.
EXTRA: tuple[tuple[str, float, float, str, str], ...] = (
    ("Govan", 55.862, -4.312, "SCT", ""),
    ("Easterhouse", 55.866, -4.107, "SCT", ""),
    ("Partick", 55.870, -4.308, "SCT", ""),
    ("Gorbals", 55.847, -4.252, "SCT", "The Gorbals"),
    ("Leith", 55.976, -3.171, "SCT", ""),
    ("Portobello", 55.952, -3.113, "SCT", ""),
    ("Slaithwaite", 53.622, -1.882, "ENG", ""),
    ("Shoreditch", 51.526, -0.079, "ENG", "Hoxton"),
    ("Hampstead", 51.556, -0.178, "ENG", ""),
    ("Bloomsbury", 51.522, -0.128, "ENG", ""),
    ("Paddington", 51.517, -0.177, "ENG", ""),
    ("King's Cross", 51.531, -0.123, "ENG", "Kings X"),
    ("Vauxhall", 51.486, -0.123, "ENG", ""),
    ("Canary Wharf", 51.505, -0.020, "ENG", ""),
    ("Dalston", 51.546, -0.075, "ENG", ""),
    ("Headingley", 53.819, -1.577, "ENG", ""),
    ("Chapeltown", 53.815, -1.533, "ENG", ""),
    ("Moseley", 52.446, -1.889, "ENG", ""),
    ("Handsworth", 52.509, -1.929, "ENG", ""),
    ("Toxteth", 53.389, -2.966, "ENG", ""),
    ("Moss Side", 53.459, -2.245, "ENG", ""),
    ("Hulme", 53.465, -2.250, "ENG", ""),
    ("Byker", 54.975, -1.578, "ENG", ""),
    ("Easton", 51.466, -2.561, "ENG", ""),
    ("St Pauls", 51.463, -2.584, "ENG", "St Paul's"),
    ("Grangetown", 51.467, -3.187, "WLS", ""),
    ("Wirral", 53.37, -3.07, "ENG", "The Wirral"),
    ("Isle of Skye", 57.36, -6.25, "SCT", "Skye|An t-Eilean Sgitheanach"),
    ("Lake District", 54.46, -3.09, "ENG", "The Lakes"),
    ("Peak District", 53.35, -1.80, "ENG", ""),
    ("Cotswolds", 51.80, -1.85, "ENG", ""),
    ("New Forest", 50.87, -1.60, "ENG", ""),
    ("Calder Valley", 53.72, -1.97, "ENG", ""),
    ("Forest of Dean", 51.79, -2.55, "ENG", ""),
    ("Thanet", 51.36, 1.38, "ENG", "Isle of Thanet"),
    ("Gower", 51.59, -4.15, "WLS", "Gower Peninsula"),
    ("South Wales Valleys", 51.66, -3.45, "WLS", "The Valleys|Welsh Valleys"),
    ("Splott", 51.482, -3.152, "WLS", "Y Sblot"),
    ("Pontcanna", 51.488, -3.198, "WLS", ""),
)

# English and older names of large cities whose entry carries another name; each is checked against the source's
# own list of alternate names when the data is made.
EXONYMS: dict[str, str] = {
    "DE": "Cologne|Munich|Nuremberg|Hanover|Frankfurt|Brunswick",
    "BE": "Ghent|Antwerp|Bruges|Louvain|Liege|Brussels",
    "CH": "Geneva|Zurich|Berne|Basle|Lucerne",
    "ES": "Seville|Saragossa",
    "IT": "Turin|Milan|Naples|Venice|Florence|Genoa|Rome|Padua|Leghorn",
    "FR": "Lyons|Marseilles",
    "SE": "Gothenburg",
    "DK": "Copenhagen",
    "NL": "The Hague|Den Haag",
    "PT": "Lisbon|Oporto",
    "PL": "Warsaw|Cracow|Danzig",
    "CZ": "Prague",
    "AT": "Vienna",
    "UA": "Kiev|Kyiv|Odessa|Lvov",
    "RU": "Saint Petersburg",
    "GR": "Athens|Salonica|Thessaloniki",
    "TR": "Constantinople",
    "IN": "Bombay|Calcutta|Madras|Bangalore|Poona|Delhi",
    "CN": "Peking|Canton",
    "MM": "Rangoon",
    "VN": "Saigon",
    "US": "NYC|New York|LA|Philly|Washington DC",
    "IE": "Baile Atha Cliath|Corcaigh|Gaillimh|Luimneach",
    "KZ": "Astana",
    "EG": "Cairo",
    "CA": "Quebec City",
}

# Countries as people call them, beside the source's name and its three-letter code.
COUNTRIES: dict[str, str] = {
    "GB": "UK|Great Britain|Britain|U.K.|GB|The UK",
    "US": "USA|U.S.A.|U.S.|America|United States of America|The States|The USA|US",
    "IE": "Republic of Ireland|Eire|Southern Ireland|ROI",
    "NL": "Holland|The Netherlands",
    "CZ": "Czech Republic",
    "KR": "Korea|Republic of Korea",
    "CI": "Cote d'Ivoire",
    "MM": "Burma",
    "TR": "Turkiye",
    "CD": "DR Congo|DRC|Democratic Republic of Congo",
    "CG": "Congo|Congo Brazzaville",
    "AE": "UAE|Emirates",
    "NZ": "Aotearoa",
    "SZ": "Swaziland",
    "MK": "Macedonia",
    "CV": "Cape Verde",
    "VA": "Vatican City",
    "PS": "Palestine",
    "GM": "The Gambia",
    "BS": "The Bahamas",
    "PH": "The Philippines",
    "HK": "Hong Kong SAR",
    "TL": "East Timor",
    "BA": "Bosnia",
    "TT": "Trinidad",
    "DE": "Deutschland",
    "ES": "Espana",
    "IM": "Manx|Ellan Vannin|IOM",
}

# The source lists these beside sovereign countries though nobody sits there.
NOT_COUNTRIES: frozenset[str] = frozenset({"AQ", "BV", "HM", "CS", "AN", "UM", "TF", "GS"})

# Swedish, Breton, Hungarian and other catalogue words in the alternate names of British places.
CATALOGUE_WORDS: tuple[str, ...] = (" i ", " på ", " pa ", "keruelet", "Lungsod", "ystersk", "koberec", " grevskap")
