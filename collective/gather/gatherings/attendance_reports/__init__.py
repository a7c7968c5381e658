"""Who came, as Zoom, Teams and Meet report it: read, joined person by person, and laid beside the list.

A pure package: the bytes of a file come in, plain data comes out, nothing is stored. How long somebody stayed is never read: the
columns with times are looked at only for whether they hold anything.
"""

from collective.gather.gatherings.attendance_reports.matching import HOW, Listed, Match, match_people
from collective.gather.gatherings.attendance_reports.merging import Attendee, merged
from collective.gather.gatherings.attendance_reports.names import alike
from collective.gather.gatherings.attendance_reports.reading import NobodyCame, ReadReport, read_report
from collective.gather.gatherings.attendance_reports.sections import TOOLS

__all__ = [
    "HOW",
    "TOOLS",
    "Attendee",
    "Listed",
    "Match",
    "NobodyCame",
    "ReadReport",
    "alike",
    "match_people",
    "merged",
    "read_report",
]
