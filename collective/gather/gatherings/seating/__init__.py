"""Who is offered a free seat, who is not and why, and how many will come. Pure: facts and the time go in, acts go out.

`deciding.decide` is the waiting list; `hours` knows when it is quiet and how long an offer lasts; `reasons` has the words
for staff and for the person; `turnout` forecasts. Nothing here reads a clock, a database or the settings.
"""
